"""How long the log of deliveries is kept: 90 days, whatever became of them."""

from datetime import datetime, timedelta

from integrations.models import EventDelivery

KEPT = timedelta(days=90)


def forget(now: datetime) -> int:
    """How many were forgotten."""
    gone, _ = EventDelivery.objects.filter(created_at__lt=now - KEPT).delete()
    return gone
