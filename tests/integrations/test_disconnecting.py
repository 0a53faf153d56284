"""Letting an account go: the vendor is told, the secrets are wiped, the rows stay."""

from typing import Any

import pytest

from agencies.refusals import Refusal
from integrations import connecting, runs
from integrations.models import Connection, PropertyMapping, RentBalance, SyncLog
from portfolio.models import Lease, Property
from tests.integrations.office import Office, sign_in

WIPED = {"access_token": "", "refresh_token": "", "secrets": "", "token_expires_at": None, "next_sync_at": None}


def told(office: Office) -> list[tuple[str, int]]:
    return [(entry["method"], entry["status"]) for entry in office.asked("portfolios/disconnect")]


def stored(office: Office) -> dict[str, Any]:
    return Connection.objects.defer(None).values(*WIPED).get(pk=office.connection.pk)


@pytest.mark.parametrize("status", ["active", "paused"])
def test_the_vendor_is_told_and_the_rows_stay(mapped: Office, status: str) -> None:
    Connection.objects.filter(pk=mapped.connection.pk).update(status=status)
    kept = [model._default_manager.count() for model in (Property, Lease, PropertyMapping, RentBalance)]

    connecting.disconnect(mapped.fresh())

    assert told(mapped) == [("DELETE", 200)]
    assert stored(mapped) == WIPED
    assert mapped.fresh().status == "disconnected"
    assert [model._default_manager.count() for model in (Property, Lease, PropertyMapping, RentBalance)] == kept
    assert not Property.objects.filter(withdrawn_at__isnull=False).exists()


@pytest.mark.parametrize("fault", ["500", "401", "html", "refuse_connection", "wrong_shape"])
def test_it_works_while_the_vendor_does_not(mapped: Office, fault: str) -> None:
    mapped.vendor.fault("portfolios/disconnect", fault, times=None)

    connecting.disconnect(mapped.fresh())

    assert (stored(mapped), mapped.fresh().status) == (WIPED, "disconnected")


def test_a_lost_sign_in_is_let_go_without_a_word_to_the_vendor(mapped: Office) -> None:
    Connection.objects.filter(pk=mapped.connection.pk).update(status="expired")

    connecting.disconnect(mapped.fresh())

    assert told(mapped) == []
    assert (stored(mapped), mapped.fresh().status) == (WIPED, "disconnected")


def test_what_waits_to_run_is_cancelled_and_nothing_new_is_taken(mapped: Office) -> None:
    log = mapped.request()

    connecting.disconnect(mapped.fresh())

    log.refresh_from_db()
    assert log.status == "cancelled"
    with pytest.raises(Refusal) as refusal:
        mapped.request()
    assert refusal.value.code == "not_connected"


def test_a_run_that_ends_by_itself_meanwhile_is_no_obstacle(mapped: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    log, stop = mapped.request(), runs.stop

    def ended(live: SyncLog) -> None:
        SyncLog.objects.filter(pk=live.pk).update(status="completed")
        stop(live)

    monkeypatch.setattr(runs, "stop", ended)
    connecting.disconnect(mapped.fresh())

    log.refresh_from_db()
    assert (log.status, mapped.fresh().status) == ("completed", "disconnected")


def test_money_that_came_in_while_it_was_away_is_booked_once_it_is_back(mapped: Office) -> None:
    key, row = next((key, row) for key, row in mapped.raw("tenancies").items() if row["IsActive"])
    connecting.disconnect(mapped.fresh())
    mapped.edit("tenancies", key, TotalRentPaid=row["TotalRentPaid"] + 650)

    sign_in(mapped.user, mapped.agency)
    log = mapped.sync()

    assert log.transactions_created == 1
    assert log.summary.endswith("0 new, 0 updated, 0 errors")
