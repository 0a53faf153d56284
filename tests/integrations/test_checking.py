"""Every five minutes each connection's vendor is asked for as little as can be, and what came of it is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from integrations import checking, tasks
from integrations.models import CallStats, Connection, HealthCheck
from providers.base import Limit
from providers.propertyme.provider import PropertyMe
from tests.factories import a_connection, a_file_connection
from tests.health_factories import a_check
from tests.integrations.office import Office

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 7, 3, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def checked(office: Office) -> HealthCheck:
    found = checking.check(office.connection.pk)
    assert found is not None
    found.refresh_from_db()
    return found


def test_a_vendor_that_answers_is_up(office: Office) -> None:
    asked = len(office.asked("/api/"))

    found = checked(office)

    assert (found.is_up, found.code, found.message) == (True, "", "")
    assert found.latency_ms is not None
    assert len(office.asked("/api/")) == asked + 1
    assert CallStats.objects.get(connection=office.connection).calls == 1


@pytest.mark.parametrize(
    ("fault", "how", "code"),
    [
        pytest.param("500", {"times": 9}, "vendor_unavailable", id="trouble of its own"),
        pytest.param("html", {"times": 9}, "reply_not_as_documented", id="a web page"),
        pytest.param("refuse_connection", {"times": 9}, "vendor_unavailable", id="no answer"),
    ],
)
def test_a_vendor_that_does_not_answer_is_down(office: Office, fault: str, how: dict[str, Any], code: str) -> None:
    office.vendor.fault("v1/members", fault, **how)

    found = checked(office)

    assert (found.is_up, found.code, found.latency_ms) == (False, code, None)
    assert found.message.startswith("PropertyMe")
    assert office.fresh().status == "active"


def test_one_that_asks_us_to_wait_is_up_and_nobody_waits(office: Office) -> None:
    office.vendor.fault("v1/members", "429", times=9, headers={"Retry-After": "90"})

    found = checked(office)

    assert (found.is_up, found.code) == (True, "vendor_limit")


def test_a_sign_in_that_is_refused_is_lost_as_in_a_run(office: Office) -> None:
    office.vendor.control("POST", "tokens/revoke")

    found = checked(office)

    assert (found.is_up, found.code) == (False, "sign_in_refused")
    assert office.fresh().status in Connection.SIGN_IN_LOST
    assert checking.check(office.connection.pk) is None


def test_while_our_own_share_of_calls_is_used_up_nothing_is_asked(
    office: Office, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(PropertyMe, "limit", Limit(1, 600))
    settings.PROVIDERS_PACED = True
    provider = checking.vault.open_provider(office.connection)
    provider.ping()

    assert checking.check(office.connection.pk) is None
    assert not HealthCheck.objects.exists()


def test_only_active_connections_to_an_interface_are_due() -> None:
    active = a_connection()
    for status in ("pending", "paused", "expired", "revoked", "disconnected"):
        a_connection(status=status)
    a_file_connection()

    assert checking.due(timezone.now()) == [active.pk]


def test_a_connection_has_its_own_second_of_five_minutes() -> None:
    first, second = UUID(int=17), UUID(int=300 * 10**9 + 250)

    for key, offset in ((first, 17), (second, 250)):
        turns = {checking.turn(key, NOON + SECOND * later) for later in range(600)}

        assert len(turns) == 3
        assert all(int(turn.timestamp()) % 300 == offset for turn in turns)
    assert checking.turn(first, NOON + 17 * SECOND) == NOON + 17 * SECOND


def test_a_connection_is_due_once_in_each_turn() -> None:
    connection = a_connection()
    turn = checking.turn(connection.pk, NOON)

    assert checking.due(turn) == [connection.pk]
    check = a_check(connection, checked_at=turn + SECOND)
    assert checking.due(turn + 299 * SECOND) == []
    assert checking.due(turn + 300 * SECOND) == [connection.pk]
    assert checking.check(connection.pk, turn + 299 * SECOND) is None
    assert list(HealthCheck.objects.all()) == [check]


def test_the_clock_sends_a_worker_for_each_that_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = a_connection()
    sent: list[tuple[str, object, float | None]] = []
    monkeypatch.setattr("integrations.errands.send", lambda task, key, expires=None: sent.append((task, key, expires)))

    tasks.tick()

    assert ("integrations.check_connection", connection.pk, 60) in sent


def test_three_connections_and_thirty_take_the_same_queries(django_assert_num_queries: Any) -> None:
    for number in (3, 27):
        for _ in range(number):
            a_check(a_connection())
        with django_assert_num_queries(1):
            checking.due(timezone.now())
