"""Sending what waits: claimed, posted side by side, and tried again for more than a day. Of two workers one gets a message; one
that was killed on the way is sent again under the same id, by which the other side knows it. Order is not promised."""

import json
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from agencies.refusals import Refusal
from integrations import events, vault
from integrations.models import EventDelivery, EventSubscription
from integrations.subscriptions import addresses, signing, telling
from integrations.subscriptions.posting import Answer, post
from integrations.subscriptions.subscribing import give_up_waiting

# Between one try and the next. Their sum is more than a day.
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 36_000))
JITTER = 0.1  # more, never less
TOGETHER = 20
AT_ONCE = 10
# A claim is older than this only where its worker is gone: every message of a batch is over long before.
CLAIM_LOST_AFTER = timedelta(minutes=3)
LONGEST_WORK_SECONDS = 50.0
ALONE = "sending-events"
LATER_IS_FOR_THE_TICK = timedelta(minutes=1)
# When an address is given up.
FAILING_FOR = timedelta(days=5)
GIVEN_UP = 100
GONE = 410


@dataclass(frozen=True, repr=False)
class Parcel:
    """One message with what it takes to send it."""

    delivery: EventDelivery
    url: str
    secrets: tuple[str, ...]


def send_due() -> int:
    """How many messages were posted. One worker sends at a time, so that addresses which do not answer hold up no more than
    one; it goes on until nothing is due, for most of a minute, and leaves the rest to the next."""
    until, sent = monotonic() + LONGEST_WORK_SECONDS, 0
    while monotonic() < until and cache.add(ALONE, 1, LONGEST_WORK_SECONDS + 30):
        try:
            sent += _send(until)
        finally:
            cache.delete(ALONE)
        if not EventDelivery.objects.filter(_due(timezone.now())).exists():  # who came meanwhile was turned away
            return sent
    if sent:
        events.nudger.send(seconds=1)
    return sent


def _send(until: float) -> int:
    sent = 0
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="events") as posting:
        while monotonic() < until and (parcels := claim()):
            for parcel, answer in zip(parcels, posting.map(_post, parcels), strict=True):
                note(parcel.delivery, answer, timezone.now())
            sent += len(parcels)
    return sent


def nudge_due() -> None:
    """Have a worker send what is due, where anything is: one query. The tick calls it."""
    if EventDelivery.objects.filter(_due(timezone.now())).exists():
        events.nudger.send()


def claim() -> list[Parcel]:
    """The next messages, which no other worker takes now. Three queries."""
    now = timezone.now()
    with transaction.atomic():
        skips = connection.features.has_select_for_update_skip_locked
        rows = EventDelivery.objects.select_for_update(skip_locked=skips, of=("self",) if skips else ())
        deliveries = list(rows.filter(_due(now)).order_by("next_try_at")[:TOGETHER])
        EventDelivery.objects.filter(pk__in=[row.pk for row in deliveries]).update(claimed_at=now)
    wanted = EventSubscription.objects.filter(pk__in={row.subscription_id for row in deliveries})
    found = {pk: (url, secrets_of(secret, old, until)) for pk, url, secret, old, until in _opened(wanted)}
    return [Parcel(row, *found[row.subscription_id]) for row in deliveries if row.subscription_id in found]


def secrets_of(secret: str, old_secret: str, until: datetime | None) -> tuple[str, ...]:
    """The secrets that sign now: two while one replaces the other."""
    return (secret, old_secret) if old_secret and until and until > timezone.now() else (secret,)


@transaction.atomic
def note(delivery: EventDelivery, answer: Answer, now: datetime) -> None:
    """Keep what came of a try, and plan the next. An address that is gone, or has failed for long, is switched off."""
    tried = {"at": now.isoformat(), "status": answer.status, "milliseconds": answer.milliseconds, "said": answer.said}
    ours = EventDelivery.objects.filter(pk=delivery.pk, status=EventDelivery.Status.WAITING)
    delivery.tries = [*delivery.tries, tried]
    failures = len(delivery.tries)
    values = {"tries": delivery.tries, "claimed_at": None}
    if answer.is_good:
        ours.update(status=EventDelivery.Status.DELIVERED, next_try_at=None, done_at=now, **values)
        EventSubscription.objects.filter(pk=delivery.subscription_id, failing_since__isnull=False).update(
            failing_since=None
        )
        return
    if answer.status == GONE or failures > len(BACKOFF):
        ours.update(status=EventDelivery.Status.FAILED, next_try_at=None, done_at=now, **values)
    else:
        wait = BACKOFF[failures - 1] * (1 + JITTER * random.random())
        ours.update(next_try_at=now + wait, **values)
        if wait < LATER_IS_FOR_THE_TICK:
            transaction.on_commit(lambda: events.nudger.send(seconds=wait.total_seconds()))
    _look_at(delivery.subscription_id, answer, now)


def _look_at(subscription_id: UUID, answer: Answer, now: datetime) -> None:
    """Switch the subscription off where that is due, and have the agency's admins told."""
    subscription = EventSubscription.objects.select_for_update().filter(pk=subscription_id, is_on=True).first()
    if subscription is None:
        return
    subscription.failing_since = subscription.failing_since or now
    given_up = EventDelivery.objects.filter(
        subscription=subscription, status=EventDelivery.Status.FAILED, done_at__gte=subscription.failing_since
    )
    because = ""
    if answer.status == GONE:
        because = "It answered 410: there is nothing there any more."
    elif now - subscription.failing_since >= FAILING_FOR:
        because = f"It has taken no message for {FAILING_FOR.days} days. Last: {_words(answer)}"
    elif given_up.count() >= GIVEN_UP:
        because = f"{GIVEN_UP} messages in a row were given up after a day of tries. Last: {_words(answer)}"
    if because:
        subscription.is_on, subscription.disabled_at, subscription.disabled_because = False, now, because[:300]
        give_up_waiting(subscription, "It was switched off because it takes no messages.")
        events.hear_again(subscription.agency_id)
        telling.disabled(subscription)
    subscription.save(update_fields=["failing_since", "is_on", "disabled_at", "disabled_because", "updated_at"])


def _words(answer: Answer) -> str:
    return f"{answer.status} {answer.said}".strip() if answer.status else answer.said


def _due(now: datetime) -> Q:
    unclaimed = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LOST_AFTER)
    return unclaimed & Q(status=EventDelivery.Status.WAITING, next_try_at__lte=now)


def _opened(rows: QuerySet[EventSubscription]) -> Sequence[tuple[UUID, str, str, str, datetime | None]]:
    return vault.opened(rows, "url", "secret", "old_secret", "old_secret_until")


def _post(parcel: Parcel) -> Answer:
    """In a thread of its own, which asks the database for nothing."""
    try:
        target = addresses.check(parcel.url)
    except Refusal as refusal:
        return Answer(None, refusal.message[:200], 0)
    body = json.dumps(parcel.delivery.payload, separators=(",", ":"), ensure_ascii=False)
    signed = signing.headers(str(parcel.delivery.pk), timezone.now(), body, parcel.secrets)
    kind = {"Content-Type": "application/json", "User-Agent": "pmsync-webhooks/1"}
    return post(target, body.encode(), kind | signed)
