"""An agency's own rules: a field of the source's row, changed a little, becomes a field of ours or of the agency's own. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import msgspec

from providers.choices import Kind
from providers.errors import RecordError
from providers.exports.cells import as_text, wrong
from providers.exports.layouts import Cell
from providers.exports.transforms import joined
from providers.field_targets import CUSTOM, READERS, Shape, read_custom, targets_of
from providers.field_transforms import FIELD_TRANSFORMS
from providers.records import Record
from providers.rejecting import without

DEEPEST = 4
MOST_PATHS = 300

_decode = msgspec.json.Decoder(float_hook=Decimal).decode


@dataclass(frozen=True)
class FieldRule:
    """One rule. `source` is a path in the source's row ("UserDefinedValues.University", "Vehicle") or a file's heading;
    `target` a field of the kind's record, or "custom." and a name. A row in which a `required` source is empty is rejected; any
    other that is empty leaves the field as the source's own has it."""

    source: str
    target: str
    required: bool = False
    transform: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


Rules = Sequence[FieldRule]
RulesByKind = Mapping[Kind, Rules]
NO_RULES: RulesByKind = {}


def row_of(raw: bytes | msgspec.Raw, private: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """The source's row as it came, less what is private at any depth; empty where it is no object."""
    found = _decode(raw)
    return without(found, private) if isinstance(found, dict) else {}


def applied(rules: Rules, record: Record, row: Mapping[str, Any]) -> Record:
    """The record with what the rules set. One whose target the record does not have does nothing, needed or not. RecordError
    names the source's field that cannot be used."""
    shapes = targets_of(record.kind)
    changes: dict[str, Any] = {}
    custom: dict[str, str] = {}
    for rule in rules:
        cell = value_of(rule, row) if sets_anything(rule, record) else None
        if cell is None:
            continue
        if rule.target.startswith(CUSTOM):
            custom[rule.target.removeprefix(CUSTOM)] = read_custom(cell, rule.source)
        else:
            changes[rule.target] = read_as(shapes[rule.target], cell, rule.source)
    if custom:
        changes["custom"] = tuple((dict(record.custom) | custom).items())
    return msgspec.structs.replace(record, **changes) if changes else record


def sets_anything(rule: FieldRule, record: Record) -> bool:
    """Whether the record has the rule's target. Rows of one kind may come as several records, of which some have less."""
    target = rule.target
    return target.startswith(CUSTOM) or (target in record.__struct_fields__ and target in targets_of(record.kind))


def sources_of(rule: FieldRule) -> list[str]:
    """The paths that the rule takes its value from."""
    return [rule.source, *rule.options.get("sources", ())]


def read_as(shape: Shape, cell: Cell, source: str) -> Any:
    """The cell as such a value. RecordError, without what it holds, where it is none."""
    try:
        return READERS[shape](cell, source)
    except RecordError as error:
        _, quote, why = error.message.partition('", ')
        if not quote:
            raise
        raise wrong(source, as_text(cell), why.removesuffix("."), is_private=True) from error


def value_of(rule: FieldRule, row: Mapping[str, Any]) -> Cell:
    """What the rule makes of the row, None where its source is empty. RecordError where it is required, or not of the form that
    its transform asks for. What it holds stays out of the sentence: it may be somebody's own."""
    cell = joined([cell_at(row, source) for source in sources_of(rule)], rule.options.get("with", " "))
    if cell not in (None, "") and rule.transform:
        try:
            cell = FIELD_TRANSFORMS[rule.transform].apply(cell, rule.options)
        except RecordError as error:
            raise wrong(rule.source, as_text(cell), "which is neither yes nor no", is_private=True) from error
        except ValueError as error:
            raise wrong(rule.source, as_text(cell), str(error), is_private=True) from error
    if cell not in (None, ""):
        return cell
    if rule.required:
        raise RecordError(
            f"{rule.source} is empty, and your field mapping needs it.",
            field=rule.source,
            action=f"Fill in {rule.source} at its source, or let the field mapping do without it.",
        )
    return None


def cell_at(row: Mapping[str, Any], path: str) -> Cell:
    """The value at a path of a row, None where there is none. RecordError where it is a group of fields."""
    found = _at(row, path)
    if isinstance(found, list) and not any(isinstance(each, (dict, list)) for each in found):
        return ", ".join(as_text(each) for each in found if each not in (None, ""))
    if isinstance(found, (dict, list)):
        raise RecordError(
            f"{path} holds several fields, not a value.", field=path, action="Choose one of them in the field mapping."
        )
    return found.strip() if isinstance(found, str) else found


def paths_of(row: Mapping[str, Any]) -> dict[str, Cell]:
    """The paths of a row that hold a value, each with it."""
    found: dict[str, Cell] = {}
    for path, value in _walk(row, "", DEEPEST):
        if len(found) == MOST_PATHS:
            break
        found.setdefault(path, value)
    return found


def _walk(value: Any, path: str, deep: int) -> Iterator[tuple[str, Cell]]:
    if isinstance(value, dict) and deep:
        for name, inner in value.items():
            yield from _walk(inner, f"{path}.{name}" if path else name, deep - 1)
    elif isinstance(value, list) and value and deep and isinstance(value[0], dict):
        named = [(_name(each), each) for each in value if isinstance(each, dict)]
        if all(name and "Value" in each for name, each in named):
            for name, each in named:
                yield f"{path}.{name}", each["Value"]
        else:
            yield from _walk(value[0], path, deep - 1)
    elif isinstance(value, list):
        yield path, ", ".join(as_text(each) for each in value if not isinstance(each, (dict, list)))
    elif not isinstance(value, dict):
        yield path, value


def _at(value: Any, path: str) -> Any:
    """What stands at a path: keys of objects, names or numbers of a list's elements. Without a number or a name the first
    element is meant. Spreadsheets' headings are one key, whatever stands in them, in capitals or not."""
    if isinstance(value, list):
        return _in_list(value, path)
    if not isinstance(value, Mapping):
        return None
    if path in value:
        return value[path]
    head, dot, rest = path.partition(".")
    if dot and head in value:
        return _at(value[head], rest)
    return next((inner for key, inner in value.items() if key.casefold() == path.casefold()), None)


def _in_list(value: list[Any], path: str) -> Any:
    for each in value:
        if _name(each) == path:
            return each.get("Value", each)
    head, _, rest = path.partition(".")
    if head.isdecimal():
        found = value[int(head)] if int(head) < len(value) else None
        return _at(found, rest) if rest else found
    named = next((each for each in value if _name(each) == head), None)
    if named is not None and rest:
        return _at(named, rest)
    return _at(value[0], path) if value and isinstance(value[0], dict) else None


def _name(element: Any) -> str:
    """What an element of a list is called, where it has a name and a value."""
    if not isinstance(element, dict) or "Value" not in element:
        return ""
    name = element.get("Name")
    return name if isinstance(name, str) else ""
