"""What an agency's own systems may be told of: every type of event with its sentence and an example, and `emit`, which queues
one in the transaction of what it tells of.

Data holds ids, names of fields and links: no contact details, and no money. Whoever is told asks the API for the rest."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import RedisError

from integrations.models import EventDelivery, EventSubscription, RowChange
from integrations.nudging import Nudger

SEND_EVENTS = "integrations.send_events"  # by name: the task stands above this module, in tasks.py
APART_SECONDS = 2.0
# A new subscription is heard of at once where the cache is shared; else within so many seconds.
KNOWN_SECONDS = 30
CACHE_AWAY = (RedisError, OSError)
MOST_IDS = 20
MOST_CHANGES = 200

nudger = Nudger(SEND_EVENTS, APART_SECONDS)

Data = dict[str, Any]


@dataclass(frozen=True)
class EventType:
    """One type: its sentence for people, and the data of an example."""

    sentence: str
    example: Data


ID = "9b2f6c1e-0d34-4f0a-9a53-3b1f7a2c8e10"
RUN: Data = {"job_id": ID, "connection_id": ID, "provider": "vendor", "sync_type": "incremental", "trigger": "schedule"}
CHANGES = [
    {"id": ID, "action": "updated", "fields": ["rent_amount"], "link": f"https://pmsync.example/portfolio/leases/{ID}"}
]

TYPES: dict[str, EventType] = {
    "sync.finished": EventType(
        "A sync has come to its end: all of it, or as far as it was when somebody cancelled it.",
        RUN | {"status": "completed", "summary": "187 properties synced, 3 new, 5 updated, 0 errors", "counts": {}},
    ),
    "sync.failed": EventType(
        "A sync could not go on. What had come in before is kept.",
        RUN | {"status": "failed", "summary": "The vendor does not answer.", "counts": {}},
    ),
    "issue.opened": EventType(
        "Rows could not come in and need a person. One event for each cause in a sync.",
        {
            "job_id": ID,
            "connection_id": ID,
            "kind": "leases",
            "code": "malformed_row",
            "count": 2,
            "external_ids": ["T-17"],
        },
    ),
    "issue.resolved": EventType(
        "Rows that needed a person have come in, or somebody has settled them.",
        {"job_id": ID, "connection_id": ID, "kind": "leases", "count": 1, "external_ids": ["T-17"]},
    ),
    "lease.changed": EventType(
        "A sync made, changed or withdrew leases, or its undo put them back or removed them.",
        {"job_id": ID, "connection_id": ID, "changes": CHANGES},
    ),
    "property.changed": EventType(
        "A sync made, changed or withdrew properties, or its undo put them back or removed them.",
        {
            "job_id": ID,
            "connection_id": ID,
            "changes": [
                {
                    "id": ID,
                    "action": "created",
                    "fields": [],
                    "link": f"https://pmsync.example/portfolio/properties/{ID}",
                }
            ],
        },
    ),
    "conflict.opened": EventType(
        "A field was changed on both sides, and a person must say which value holds.",
        {"connection_id": ID, "conflict_id": ID, "kind": "tenants", "row_id": ID, "field": "phone"},
    ),
    "edit.failed": EventType(
        "An edit could not be written back to the other system.",
        {"connection_id": ID, "edit_id": ID, "kind": "tenants", "row_id": ID, "fields": ["phone"], "code": "refused"},
    ),
    "connection.lost": EventType(
        "A connection's sign-in is no longer accepted. Nothing is synced until somebody reconnects it.",
        {
            "connection_id": ID,
            "provider": "vendor",
            "status": "expired",
            "link": "https://pmsync.example/settings/integrations",
        },
    ),
}
TEST = "test.message"


@transaction.atomic(savepoint=False)
def emit(agency_id: UUID, event_type: str, data: Mapping[str, Any]) -> int:
    """For how many subscriptions the event was queued, in the caller's transaction. Where the agency has none this asks the
    cache once and does nothing."""
    assert event_type in TYPES, event_type
    if not is_heard(agency_id):
        return 0
    now = timezone.now()
    wanted = EventSubscription.objects.filter(agency=agency_id, is_on=True)
    payload = payload_of(agency_id, event_type, data, now.isoformat())
    found = wanted.values_list("pk", "events")
    rows = [
        EventDelivery(subscription_id=pk, event_type=event_type, payload=payload, next_try_at=now, created_at=now)
        for pk in held([pk for pk, events in found if not events or event_type in events])
    ]
    if rows:
        EventDelivery.objects.bulk_create(rows)
        transaction.on_commit(nudger.nudge)
    return len(rows)


def held(subscriptions: list[UUID]) -> list[UUID]:
    """Those that are still there, in one order. They stay until the caller's transaction ends, because the database looks only
    then whether what was queued has a subscription, and a page of a sync would fail for one that was removed meanwhile. Who
    removes one waits; who changes one does not, as with `select_for_update` they would."""
    if connection.vendor != "postgresql" or not subscriptions:
        return subscriptions  # SQLite lets nobody else write before this transaction ends
    table = connection.ops.quote_name(EventSubscription._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE", [subscriptions])
        return [pk for (pk,) in cursor]


def payload_of(agency_id: UUID | str, event_type: str, data: Mapping[str, Any], at: str) -> Data:
    """The message, as Standard Webhooks shape it, with whose event it is."""
    return {"type": event_type, "timestamp": at, "agency_id": str(agency_id), "data": dict(data)}


def is_heard(agency_id: UUID) -> bool:
    """Whether any subscription of the agency is on. Asks the cache; once in half a minute, and while the cache is away, the
    database."""
    try:
        return bool(cache.get_or_set(_key(agency_id), lambda: _is_heard(agency_id), KNOWN_SECONDS))
    except CACHE_AWAY:  # a sync goes on without it, and what happens is told all the same
        return _is_heard(agency_id)


def hear_again(agency_id: UUID) -> None:
    """Have what `is_heard` knows looked up anew once the transaction is through: call it where a subscription changes."""
    transaction.on_commit(lambda: forget(agency_id))


def forget(agency_id: UUID) -> None:
    """Look up anew who listens, now; where the cache is away, within half a minute."""
    with suppress(*CACHE_AWAY):
        cache.delete(_key(agency_id))


def in_parts(changes: Iterable[Mapping[str, Any]], page: str) -> Iterator[list[Data]]:
    """Changed rows as `lease.changed` and `property.changed` tell of them, in parts of at most 200. `page` is the name of the
    page that shows one; a row that was removed has none."""
    part: list[Data] = []
    for change in changes:
        is_gone = change["action"] == RowChange.Action.REMOVED
        fields = [] if is_gone else sorted({*change.get("before", {}), *change.get("after", {})})
        link = None if is_gone else settings.SITE_URL + reverse(page, args=[change["row_id"]])
        part.append({"id": str(change["row_id"]), "action": change["action"], "fields": fields, "link": link})
        if len(part) == MOST_CHANGES:
            yield part
            part = []
    if part:
        yield part


def _key(agency_id: UUID) -> str:
    return f"subscribed-{agency_id}"


def _is_heard(agency_id: UUID) -> bool:
    return EventSubscription.objects.filter(agency=agency_id, is_on=True).exists()
