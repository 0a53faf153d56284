"""A layout out of what a person has said about the columns of a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from providers.errors import RecordError
from providers.exports.layouts import Cell, Column, Layout, Recognition, Values
from providers.exports.own_fields import Field
from providers.exports.own_lists import LISTS
from providers.exports.transforms import transform
from providers.feeds import Covers
from providers.records import Record

SOURCE = "exports"
# Before a heading in the names of a layout's columns, so that none is taken for a field's own name.
MARK = "="


def layout_from(
    slug: str,
    label: str,
    kind: str,
    columns: Mapping[str, Any],
    *,
    headings: Sequence[str] = (),
    is_complete: bool = False,
) -> Layout:
    """The layout. `columns` are in the shape of a column mapping, `headings` all that its file has.

    Its columns are the headings that are read, each once and as it stands; fields come out of them in the translation,
    because one field may be put together from several columns and one column may serve several fields."""
    given = LISTS[kind]
    fields = [(field, columns[field.name]) for field in given.fields if field.name in columns]
    needed = {heading for field, entry in fields if field.is_required for heading in entry["headings"]}
    used = dict.fromkeys(heading for _, entry in fields for heading in entry["headings"])
    first_heading = {field.name: entry["headings"][0] for field, entry in fields if entry["headings"]}
    absent = dict.fromkeys(field.name for field in given.fields)

    def translate(values: Values) -> tuple[Record, ...]:
        cells = {heading: values[f"{MARK}{heading}"] for heading in used}
        row = absent | {field.name: read_field(field, entry, cells) for field, entry in fields}
        try:
            return given.translate(row)
        except RecordError as error:
            error.field = first_heading.get(error.field, error.field)
            raise

    def name_of(values: Values) -> str:
        cells = {heading: values[f"{MARK}{heading}"] for heading in used}
        readable: dict[str, Any] = dict(absent)
        for field, entry in fields:
            try:
                readable[field.name] = read_field(field, entry, cells)
            except RecordError:
                readable[field.name] = None
        return given.name_of(readable)

    return Layout(
        slug=slug,
        source=SOURCE,
        label=label,
        kinds=given.kinds,
        columns=tuple(
            Column(f"{MARK}{heading}", heading, _as_it_stands, required=heading in needed, telling=True)
            for heading in used
        ),
        translate=translate,
        name_of=name_of,
        covers=Covers.WHOLE if is_complete else Covers.CHANGES,
        ignored=tuple(heading for heading in headings if heading and heading not in used),
    )


def read_field(field: Field, entry: Mapping[str, Any], cells: Mapping[str, Cell]) -> Any:
    """A field's value out of a row's cells by heading. RecordError, under the heading, where it cannot be read."""
    headings = entry["headings"]
    heading = headings[0] if headings else field.words
    value = transform([cells.get(name) for name in headings], entry["transforms"], heading)
    if value in (None, ""):
        value = entry["constant"]
    return field.read(value, heading)


def read_as(layout: Layout, headings: Sequence[str]) -> Recognition:
    """Where a table of these headings has the layout's columns, whatever else it may look like."""
    positions = {
        column.field: headings.index(column.heading) for column in layout.columns if column.heading in headings
    }
    missing = tuple(column.heading for column in layout.columns if column.heading not in headings)
    return Recognition(layout, None, 100, "It was named by a person.", positions, missing=missing)


def _as_it_stands(cell: Cell, heading: str) -> Cell:
    return cell
