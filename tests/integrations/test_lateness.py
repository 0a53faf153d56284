"""Nights that did not begin and export files that did not come, said once a day."""

from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from agencies.models import Agency, Membership
from integrations.files import drops
from integrations.lateness import look
from integrations.models import Connection, ImportFile
from integrations.pages.standing import glance, standings
from tests.factories import a_connection, a_file_connection, a_member, an_agency
from tests.mail_server import Letterbox, part

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NINE = datetime(2026, 7, 2, 23, 0, tzinfo=UTC)  # Friday, 09:00 in Sydney


def expecting(agency: Agency | None = None, by: time = time(9), **given: Any) -> Connection:
    """A connection that has expected a file each day for a long time."""
    agency = agency or an_agency(timezone="Australia/Sydney")
    if not agency.memberships.exists():
        a_member(agency)
    connection = a_file_connection(agency, expected_by=by, next_sync_at=None, **given)
    Connection.objects.filter(pk=connection.pk).update(created_at=NINE - 90 * DAY)
    return connection


def a_file(connection: Connection, written: datetime, **given: Any) -> ImportFile:
    values = {"drop_key": f"{uuid4()}.csv", "version": "1", "as_of": written, "status": "imported", **given}
    values.setdefault("connection", connection)
    return ImportFile.objects.create(agency=connection.agency, modified_at=written, **values)


def kinds(connection: Connection) -> list[str]:
    """What the morning's first look says that needs a person."""
    return [task.kind for task in glance(standings(connection.agency))["tasks"]]


def test_a_file_that_did_not_come_is_said_once_a_day_and_on_the_page(letterbox: Letterbox) -> None:
    connection = expecting()
    a_file(connection, NINE - 3 * DAY - HOUR)

    told = [look(NINE - HOUR), look(NINE), look(NINE + HOUR), look(NINE + 14 * HOUR), look(NINE + DAY)]

    assert told == [0, 1, 0, 0, 1]
    first, second = (message for _, message in letterbox.mail)
    assert first["Subject"] == "No export from Property Tree since Tuesday, 08:00"
    assert second["Subject"] == "No export from Property Tree since Tuesday, 08:00"
    assert "is expected each day by 09:00" in " ".join(part(first, "plain").split())
    assert "/settings/integrations/propertytree" in part(first, "html")
    assert kinds(connection) == ["late"]


def test_once_a_file_comes_all_is_well(letterbox: Letterbox) -> None:
    connection = expecting()
    look(NINE)

    a_file(connection, NINE + HOUR)
    look(NINE + HOUR)

    connection.refresh_from_db()
    assert (connection.missed_on, kinds(connection), len(letterbox.mail)) == (None, [], 1)


def test_a_file_that_lies_in_the_drop_unseen_is_found_before_anybody_is_alarmed(letterbox: Letterbox) -> None:
    connection = expecting()
    found = drops.put(connection.agency, "night/leases.csv", BytesIO(b"Lease,Rent\n"))
    now = found.modified_at + HOUR
    Connection.objects.filter(pk=connection.pk).update(expected_by=now.astimezone(connection.agency.zone).time())

    assert look(now) == 0


def test_yesterdays_file_that_was_found_today_is_yesterdays(letterbox: Letterbox) -> None:
    connection = expecting()
    a_file(connection, NINE - DAY - HOUR)

    assert look(NINE) == 1


@pytest.mark.parametrize("origin", ["upload", "correction", "drop"])
def test_a_file_that_was_handed_in_counts(letterbox: Letterbox, origin: str) -> None:
    a_file(expecting(), NINE - HOUR, origin=origin)

    assert look(NINE) == 0


def test_what_came_for_somebody_else_or_through_the_wizard_does_not_count(letterbox: Letterbox) -> None:
    connection = expecting()
    a_file(connection, NINE - HOUR, origin="wizard")
    a_file(expecting(provider="console"), NINE - HOUR)
    a_file(a_file_connection(connection.agency, "console"), NINE - HOUR)

    assert look(NINE) == 1


def test_a_connection_of_today_is_given_its_first_day(letterbox: Letterbox) -> None:
    connection = expecting()
    Connection.objects.filter(pk=connection.pk).update(created_at=NINE - HOUR)

    assert [look(NINE), look(NINE + DAY - HOUR), look(NINE + DAY)] == [0, 0, 1]


def test_what_is_paused_or_expects_nothing_is_never_late(letterbox: Letterbox) -> None:
    expecting(status="paused")
    connection = expecting()
    Connection.objects.filter(pk=connection.pk).update(expected_by=None)

    assert look(NINE) == 0


@pytest.mark.parametrize(
    ("month", "day", "due"),
    [
        # Sydney, 4 October: 02:30 does not exist, and counts as the gap ends.
        (10, 3, datetime(2026, 10, 2, 16, 30, tzinfo=UTC)),
        (10, 4, datetime(2026, 10, 3, 16, 30, tzinfo=UTC)),
        (10, 5, datetime(2026, 10, 4, 15, 30, tzinfo=UTC)),
        # 5 April: 02:30 passes twice, and the first one counts.
        (4, 5, datetime(2026, 4, 4, 15, 30, tzinfo=UTC)),
        (4, 6, datetime(2026, 4, 5, 16, 30, tzinfo=UTC)),
    ],
)
def test_the_hour_is_the_agencys_own_when_its_clock_changes(
    letterbox: Letterbox, month: int, day: int, due: datetime
) -> None:
    connection = expecting(by=time(2, 30))
    Connection.objects.filter(pk=connection.pk).update(created_at=due - 9 * DAY)

    assert [look(due - timedelta(minutes=1)), look(due)] == [0, 1]


def test_a_night_that_did_not_begin_is_said_once_a_day(letterbox: Letterbox) -> None:
    agency = an_agency(timezone="Australia/Sydney")
    a_member(agency)
    connection = a_connection(agency, next_sync_at=NINE - 7 * HOUR)

    told = [look(NINE - 5 * HOUR), look(NINE), look(NINE + HOUR)]

    assert told == [0, 1, 0]
    [(_, message)] = letterbox.mail
    assert message["Subject"] == "PropertyMe did not sync: the night planned for Friday, 02:00 did not begin"
    assert kinds(connection) == ["overdue"]


def test_those_who_want_no_mails_get_none(letterbox: Letterbox) -> None:
    connection = expecting()
    Membership.objects.update(summaries="none")

    assert (look(NINE), letterbox.mail, kinds(connection)) == (0, [], ["late"])


def test_while_the_mail_server_is_away_it_is_said_later(letterbox: Letterbox, settings: Any) -> None:
    expecting()
    letterbox.close()
    assert look(NINE) == 0

    letterbox.open(settings)

    assert [look(NINE + HOUR), look(NINE + HOUR), len(letterbox.mail)] == [1, 0, 1]
