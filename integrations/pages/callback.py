"""Where vendors send the browser back to after a sign-in."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from agencies.access import CURRENT_AGENCY
from agencies.models import User
from agencies.refusals import Refusal
from integrations import connecting
from integrations.api.finding import find_provider
from integrations.models import Connection
from integrations.pages.access import sentence
from providers.errors import ProviderError


@require_GET
@login_required
def callback(request: HttpRequest, provider: str) -> HttpResponse:
    """On to the mappings of the new connection; to the provider's page where all are mapped or the sign-in failed."""
    slug = find_provider(provider).slug
    state, code, error = (request.GET.get(name, "") for name in ("state", "code", "error"))
    try:
        binding = connecting.binding_of(request)
        connection = connecting.finish(cast(User, request.user), state, code, error, binding)
    except (Refusal, ProviderError) as refusal:
        messages.error(request, sentence(refusal))
        return redirect("integrations:provider", slug)
    return arrive(request, connection)


def arrive(request: HttpRequest, connection: Connection) -> HttpResponse:
    """On from a sign-in that was kept: to what there is to map, or back to the provider's page."""
    request.session[CURRENT_AGENCY] = str(connection.agency_id)
    if connection.mappings.exists() and not connection.mappings.open().exists():
        messages.success(request, f"{connection} is connected again. What you mapped is still mapped.")
        return redirect("integrations:provider", connection.provider)
    messages.success(request, f"{connection} is connected. Now say which of your properties each of its properties is.")
    return redirect(f"{reverse('integrations:mappings', args=[connection.provider])}?connection={connection.pk}")
