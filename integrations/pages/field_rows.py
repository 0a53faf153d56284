"""A field mapping as rows of a form: how rules are shown in it, and how they are read out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from integrations.field_mapping.trying import Trial, Tried
from integrations.field_mapping.writing import MOST_RULES, Kept
from integrations.pages.words import column_words
from providers.choices import Kind
from providers.field_targets import CUSTOM, targets_of
from providers.field_transforms import FIELD_TRANSFORMS

# So many rows stand ready to be filled in.
BLANK_ROWS = 3
TRIED_SHOWN = 5
# What stands between joined fields where nobody says otherwise.
BETWEEN = " "


@dataclass(frozen=True)
class FieldRow:
    """One row of the form, in texts as they stand in its inputs. `tried` is what the rule made of the first rows."""

    number: int
    source: str = ""
    target: str = ""
    is_required: bool = False
    transform: str = ""
    table: str = ""
    sources: str = ""
    between: str = BETWEEN
    errors: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether what is seldom needed is needed here."""
        return bool(self.table or self.sources)


def choices() -> list[tuple[str, str]]:
    """The transforms to choose from, those with ways of their own once for each."""
    found = []
    for transform in FIELD_TRANSFORMS.values():
        ways = [(f"{transform.name}/{way}", f"{transform.words}, {words}") for way, words in transform.choices.items()]
        found += ways or [(transform.name, transform.words)]
    return found


def targets(kind: Kind) -> list[tuple[str, str]]:
    """The fields of ours that a rule may set, with what people call them."""
    return [(name, f"{column_words(name)} ({shape.value})") for name, shape in targets_of(kind).items()]


def written_in(form: QueryDict) -> dict[str, dict[str, Any]]:
    """The rules of a form, by the number of their row. Rows without source and target are left out."""
    numbers = [number for number in map(str, range(MOST_RULES + BLANK_ROWS)) if f"{number}.source" in form]
    return {number: rule for number in numbers if (rule := _rule(form, number))["source_field"] or rule["target_field"]}


def named_by_target(rules: Sequence[Kept]) -> list[Kept]:
    """Rules of a form as they are kept: each is called as its target is, a field of one's own in short unless a field of ours
    is called so too. No two of them may share a name."""
    targets = {rule["target"] for rule in rules}
    short = [rule["target"].removeprefix(CUSTOM) for rule in rules]
    return [
        rule | {"name": rule["target"] if name in targets else name} for rule, name in zip(rules, short, strict=True)
    ]


def rows_of_rules(rules: Sequence[Kept], trial: Trial | None = None) -> list[FieldRow]:
    """Kept rules as rows, with blank ones behind them."""
    rows = [
        FieldRow(
            at,
            rule["source"],
            rule["target"],
            rule["required"],
            "/".join(filter(None, (rule["transform"], rule["options"].get("as", _usual(rule["transform"]))))),
            "\n".join(f"{old} = {new}" for old, new in rule["options"].get("table", {}).items()),
            "\n".join(rule["options"].get("sources", [])),
            rule["options"].get("with", BETWEEN),
            tried=tuple(row.tried[at] for row in trial.rows[:TRIED_SHOWN]) if trial else (),
        )
        for at, rule in enumerate(rules)
    ]
    return rows + [FieldRow(len(rows) + more) for more in range(BLANK_ROWS)]


def rows_of_form(form: QueryDict, errors: dict[str, dict[str, str]]) -> list[FieldRow]:
    """A form that cannot be kept, as it was typed, with what is wrong in each row."""
    rows = [
        FieldRow(
            at,
            form.get(f"{number}.source", "").strip(),
            form.get(f"{number}.target", "").strip(),
            bool(form.get(f"{number}.required")),
            form.get(f"{number}.transform", ""),
            form.get(f"{number}.table", ""),
            form.get(f"{number}.sources", ""),
            form.get(f"{number}.with", BETWEEN),
            errors=tuple(errors.get(number, {}).values()),
        )
        for at, number in enumerate(written_in(form))
    ]
    return rows + [FieldRow(len(rows) + more) for more in range(BLANK_ROWS)]


def _rule(form: QueryDict, number: str) -> dict[str, Any]:
    name, _, way = form.get(f"{number}.transform", "").partition("/")
    options: dict[str, Any] = {"as": way} if way else {}
    if table := _table(form.get(f"{number}.table", "")):
        options["table"] = table
    if sources := [line.strip() for line in form.get(f"{number}.sources", "").splitlines() if line.strip()]:
        options |= {"sources": sources, "with": form.get(f"{number}.with", BETWEEN)}
    return {
        "source_field": form.get(f"{number}.source", "").strip(),
        "target_field": form.get(f"{number}.target", "").strip(),
        "required": bool(form.get(f"{number}.required")),
        "transform": name,
        "options": options,
    }


def _table(typed: str) -> dict[str, str]:
    """What stands for what: a line each, "usyd = University of Sydney". Spaces around the sign tell it from others."""
    pairs = (line.partition(" = " if " = " in line else "=") for line in typed.splitlines() if "=" in line)
    return {old.strip(): new.strip() for old, _, new in pairs}


def _usual(transform: str) -> str:
    """The way of a transform that has several, where none is named."""
    known = FIELD_TRANSFORMS.get(transform)
    return next(iter(known.choices), "") if known else ""
