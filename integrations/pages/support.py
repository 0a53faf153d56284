"""What helps those who help: diagnostics to download, and the switch for detailed logs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from agencies.pages.access import AgencyRequest
from agencies.permissions import Permission
from integrations.observing.diagnostics import debug, diagnostics
from integrations.pages.access import provider_page
from integrations.pages.finding import place

HOURS = 24


@require_POST
@provider_page(Permission.CONNECT)
def download(request: AgencyRequest, provider: str) -> HttpResponse:
    """The connection's diagnostics as a file."""
    here = place(request, provider)
    day = timezone.now().date().isoformat()
    named = {"Content-Disposition": f'attachment; filename="diagnostics-{provider}-{day}.json"'}
    return HttpResponse(diagnostics(here.connection), content_type="application/json", headers=named)


@require_POST
@provider_page(Permission.CONNECT)
def detail(request: AgencyRequest, provider: str) -> HttpResponse:
    """Detailed logs for a day, or no longer."""
    here = place(request, provider)
    wanted = request.POST.get("wanted") == "on"
    debug(here.connection, HOURS if wanted else 0)
    said = f"Every detail of its syncs is logged for {HOURS} hours." if wanted else "Details are no longer logged."
    messages.success(request, said)
    return redirect(here.url("settings"))
