"""What the log says of one connection's runs, pushes and checks, in every detail and without."""

from datetime import timedelta

import pytest
from django.utils import timezone

from integrations import checking
from integrations.models import Connection
from integrations.observing.diagnostics import debug
from tests.integrations.observing.lines import details, lines_written
from tests.integrations.office import Office
from tests.integrations.twoway.bureau import Bureau
from tests.integrations.twoway.conftest import bureau, server  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db


def test_every_line_of_a_run_carries_its_run_connection_agency_and_provider(office: Office) -> None:
    with lines_written() as lines:
        log = office.sync()

    assert len(lines) > 5
    assert {(line["run"], line["connection"], line["agency"], line["provider"]) for line in lines} == {
        (str(log.pk), str(office.connection.pk), str(office.agency.pk), office.connection.provider)
    }


def test_a_connection_that_is_debugged_logs_each_call_and_page_whatever_the_sites_level(office: Office) -> None:
    debug(office.connection, hours=1)
    office.vendor.fault("v1/tenancies", "500", times=1)

    with lines_written("INFO") as lines:
        log = office.sync()

    found = details(lines)
    assert {(line["run"], line["connection"]) for line in found} == {(str(log.pk), str(office.connection.pk))}
    calls = [line["event"] for line in found if line["logger"] == "providers.client"]
    again = [event for event in calls if "v1/tenancies" in event and "try 2: 200" in event]
    assert len(again) == 1
    assert any("v1/tenancies" in event and "try 1: 500" in event for event in calls)
    assert any(event.startswith("Waits ") for event in calls)
    pages = [line["event"] for line in found if line["logger"] == "integrations.sync.journal"]
    read = {kind: count["read"] for kind, count in log.counts.items() if count["read"]}
    assert read
    for kind, number in read.items():
        told = [int(page.split(f"{kind}: ")[1].split(" read")[0]) for page in pages if f"{kind}: " in page]
        assert sum(told) == number


def test_one_that_is_not_debugged_logs_no_details(office: Office) -> None:
    Connection.objects.update(debug_until=timezone.now() - timedelta(seconds=1))

    with lines_written("INFO") as lines:
        office.sync()

    assert lines
    assert not details(lines)


def test_details_of_one_run_are_not_written_of_the_next(office: Office) -> None:
    debug(office.connection, hours=1)
    office.sync()
    debug(office.connection, hours=0)

    with lines_written("INFO") as lines:
        office.sync()

    assert not details(lines)


def test_details_hold_neither_what_was_asked_for_nor_what_came(mapped: Office) -> None:
    debug(mapped.connection, hours=1)
    people = [row for row in mapped.raw("contacts").values() if row.get("Email")]

    with lines_written("INFO") as lines:
        mapped.sync()

    written = " ".join(line["event"] for line in details(lines))
    queries = {entry["query"] for entry in mapped.asked("/api/") if entry.get("query")}
    assert "asked for by Timestamp" in written
    assert people and queries
    for hidden in (*queries, *(person[name] for person in people for name in ("Email", "Reference"))):
        assert hidden not in written


def test_pushes_are_logged_in_detail_too(bureau: Bureau) -> None:  # noqa: F811
    debug(bureau.connection, hours=1)
    bureau.edit("c1", phone="2")

    with lines_written("INFO") as lines:
        bureau.push()

    assert any(line["event"].startswith("POST contacts") for line in details(lines))
    assert {line["connection"] for line in details(lines)} == {str(bureau.connection.pk)}


def test_checks_are_logged_in_detail_too(office: Office) -> None:
    debug(office.connection, hours=1)

    with lines_written("INFO") as lines:
        checking.check(office.connection.pk)

    assert any("try 1: 200" in line["event"] for line in details(lines))
    assert {line["connection"] for line in details(lines)} == {str(office.connection.pk)}


def test_pushes_and_checks_without_it_are_not(bureau: Bureau, office: Office) -> None:  # noqa: F811
    bureau.edit("c1", phone="2")

    with lines_written("INFO") as lines:
        bureau.push()
        checking.check(office.connection.pk)

    assert lines
    assert not details(lines)
