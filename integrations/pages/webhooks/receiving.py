"""Events that a vendor sends to one connection: where to, how they are let in, and what became of each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from agencies.pages.access import AgencyRequest
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from integrations.hooks import receivers, replaying
from integrations.models import WebhookEvent, WebhookReceiver
from integrations.pages.access import provider_page
from integrations.pages.finding import Place, place
from integrations.pages.standing import State
from integrations.pages.webhooks.filters import EventFilter
from integrations.pages.words import plain
from integrations.subscriptions import signing

STATES = {
    WebhookEvent.Status.WAITING: State("Waiting", "busy"),
    WebhookEvent.Status.DONE: State("Read", "good"),
    WebhookEvent.Status.IGNORED: State("Nothing to read", "idle"),
    WebhookEvent.Status.FAILED: State("Failed", "bad"),
}
SHOWN_RECORDS = 5


@require_safe
@provider_page()
def webhooks(request: AgencyRequest, provider: str) -> HttpResponse:
    """The receiver, and the log of events with the latest first."""
    return _shown(request, place(request, provider))


@require_POST
@provider_page(Permission.CONNECT, back="integrations:webhooks")
def change(request: AgencyRequest, provider: str) -> HttpResponse:
    """Opens the receiver, moves it, switches it, narrows it; or makes a secret, which this one page shows."""
    here = place(request, provider)
    action = request.POST.get("action", "")
    if action == "open":
        receivers.open_for(here.connection)
        messages.success(request, f"The address is ready. Register it in {here.provider.label}.")
        return redirect(here.url("webhooks"))
    receiver = get_object_or_404(WebhookReceiver.objects.select_related("connection__agency"), pk=here.connection.pk)
    if action == "secret":
        answer = _shown(request, here, fresh_secret=receivers.new_secret(receiver))
        answer["Cache-Control"] = "no-store"
        return answer
    if action not in STEPS:
        raise Http404("There is no such step.")
    messages.success(request, STEPS[action](receiver, request.POST.get("networks", "")))
    return redirect(here.url("webhooks"))


@require_POST
@provider_page(Permission.SYNC, back="integrations:webhooks")
def replay(request: AgencyRequest, provider: str, event_id: int) -> HttpResponse:
    """Reads again what the event was about."""
    here = place(request, provider)
    event = get_object_or_404(WebhookEvent.objects.filter(connection=here.connection), pk=event_id)
    event.connection = here.connection
    replaying.replay(event, request.user)
    messages.success(request, "The event is read again within seconds.")
    return redirect(here.coming_from(request, "webhooks"))


def _shown(request: AgencyRequest, here: Place, fresh_secret: str = "") -> HttpResponse:
    receiver = receivers.receiver_of(here.connection)
    narrowing = EventFilter(request.GET, here.connection)
    rows: Any = WebhookEvent.objects.filter(connection=here.connection)
    page = page_of(request, narrowing.apply(rows))
    may_change = request.membership.allows(Permission.CONNECT)
    found: dict[str, Any] = {
        "receiver": receiver,
        "address": receivers.address_of(receiver) if receiver and may_change else "",
        "fresh_secret": fresh_secret,
        "old_secret_until": signing.still_good(receiver.old_secret_until) if receiver else None,
        "offered": here.provider.event_kinds and not here.connection.takes_files,
        "vendor_signs": here.provider.signs_events,
        "kinds": [plain(kind).lower() for kind in here.provider.event_kinds],
        "page": page,
        "rows": [(event, STATES[WebhookEvent.Status(event.status)], *about(event)) for event in page],
        "narrowing": narrowing,
    }
    return show(request, "integrations/webhooks/receiving.html", **found, **here.context())


def about(event: WebhookEvent) -> tuple[list[str], int]:
    """The first records that an event names, in words, and how many more there are."""
    words = [f"{plain(kind)} {key}{' (gone)' if is_gone else ''}" for kind, key, is_gone in event.records]
    return words[:SHOWN_RECORDS], max(0, len(words) - SHOWN_RECORDS)


def _switch_on(receiver: WebhookReceiver, networks: str) -> str:
    receivers.change(receiver, is_on=True)
    return "Events are taken again."


def _switch_off(receiver: WebhookReceiver, networks: str) -> str:
    receivers.change(receiver, is_on=False)
    return "Events are no longer taken. Those that wait are still read."


def _narrow(receiver: WebhookReceiver, networks: str) -> str:
    changed = receivers.change(receiver, networks=receivers.parse_networks(networks.replace(",", " ").split()))
    return "Saved. It counts within seconds." if changed else "Nothing was changed: it was so already."


def _move(receiver: WebhookReceiver, networks: str) -> str:
    receivers.new_address(receiver)
    return "There is a new address. The old one stops within seconds: register the new one now."


def _without_secret(receiver: WebhookReceiver, networks: str) -> str:
    receivers.without_secret(receiver)
    return "Events are taken unsigned. Whoever knows the address may send them."


STEPS: dict[str, Callable[[WebhookReceiver, str], str]] = {
    "on": _switch_on,
    "off": _switch_off,
    "networks": _narrow,
    "address": _move,
    "no_secret": _without_secret,
}
