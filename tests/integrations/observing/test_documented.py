"""The table of numbers in docs/observability.md, held against what a monitor reads after a day's work."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from integrations import events
from integrations.models import Connection, SyncLog
from integrations.subscriptions import sending
from tests.factories import a_sync_log, an_issue
from tests.integrations.hooks.given import an_event, read_all
from tests.integrations.hooks.vendor import TalkingVendor, connected, talker  # noqa: F401  (a fixture)
from tests.integrations.observing.scraping import samples
from tests.integrations.office import Office
from tests.integrations.subscriptions.hearing import Hearing, hearing  # noqa: F401  (a fixture)
from tests.integrations.twoway.bureau import Bureau
from tests.integrations.twoway.conftest import bureau, server  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).parents[3] / "docs/observability.md"
ROW = re.compile(r"\| (`pmsync_[^|]*) \| ([^|]*) \| ([^|]*) \|")


def documented() -> dict[str, tuple[str, ...]]:
    """The labels of each number, as the page names them."""
    return {
        name: tuple(sorted(labels.split(", ")))
        for names, labels, _ in ROW.findall(PAGE.read_text())
        for name in re.findall(r"`(\w+)`", names)
    }


@pytest.fixture
def a_day(
    office: Office,
    talker: TalkingVendor,  # noqa: F811
    hearing: Hearing,  # noqa: F811
    bureau: Bureau,  # noqa: F811
) -> None:
    """A sync whose token has to be renewed, edits pushed, an event taken, a message sent, and something of all that waits."""
    Connection.objects.filter(pk=office.connection.pk).update(token_expires_at=timezone.now() - timedelta(hours=1))
    office.sync()
    bureau.edit("c1", phone="2")
    bureau.edit("c2", phone="2")
    bureau.vendor.changes("c2", phone="3")
    bureau.push()
    talker.has("1", "Tess Tenant")
    talking = connected()
    an_event(talking, "Tenant_Edit", "1")
    read_all(talking)
    events.emit(hearing.told().agency_id, "lease.changed", {})
    sending.send_due()
    an_issue(talking)
    a_sync_log(talking, status=SyncLog.Status.RUNNING, heartbeat_at=timezone.now())


def test_every_number_that_is_documented_is_shown_with_its_labels_and_no_other(a_day: None) -> None:
    shown: dict[str, Any] = {name: tuple(name for name, _ in labels) for name, labels in samples()}

    assert len(documented()) > 12
    assert shown == documented()
