"""An office that is listened to, and what it has told."""

from typing import Any

import pytest

from integrations.models import EventDelivery
from tests.event_factories import a_subscription
from tests.factories import an_agency
from tests.integrations.office import Office


def told(event_type: str = "") -> list[dict[str, Any]]:
    """The data of the messages so far, of one type or of all."""
    rows = EventDelivery.objects.order_by("created_at", "pk")
    rows = rows.filter(event_type=event_type) if event_type else rows
    return [row.payload["data"] for row in rows]


@pytest.fixture
def heard(mapped: Office) -> Office:
    """The mapped office, whose own system is told of everything from now on."""
    a_subscription(mapped.agency)
    a_subscription(an_agency())
    return mapped
