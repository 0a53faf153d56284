"""Sessions at vendors that sign in by user and password: one for each user, however many workers and connections there are."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from integrations import connecting, form_sign_ins, vault
from integrations.models import Connection, SyncLog, VendorSession
from integrations.sync.engine import execute
from providers.errors import CredentialsError
from tests.integrations.companies import LOGIN, LOGINS, LOGOUTS, SLUG, asked, connect, session
from tests.integrations.test_vault import EIGHT, at_once
from tests.processes import wait_until
from tests.sandbox_server import SandboxServer


def credentials(connection: Connection) -> vault.SessionCredentials:
    signer = vault.signer_of(connection)
    assert signer is not None
    return vault.SessionCredentials(connection.pk, signer)


def outcome_of(ask: Callable[[], str]) -> list[str | Exception]:
    """What a worker in a thread of its own gets."""
    try:
        return [ask()]
    except Exception as error:
        return [error]
    finally:
        database.close()


def end_at_the_vendor(vendor: SandboxServer) -> str:
    """The token of the session that the vendor has ended; the requests that it noted are forgotten."""
    vendor.control("POST", "tokens/expire")
    vendor.control("DELETE", "requests")
    return session().token


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_noticed_by_us", [True, False], ids=["run out", "refused by the vendor"])
def test_eight_workers_sign_in_once(companies: SandboxServer, is_noticed_by_us: bool) -> None:
    connection = connect()
    stale = end_at_the_vendor(companies)
    if is_noticed_by_us:
        VendorSession.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    def ask() -> str:
        held = credentials(connection)
        return held.token() if is_noticed_by_us else held.renew(stale)

    found = at_once(ask)

    assert found == [session().token] * EIGHT
    assert found[0] != stale
    assert session().opened == 2
    assert len(asked(companies, LOGINS)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_with_a_password_that_was_changed_one_tries_it(companies: SandboxServer) -> None:
    connection = connect()
    stale = end_at_the_vendor(companies)
    companies.control("PATCH", "settings", {"logins_refused": True})

    found = at_once(lambda: credentials(connection).renew(stale))

    assert [type(one) for one in found] == [CredentialsError] * EIGHT
    assert len({str(one) for one in found}) == 1
    assert len(asked(companies, LOGINS)) == 1


@contextmanager
def a_slow_sign_in(vendor: SandboxServer, connection: Connection) -> Iterator[list[str | Exception]]:
    """A worker is signing in anew, and the vendor takes its time; at the end what it got."""
    stale = end_at_the_vendor(vendor)
    vendor.fault(LOGINS, "slow", provider=SLUG, seconds=2.0)
    found: list[str | Exception] = []
    thread = threading.Thread(target=lambda: found.extend(outcome_of(lambda: credentials(connection).renew(stale))))
    thread.start()
    wait_until(lambda: vendor.control("GET", "faults") == [])
    yield found
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_signs_in_others_write(companies: SandboxServer) -> None:
    connection = connect()

    with a_slow_sign_in(companies, connection) as found:
        began = time.monotonic()
        Connection.objects.filter(pk=connection.pk).update(account_name="Written meanwhile")
        took = time.monotonic() - began
        is_still_open = found == []

    assert is_still_open and took < 1
    assert found == [session().token]


@pytest.mark.django_db(transaction=True)
def test_a_session_that_a_person_stores_while_a_worker_signs_in_is_the_one_that_stays(companies: SandboxServer) -> None:
    connection = connect()

    with a_slow_sign_in(companies, connection) as found:
        form_sign_ins.change_secret(connection, LOGIN)
        theirs = session().token

    assert found == [theirs] == [session().token]
    assert [entry["status"] for entry in asked(companies, LOGOUTS)] == [204]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_ends_while_a_worker_signs_in_leaves_no_session(companies: SandboxServer) -> None:
    connection = connect()

    with a_slow_sign_in(companies, connection) as found:
        connecting.disconnect(connection)

    assert [str(error) for error in found] == ["Rent Manager is not signed in to any more."]
    assert not VendorSession.objects.exists()
    assert [entry["status"] for entry in asked(companies, LOGOUTS)] == [204]


@pytest.mark.django_db(transaction=True)
def test_a_session_that_somebody_ends_while_a_worker_looks_at_it_is_opened_anew(companies: SandboxServer) -> None:
    connection = connect()
    stale = end_at_the_vendor(companies)
    found: list[str | Exception] = []
    thread = threading.Thread(target=lambda: found.extend(outcome_of(lambda: credentials(connection).renew(stale))))

    with transaction.atomic():
        VendorSession.objects.all().delete()
        thread.start()
        time.sleep(0.3)
    thread.join()

    assert found == [session().token]


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["429", "503"])
def test_a_sign_in_that_asks_to_wait_is_waited_for_by_the_run_and_not_by_the_vault(
    companies: SandboxServer, status: str
) -> None:
    connection = connect()
    stale = end_at_the_vendor(companies)
    companies.fault(LOGINS, status, provider=SLUG, headers={"Retry-After": "30"})
    log = SyncLog.objects.get(connection=connection)
    began = time.monotonic()

    execute(log.pk)
    took = time.monotonic() - began

    log.refresh_from_db()
    assert (log.status, took < 10) == ("queued", True)
    assert log.not_before is not None and log.not_before > timezone.now() + timedelta(seconds=20)
    assert session().token == stale
    assert credentials(connection).renew(stale) == session().token != stale


@pytest.mark.django_db
def test_a_worker_that_was_killed_while_it_signed_in_is_waited_for_and_then_made_up_for(
    companies: SandboxServer,
) -> None:
    connection = connect()
    stale = end_at_the_vendor(companies)
    VendorSession.objects.update(token="", expires_at=timezone.now() + timedelta(seconds=1))
    began = time.monotonic()

    token = credentials(connection).renew(stale)

    assert time.monotonic() - began > 0.5
    assert token == session().token != stale
    assert len(asked(companies, LOGINS)) == 1


@pytest.mark.django_db
def test_a_run_whose_session_ends_on_the_way_signs_in_once_and_goes_on(companies: SandboxServer) -> None:
    connection = connect()
    end_at_the_vendor(companies)
    log = SyncLog.objects.get(connection=connection)

    execute(log.pk)

    log.refresh_from_db()
    assert log.status == "completed"
    assert len(asked(companies, LOGINS)) == 1
    assert session().opened == 2


@pytest.mark.django_db
def test_a_password_that_was_changed_at_the_vendor_asks_for_a_person_and_mails_the_admins(
    companies: SandboxServer,
) -> None:
    connection = connect()
    end_at_the_vendor(companies)
    companies.control("PATCH", "settings", {"logins_refused": True})
    mail.outbox.clear()

    execute(SyncLog.objects.get(connection=connection).pk)

    connection.refresh_from_db(fields=["status", "error"])
    assert (connection.status, connection.error["code"]) == ("expired", "sign_in_refused")  # type: ignore[index]
    assert len(mail.outbox) == 1
    companies.control("PATCH", "settings", {"logins_refused": False})
    assert connect(agency=connection.agency, begun=connection).status == "active"
    assert cache.get(f"sign-in-refused-{session().pk}") is None
    assert vault.open_provider(connection).identify().external_id == "samplehomes/1"


@pytest.mark.django_db
def test_the_vendor_never_holds_more_than_one_session_of_ours_and_one_on_trial(companies: SandboxServer) -> None:
    companies.control("PATCH", "settings", {"token_cap": 2})
    first = connect()
    second = connect({**LOGIN, "location": "2"}, agency=first.agency)

    for _ in range(11):
        connect(agency=first.agency, begun=first)
        credentials(second).token()

    assert session().opened == 13
    assert len(asked(companies, LOGINS)) == 13
    assert [entry["status"] for entry in asked(companies, LOGOUTS)] == [204] * 12


@pytest.mark.django_db
def test_a_session_that_is_about_to_run_out_is_replaced_and_given_back(companies: SandboxServer) -> None:
    connection = connect()
    before = session().token
    VendorSession.objects.update(expires_at=timezone.now() + timedelta(seconds=30))

    token = credentials(connection).token()

    assert token == session().token != before
    assert len(asked(companies, LOGOUTS)) == 1


@pytest.mark.django_db
def test_the_session_ends_with_the_last_connection_that_uses_it(companies: SandboxServer) -> None:
    first = connect()
    second = connect({**LOGIN, "location": "2"}, agency=first.agency)
    companies.control("DELETE", "requests")

    connecting.disconnect(first)
    still_there = VendorSession.objects.count(), len(asked(companies, LOGOUTS))
    connecting.disconnect(second)

    assert still_there == (1, 0)
    assert not VendorSession.objects.exists()
    assert [entry["status"] for entry in asked(companies, LOGOUTS)] == [204]
    assert set(Connection.objects.defer(None).values_list("status", "secrets")) == {("disconnected", "")}


@pytest.mark.django_db
def test_a_disconnect_works_while_the_vendor_does_not(companies: SandboxServer) -> None:
    connection = connect()
    companies.fault(LOGOUTS, "500", provider=SLUG, times=None)

    connecting.disconnect(connection)

    connection.refresh_from_db(fields=["status"])
    assert (connection.status, VendorSession.objects.count()) == ("disconnected", 0)


@pytest.mark.django_db
def test_another_agency_has_a_session_of_its_own(companies: SandboxServer) -> None:
    ours, theirs = connect(), connect()

    tokens = {credentials(ours).token(), credentials(theirs).token()}

    assert len(tokens) == 2
    assert VendorSession.objects.count() == 2


@pytest.mark.django_db
def test_when_it_was_used_is_noted_once_a_minute(companies: SandboxServer, django_assert_num_queries: Any) -> None:
    held = credentials(connect())
    held.token()
    long_ago = timezone.now() - timedelta(minutes=5)
    VendorSession.objects.update(used_at=long_ago)

    with django_assert_num_queries(0):
        held.token()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        held.token()

    used_at = session().used_at
    assert used_at is not None and used_at > long_ago
