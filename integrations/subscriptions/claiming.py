"""Which messages go next. No address may have more than two on their way, and one that fails no more than a single one, so that
one which does not answer takes no place from the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from integrations import vault
from integrations.models import EventDelivery, EventSubscription
from integrations.subscriptions.signing import still_good

AT_ONCE = 10
AT_ONCE_TO_ONE = 2
# A claim is older than this only where its worker is gone: every message is over long before.
CLAIM_LOST_AFTER = timedelta(minutes=3)
WAITING = EventDelivery.Status.WAITING


@dataclass(frozen=True, repr=False)
class Parcel:
    """One message with what it takes to send it."""

    delivery: EventDelivery
    url: str
    secrets: tuple[str, ...]


def claim(most: int = AT_ONCE) -> list[Parcel]:
    """The next messages, which no other worker takes now, those that have waited longest first. Four queries."""
    now = timezone.now()
    with transaction.atomic():
        skips = connection.features.has_select_for_update_skip_locked
        rows = EventDelivery.objects.select_for_update(skip_locked=skips, of=("self",) if skips else ())
        deliveries = list(rows.filter(_due(now), pk__in=_next(now, most)).order_by("next_try_at", "pk"))
        EventDelivery.objects.filter(pk__in=[row.pk for row in deliveries]).update(claimed_at=now)
    wanted = EventSubscription.objects.filter(pk__in={row.subscription_id for row in deliveries})
    found = {pk: (url, secrets_of(secret, old, until)) for pk, url, secret, old, until in _opened(wanted)}
    return [Parcel(row, *found[row.subscription_id]) for row in deliveries if row.subscription_id in found]


def is_any_due() -> bool:
    """Whether there is a message that may go now: one query."""
    return bool(_next(timezone.now(), 1))


def secrets_of(secret: str, old_secret: str, until: datetime | None) -> tuple[str, ...]:
    """The secrets that sign now: two while one replaces the other."""
    return (secret, old_secret) if old_secret and still_good(until) else (secret,)


def _next(now: datetime, most: int) -> list[UUID]:
    """The ids of the messages that may go now. It looks at the first two of each address, not at all that wait."""
    of_one = EventDelivery.objects.filter(subscription=OuterRef("pk"))
    due = of_one.filter(_due(now)).order_by("next_try_at", "pk")
    flying = of_one.filter(status=WAITING, claimed_at__gte=now - CLAIM_LOST_AFTER).order_by()
    number = flying.values("subscription").annotate(number=Count("pk")).values("number")
    addresses = (
        EventSubscription.objects.filter(is_on=True)
        .annotate(
            room=Case(When(failing_since=None, then=AT_ONCE_TO_ONE), default=1) - Coalesce(Subquery(number), 0),
            first_at=Subquery(due.values("next_try_at")[:1]),
            first=Subquery(due.values("pk")[:1]),
            second=Subquery(due.values("pk")[1:2]),
        )
        .filter(room__gt=0, first_at__isnull=False)
        .order_by(F("first_at"), "pk")
    )
    chosen: list[UUID] = []
    for room, *first_two in addresses.values_list("room", "first", "second")[:most]:
        chosen += list(filter(None, first_two[:room]))
    return chosen[:most]


def _due(now: datetime) -> Q:
    unclaimed = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LOST_AFTER)
    return unclaimed & Q(status=WAITING, next_try_at__lte=now)


def _opened(rows: QuerySet[EventSubscription]) -> Sequence[tuple[UUID, str, str, str, datetime | None]]:
    return vault.opened(rows, "url", "secret", "old_secret", "old_secret_until")
