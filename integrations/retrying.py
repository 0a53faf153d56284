"""Reading rows again that could not be brought in, and what may be mended here."""

from collections.abc import Iterable

from agencies.models import User
from agencies.refusals import Refusal
from integrations import runs
from integrations.adjusting import kinds_of
from integrations.models import Connection, SyncIssue, SyncLog
from providers import registry
from providers.records import Kind


def retry(connection: Connection, kinds: Iterable[str], user: User) -> SyncLog:
    """A queued run that reads these kinds from the start: a vendor's lists cannot be asked for single rows. Refusal where
    no sync reads any of them, or the connection cannot sync now."""
    provider, named = registry.get(connection.provider), set(kinds)
    # A row that could not be read is noted under its list's first kind, and may be of any that the list gives.
    named |= {kind for feed in provider.feeds if feed.kind in named for kind in feed.kinds}
    wanted = [kind for kind in readable(connection) if kind in named]
    if not wanted:
        label = provider.label
        raise Refusal(
            "nothing_to_retry",
            "There is nothing here that reading again would bring in.",
            f"Look at the open issues of {label}: each says what to do.",
            conflict=True,
        )
    return runs.request_sync(connection, SyncLog.Type.FULL, SyncLog.Trigger.PERSON, user=user, kinds=wanted)


def retry_rows(connection: Connection, issue_ids: Iterable[str], user: User) -> SyncLog:
    """A queued run that reads only the rows of these issues again, as their file had them or as they were mended since.
    Refusal where none of them is an open row of a file that is still kept, or the connection cannot sync now."""
    waiting = SyncIssue.objects.open().filter(connection=connection, pk__in=list(issue_ids), raw__isnull=False)
    ids = [str(pk) for pk in waiting.exclude(layout="").order_by("pk").values_list("pk", flat=True)]
    if not ids:
        raise Refusal(
            "nothing_to_retry",
            "None of these rows waits any longer.",
            "Load the page again to see which rows are left.",
            conflict=True,
        )
    only = {"issues": ids}
    return runs.request_sync(connection, SyncLog.Type.MANUAL, SyncLog.Trigger.PERSON, user=user, only=only)


def readable(connection: Connection) -> tuple[Kind, ...]:
    """The kinds that a sync of this connection reads, without those that are switched off."""
    return tuple(kind for kind in kinds_of(connection) if kind not in connection.excluded_kinds)


def not_editable(provider_slug: str) -> Refusal:
    """Why a row's values are not changed here: the other system's row would bring the old ones back every night."""
    label = registry.get(provider_slug).label
    return Refusal(
        "not_editable",
        f"This row comes from {label}, and pmsync changes nothing there.",
        f"Mend it in {label}, then retry.",
        conflict=True,
    )
