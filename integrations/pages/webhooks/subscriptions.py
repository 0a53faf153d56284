"""An agency's own systems that are told of events: which, of what, and what became of each message."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.pages.access import AgencyRequest, agency_page
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from integrations import events
from integrations.models import EventDelivery, EventSubscription
from integrations.pages.standing import State
from integrations.pages.webhooks.filters import DeliveryFilter
from integrations.pages.webhooks.forms import SubscriptionForm
from integrations.subscriptions import signing, subscribing

LIST = "integrations:subscriptions"
ONE = "integrations:subscription"
STATES = {
    EventDelivery.Status.WAITING: State("On its way", "busy"),
    EventDelivery.Status.DELIVERED: State("Delivered", "good"),
    EventDelivery.Status.FAILED: State("Given up", "bad"),
}


@require_safe
@agency_page(Permission.CONNECT)
def subscriptions(request: AgencyRequest) -> HttpResponse:
    """All of them, with how each stands: one query."""
    waiting = Count("deliveries", filter=Q(deliveries__status=EventDelivery.Status.WAITING))
    found = EventSubscription.objects.filter(agency=request.membership.agency).annotate(waiting=waiting)
    rows = [(row, subscribing.host_of(row), state_of(row), row.events or ["all"]) for row in found]
    return show(request, "integrations/webhooks/subscriptions.html", rows=rows, most=subscribing.MOST)


@require_http_methods(["GET", "POST"])
@agency_page(Permission.CONNECT, back=LIST)
def add(request: AgencyRequest) -> HttpResponse:
    """A new one. Its page shows the secret, this once."""
    form = SubscriptionForm(request.POST or None)
    if not form.is_valid():
        return show(request, "integrations/webhooks/edit.html", form=form)
    asked = form.cleaned_data
    made, secret = subscribing.subscribe(
        request.membership.agency, request.user, asked["url"], asked["events"], asked["description"]
    )
    return _with_secret(request, made, secret)


@require_safe
@agency_page(Permission.CONNECT)
def subscription(request: AgencyRequest, subscription_id: UUID) -> HttpResponse:
    """One of them, with the log of its messages."""
    return _shown(request, _find(request, subscription_id))


@require_http_methods(["GET", "POST"])
@agency_page(Permission.CONNECT, back=LIST)
def edit(request: AgencyRequest, subscription_id: UUID) -> HttpResponse:
    """Another address, or other events."""
    found = _find(request, subscription_id)
    form = SubscriptionForm(request.POST or None, found)
    if not form.is_valid():
        return show(request, "integrations/webhooks/edit.html", form=form, subscription=found)
    asked = form.cleaned_data
    changed = subscribing.change(found, url=asked["url"], types=asked["events"], description=asked["description"])
    messages.success(request, "Saved." if changed else "Nothing was changed: it was so already.")
    return redirect(ONE, found.pk)


@require_POST
@agency_page(Permission.CONNECT, back=LIST)
def step(request: AgencyRequest, subscription_id: UUID) -> HttpResponse:
    """Switches it, tries it, changes its secret, or removes it."""
    found = _find(request, subscription_id)
    action = request.POST.get("action", "")
    if action == "secret":
        return _with_secret(request, found, subscribing.rotate(found))
    if action == "remove":
        subscribing.remove(found)
        messages.success(request, f"{subscribing.host_of(found)} is told of nothing any more.")
        return redirect(LIST)
    if action not in STEPS:
        raise Http404("There is no such step.")
    messages.success(request, STEPS[action](found))
    return redirect(ONE, found.pk)


@require_POST
@agency_page(Permission.CONNECT, back=LIST)
def resend(request: AgencyRequest, subscription_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Sends a message once more."""
    found = _find(request, subscription_id)
    delivery = get_object_or_404(EventDelivery.objects.filter(subscription=found), pk=delivery_id)
    delivery.subscription = found
    subscribing.resend(delivery, request.user)
    messages.success(request, "The message is sent again within seconds.")
    return redirect(ONE, found.pk)


def state_of(row: EventSubscription) -> State:
    """How it stands."""
    if not row.is_on:
        return State("Given up", "bad") if row.disabled_at else State("Switched off", "idle")
    return State("Not answering", "warn") if row.failing_since else State("On", "good")


def _find(request: AgencyRequest, subscription_id: UUID) -> EventSubscription:
    found = subscribing.find(request.membership.agency_id, subscription_id)
    if found is None:
        raise Http404("There is no such subscription here.")
    return found


def _with_secret(request: AgencyRequest, found: EventSubscription, secret: str) -> HttpResponse:
    answer = _shown(request, found, fresh_secret=secret)
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(request: AgencyRequest, found: EventSubscription, fresh_secret: str = "") -> HttpResponse:
    narrowing = DeliveryFilter(request.GET)
    rows: Any = EventDelivery.objects.filter(subscription=found)
    page = page_of(request, narrowing.apply(rows, request.membership.agency.zone))
    about: dict[str, Any] = {
        "subscription": found,
        "host": subscribing.host_of(found),
        "state": state_of(found),
        "told": [(name, events.TYPES[name].sentence) for name in found.events or events.TYPES if name in events.TYPES],
        "fresh_secret": fresh_secret,
        "old_secret_until": signing.still_good(found.old_secret_until),
        "page": page,
        "rows": [(row, STATES[EventDelivery.Status(row.status)], tries_of(row)) for row in page],
        "narrowing": narrowing,
    }
    return show(request, "integrations/webhooks/subscription.html", **about)


def tries_of(delivery: EventDelivery) -> list[str]:
    """Each try in words."""
    return [
        f"{row['status'] or 'No answer'} in {row['milliseconds']} ms. {row['said']}".strip() for row in delivery.tries
    ]


def _on(found: EventSubscription) -> str:
    subscribing.switch(found, on=True)
    return "It is on. What it missed can be sent again, message by message."


def _off(found: EventSubscription) -> str:
    subscribing.switch(found, on=False)
    return "It is off. What was on its way is given up."


def _test(found: EventSubscription) -> str:
    subscribing.send_test(found)
    return "A test message is on its way. Load this page again in a moment to see what came of it."


STEPS: dict[str, Callable[[EventSubscription], str]] = {"on": _on, "off": _off, "test": _test}
