"""The form that says which column means what: one row for each field, and what its first values become."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from integrations.wizard.guessing import guess_columns
from integrations.wizard.sampling import SampleList
from providers.errors import RecordError
from providers.exports.custom import read_field
from providers.exports.own_fields import Field, Shape
from providers.exports.own_lists import LISTS
from providers.exports.transforms import JOIN, MOST_STEPS, TRANSFORMS, VALUES, is_step

SHOWN = 4
# How many columns one field may be put together from.
JOINED = {Shape.ADDRESS: 4, Shape.NAME: 2}


@dataclass(frozen=True)
class Tried:
    """What stands in the file, and what it becomes, or why it becomes nothing."""

    before: str
    after: str
    trouble: str = ""


@dataclass(frozen=True)
class Replaced:
    """One value of a column, and what stands in its place; "" where it stays."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class FieldRow:
    """One field with its present columns (one for each select), transforms, fixed value, replaced values and results.
    `sure` is how sure the guess is, "" where a person chose."""

    field: Field
    headings: list[str]
    steps: list[str]
    constant: str
    values: list[Replaced]
    tried: list[Tried]
    sure: str

    @property
    def first(self) -> str:
        """The column that it is read from, or the first of several."""
        return self.headings[0]

    @property
    def more(self) -> list[str]:
        """The further columns."""
        return self.headings[1:]

    @property
    def is_open(self) -> bool:
        """Whether there is more to see than one column."""
        return any(self.more) or any(self.steps) or bool(self.constant) or any(row.new for row in self.values)

    @property
    def has_trouble(self) -> bool:
        """Whether a value cannot be read."""
        return any(row.trouble for row in self.tried)


def step_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The transforms to choose from, in groups. The table of values is a form of its own, and joining comes by itself."""
    return [
        (transform.words, [(f"{transform.name}:{way}", words) for way, words in transform.ways.items()])
        for transform in TRANSFORMS.values()
        if transform.ways
    ]


def field_rows(kind: str, columns: Mapping[str, Any], given: SampleList, *, is_guessed: bool) -> list[FieldRow]:
    """Every field of that kind of list, as the columns have it now; where they were guessed, how sure that is."""
    guesses = guess_columns(given, kind) if is_guessed else {}
    rows = []
    for field in LISTS[kind].fields:
        entry = columns.get(field.name) or {"headings": [], "transforms": [], "constant": None}
        headings = list(entry["headings"])
        guess = guesses.get(field.name)
        steps = [f"{step['name']}:{step['as']}" for step in entry["transforms"] if step["name"] != VALUES]
        rows.append(
            FieldRow(
                field=field,
                headings=_filled_up(headings, max(JOINED.get(field.shape, 1), len(headings))),
                steps=_filled_up(steps, MOST_STEPS - 1),
                constant=entry["constant"] or "",
                values=_values(field, entry, given),
                tried=_tried(field, entry, given),
                sure=guess.words if guess and headings == [guess.heading] else "",
            )
        )
    return rows


def _filled_up(chosen: list[str], length: int) -> list[str]:
    return chosen + [""] * (length - len(chosen))


def _values(field: Field, entry: Mapping[str, Any], given: SampleList) -> list[Replaced]:
    """The values that may be replaced: those of a column with few of them, and those that are replaced already."""
    table: dict[str, str] = next((step["values"] for step in entry["transforms"] if step["name"] == VALUES), {})
    there: tuple[str, ...] = ()
    if len(entry["headings"]) == 1 and (field.choices or table):
        there = given.values.get(entry["headings"][0], ())
    olds = dict.fromkeys([*table, *there])
    return [Replaced(f"{field.name}.new.{number}", old, table.get(old, "")) for number, old in enumerate(olds)]


def _tried(field: Field, entry: Mapping[str, Any], given: SampleList) -> list[Tried]:
    if not entry["headings"]:
        return [_try(field, entry, {}, "")] if entry["constant"] else []
    places = [(heading, given.headings.index(heading)) for heading in entry["headings"] if heading in given.headings]
    tried: dict[str, Tried] = {}
    for row in given.rows:
        cells = {heading: row.cells[at] if at < len(row.cells) else "" for heading, at in places}
        before = " + ".join(filter(None, cells.values()))
        if before and before not in tried:
            tried[before] = _try(field, entry, cells, before)
        if len(tried) == SHOWN:
            break
    return list(tried.values())


def _try(field: Field, entry: Mapping[str, Any], cells: Mapping[str, Any], before: str) -> Tried:
    try:
        return Tried(before, _text(read_field(field, entry, cells)))
    except RecordError as error:
        return Tried(before, "", error.message)


def _text(value: object) -> str:
    """A value as this form shows it."""
    if isinstance(value, date):
        return f"{value:%d %b %Y}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def columns_in(form: QueryDict, kind: str) -> dict[str, Any]:
    """The columns that a posted form names, in the shape in which they are kept."""
    found = {}
    for field in LISTS[kind].fields if kind in LISTS else ():
        headings = [heading for heading in form.getlist(f"{field.name}.heading") if heading]
        steps: list[dict[str, Any]] = [_step(chosen) for chosen in form.getlist(f"{field.name}.step") if chosen]
        table: dict[str, str] = {
            old: new.strip()
            for number, old in enumerate(form.getlist(f"{field.name}.old"))
            if (new := form.get(f"{field.name}.new.{number}", "")).strip()
        }
        if table:
            steps.insert(0, {"name": VALUES, "values": table})
        if len(headings) > 1 and not any(step["name"] == JOIN for step in steps):
            steps.insert(0, {"name": JOIN, "as": ", " if field.shape == Shape.ADDRESS else " "})
        constant = form.get(f"{field.name}.constant", "").strip()
        found[field.name] = {
            "headings": headings,
            "transforms": [step for step in steps if is_step(step)][:MOST_STEPS],
            "constant": constant or None,
        }
    return found


def _step(chosen: str) -> dict[str, Any]:
    name, _, way = chosen.partition(":")
    return {"name": name, "as": way}
