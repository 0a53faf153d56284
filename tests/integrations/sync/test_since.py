"""A sync that is told where to begin: it may pass rows over, so it moves a cursor only where it has passed over none."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.utils import timezone

from integrations import runs
from integrations.models import Cursor, SyncLog
from integrations.run_options import without_times
from integrations.sync.engine import execute
from providers.propertyme import PropertyMe
from providers.records import Kind
from tests.integrations.office import Office

BALANCES = "v1/tenancies/balances"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def office(mapped: Office) -> Office:
    mapped.vendor.control("DELETE", "requests")
    return mapped


def read_since(office: Office, since: datetime) -> SyncLog:
    options = {"since": since.isoformat()}
    log = runs.request_sync(office.fresh(), SyncLog.Type.INCREMENTAL, SyncLog.Trigger.PERSON, options=options)
    execute(log.pk)
    log.refresh_from_db()
    assert log.status == SyncLog.Status.COMPLETED, log.summary
    return log


def cursor(feed: str) -> tuple[Any, ...]:
    found = Cursor.objects.get(feed=feed)
    return found.value, found.started_over_at, found.whole_at


def asked(office: Office, path: str) -> str:
    """The query of the last request for that path."""
    return unquote(office.asked(path)[-1]["query"])


def test_a_feed_whose_marks_are_times_begins_there(office: Office) -> None:
    read_since(office, LONG_AGO)

    assert "LastUpdated=2025-12-31T00:00:00Z" in asked(office, BALANCES)  # a day before, as always


def test_other_feeds_go_on_at_their_cursor(office: Office) -> None:
    mark = cursor("v1/contacts")[0]

    read_since(office, LONG_AGO)

    assert f"Timestamp={mark}" in asked(office, "contacts")
    assert without_times(PropertyMe, (Kind.CONTACT, Kind.TENANT, Kind.RENT_PAYMENT)) == ["tenants", "contacts"]


def test_a_read_from_before_the_cursor_never_moves_it_back(office: Office) -> None:
    before = cursor(BALANCES)

    read_since(office, LONG_AGO)

    assert cursor(BALANCES)[0] >= before[0]
    assert cursor(BALANCES)[1:] == before[1:]


def test_a_read_from_behind_the_cursor_leaves_it_where_it_was(office: Office) -> None:
    Cursor.objects.filter(feed=BALANCES).update(value="2026-01-05T00:00:00Z")
    before = cursor(BALANCES)

    read_since(office, timezone.now() - timedelta(minutes=1))

    assert cursor(BALANCES) == before


def test_a_feed_that_was_never_read_still_has_all_of_it_to_read(office: Office) -> None:
    Cursor.objects.filter(feed=BALANCES).delete()

    read_since(office, LONG_AGO)

    assert not Cursor.objects.filter(feed=BALANCES).exists()
