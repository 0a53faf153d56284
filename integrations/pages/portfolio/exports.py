"""Transactions as files: the same rows as the page lists."""

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from agencies.audit import Action, record
from agencies.pages.access import AgencyRequest, agency_page
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations.pages.portfolio.narrowing import Narrowing
from integrations.pages.portfolio.sources import label_of
from integrations.pages.portfolio.transactions import narrowed, of_whom
from portfolio.models import Transaction
from portfolio.spreadsheets import Row, csv_lines, xlsx_file

HEADINGS = (
    "Date",
    "Property",
    "Tenant",
    "Type",
    "Category",
    "Description",
    "Amount",
    "Currency",
    "Status",
    "Basis",
    "Paid to",
    "Source",
    "Number at the source",
)
AT_ONCE = 2000


@require_safe
@agency_page(Permission.SEE_MONEY, back="portfolio:transactions")
def as_csv(request: AgencyRequest) -> Any:
    """A file that is sent while it is being made."""
    narrowing = narrowed(request)
    number, name = described(request, narrowing, "csv")
    noted(request, narrowing, number, "csv")
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    lines = csv_lines(HEADINGS, cells(narrowing))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@agency_page(Permission.SEE_MONEY, back="portfolio:transactions")
def as_xlsx(request: AgencyRequest) -> Any:
    """An Excel file. A Refusal where a sheet cannot hold that many rows."""
    narrowing = narrowed(request)
    number, name = described(request, narrowing, "xlsx")
    file = xlsx_file("Transactions", HEADINGS, cells(narrowing), number)
    noted(request, narrowing, number, "xlsx")
    return FileResponse(file, as_attachment=True, filename=name)


def described(request: AgencyRequest, narrowing: Narrowing, ending: str) -> tuple[int, str]:
    """How many rows there are, and a name for the file that says whose and of which days. Refusal where there are none."""
    sums = narrowing.rows.sums()
    of_whom(request, narrowing)
    if not sums:
        raise Refusal("nothing_to_export", "No transaction matches, so there is nothing to export.", "Choose others.")
    asked = narrowing.filter.form.cleaned_data
    first = asked.get("date_from") or min(row.first for row in sums)
    last = asked.get("date_to") or max(row.last for row in sums)
    agency = slugify(request.membership.agency.name) or "agency"
    return sum(row.number for row in sums), f"{agency}-transactions-{first}-to-{last}.{ending}"


def noted(request: AgencyRequest, narrowing: Narrowing, number: int, ending: str) -> None:
    """Leaves an entry in the audit trail: how many rows, and which."""
    words = f"{number} transaction{'' if number == 1 else 's'}"
    record(
        Action.EXPORTED,
        words,
        agency=request.membership.agency,
        rows=number,
        format=ending,
        filters=narrowing.chosen,
    )


def cells(narrowing: Narrowing) -> Iterator[Row]:
    """Each row's cells, in the order of HEADINGS: read a part at a time."""
    rows = narrowing.rows.for_page().order_by("-date", "-pk")
    return (_cells(row) for row in rows.iterator(chunk_size=AT_ONCE))


def _cells(row: Transaction) -> Row:
    return (
        row.date,
        row.property.address,
        row.lease.tenant_name if row.lease else "",
        row.get_type_display(),
        row.get_category_display(),
        row.description,
        row.amount,
        row.currency,
        row.get_status_display(),
        row.get_basis_display(),
        row.paid_to,
        label_of(row.provider) if row.provider else "Entered here",
        row.provider_transaction_id or "",
    )
