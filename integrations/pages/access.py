"""Pages about a provider: what the vendor or the engine room refuses becomes a message on a page that exists."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from agencies.pages.access import AgencyRequest, View, agency_page
from agencies.permissions import Permission
from agencies.refusals import Refusal
from providers.errors import ProviderError


def provider_page(
    permission: Permission = Permission.VIEW, back: str = "integrations:provider"
) -> Callable[[View], View]:
    """An agency's page whose route names a provider. A refusal becomes a message on that provider's page `back`."""

    def wrap(view: View) -> View:
        @wraps(view)
        def wrapped(request: AgencyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except (Refusal, ProviderError) as error:
                messages.error(request, sentence(error))
                return redirect(back, kwargs["provider"])

        return agency_page(permission)(wrapped)

    return wrap


def sentence(error: Refusal | ProviderError) -> str:
    """What happened, and what to do."""
    return error.sentence if isinstance(error, Refusal) else error.message
