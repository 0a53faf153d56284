"""Every line of the table of troubles, over a real socket: what happens at the vendor, and what pmsync makes of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from agencies.permissions import Role
from agencies.refusals import Refusal
from integrations import schedule
from integrations.models import Connection, Cursor, SyncIssue, SyncLog
from portfolio.models import Lease, MaintenanceJob
from tests.factories import a_member
from tests.integrations.office import Office, sign_in

TOKENS = "connect/token"
FEEDS = (
    "v1/members",
    "v1/contacts",
    "v1/lots",
    "v1/lots/archived",
    "v1/tenancies",
    "v1/tenancies/balances",
    "v2/jobtasks",
    "v1/inspections",
)


def expire(office: Office) -> None:
    """The stored token has run out, here and at the vendor."""
    office.vendor.control("POST", "tokens/expire")
    Connection.objects.filter(pk=office.connection.pk).update(token_expires_at=timezone.now() - timedelta(minutes=1))


def queued_by_tick(office: Office) -> int:
    """How many runs the next night's tick queues."""
    Connection.objects.filter(pk=office.connection.pk).update(next_sync_at=timezone.now())
    return schedule.tick(timezone.now() + timedelta(seconds=1)).queued


def codes(log: SyncLog) -> list[tuple[str, str]]:
    return [(error["kind"], error["code"]) for error in log.errors]


def test_a_token_that_has_run_out_is_refreshed(mapped: Office) -> None:
    expire(mapped)
    mapped.vendor.control("DELETE", "requests")

    log = mapped.sync()

    assert (log.status, log.errors) == ("completed", [])
    assert len(mapped.asked(TOKENS)) == 1
    fresh = mapped.fresh()
    assert fresh.token_expires_at is not None and fresh.token_expires_at > timezone.now() + timedelta(minutes=25)


def test_a_token_that_the_vendor_ends_early_is_refreshed_too(mapped: Office) -> None:
    mapped.vendor.control("POST", "tokens/expire")
    mapped.vendor.control("DELETE", "requests")

    log = mapped.sync()

    assert (log.status, log.errors) == ("completed", [])
    assert [entry["status"] for entry in mapped.asked("v1/members")] == [401, 200]
    assert len(mapped.asked(TOKENS)) == 1


def test_a_refused_refresh_asks_the_admins_once_to_reconnect(mapped: Office) -> None:
    staff = a_member(mapped.agency, role=Role.STAFF)
    expire(mapped)
    mapped.vendor.fault(TOKENS, "invalid_grant", times=None)
    mail.outbox.clear()

    log = mapped.sync()
    with pytest.raises(Refusal):
        mapped.request()

    connection = mapped.fresh()
    assert (log.status, codes(log)) == ("failed", [("", "sign_in_refused")])
    assert log.summary == "PropertyMe no longer accepts this sign-in. Please reconnect."
    assert connection.status == "expired"
    assert connection.error == {
        "code": "sign_in_refused",
        "message": "PropertyMe no longer accepts this sign-in. Please reconnect.",
        "action": "Reconnect the account.",
    }
    assert queued_by_tick(mapped) == 0
    (message,) = mail.outbox
    assert message.to == [mapped.user.email] and staff.email not in message.recipients()
    assert message.subject == f"PropertyMe needs you: reconnect {connection.account_name}"
    assert "http://localhost:8000/settings/integrations/propertyme" in message.body


def test_reconnecting_revives_the_same_connection_and_a_wrong_account_is_refused(mapped: Office) -> None:
    mapped.vendor.control("POST", "tokens/revoke")
    expire(mapped)
    mapped.sync()
    assert mapped.fresh().status == "expired"

    with pytest.raises(Refusal) as refusal:
        sign_in(mapped.user, mapped.agency, mapped.fresh(), account="second")
    renewed = sign_in(mapped.user, mapped.agency, mapped.fresh())
    log = mapped.sync()

    assert refusal.value.code == "wrong_account"
    assert "Second Harbour Realty" in refusal.value.message
    assert (renewed.pk, renewed.status, renewed.error) == (mapped.connection.pk, "active", None)
    assert (log.status, log.errors) == ("completed", [])
    assert sum(count["created"] + count["updated"] for count in log.counts.values()) == 0
    assert Connection.objects.filter(agency=mapped.agency).count() == 1


@pytest.mark.parametrize("is_paused", [False, True])
def test_401_with_a_fresh_token_means_that_access_was_withdrawn(mapped: Office, is_paused: bool) -> None:
    if is_paused:
        Connection.objects.filter(pk=mapped.connection.pk).update(status="paused")
    mapped.vendor.fault("api/*", "401", times=None)
    mail.outbox.clear()

    log = mapped.sync()

    assert (log.status, codes(log)) == ("failed", [("", "sign_in_refused")])
    assert mapped.fresh().status == "revoked"
    assert len(mail.outbox) == 1
    assert queued_by_tick(mapped) == 0


def test_a_refusal_of_our_own_client_id_is_not_the_agencys_fault(mapped: Office) -> None:
    expire(mapped)
    mapped.vendor.fault(TOKENS, "invalid_client")
    mail.outbox.clear()

    log = mapped.sync()

    assert (log.status, codes(log)) == ("failed", [("", "client_refused")])
    assert (mapped.fresh().status, mail.outbox) == ("active", [])
    assert mapped.sync().status == "completed"


