"""Taking edits out of the queue, before anything of them is on the wire. Each row's edits go one after the other, in the order in
which they were made; different rows go side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from integrations.models import Connection, FieldConflict, OutgoingEdit
from integrations.sync import lookups  # noqa: F401  (registers `any_of`)
from integrations.sync.targets import TARGETS
from integrations.twoway.queueing import CLAIM_LOST_AFTER
from providers.choices import Kind

Action, Status = OutgoingEdit.Action, OutgoingEdit.Status


@dataclass(frozen=True)
class Claim:
    """One edit that is ours to send, with its row's columns as they were when it was taken."""

    edit: OutgoingEdit
    row: Mapping[str, Any]


def claim(connection: Connection, kind: Kind, action: str, limit: int) -> list[Claim]:
    """Up to `limit` edits, each of another row, marked as being sent: nobody else sends them, and none comes after them before
    their outcome is known. The row's stamp is read under the same lock under which pages of records are taken in, so that what
    is sent was compared with what the stamp says. Empty where there is nothing to do."""
    ready = _ready(connection, kind).filter(action=action)
    for skip_locked in (True, False):
        with transaction.atomic():
            wanted = dict(ready.order_by("pk").values_list("row_id", "pk")[:limit])
            rows = _rows(kind, list(wanted), skip_locked=skip_locked)
            taken = list(
                ready.filter(pk__in=[wanted[pk] for pk in rows]).select_for_update(of=("self",)).order_by("pk")
            )
            mine, now = uuid4(), timezone.now()
            OutgoingEdit.objects.filter(pk__in=[edit.pk for edit in taken]).update(
                status=Status.SENDING,
                claim=mine,
                claimed_at=now,
                attempts=F("attempts") + 1,
                not_before=None,
                error=None,
                updated_at=now,
            )
        for edit in taken:
            edit.status, edit.claim, edit.claimed_at = Status.SENDING, mine, now
            edit.attempts += 1
        if taken or not wanted:
            return [Claim(edit, rows[edit.row_id]) for edit in taken]
    return []


def give_up_lost(connection: Connection) -> int:
    """Note that nobody knows what became of edits whose worker has been silent for minutes: how many."""
    lost = OutgoingEdit.objects.filter(
        connection=connection, status=Status.SENDING, claimed_at__lt=timezone.now() - CLAIM_LOST_AFTER
    )
    words = {
        "code": "worker_lost",
        "message": "The worker stopped while it was sending this, so nobody knows whether it arrived.",
        "action": "pmsync looks it up before it sends anything again.",
    }
    return lost.update(status=Status.UNKNOWN, claim=None, not_before=None, error=words, updated_at=timezone.now())


def drop_rowless(connection: Connection, kind: Kind) -> None:
    """Give up edits whose row has been deleted here, and settle their conflicts. Two queries."""
    now, rows = timezone.now(), TARGETS[kind].model._default_manager.filter(pk=OuterRef("row_id"))
    mine = {"connection": connection, "kind": kind.value}
    words = {"code": "row_deleted", "message": "The row has been deleted here.", "action": ""}
    resting = OutgoingEdit.objects.filter(**mine, status__in=(Status.PENDING, Status.FAILED, Status.CONFLICT))
    resting.filter(~Exists(rows)).update(status=Status.DROPPED, error=words, updated_at=now)
    settled = {"status": FieldConflict.Status.SETTLED, "decided_at": now, "updated_at": now}
    FieldConflict.objects.open().filter(~Exists(rows), **mine).update(**settled)


def _ready(connection: Connection, kind: Kind) -> QuerySet[OutgoingEdit]:
    """Edits that may go: their time has come, none of their row is on the wire, and none before them waits."""
    of_the_row = OutgoingEdit.objects.filter(row_id=OuterRef("row_id")).exclude(pk=OuterRef("pk"))
    in_the_way = of_the_row.filter(
        Q(status__in=(Status.SENDING, Status.UNKNOWN)) | Q(status=Status.PENDING, pk__lt=OuterRef("pk"))
    )
    is_known = Q(action=Action.CREATE) | ~Q(external_id="")
    due = Q(not_before__isnull=True) | Q(not_before__lte=timezone.now())
    edits = OutgoingEdit.objects.filter(due, is_known, connection=connection, kind=kind.value, status=Status.PENDING)
    return edits.filter(~Exists(in_the_way))


def _rows(kind: Kind, wanted: list[UUID], *, skip_locked: bool) -> dict[UUID, dict[str, Any]]:
    rows = TARGETS[kind].model._default_manager.filter(pk__any_of=wanted).order_by("pk")
    return {row["pk"]: row for row in rows.select_for_update(skip_locked=skip_locked).values("pk", *_columns(kind))}


def _columns(kind: Kind) -> list[str]:
    return [column.attname for column in TARGETS[kind].model._meta.concrete_fields]
