"""Export files: turning them on for a system, handing one in, and what became of each."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from agencies.pages.access import AgencyRequest
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations import connecting
from integrations.api.finding import find_provider
from integrations.files import receiving
from integrations.files.drops import address_of
from integrations.models import ImportFile
from integrations.pages.access import provider_page
from integrations.pages.file_words import accepted_lists, rows_of_files
from integrations.pages.finding import Place, place
from integrations.pages.forms import UploadForm


@require_POST
@provider_page(Permission.CONNECT)
def take_files(request: AgencyRequest, provider: str) -> HttpResponse:
    """From now on this system's export files come in."""
    connection = connecting.take_files(request.user, request.membership.agency, find_provider(provider).slug)
    messages.success(request, "From now on its export files come in every night. You can hand in the first one here.")
    return redirect(Place(find_provider(provider), connection, ()).url("files"))


@require_safe
@provider_page()
def files(request: AgencyRequest, provider: str) -> HttpResponse:
    """Where the files go, which lists are known, and every file that came, the newest first."""
    here = place_of_files(request, provider)
    page = page_of(
        request, ImportFile.objects.filter(connection=here.connection).select_related("sync_log", "uploaded_by")
    )
    known: dict[str, Any] = {"lists": accepted_lists(here.provider), "form": UploadForm()}
    return show(
        request,
        "integrations/files.html",
        page=page,
        rows=rows_of_files(page),
        drop=address_of(here.connection.agency),
        **known,
        **here.context(),
    )


@require_POST
@provider_page(Permission.SYNC, back="integrations:files")
def upload(request: AgencyRequest, provider: str) -> HttpResponse:
    """Keeps a file that was handed in, begins to import it, and goes to the run's page."""
    here = place_of_files(request, provider)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refusal("no_file", "No file came with that.", "Choose a file and send it again.")
    file = receiving.receive(here.connection, form.cleaned_data["file"], request.user)
    messages.success(request, f"{file.name} has arrived. This page follows its import.")
    return redirect(here.url("job", receiving.import_now(file, request.user).pk))


@require_POST
@provider_page(Permission.SYNC, back="integrations:files")
def read_again(request: AgencyRequest, provider: str, file_id: str) -> HttpResponse:
    """Reads a file once more, whatever became of it, and goes to the run's page."""
    file = receiving.reopen(request.membership.agency, provider, file_id)
    messages.success(request, f"Reading {file.name} again. This page follows it.")
    log = receiving.import_now(file, request.user)
    return redirect(Place(find_provider(provider), log.connection, ()).url("job", log.pk))


def place_of_files(request: AgencyRequest, slug: str) -> Place:
    """The place whose connection takes the system's export files; Refusal where none does."""
    here = place(request, slug)
    if here.connection.takes_files:
        return here
    others = [row for row in here.others if row.takes_files]
    if not others:
        raise Refusal("no_files", f"Export files of {here.provider.label} are not turned on.", "Turn them on first.")
    return Place(here.provider, others[0], (here.connection, *(row for row in here.others if row != others[0])))
