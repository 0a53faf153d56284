"""From a table's rows to pages of records. A row that cannot be used costs only itself, and is named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from providers.errors import RecordError
from providers.exports.grouping import MEND_SURPLUS, SURPLUS
from providers.exports.layouts import Cell, Layout, Recognition, SpoiltRow, Table
from providers.feeds import Page
from providers.field_rules import NO_RULES, RulesByKind, applied
from providers.records import Kind, Record, Rejected

LONGEST_VALUE = 100
SURPLUS_CELL = "(surplus cell {})"


@dataclass(frozen=True)
class FilePage(Page):
    """A page of a list: `numbers` are those of the rows that its records come from, one for each record; `cells` are the
    rows themselves, by number."""

    numbers: tuple[int, ...] = ()
    cells: Mapping[int, Sequence[Cell]] = field(default_factory=dict)


def read_pages(
    table: Table, recognition: Recognition, file: str, batch_size: int, rules: RulesByKind = NO_RULES
) -> Iterator[FilePage]:
    """The table as pages of at most about `batch_size` records; the last one says so. `recognition` has a layout. Records are
    as the agency's own rules have them."""
    assert recognition.layout is not None
    translate = RowReader(table.headings, recognition, file, rules)
    rows: list[Record | Rejected] = []
    numbers: list[int] = []
    there: dict[int, Sequence[Cell]] = {}
    for number, cells in table.rows:
        there[number] = cells
        found = translate(number, cells)
        rows.extend(found)
        numbers.extend([number] * len(found))
        if len(rows) >= batch_size:
            yield FilePage(tuple(rows), read=len(there), numbers=tuple(numbers), cells=there)
            rows, numbers, there = [], [], {}
    yield FilePage(tuple(rows), read=len(there), is_last=True, numbers=tuple(numbers), cells=there)


class RowReader:
    """Turns the rows of one table into records, or into the one rejection that says what is wrong."""

    def __init__(
        self, headings: Sequence[str], recognition: Recognition, file: str, rules: RulesByKind = NO_RULES
    ) -> None:
        assert recognition.layout is not None
        self._layout: Layout = recognition.layout
        self._headings = headings
        self._file = file
        self._rules = {kind: rules[kind] for kind in self._layout.kinds if rules.get(kind)}
        self._columns = [
            (
                column.field,
                recognition.positions[column.field],
                column.read,
                headings[recognition.positions[column.field]],
            )
            for column in self._layout.columns
            if column.field in recognition.positions
        ]
        self._names = {
            name: heading for name, _, _, heading in self._columns
        }  # translators know fields, people headings
        self._absent = dict.fromkeys(
            column.field for column in self._layout.columns if column.field not in recognition.positions
        )

    def __call__(self, number: int, cells: Sequence[Cell]) -> tuple[Record | Rejected, ...]:
        """The row's records, in the order in which they are to be stored."""
        if not isinstance(cells, SpoiltRow):
            try:
                values = {name: read(cells[position], heading) for name, position, read, heading in self._columns}
                found = self._layout.translate(values | self._absent)
                return self._as_ruled(number, cells, found) if self._rules else found
            except (RecordError, IndexError):
                pass  # a bad cell, or a short row: read again with care, for the sake of its name and its trouble
        return self._carefully(number, cells)

    def _carefully(self, number: int, cells: Sequence[Cell]) -> tuple[Record | Rejected, ...]:
        """As above, cell by cell: what can be read of a bad row may still tell which one it is."""
        values: dict[str, Any] = dict(self._absent)
        trouble: RecordError | None = cells.error if isinstance(cells, SpoiltRow) else None
        for name, position, read, heading in self._columns:
            try:
                values[name] = read(cells[position] if position < len(cells) else None, heading)
            except RecordError as error:
                trouble, values[name] = trouble or error, None
        if trouble is None:
            try:
                return self._as_ruled(number, cells, self._layout.translate(values))
            except RecordError as error:
                trouble = error
        return (self._reject(number, cells, self._layout.kind, self._layout.name_of(values), trouble),)

    def _as_ruled(self, number: int, cells: Sequence[Cell], found: tuple[Record, ...]) -> tuple[Record | Rejected, ...]:
        """The row's records as the rules have them. One that they turn away is rejected under its own id."""
        row = dict(zip(self._headings, cells, strict=False))
        ruled: list[Record | Rejected] = []
        for record in found:
            try:
                ruled.append(applied(self._rules.get(record.kind, ()), record, row))
            except RecordError as error:
                ruled.append(self._reject(number, cells, record.kind, record.external_id, error))
        return tuple(ruled)

    def _reject(self, number: int, cells: Sequence[Cell], kind: Kind, external_id: str, error: RecordError) -> Rejected:
        return Rejected(
            kind=kind,
            external_id=external_id,
            code=error.code,
            message=error.message,
            action=error.action,
            field=self._names.get(error.field, error.field),
            value=error.value[:LONGEST_VALUE],
            row_number=number,
            raw=raw_row(self._headings, cells),
            file=self._file,
            layout=self._layout.slug,
        )


def raw_row(headings: Sequence[str], cells: Sequence[Cell]) -> bytes:
    """A row as JSON by heading, so that it can be shown, mended and read again. Cells beyond the headings are kept too."""
    texts = ["" if cell is None else cell if isinstance(cell, str) else str(cell) for cell in cells]
    surplus = {SURPLUS_CELL.format(number): text for number, text in enumerate(texts[len(headings) :], 1) if text}
    return msgspec.json.encode(dict(zip(headings, texts, strict=False)) | surplus)


def kept_cells(raw: Mapping[str, str]) -> Sequence[Cell]:
    """The cells of a row that was kept. Until its surplus cells are emptied nobody knows where each of the others belongs."""
    cells = tuple(raw.values())
    if any(text and heading.startswith(SURPLUS_CELL.partition("{")[0]) for heading, text in raw.items()):
        return SpoiltRow(cells, SURPLUS, MEND_SURPLUS)
    return cells
