"""How much a run has before it, as far as an earlier run of the same sort tells."""

from datetime import datetime

from django.db.models import Q

from integrations.models import SyncLog

# Less than this says nothing about the rest.
LEAST_SECONDS = 5
LEAST_SHARE = 0.02
OF_ITS_OWN = (SyncLog.Trigger.UNDO, SyncLog.Trigger.WEBHOOK)
NARROWING = ("since", "property_filters", "sync_direction")


def expected_rows(log: SyncLog) -> int:
    """How many rows the last such run read, so that the progress bar does not begin anew with each feed; 0 for a first, and
    for one that reads only some of its rows. One query at most."""
    if log.only or any(name in log.options for name in NARROWING):
        return 0
    done = SyncLog.objects.filter(connection=log.connection_id, kinds=log.kinds, status=SyncLog.Status.COMPLETED)
    full = Q(sync_type=SyncLog.Type.FULL)
    like = done.filter(full if log.sync_type == SyncLog.Type.FULL else ~full).exclude(trigger__in=OF_ITS_OWN)
    for name in NARROWING:
        like = like.filter(**{f"options__{name}__isnull": True})
    counts = like.values_list("counts", flat=True).first() or {}
    return sum(count["read"] for count in counts.values())


def seconds_left(log: SyncLog, now: datetime) -> int | None:
    """How long a running run still takes at its pace so far; None where nobody can know: it waits, has only just begun, or no
    earlier run says how much there is. One query for a running one."""
    if log.status != SyncLog.Status.RUNNING or log.started_at is None or log.progress_done >= log.progress_total:
        return None
    spent = (now - log.started_at).total_seconds()
    if spent < LEAST_SECONDS or log.progress_done < LEAST_SHARE * log.progress_total or not expected_rows(log):
        return None
    return round(spent * (log.progress_total - log.progress_done) / log.progress_done)
