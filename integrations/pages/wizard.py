"""The import wizard, step by step. Each step is a page of its own, and one can come back to it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from agencies.pages.access import AgencyRequest, View, agency_page
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations.models import ImportFile, WizardImport
from integrations.pages.forms import UploadForm
from integrations.pages.wizard_columns import columns_in, field_rows, step_choices
from integrations.pages.wizard_words import checked, import_rows, in_words_too, kinds_to_choose, looks_like, under_way
from integrations.wizard import importing, mapping, rehearsing, starting
from integrations.wizard.previewing import preview

START = "integrations:imports"


def import_page(view: Callable[[AgencyRequest, WizardImport], HttpResponse]) -> View:
    """A page about one import of the current agency. What is refused becomes a message on the step that it is at."""

    @wraps(view)
    def wrapped(request: AgencyRequest, import_id: str) -> HttpResponse:
        imported = the_import(request, import_id)
        try:
            return view(request, imported)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect(step_of(the_import(request, import_id)))

    return agency_page(Permission.CONNECT, back=START)(wrapped)


def the_import(request: AgencyRequest, import_id: str) -> WizardImport:
    """The agency's import with that id. Http404 where there is none."""
    rows = WizardImport.objects.defer(None).select_related("agency", "connection__agency", "file__agency", "sync_log")
    found = rows.filter(agency=request.membership.agency, pk=import_id).first()
    if found is None:
        raise Http404("There is no such import here.")
    return found


def step_of(imported: WizardImport) -> str:
    """The address of the page at which an import stands."""
    if imported.step == WizardImport.Step.ABANDONED:
        return reverse(START)
    if imported.step == WizardImport.Step.DONE:
        if imported.sync_log is None:
            return reverse(START)
        job = reverse("integrations:job", args=[imported.connection.provider, imported.sync_log.pk])
        return f"{job}?connection={imported.connection_id}"
    if not imported.kind:
        return reverse("integrations:import_list", args=[imported.pk])
    is_mapping = imported.step == WizardImport.Step.MAP
    return reverse(f"integrations:import_{'columns' if is_mapping else 'check'}", args=[imported.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@agency_page(Permission.CONNECT, back=START)
def imports(request: AgencyRequest) -> HttpResponse:
    """The imports of this agency, and the way to begin one; posted, begins one with the file that came."""
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            raise Refusal("no_file", "No file came with that.", "Choose a file and send it again.")
        return redirect(step_of(starting.start(request.user, request.membership.agency, form.cleaned_data["file"])))
    agency = request.membership.agency
    rows = WizardImport.objects.filter(agency=agency).exclude(step=WizardImport.Step.ABANDONED)
    page = page_of(request, rows.select_related("file", "started_by", "sync_log", "connection"))
    unknown = ImportFile.objects.filter(agency=agency, status=ImportFile.Status.UNRECOGNISED).select_related(
        "connection"
    )
    return show(
        request, "integrations/imports.html", form=UploadForm(), page=page, rows=import_rows(page), unknown=unknown[:20]
    )


@require_POST
@agency_page(Permission.CONNECT, back=START)
def pick(request: AgencyRequest, file_id: str) -> HttpResponse:
    """Begins an import with a file of the drop whose layout nobody knew."""
    return redirect(step_of(starting.pick(request.user, request.membership.agency, file_id)))


@require_safe
@import_page
def one_import(request: AgencyRequest, imported: WizardImport) -> HttpResponse:
    """Leads to the step at which the import stands."""
    return redirect(step_of(imported))


@require_http_methods(["GET", "HEAD", "POST"])
@import_page
def choose_list(request: AgencyRequest, imported: WizardImport) -> HttpResponse:
    """Which list of the file is meant, and what it is; posted, goes on to its columns."""
    if request.method == "POST":
        mapping.choose_list(imported, request.POST.get("part", ""), request.POST.get("kind", ""))
        return redirect(step_of(imported))
    if imported.step not in WizardImport.OPEN:
        return redirect(step_of(imported))
    sample = mapping.sample_of(imported)
    part = sample.of(request.GET.get("part", imported.part)) or sample.usable[0]
    known = mapping.known_mappings(imported, part)
    about: dict[str, Any] = {
        "imported": imported,
        "sample": sample,
        "part": part,
        "known": known,
        "vendor": looks_like(part),
    }
    return show(request, "integrations/import_list.html", **about, kinds=kinds_to_choose(imported, part, known))


@require_http_methods(["GET", "HEAD", "POST"])
@import_page
def columns(request: AgencyRequest, imported: WizardImport) -> HttpResponse:
    """Which column means what; posted, keeps it, and goes on to the check where that was asked for."""
    if request.method == "POST":
        mapping.save_columns(imported, columns_in(request.POST, imported.kind), "is_complete" in request.POST)
        if "check" in request.POST:
            rehearsing.begin(imported)
        return redirect(step_of(imported))
    if imported.step not in WizardImport.OPEN or not imported.kind:
        return redirect(step_of(imported))
    given = mapping.list_of(imported)
    about: dict[str, Any] = {"imported": imported, "given": given, "unused": mapping.unused(imported.columns, given)}
    troubles = mapping.problems(imported.kind, imported.columns, given.headings)
    fields = field_rows(imported.kind, imported.columns, given, is_guessed=imported.mapping_id is None)
    return show(
        request, "integrations/import_columns.html", fields=fields, choices=step_choices(), problems=troubles, **about
    )


@require_http_methods(["GET", "HEAD", "POST"])
@import_page
def check(request: AgencyRequest, imported: WizardImport) -> HttpResponse:
    """The first rows as they would come in, and what the dry run over all rows said; posted, begins it."""
    if request.method == "POST":
        rehearsing.begin(imported)
        return redirect("integrations:import_check", imported.pk)
    if imported.step not in WizardImport.OPEN or not imported.kind:
        return redirect(step_of(imported))
    if mapping.problems(imported.kind, imported.columns, mapping.list_of(imported).headings):
        return redirect("integrations:import_columns", imported.pk)
    about: dict[str, Any] = {
        "imported": imported,
        "preview": in_words_too(preview(imported)),
        "saying": under_way(imported),
    }
    return show(request, "integrations/import_check.html", **about, **checked(imported, request.membership))


@require_safe
@import_page
def check_progress(request: AgencyRequest, imported: WizardImport) -> HttpResponse:
    """The part of the page that changes while all rows are tried. Afterwards the browser loads the page again."""
    if not request.htmx:
        return redirect(step_of(imported))
    saying = under_way(imported)
    if saying is None or saying.is_trouble:
        return HttpResponseClientRefresh()
    return show(request, "components/import_progress.html", imported=imported, saying=saying)


@require_POST
@import_page
def confirm(request: AgencyRequest, imported: WizardImport) -> HttpResponse:
    """Brings the rows in, and goes to the page that follows the run."""
    importing.confirm(imported, request.user, request.POST.get("name", ""))
    messages.success(request, "The import is starting. This page follows it, and it can be undone here afterwards.")
    return redirect("integrations:import", imported.pk)


@require_POST
@import_page
def abandon(request: AgencyRequest, imported: WizardImport) -> HttpResponse:
    """Gives the import up, and its file."""
    starting.abandon(imported)
    messages.success(request, "Given up. The file has been deleted here, and nothing of it came in.")
    return redirect(START)
