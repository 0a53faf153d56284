"""Rows that could not come in, as a file in the same layout: to be corrected in a spreadsheet and handed in again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

from agencies.refusals import Refusal
from integrations.mending import ADVICE, REASON, values_of
from integrations.models import SyncIssue
from portfolio.spreadsheets import Row

MOST_ROWS = 20_000
READ_TOGETHER = 500


@dataclass(frozen=True)
class ErrorFile:
    """The headings of the file that the rows came in, in its order, with two columns more at the end; and the rows."""

    layout: str
    headings: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    def cells(self) -> Iterator[Row]:
        """Each row's cells, in the order of the headings."""
        for row in self.rows:
            yield [row.get(heading, "") for heading in self.headings]

    def name(self, agency: str, ending: str) -> str:
        """A name for the file that says whose rows they are and of which list."""
        return f"{slugify(agency) or 'agency'}-{slugify(self.layout.replace('/', '-'))}-to-correct.{ending}"


def error_file(issues: QuerySet[SyncIssue]) -> ErrorFile:
    """The kept rows of these issues as one file, in the order of their file. Two queries. Refusal where there are none, too
    many, or rows of several lists, which no one sheet can hold."""
    kept: QuerySet[Any] = issues.select_related(None).defer(None).filter(raw__isnull=False).exclude(layout="")
    layouts = sorted(set(kept.order_by().values_list("layout", flat=True).distinct()))
    if not layouts:
        raise Refusal("nothing_to_export", "There is no row to correct here.", "Choose others.")
    if len(layouts) > 1:
        message = f"These rows stood in {len(layouts)} different lists, and a sheet holds one."
        raise Refusal("several_lists", message, "Download the rows of each list by itself.")
    headings: dict[str, None] = {}
    rows = []
    found = kept.order_by("file", "row_number", "pk").only("raw", "layout", "message", "action")
    for issue in found[: MOST_ROWS + 1].iterator(chunk_size=READ_TOGETHER):
        row = values_of(issue)
        headings |= dict.fromkeys(row)
        rows.append(row | {REASON: issue.message, ADVICE: issue.action})
    if len(rows) > MOST_ROWS:
        raise Refusal(
            "too_many_rows",
            f"These are more than {MOST_ROWS:,} rows.",
            "Correct the file that they came from and hand it in again, or choose one cause.",
        )
    return ErrorFile(layouts[0], (*headings, REASON, ADVICE), tuple(rows))
