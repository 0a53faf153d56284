"""Rows of exported files on the to-fix list: corrected on a page, by the group, or in a file that is handed in again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import audit
from agencies.pages.access import AgencyRequest
from agencies.pages.showing import show
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations import mending, retrying
from integrations.api.asker import maybe_uuid
from integrations.error_files import ErrorFile, error_file
from integrations.files import receiving
from integrations.models import ImportFile, SyncIssue
from integrations.pages.access import provider_page
from integrations.pages.finding import Place, place
from integrations.pages.forms import UploadForm
from integrations.pages.issue_forms import GroupForm, RowForm, narrowed
from integrations.pages.words import layout_words, plain
from portfolio.spreadsheets import csv_lines, xlsx_file


def issue_at(here: Place, issue_id: str) -> SyncIssue:
    """The row's issue. Http404 where it is another connection's, Refusal where it is about no row of a file."""
    rows = SyncIssue.objects.select_related("connection__agency")
    issue = get_object_or_404(rows, connection=here.connection, pk=issue_id)
    if not issue.layout:
        raise retrying.not_editable(here.provider.slug)
    return issue


def place_of_rows(request: AgencyRequest, slug: str) -> Place:
    """The place. PermissionDenied for people from whom details and amounts are kept: whole rows hold both."""
    if not mending.may_see_rows(request.membership):
        raise PermissionDenied("Whole rows hold people's details and amounts. Your role does not show these.")
    return place(request, slug)


@require_http_methods(["GET", "HEAD", "POST"])
@provider_page(Permission.FIX_ISSUES, back="integrations:issues")
def row(request: AgencyRequest, provider: str, issue_id: str) -> HttpResponse:
    """The values of one row, to be corrected. Saved, they are tried at once, and the run's page follows it."""
    here = place_of_rows(request, provider)
    issue = issue_at(here, issue_id)
    form = RowForm(request.POST if request.method == "POST" else None, issue)
    if request.method == "POST":
        if values := form.changed_values():
            mending.mend(here.connection, [issue.pk], values, request.user)
        return tried(request, here, [issue_id])
    words = {"kind_words": plain(issue.kind), "list_words": layout_words(provider, issue.layout)}
    back = here.coming_from(request, "issues")
    return show(request, "integrations/issue_row.html", issue=issue, form=form, back=back, **words, **here.context())


@require_POST
@provider_page(Permission.FIX_ISSUES, back="integrations:issues")
def retry_row(request: AgencyRequest, provider: str, issue_id: str) -> HttpResponse:
    """Tries one row again, and goes to the run's page."""
    here = place(request, provider)
    return tried(request, here, [str(issue_at(here, issue_id).pk)])


def tried(request: AgencyRequest, here: Place, issue_ids: list[str]) -> HttpResponse:
    """Off to the page of the run that tries these rows again."""
    log = retrying.retry_rows(here.connection, issue_ids, request.user)
    messages.success(request, "Trying that row again. This page follows it.")
    return redirect(here.url("job", log.pk))


@require_POST
@provider_page(Permission.FIX_ISSUES, back="integrations:issues")
def group(request: AgencyRequest, provider: str) -> HttpResponse:
    """Corrects, tries again or sets aside all rows of a group, or those of them that are ticked."""
    here = place_of_rows(request, provider)
    said, log = GroupForm(request.POST).carry_out(here.connection, request.user)
    messages.success(request, said)
    return redirect(here.url("job", log.pk) if log else here.coming_from(request, "issues"))


@require_POST
@provider_page(Permission.FIX_ISSUES, back="integrations:issues")
def correction(request: AgencyRequest, provider: str) -> HttpResponse:
    """Keeps a file of corrected rows, begins to import it, and goes to the run's page."""
    here = place_of_rows(request, provider)
    form = UploadForm(request.POST, request.FILES)
    if not here.connection.takes_files or not form.is_valid():
        raise Refusal("no_file", "No file came with that.", "Choose the corrected file and send it again.")
    upload = form.cleaned_data["file"]
    file = receiving.receive(here.connection, upload, request.user, ImportFile.Origin.CORRECTION)
    messages.success(request, f"{file.name} has arrived. This page follows its import.")
    return redirect(here.url("job", receiving.import_now(file, request.user).pk))


@require_safe
@provider_page(Permission.FIX_ISSUES, back="integrations:issues")
def as_csv(request: AgencyRequest, provider: str) -> Any:
    """The rows that the address names, in the layout that they came in."""
    here = place_of_rows(request, provider)
    found = wanted(request, here, "csv")
    name = content_disposition_header(True, found.name(request.membership.agency.name, "csv"))
    lines = csv_lines(found.headings, found.cells())
    return StreamingHttpResponse(
        lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name or ""}
    )


@require_safe
@provider_page(Permission.FIX_ISSUES, back="integrations:issues")
def as_xlsx(request: AgencyRequest, provider: str) -> Any:
    """The same for Excel."""
    here = place_of_rows(request, provider)
    found = wanted(request, here, "xlsx")
    file = xlsx_file("To correct", found.headings, found.cells(), len(found.rows))
    return FileResponse(file, as_attachment=True, filename=found.name(request.membership.agency.name, "xlsx"))


def wanted(request: AgencyRequest, here: Place, ending: str) -> ErrorFile:
    """The open rows that the address names, as one file, with an entry in the audit trail. Refusal where there are none."""
    asked = request.GET.dict()
    if asked.get("job") and maybe_uuid(asked["job"]) is None:
        raise Refusal("nothing_to_export", "There is no row to correct here.", "Choose others.")
    found = error_file(narrowed(SyncIssue.objects.open().filter(connection=here.connection), asked))
    # Neither a value nor a file's name: both may be about a person.
    about = {name: asked[name] for name in ("layout", "kind", "code", "column") if asked.get(name)}
    agency, number = request.membership.agency, len(found.rows)
    audit.record(audit.Action.EXPORTED, "rows to correct", agency=agency, rows=number, format=ending, filters=about)
    return found
