"""How long events are kept: what they said for 30 days, that they came for 90."""

from datetime import datetime, timedelta

from django.db.models.functions import Length

from integrations.hooks.replaying import BODY_KEPT
from integrations.models import WebhookEvent

EVENT_KEPT = timedelta(days=90)
ENCRYPTED_NOTHING = 100  # the length of an encrypted text that is empty


def forget(now: datetime) -> int:
    """How many events were forgotten, wholly or what they said. One that still waits after 30 days is given up."""
    old = WebhookEvent.objects.filter(received_at__lt=now - BODY_KEPT)
    old.filter(status=WebhookEvent.Status.WAITING).update(
        status=WebhookEvent.Status.FAILED,
        message="It waited for 30 days, and what it said has been forgotten. The next sync reads everything.",
        done_at=now,
    )
    blanked = old.annotate(size=Length("body")).filter(size__gt=ENCRYPTED_NOTHING).update(body="")
    gone, _ = WebhookEvent.objects.filter(received_at__lt=now - EVENT_KEPT).delete()
    return blanked + gone
