"""Reading again what a stored event was about, because a person asks."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.models import User
from agencies.refusals import Refusal
from integrations.hooks.taking import nudger
from integrations.models import Connection, WebhookEvent

# So long a body is kept; its event's line is kept for longer. See retention.py.
BODY_KEPT = timedelta(days=30)


@transaction.atomic
def replay(event: WebhookEvent, person: User) -> None:
    """Let the event wait again, as if it had just come. Refusal where it waits already, where its body has been forgotten, and
    where the connection is not signed in."""
    connection = event.connection
    if connection.status not in Connection.SIGNED_IN:
        raise Refusal("not_connected", f"{connection} is not connected.", "Reconnect it first.", conflict=True)
    if (
        not WebhookEvent.objects.select_for_update()
        .exclude(status=WebhookEvent.Status.WAITING)
        .filter(pk=event.pk)
        .exists()
    ):
        raise Refusal("waiting", "This event waits to be read already.", conflict=True)
    if event.received_at < timezone.now() - BODY_KEPT:
        message = f"What this event said has been forgotten: it is kept for {BODY_KEPT.days} days."
        raise Refusal("forgotten", message, "Sync now, which reads everything that has changed.", conflict=True)
    event.status, event.message, event.done_at, event.sync_log = WebhookEvent.Status.WAITING, "", None, None
    event.replays, event.waiting_since = event.replays + 1, timezone.now()
    event.save(update_fields=["status", "message", "done_at", "sync_log", "replays", "waiting_since"])
    audit.record(
        audit.Action.EVENT_REPLAYED,
        connection,
        agency=connection.agency,
        person=person,
        event=event.pk,
        type=event.event_type,
    )
    transaction.on_commit(lambda: nudger.send(connection.pk))
