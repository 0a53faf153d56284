"""Undoing a run: its rows are as they were before it, and the next sync ends where it would have ended without the undo."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations import undoing
from integrations.models import Connection, PropertyMapping, RentBalance, SyncLog
from portfolio.models import Lease, MaintenanceJob, Property, Tenant, Transaction
from tests.integrations.office import SYNCED, Office, portfolio, signed_in
from tests.sandbox_server import SandboxServer

LIVELY = {"lots": 40, "jobs": 40, "today": "2026-11-23"}
# What an undo clears so that it is read again.
READ_AGAIN = {"fingerprint", "quote_read", "updated_at", "synced_at"}


@pytest.fixture
def lively(vendor: SandboxServer, db: None) -> Office:
    """An office in step whose estate is big enough for something of every kind to happen."""
    vendor.control("POST", "reset", LIVELY)
    office = signed_in(vendor)
    office.sync()
    office.map_all()
    office.sync()
    return office


def rows() -> dict[str, Any]:
    """Every synced row by its own id, with all that it holds and points at."""
    found = {}
    for model in (*SYNCED, Transaction):
        for row in model._default_manager.all():
            values = {
                field.attname: getattr(row, field.attname)
                for field in model._meta.concrete_fields
                if field.name not in READ_AGAIN
            }
            links = {
                field.name: set(getattr(row, field.name).values_list("pk", flat=True))
                for field in model._meta.many_to_many
            }
            found[f"{model.__name__} {row.pk}"] = values | links
    return found


def booked() -> dict[str, tuple[Any, int]]:
    """The rent booked of each lease; one of which nothing is booked is the same as one that is not there."""
    found = RentBalance.objects.exclude(booked=0, receipts=0)
    return {key: (amount, receipts) for key, amount, receipts in found.values_list("external_id", "booked", "receipts")}


def money() -> dict[str | None, Decimal]:
    return dict(Transaction.objects.values_list("provider_transaction_id", "amount"))


def ledgers() -> Counter[tuple[str | None, ...]]:
    """All money of each lease, and of each property beside its leases."""
    found: Counter[tuple[str | None, ...]] = Counter()
    of = ("type", "property__external_id", "lease__external_id")
    for *whose, amount in Transaction.objects.values_list(*of, "amount"):
        found[tuple(whose)] += amount
    return found


def all_but_money(found: dict[str, Any]) -> dict[str, Any]:
    """Everything but receipts: one sync sees in one receipt what two would have seen in two."""
    return {name: rows for name, rows in found.items() if name not in ("Transaction", "RentBalance")}


def a_busy_day(office: Office) -> None:
    """Days at the vendor in which every kind of row is new, changes or goes."""
    office.advance(3)
    key, row = next((key, row) for key, row in office.raw("tenancies").items() if row["IsActive"])
    stranger = Tenant.objects.exclude(leases__external_id=key)[0].external_id
    office.edit("tenancies", key, BondReference="RB-77", ContactId=stranger)


def test_an_undone_run_leaves_every_row_as_it_was_before(lively: Office) -> None:
    before, base = rows(), booked()
    a_busy_day(lively)
    log = lively.sync()
    assert set(log.changes.values_list("action", flat=True)) == {"created", "updated", "withdrawn"}
    assert rows() != before

    undoing.undo(log, lively.user)

    assert rows() == before
    assert booked() == base


@pytest.mark.parametrize("sync_type", ["incremental", "full"])
def test_the_next_sync_ends_where_it_would_have_ended_without_the_undo(lively: Office, sync_type: str) -> None:
    a_busy_day(lively)
    log = lively.sync()
    lively.sync(sync_type)
    undisturbed = portfolio()

    undoing.undo(log, lively.user)
    again = lively.sync(sync_type)

    assert (again.status, again.errors) == ("completed", [])
    assert portfolio() == undisturbed


def test_runs_undone_one_after_the_other_end_where_it_all_began(lively: Office) -> None:
    stages, logs = [(rows(), booked())], []
    for _ in range(3):
        lively.advance()
        logs.append(lively.sync())
        stages.append((rows(), booked()))
    undisturbed, earned = portfolio(), ledgers()

    for log, stage in zip(reversed(logs), reversed(stages[:-1]), strict=True):
        undoing.undo(log, lively.user)
        assert (rows(), booked()) == stage
    lively.sync()

    assert all_but_money(portfolio()) == all_but_money(undisturbed)
    assert ledgers() == earned


def test_an_undone_run_in_the_middle_has_its_money_booked_again_once(lively: Office) -> None:
    lively.advance()
    middle = lively.sync()
    lively.advance(7)
    lively.sync()
    before, undisturbed, earned = money(), portfolio(), ledgers()
    taken = middle.changes.filter(table="portfolio_transaction", action="created").values_list("row_id", flat=True)
    booked_then = set(Transaction.objects.filter(pk__in=taken).values_list("provider_transaction_id", flat=True))
    found = undoing.preview(middle).total
    assert booked_then and found.put_back and found.kept

    undoing.undo(middle, lively.user)

    assert money() == {key: amount for key, amount in before.items() if key not in booked_then}
    for _ in range(2):
        lively.sync()
        assert ledgers() == earned
        assert all_but_money(portfolio()) == all_but_money(undisturbed)


def test_the_first_import_of_an_agency_that_creates_is_undone_whole_and_comes_again(
    vendor: SandboxServer, db: None
) -> None:
    office = signed_in(vendor)
    Connection.objects.filter(pk=office.connection.pk).update(unmapped="create")
    log = office.sync()
    undisturbed = portfolio()
    assert Property.objects.count() == PropertyMapping.objects.mapped().count() > 0

    done = undoing.undo(log, office.user)

    assert rows() == {}
    assert not PropertyMapping.objects.mapped().exists()
    assert done.changes.filter(action="removed").count() == log.changes.filter(action="created").count()
    office.sync()
    assert portfolio() == undisturbed


def test_the_preview_says_what_the_undo_does_and_writes_nothing(lively: Office) -> None:
    a_busy_day(lively)
    log = lively.sync()
    before = rows()

    found = undoing.preview(log)

    assert rows() == before
    done = undoing.undo(log, lively.user, seen=found.seen)
    total = found.total
    actions = list(done.changes.values_list("action", flat=True))
    assert (total.removed, total.kept) == (actions.count("removed"), 0)
    assert total.put_back + total.brought_back == len(actions) - total.removed
    assert total.brought_back == log.changes.filter(action="withdrawn").count() > 0


def test_an_undo_is_a_run_that_notes_each_change_and_stands_in_the_audit_trail(lively: Office) -> None:
    key = next(key for key, row in lively.raw("tenancies").items() if row["IsActive"])
    lively.edit("tenancies", key, BondReference="RB-77")
    log = lively.sync()
    noted = log.changes.get()

    done = undoing.undo(log, lively.user)

    change = done.changes.get()
    assert (change.table, change.row_id, change.label, change.action) == (
        noted.table, noted.row_id, noted.label, "updated",
    )  # fmt: skip
    assert (change.before, change.after) == (noted.after, noted.before)
    assert (done.status, done.trigger, done.undoes, done.requested_by) == ("completed", "undo", log, lively.user)
    assert done.summary.startswith("Undid the sync of ") and done.summary.endswith("1 row put back, 0 removed, 0 kept")
    entry = AuditEntry.objects.get(action="sync_undone")
    assert (entry.agency_id, entry.person) == (lively.agency.pk, lively.user.email)
    assert entry.details == {
        "job_id": str(log.pk), "undo_job_id": str(done.pk), "put_back": 1, "brought_back": 0, "removed": 0, "kept": 0,
    }  # fmt: skip


def test_what_a_later_run_changed_stays_and_the_rest_of_the_row_goes_back(lively: Office) -> None:
    key, row = next((key, row) for key, row in lively.raw("tenancies").items() if row["IsActive"])
    rent = Decimal(str(row["RentAmount"]))
    lively.edit("tenancies", key, RentAmount=float(rent + 10), BondReference="RB-77")
    log = lively.sync()
    lively.edit("tenancies", key, RentAmount=float(rent + 25))
    later = lively.sync()

    step = undoing.preview(log).kept[0]
    undoing.undo(log, lively.user)

    lease = Lease.objects.get(external_id=key)
    assert (lease.rent_amount, lease.bond_reference) == (rent + 25, row.get("BondReference", ""))
    ((reason, fields, run),) = step.kept
    assert (reason, fields) == ("A later sync changed it again.", ("rent_amount",))
    assert run is not None and run.run == later.pk


def test_a_later_run_that_was_undone_is_in_nobodys_way(lively: Office) -> None:
    key, row = next((key, row) for key, row in lively.raw("tenancies").items() if row["IsActive"])
    logs = []
    for reference in ("RB-1", "RB-2"):
        lively.edit("tenancies", key, BondReference=reference)
        logs.append(lively.sync())

    for log in reversed(logs):
        undoing.undo(log, lively.user)

    assert Lease.objects.get(external_id=key).bond_reference == row.get("BondReference", "")


def test_what_the_vendor_turned_back_itself_is_not_undone_a_second_time(lively: Office) -> None:
    key = next(key for key, row in lively.raw("tenancies").items() if row["IsActive"])
    for reference in ("RB-1", "RB-2", "RB-1"):
        lively.edit("tenancies", key, BondReference=reference)
        lively.sync()
    first = SyncLog.objects.order_by("-created_at")[2]

    with pytest.raises(Refusal, match="nothing left"):
        undoing.undo(first, lively.user)

    assert Lease.objects.get(external_id=key).bond_reference == "RB-1"


def test_what_a_person_changed_since_is_kept(lively: Office) -> None:
    key = next(key for key, row in lively.raw("tenancies").items() if row["IsActive"])
    lively.edit("tenancies", key, BondReference="RB-77", TenancyStart="2026-01-05")
    log = lively.sync()
    Lease.objects.filter(external_id=key).update(bond_reference="BOND BOARD 12")

    found = undoing.preview(log)
    undoing.undo(log, lively.user)

    lease = Lease.objects.get(external_id=key)
    assert lease.bond_reference == "BOND BOARD 12"
    assert str(lease.start_date) != "2026-01-05"
    assert [(kept.reason, kept.fields) for kept in found.kept[0].kept] == [
        ("Somebody has changed it here since.", ("bond_reference",))
    ]


def test_a_killed_undo_has_done_nothing(lively: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    a_busy_day(lively)
    log = lively.sync()
    before, base = rows(), booked()
    marks = dict(lively.fresh().cursors.values_list("feed", "value"))

    def die(*_: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("integrations.undoing.doing._finish", die)
        undoing.undo(log, lively.user)

    assert (rows(), booked()) == (before, base)
    assert dict(lively.fresh().cursors.values_list("feed", "value")) == marks
    assert not SyncLog.objects.filter(trigger="undo").exists()
    assert undoing.undo(log, lively.user).status == "completed"


def test_an_expense_that_was_worked_out_goes_and_is_booked_again_once(lively: Office) -> None:
    lively.advance(3)
    log = lively.sync()
    expenses = dict(Transaction.objects.filter(type="expense").values_list("provider_transaction_id", "amount"))
    new = Transaction.objects.filter(type="expense", pk__in=log.changes.filter(action="created").values("row_id"))
    keys = {key.removeprefix("job/") for key in new.values_list("provider_transaction_id", flat=True) if key}
    assert keys

    undoing.undo(log, lively.user)

    assert not new.exists()
    assert set(MaintenanceJob.objects.filter(external_id__in=keys).values_list("quote_read", "quote_amount")) == {
        ("", None)
    }
    lively.sync()
    assert dict(Transaction.objects.filter(type="expense").values_list("provider_transaction_id", "amount")) == expenses
