"""Runs that are disturbed on the way, over real sockets: they go on, or the next one does, and the rows are the same."""

import pytest

from integrations import runs
from tests.integrations.companies import LOGINS, SLUG, asked
from tests.integrations.office import assert_counts_add_up
from tests.integrations.rentmanager.office import in_step, rows, signed_in, under_way
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db(transaction=True)
# While one page takes so long, a test does what disturbs.
SLOW = {"provider": SLUG, "seconds": 1.0}


def test_a_session_that_ends_while_pages_are_read_is_opened_once_more(companies: SandboxServer) -> None:
    twin = in_step(companies)
    office = signed_in(companies, batch_size=100, max_workers=4)
    companies.control("PATCH", "settings", {"page_cap": 100})
    companies.control("DELETE", "requests")
    companies.fault("Charges", "slow", times=8, **SLOW)
    log = office.waiting("full")

    with under_way(log, "charges"):
        companies.control("POST", "tokens/expire")
        companies.control("PATCH", "settings", {"token_cap": 1})  # a second session would be refused

    assert (log.status, log.errors) == ("completed", [])
    assert_counts_add_up(log)
    assert [entry["status"] for entry in asked(companies, LOGINS)] == [200]
    assert any(entry["status"] == 401 for entry in asked(companies, "samplehomes"))
    assert rows(office) == rows(twin)


def test_a_run_that_is_cancelled_stops_at_its_next_page_and_the_next_one_makes_up_for_it(
    companies: SandboxServer,
) -> None:
    twin = in_step(companies)
    office = signed_in(companies, batch_size=100)
    companies.fault("Charges", "slow", **SLOW)
    log = office.waiting("full")

    with under_way(log, "charges"):
        runs.cancel(log)
    half = rows(office)
    again = office.run()

    assert (log.status, log.is_live, again.status) == ("cancelled", False, "completed")
    assert half["Lease"] == rows(twin)["Lease"] and not half["Violation"]
    assert rows(office) == rows(twin)


def test_a_limit_that_is_met_on_the_way_is_waited_for(companies: SandboxServer) -> None:
    twin = in_step(companies)
    office = signed_in(companies, batch_size=100)
    companies.control("PATCH", "settings", {"rate_limit": 6, "rate_seconds": 2})

    log = office.run("full")

    assert companies.control("GET", f"{SLUG}/limits")["samplehomes"]["refused"]
    assert (log.status, log.errors) == ("completed", [])
    assert rows(office) == rows(twin)
