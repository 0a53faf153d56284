"""One list on its way in, page by page: names become ids, doubles are told apart, and a row that is turned away is found
again by its number."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import msgspec

from integrations.files.companies import Namesakes
from integrations.files.doubles import Doubles, Numbered
from integrations.files.filling import filled
from integrations.files.identities import AMBIGUOUS, Identities
from integrations.files.inspecting import Part
from integrations.files.ownership import Holdings
from integrations.sync.limits import LONGEST_ID
from integrations.sync.pages import Run
from providers.exports.layouts import Cell, Layout, SpoiltRow, Table
from providers.exports.pages import LONGEST_VALUE, FilePage, raw_row, read_pages
from providers.feeds import Page
from providers.records import NATURAL, Kind, Record, Rejected

COMPANY = "company"
UNKNOWN_PROPERTY = "unknown_property"
# The columns that may say which property a row belongs to, the most telling first.
OF_PROPERTY = ("property_id", "property", "address")


class Reading:
    """One list being read in a run. `file` is what people call the list. `source` tells its owners' properties from those of
    other lists; with `lets_go` it holds all that its owners have. Other lists bring rows of the `shared` kinds too."""

    def __init__(
        self,
        run: Run,
        part: Part,
        file: str,
        identities: Identities,
        holdings: Holdings,
        *,
        source: str,
        lets_go: bool,
        shared: Collection[Kind],
    ) -> None:
        assert part.layout is not None
        self.layout: Layout = part.layout
        self.foreign: dict[str, int] = {}
        self.own = 0
        self._run, self._part, self._file = run, part, file
        self._identities, self._holdings = identities, holdings
        self._source, self._lets_go, self._shared = source, lets_go, shared
        connection = run.log.connection
        self._namesakes = Namesakes(connection.agency, connection.config.get("also_called", []))
        self._doubles = Doubles(self.layout, part.headings, file)
        self._page = FilePage(())
        self._rows: list[Numbered] = []
        self._numbers: dict[tuple[str, str], int] | None = None

    def close(self) -> None:
        """Let go of what was remembered for this list."""
        self._doubles.close()

    def pages(self, table: Table) -> Iterator[FilePage]:
        """The list's pages. Rows that name another company are spoilt."""
        company = self._part.recognition.positions.get(COMPANY)
        if company is not None:
            table = replace(table, rows=self._of_this_agency(table.rows, company))
        return read_pages(table, self._part.recognition, self._file, self._run.batch_size, self._run.field_rules)

    def prepare(self, page: Page) -> Sequence[Record | Rejected]:
        """The page's rows as they can be stored."""
        assert isinstance(page, FilePage)
        self._page, self._numbers = page, None
        rows = [Numbered(row, number) for row, number in zip(page.rows, page.numbers, strict=True)]
        rows = self._identities.settle(rows)
        if Kind.OWNER in self.layout.kinds:
            rows = self._holdings.take(rows, self._source, lets_go=self._lets_go)
        if self._shared:
            rows = filled(self._run.facts, self._shared, rows)
        self._rows, again = self._doubles.sort_out(page, rows)
        for record in again:
            self._run.journal.counts[record.kind].duplicates += 1
        return [self.locate(row) if isinstance(row, Rejected) else row for row, _ in self._rows]

    def locate(self, row: Rejected) -> Rejected:
        """The rejection with the place where its row stands, and the row itself. The engine knows only ids."""
        if row.layout:
            heading = self._heading_of(row.field)
            return msgspec.structs.replace(row, field=heading) if heading else row
        number = self._number_of(row)
        if number is None:
            return row
        cells = self._page.cells[number]
        found = msgspec.structs.replace(
            row, file=self._file, layout=self.layout.slug, row_number=number, raw=raw_row(self._part.headings, cells)
        )
        if row.code in (UNKNOWN_PROPERTY, AMBIGUOUS):
            return self._in_words_of_the_file(found, cells)
        heading = self._heading_of(row.field)
        return msgspec.structs.replace(found, field=heading) if heading else found

    def _number_of(self, row: Rejected) -> int | None:
        if self._numbers is None:
            self._numbers = {_name_of(row): number for row, number in reversed(self._rows)}
        return self._numbers.get(_name_of(row))

    def _in_words_of_the_file(self, row: Rejected, cells: Sequence[Cell]) -> Rejected:
        """Which property is meant, as the file says it: people do not know our keys."""
        positions = self._part.recognition.positions
        places = [positions[name] for name in OF_PROPERTY if name in positions]
        told = [(self._part.headings[at], str(cells[at] or "")) for at in places if at < len(cells)]
        heading, value = next(((heading, value) for heading, value in told if value.strip()), ("", ""))
        value = value[:LONGEST_VALUE] or row.value.removeprefix(NATURAL)
        changed: dict[str, Any] = {"field": heading, "value": value}
        if row.code == UNKNOWN_PROPERTY and row.value:
            changed["message"] = f"No property list has brought “{value}” yet."
            changed["action"] = "Import the list of properties too: then this row comes in by itself."
        return msgspec.structs.replace(row, **changed)

    def _heading_of(self, field: str) -> str:
        at = self._part.recognition.positions.get(field)
        return self._part.headings[at] if at is not None else ""

    def _of_this_agency(
        self, rows: Iterator[tuple[int, Sequence[Cell]]], company: int
    ) -> Iterator[tuple[int, Sequence[Cell]]]:
        agency = self._run.log.connection.agency.name
        for number, cells in rows:
            name = str(cells[company] or "").strip() if company < len(cells) else ""
            if not name or self._namesakes.may_be(name):
                self.own += bool(name)
                yield number, cells
                continue
            self.foreign[name] = self.foreign.get(name, 0) + 1
            yield (
                number,
                SpoiltRow(
                    cells, f"This row is of {name}, not of {agency}.", "Take it out of the file, if it is not yours."
                ),
            )


def _name_of(row: Record | Rejected) -> tuple[str, str]:
    """What a row is found by. The engine cuts ids that are too long to be kept."""
    return row.kind.value, row.external_id[:LONGEST_ID]


@contextmanager
def located(run: Run, reading: Reading) -> Iterator[None]:
    """While a list is read, rows that the engine turns away are found in it."""
    usual, run.locate = run.locate, reading.locate
    try:
        yield
    finally:
        run.locate = usual
