"""What comes of a try: kept, and the next one planned. An address that fails is left alone for longer and longer, all that
waits for it together; one that has failed for days is switched off, and the agency's admins are told."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from integrations import events
from integrations.models import EventDelivery, EventSubscription
from integrations.subscriptions import telling
from integrations.subscriptions.posting import Answer
from integrations.subscriptions.subscribing import give_up_waiting

# Between one try of a message and the next. Their sum is more than a day.
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 36_000))
JITTER = 0.1  # more, never less
LONGEST_PAUSE = timedelta(hours=1)
A_LITTLE = timedelta(milliseconds=1)
LATER_IS_FOR_THE_TICK = timedelta(minutes=1)
# When an address is given up.
FAILING_FOR = timedelta(days=5)
GIVEN_UP = 100
GONE = 410

FAILED, WAITING = EventDelivery.Status.FAILED, EventDelivery.Status.WAITING


@transaction.atomic
def note(delivery: EventDelivery, answer: Answer, now: datetime) -> None:
    """Keep what came of a try. Nothing happens where the subscription was removed meanwhile."""
    rows = EventSubscription.objects.select_for_update(no_key=True)  # messages may be queued for it all the while
    subscription = rows.filter(pk=delivery.subscription_id).first()
    if subscription is None:
        return
    tried = {"at": now.isoformat(), "status": answer.status, "milliseconds": answer.milliseconds, "said": answer.said}
    delivery.tries = [*delivery.tries, tried]
    if answer.is_good:
        _close(delivery, EventDelivery.Status.DELIVERED, now)
        _works_again(subscription, now)
        return
    subscription.failing_since = subscription.failing_since or now
    _plan(delivery, subscription.failing_since, answer, now)
    _look_at(subscription, answer, now)


def _close(delivery: EventDelivery, status: str, now: datetime) -> None:
    _store(delivery, status=status, next_try_at=None, done_at=now)


def _store(delivery: EventDelivery, **values: object) -> None:
    ours = EventDelivery.objects.filter(pk=delivery.pk, status=WAITING)
    ours.update(tries=delivery.tries, claimed_at=None, **values)


def _works_again(subscription: EventSubscription, now: datetime) -> None:
    """What was held back goes at once. A message that failed by itself keeps its time: it may be the only one that does."""
    if subscription.failing_since is None:
        return
    subscription.failing_since = None
    subscription.save(update_fields=["failing_since", "updated_at"])
    _at_rest(subscription.pk).filter(tries=[], next_try_at__gt=now).update(next_try_at=now)


def _plan(delivery: EventDelivery, failing_since: datetime, answer: Answer, now: datetime) -> None:
    """The next try of this message. The address is left alone for as long as it has failed, five seconds at least and an hour
    at most; then those come first that were not tried yet, so that one message which is never taken holds up no others."""
    pause = min(max(now - failing_since, BACKOFF[0]), LONGEST_PAUSE)
    others = _at_rest(delivery.subscription_id).exclude(pk=delivery.pk).filter(next_try_at__lt=now + pause)
    fresh = others.filter(tries=[]).update(next_try_at=now + pause)
    others.update(next_try_at=now + pause + A_LITTLE)
    failures = len(delivery.tries)
    if answer.status == GONE or failures > len(BACKOFF):
        _close(delivery, FAILED, now)
        wait = pause
    else:
        wait = max(pause + A_LITTLE, BACKOFF[failures - 1] * (1 + JITTER * random.random()))
        _store(delivery, next_try_at=now + wait)
    soon = pause if fresh else wait
    if soon < LATER_IS_FOR_THE_TICK:
        transaction.on_commit(lambda: events.nudger.send(seconds=soon.total_seconds()))


def _at_rest(subscription_id: UUID) -> QuerySet[EventDelivery]:
    return EventDelivery.objects.filter(subscription=subscription_id, status=WAITING, claimed_at__isnull=True)


def _look_at(subscription: EventSubscription, answer: Answer, now: datetime) -> None:
    """Switch the subscription off where that is due, and have the agency's admins told."""
    because = _why_off(subscription, answer, now) if subscription.is_on else ""
    if because:
        subscription.is_on, subscription.disabled_at, subscription.told_at = False, now, None
        subscription.disabled_because = because[:300]
        give_up_waiting(subscription, "It was switched off because it takes no messages.")
        events.hear_again(subscription.agency_id)
        telling.disabled(subscription)
    fields = ["failing_since", "is_on", "disabled_at", "disabled_because", "told_at", "updated_at"]
    subscription.save(update_fields=fields)


def _why_off(subscription: EventSubscription, answer: Answer, now: datetime) -> str:
    """Why it is to be switched off; empty where it is not."""
    since = subscription.failing_since or now
    if answer.status == GONE:
        return "It answered 410: there is nothing there any more."
    if now - since >= FAILING_FOR and _days_tried(subscription, since) >= FAILING_FOR.days:
        return f"It has taken no message for {FAILING_FOR.days} days. Last: {_words(answer)}"
    ours = EventDelivery.objects.filter(subscription=subscription, status=FAILED, done_at__gte=since)
    if ours.count() >= GIVEN_UP:
        return f"{GIVEN_UP} messages in a row were given up after a day of tries. Last: {_words(answer)}"
    return ""


def _days_tried(subscription: EventSubscription, since: datetime) -> int:
    """On how many days it was tried in vain since then: days without messages say nothing of it."""
    in_vain = Q(status=WAITING) | Q(status=FAILED, done_at__gte=since)
    tries = EventDelivery.objects.filter(in_vain, subscription=subscription).exclude(tries=[])
    first = since.date().isoformat()
    return len(
        {day for row in tries.values_list("tries", flat=True) for tried in row if (day := tried["at"][:10]) >= first}
    )


def _words(answer: Answer) -> str:
    return f"{answer.status} {answer.said}".strip() if answer.status else answer.said