@pytest.mark.parametrize(
    "fault", [{"fault": "500"}, {"fault": "503"}, {"fault": "cut_short"}, {"fault": "refuse_connection"}]
)
def test_a_vendor_that_is_down_gets_three_tries_and_the_next_run_goes_on(mapped: Office, fault: dict[str, Any]) -> None:
    lease = next(iter(mapped.raw("tenancies")))
    mapped.edit("tenancies", lease, BondReference="NEW")
    mapped.edit("jobs", next(iter(mapped.raw("jobs"))), Summary="Roof")
    marks = dict(Cursor.objects.values_list("feed", "value"))
    mapped.vendor.control("POST", "faults", {"path": "v2/jobtasks", "times": 3, **fault})
    mapped.vendor.control("DELETE", "requests")

    log = mapped.sync()
    tries = len(mapped.asked("v2/jobtasks"))
    kept = dict(Cursor.objects.values_list("feed", "value"))
    resumed = mapped.sync()

    assert (log.status, codes(log), tries) == ("failed", [("", "vendor_unavailable")], 3)
    assert mapped.fresh().status == "active"
    assert kept["v2/jobtasks"] == marks["v2/jobtasks"]
    assert Lease.objects.get(external_id=lease).bond_reference == "NEW"
    assert (resumed.status, resumed.counts["maintenance_jobs"]["updated"]) == ("completed", 1)
    assert MaintenanceJob.objects.filter(summary="Roof").exists()


def test_two_failures_in_a_row_are_not_noticed(mapped: Office) -> None:
    mapped.vendor.fault("v1/tenancies", "502", times=2)

    log = mapped.sync()

    assert (log.status, log.errors) == ("completed", [])


def test_a_vendor_that_takes_too_long_is_down(mapped: Office, settings: Any) -> None:
    settings.PROVIDERS_TIMEOUT_SECONDS = 0.2
    mapped.vendor.fault("v1/tenancies", "slow", seconds=0.6, times=3)

    log = mapped.sync()

    assert (log.status, codes(log)) == ("failed", [("", "vendor_unavailable")])
    assert log.summary == "PropertyMe took too long to answer."


def test_a_short_limit_is_waited_for_and_said_on_the_page(mapped: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    from integrations.sync.journal import Journal

    beat = Journal.beat
    monkeypatch.setattr(
        Journal,
        "beat",
        lambda journal, activity="", **more: (said.append(activity), beat(journal, activity, **more))[1],
    )
    mapped.vendor.fault("v1/tenancies", "429", headers={"Retry-After": "1"})

    log = mapped.sync()

    assert (log.status, log.errors) == ("completed", [])
    assert "waiting for PropertyMe's limit" in said


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("html", "reply_not_as_documented"),
        ("wrong_shape", "reply_not_as_documented"),
        ("not_json", "reply_not_as_documented"),
        ("404", "not_found"),
        ("403", "not_permitted"),
    ],
)
def test_a_feed_that_is_not_as_documented_stops_loudly_and_the_others_go_on(
    mapped: Office, fault: str, code: str
) -> None:
    mapped.edit("jobs", next(iter(mapped.raw("jobs"))), Summary="Roof")
    mapped.vendor.fault("v1/tenancies", fault)

    log = mapped.sync()

    assert (log.status, codes(log)) == ("completed", [("leases", code)])
    assert log.summary.endswith("1 error")
    assert mapped.issues() == {("leases", "", code)}
    assert log.counts["maintenance_jobs"]["updated"] == 1
    assert mapped.sync().errors == []
    assert mapped.issues() == set()


def test_one_feed_of_a_kind_does_not_close_the_issue_of_another(mapped: Office) -> None:
    mapped.vendor.fault("v1/lots", "wrong_shape")

    mapped.sync()

    assert mapped.issues() == {("properties", "", "reply_not_as_documented")}
    mapped.sync()
    assert mapped.issues() == set()


def test_where_no_feed_could_be_read_the_run_fails(mapped: Office) -> None:
    for path in FEEDS:
        mapped.vendor.fault(path, "wrong_shape")

    log = mapped.sync()

    assert log.status == "failed"
    assert len(mapped.issues()) == len(FEEDS) - 1  # two feeds bring properties
    assert mapped.fresh().status == "active"
    assert mapped.sync().status == "completed"


def test_unknown_fields_are_nobodys_trouble(mapped: Office) -> None:
    for path in FEEDS:
        mapped.vendor.fault(path, "unknown_fields")

    log = mapped.sync("full")

    assert (log.status, log.errors) == ("completed", [])
    assert sum(count["updated"] for count in log.counts.values()) == 0


def test_a_box_that_was_unticked_costs_its_kinds_and_says_which_one(mapped: Office) -> None:
    sign_in(mapped.user, mapped.agency, mapped.fresh(), untick="activity:read")

    log = mapped.sync()

    assert log.status == "completed"
    assert "activity:read" not in mapped.fresh().scopes
    assert {code for _, code in codes(log)} == {"scope_missing"}
    assert {(kind, code) for kind, _, code in mapped.issues()} == {
        (kind, "scope_missing") for kind in ("maintenance_jobs", "maintenance_invoices", "inspections")
    }
    issue = SyncIssue.objects.get(kind="inspections")
    assert issue.message == "PropertyMe was not allowed to show inspections (activity:read)."
    assert log.counts["leases"]["unchanged"] > 0
    sign_in(mapped.user, mapped.agency, mapped.fresh())
    mapped.sync()
    assert mapped.issues() == set()
