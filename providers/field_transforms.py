"""What an agency's own rules can do to a value before it is kept: a table of small, pure steps, each with its options."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from providers.exports.cells import as_text, yes_no
from providers.exports.cleaning import name_case
from providers.exports.layouts import Cell
from providers.exports.transforms import MOST_VALUES, TRANSFORMS, VALUES, is_step

Options = Mapping[str, Any]
MOST_SOURCES = 5
LONGEST_BETWEEN = 10
SMALL_WORDS = frozenset("a an and at for in of on the to".split())
ABBREVIATION = 5  # letters at most


@dataclass(frozen=True)
class FieldTransform:
    """One way to change a value. `words` is what people call it. `choices` are the values of its option `as`, the first of
    which is usual; `table` says that it takes one of values. `apply` raises ValueError with a sentence's end."""

    name: str
    words: str
    apply: Callable[[Cell, Options], Cell]
    choices: Mapping[str, str] = field(default_factory=dict)
    table: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the options that it takes."""
        return (("as",) if self.choices else ()) + (("table",) if self.table else ())


def _of_text(change: Callable[[str], str]) -> Callable[[Cell, Options], Cell]:
    return lambda cell, options: change(as_text(cell))


def _step(name: str, way: str = "") -> Callable[[Cell, Options], Cell]:
    """A step of the spreadsheets' table, in its usual way where the options name none."""
    step = TRANSFORMS[name]
    usual = way or next(iter(step.ways))
    return lambda cell, options: step.apply(cell, {"as": usual if way else options.get("as", usual)})


def normalised_name(text: str) -> str:
    """A name as it is usually written, however it was typed: "THE UNIVERSITY OF  SYDNEY." is "University of Sydney". A single
    word of few capitals is an abbreviation, and stays."""
    words = text.replace("&", " and ").strip(" .,;").split()
    if len(words) > 1 and words[0].lower() == "the":
        words = words[1:]
    if len(words) == 1 and words[0].isupper() and len(words[0]) <= ABBREVIATION:
        return words[0]
    cased = [word if word.lower() in SMALL_WORDS else name_case(word) for word in words]
    return " ".join(word.lower() if at and word.lower() in SMALL_WORDS else word for at, word in enumerate(cased))


def _named(cell: Cell, options: Options) -> Cell:
    return _looked_up(normalised_name(as_text(cell)), options)


def _looked_up(cell: Cell, options: Options) -> Cell:
    return TRANSFORMS[VALUES].apply(cell, {"values": options.get("table", {})})


def _yes_no(cell: Cell, options: Options) -> Cell:
    return yes_no(cell, "The value")


FIELD_TRANSFORMS: dict[str, FieldTransform] = {
    transform.name: transform
    for transform in (
        FieldTransform("trim", "Without spaces around it", _of_text(lambda text: " ".join(text.split()))),
        FieldTransform("upper", "TO CAPITALS", _of_text(str.upper)),
        FieldTransform("lower", "to small letters", _of_text(str.lower)),
        FieldTransform("title", "To Names Like This", _of_text(name_case)),
        FieldTransform("digits", "Its digits alone", _of_text(lambda text: "".join(filter(str.isdecimal, text)))),
        FieldTransform("normalise_name", "A name as it is usually written", _named, table=True),
        FieldTransform("lookup", "Replace values by a table", _looked_up, table=True),
        FieldTransform("date", "Read as a date", _step("date"), TRANSFORMS["date"].ways),
        FieldTransform("money", "Read as money", _step("money"), TRANSFORMS["money"].ways),
        FieldTransform("yes_no", "Read as yes or no", _yes_no),
        FieldTransform("phone", "Tidy a phone number", _step("normalise", "phone")),
        FieldTransform("email", "Tidy an e-mail address", _step("normalise", "email")),
        FieldTransform("postcode", "Tidy a postcode", _step("normalise", "postcode")),
        FieldTransform("first_name", "First name of First Last", _step("name", "first_last/first")),
        FieldTransform("last_name", "Last name of First Last", _step("name", "first_last/last")),
        FieldTransform("join", "Join with other fields", lambda cell, options: cell),  # `sources` are joined before
    )
}


def wrong_options(name: str, options: Options) -> str:
    """What is wrong with a transform's options, as a sentence; "" where nothing is."""
    transform = FIELD_TRANSFORMS[name]
    allowed = ("sources", "with") if name == "join" else transform.options
    if unknown := sorted(set(options) - set(allowed)):
        return f"{name} takes no option {unknown[0]}."
    if transform.choices and options.get("as", next(iter(transform.choices))) not in transform.choices:
        return f"{name} can be done as {', '.join(transform.choices)}."
    if transform.table and not is_step({"name": VALUES, "values": options.get("table", {})}):
        return f"The table of {name} must be an object of texts, with {MOST_VALUES} values at most."
    return _wrong_join(options) if name == "join" else ""


def _wrong_join(options: Options) -> str:
    sources = options.get("sources", [])
    if not isinstance(sources, list) or not 1 <= len(sources) <= MOST_SOURCES or not all(map(_is_path, sources)):
        return f"join needs `sources`: a list of 1 to {MOST_SOURCES} further fields."
    between = options.get("with", " ")
    return "" if isinstance(between, str) and len(between) <= LONGEST_BETWEEN else "`with` is a short text."


def _is_path(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
