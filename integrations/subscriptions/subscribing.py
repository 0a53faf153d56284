"""The steps of a subscription's life. Each is one transaction and leaves a line in the audit trail, which holds no secret and
no address beyond its host: some carry a key of their own."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.models import Agency, User
from agencies.refusals import Refusal
from integrations import events, vault
from integrations.models import EventDelivery, EventSubscription
from integrations.subscriptions import addresses, signing

OVERLAP = timedelta(hours=24)
MOST = 20  # of one agency
SWITCHED_OFF = "It was switched off."


def host_of(subscription: EventSubscription) -> str:
    """The address as lists and the trail show it."""
    return urlsplit(subscription.url).netloc


def subscribe(
    agency: Agency, person: User | None, url: str, types: Collection[str] = (), description: str = ""
) -> tuple[EventSubscription, str]:
    """A new subscription and its secret, to be shown once. No types mean all. Refusal for an address that may not be told."""
    addresses.check(url)  # before the transaction: on SQLite all who write would wait for the name server
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)  # two people may reach the last one at once
        if EventSubscription.objects.filter(agency=agency).count() >= MOST:
            message = f"{agency} has {MOST} subscriptions, and may have no more."
            raise Refusal("too_many", message, "Remove one first.", conflict=True)
        secret = signing.new_secret()
        made = EventSubscription.objects.create(
            agency=agency, url=url, events=known(types), description=description, secret=secret, made_by=person
        )
        _note(made, added=True, events=made.events or ["all"])
    return made, secret


def change(
    subscription: EventSubscription,
    *,
    url: str | None = None,
    types: Collection[str] | None = None,
    description: str | None = None,
) -> bool:
    """Whether that changed anything."""
    if url is not None and url != subscription.url:
        addresses.check(url)
    wanted = {"url": url, "events": None if types is None else known(types), "description": description}
    changed = {
        name: value for name, value in wanted.items() if value is not None and value != getattr(subscription, name)
    }
    if not changed:
        return False
    old_host = host_of(subscription)
    told = {name: audit.change(getattr(subscription, name), value) for name, value in changed.items() if name != "url"}
    for name, value in changed.items():
        setattr(subscription, name, value)
    if "url" in changed:
        told["address"] = audit.change(old_host, host_of(subscription))
    with transaction.atomic():
        subscription.save(update_fields=[*changed, "updated_at"])
        _note(subscription, **told)
    return True


@transaction.atomic
def switch(subscription: EventSubscription, *, on: bool) -> None:
    """On, with its troubles forgotten; or off, and what waited for it is given up."""
    if subscription.is_on == on:
        return
    rows = EventSubscription.objects.select_for_update(no_key=True)
    rows.get(pk=subscription.pk)  # before its messages, as whoever sends
    give_up_waiting(subscription, SWITCHED_OFF)  # on too: a page that was just telling it may have come too late
    subscription.is_on = on
    if on:
        subscription.failing_since = subscription.disabled_at = subscription.told_at = None
        subscription.disabled_because = ""
    subscription.save(
        update_fields=["is_on", "failing_since", "disabled_at", "disabled_because", "told_at", "updated_at"]
    )
    _note(subscription, is_on=audit.change(not on, on))


def give_up_waiting(subscription: EventSubscription, why: str) -> None:
    """Close the messages that wait for a subscription that is off. Each can be sent again once it is on."""
    now = timezone.now()
    last = {"at": now.isoformat(), "status": None, "milliseconds": 0, "said": why}
    closed = {"status": EventDelivery.Status.FAILED, "next_try_at": None, "claimed_at": None, "done_at": now}
    waiting = EventDelivery.objects.filter(subscription=subscription, status=EventDelivery.Status.WAITING)
    waiting.filter(tries=[]).update(tries=[last], **closed)  # of an address that takes nothing nearly all
    for delivery in waiting.only("pk", "tries"):
        EventDelivery.objects.filter(pk=delivery.pk).update(tries=[*delivery.tries, last], **closed)


@transaction.atomic
def rotate(subscription: EventSubscription) -> str:
    """A new secret, to be shown once. For a day both sign, so that the receiving side can be changed meanwhile."""
    row = EventSubscription.objects.filter(pk=subscription.pk).select_for_update(no_key=True)
    (old_secret,) = vault.opened(row, "secret")[0][1:]
    made = signing.new_secret()
    subscription.secret, subscription.old_secret = made, old_secret
    subscription.old_secret_until = timezone.now() + OVERLAP
    subscription.save(update_fields=["secret", "old_secret", "old_secret_until", "updated_at"])
    _note(subscription, secret="replaced")
    return made


@transaction.atomic
def remove(subscription: EventSubscription) -> None:
    """Forget a subscription and its log, once those are through who are just telling it of something."""
    EventSubscription.objects.select_for_update().filter(pk=subscription.pk).first()
    _note(subscription, removed=True)
    subscription.delete()


@transaction.atomic
def send_test(subscription: EventSubscription) -> EventDelivery:
    """A message that says nothing, on its way. Refusal where the subscription is off."""
    now = timezone.now()
    payload = events.payload_of(subscription.agency_id, events.TEST, {"sentence": "It works."}, now.isoformat())
    return _queue(subscription, events.TEST, payload)


@transaction.atomic
def resend(delivery: EventDelivery, person: User) -> EventDelivery:
    """The same message once more, as a delivery of its own. Refusal where it still waits, or the subscription is off."""
    if delivery.status == EventDelivery.Status.WAITING:
        raise Refusal(
            "waiting", "This message is still on its way.", "Wait for it, or for its last try.", conflict=True
        )
    made = _queue(delivery.subscription, delivery.event_type, delivery.payload, delivery)
    audit.record(
        audit.Action.DELIVERY_RESENT,
        host_of(delivery.subscription),
        agency=delivery.subscription.agency,
        person=person,
        type=delivery.event_type,
        delivery=str(delivery.pk),
    )
    return made


def known(types: Collection[str]) -> list[str]:
    """The types in the order of the table; none where that is all of them. Refusal for one that there is not."""
    unknown = sorted(set(types) - events.TYPES.keys())
    if unknown:
        raise Refusal(
            "unknown_event", f"There is no event called {unknown[0][:60]}.", f"There are: {', '.join(events.TYPES)}."
        )
    chosen = [name for name in events.TYPES if name in types]
    return [] if len(chosen) == len(events.TYPES) else chosen


def find(agency_id: UUID, subscription_id: UUID) -> EventSubscription | None:
    """The agency's subscription with that id: one query."""
    return EventSubscription.objects.select_related("agency").filter(agency=agency_id, pk=subscription_id).first()


def _queue(
    subscription: EventSubscription, event_type: str, payload: dict[str, Any], resends: EventDelivery | None = None
) -> EventDelivery:
    if not subscription.is_on:
        raise Refusal("switched_off", "This subscription is switched off.", "Switch it on first.", conflict=True)
    if not events.held([subscription.pk]):
        raise Refusal("removed", "This subscription has just been removed.", conflict=True)
    now = timezone.now()
    made = EventDelivery.objects.create(
        subscription=subscription,
        event_type=event_type,
        payload=payload,
        next_try_at=now,
        created_at=now,
        resends=resends,
    )
    transaction.on_commit(events.nudger.send)
    return made


def _note(subscription: EventSubscription, **details: Any) -> None:
    events.hear_again(subscription.agency_id)
    audit.record(audit.Action.SUBSCRIPTION_CHANGED, host_of(subscription), agency=subscription.agency, **details)
