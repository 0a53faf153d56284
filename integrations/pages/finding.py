"""Which connection a page speaks of: the one that `?connection=` names, or the agency's first to that provider."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from agencies.pages.access import AgencyRequest
from agencies.refusals import Refusal
from integrations.api.finding import connections_of, find_provider
from integrations.models import Connection
from integrations.pages.standing import without_abandoned
from integrations.pages.words import service
from providers.base import Provider


@dataclass(frozen=True)
class Place:
    """A provider, the connection that a page is about, and the others it could be about."""

    provider: type[Provider]
    connection: Connection
    others: tuple[Connection, ...]

    def url(self, page: str, *args: object) -> str:
        """The address of a page about this connection."""
        return f"{reverse(f'integrations:{page}', args=[self.provider.slug, *args])}?connection={self.connection.pk}"

    def context(self) -> dict[str, Any]:
        """What the templates of the pages below a provider know."""
        return {"provider": service(self.provider), "connection": self.connection, "others": self.others}

    def coming_from(self, request: AgencyRequest, page: str) -> str:
        """The list that the person was on, if the form or the address says so truly; else a page about this connection."""
        back = request.POST.get("back", "") or request.GET.get("back", "")
        safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return back if safe else self.url(page)


def place(request: AgencyRequest, slug: str) -> Place:
    """The place. Http404 for an unknown provider or connection; a Refusal where nothing is connected yet."""
    provider = find_provider(slug)
    rows = connections_of(request.membership.agency, slug)
    if not rows:
        raise Refusal("not_connected", f"{provider.label} is not connected yet.", "Connect it first.")
    named = request.GET.get("connection", "")
    found = next((row for row in rows if not named or str(row.pk) == named), None)
    if found is None:
        raise Http404("There is no such connection here.")
    return Place(provider, found, tuple(row for row in without_abandoned(rows) if row != found))
