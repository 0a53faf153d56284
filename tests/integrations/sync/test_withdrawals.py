"""Rows that the other system no longer has: withdrawn after a complete whole read, and never all at once."""

from collections.abc import Iterable

import pytest

from agencies.refusals import Refusal
from integrations.fixing import confirm_withdrawal
from integrations.models import Connection, PropertyMapping, RowChange
from integrations.sync.pages import Run
from integrations.sync.seen import Seen
from integrations.sync.sweep import withdraw_unseen
from portfolio.models import Contact, Lease, MaintenanceJob, Owner, Property, Tenant
from providers.records import Kind, OwnerRecord
from tests.factories import an_issue
from tests.integrations.office import Office, sign_in
from tests.integrations.sync.running import a_run, stored

ALL = 100


def living(model: type = Owner) -> int:
    return model._default_manager.filter(withdrawn_at__isnull=True).count()  # type: ignore[attr-defined]


def with_owners(count: int) -> Run:
    run = a_run()
    stored(run, *(OwnerRecord(external_id=f"o{n}", name=f"Owner {n}") for n in range(count)))
    return run


def sweep(run: Run, numbers: Iterable[int]) -> None:
    with Seen() as seen:
        seen.add(Kind.OWNER, [f"o{n}" for n in numbers])
        withdraw_unseen(run, Kind.OWNER, seen)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "missing", "left"),
    [(100, 20, 80), (100, 21, 100), (300, 21, 279), (300, 31, 300), (20, 20, 0), (210, 21, 189)],
)
def test_the_brake_holds_more_than_twenty_rows_and_more_than_a_tenth(rows: int, missing: int, left: int) -> None:
    run = with_owners(rows)

    sweep(run, range(missing, rows))

    assert living() == left
    issues = run.log.connection.issues.open()
    assert [(issue.kind, issue.code, issue.value, issue.message) for issue in issues] == (
        []
        if left < rows
        else [
            (
                "owners",
                "mass_withdrawal",
                str(missing),
                f"{missing} of {rows} owners are missing from a complete list. They were kept here.",
            )
        ]
    )
    assert run.journal.counts[Kind.OWNER].withdrawn == rows - left


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("then_missing", "left", "status"), [(25, 75, "resolved"), (24, 76, "resolved"), (26, 100, "open")]
)
def test_a_person_who_confirms_that_many_lets_them_go_once(then_missing: int, left: int, status: str) -> None:
    run = with_owners(ALL)
    sweep(run, range(25, ALL))
    confirm_withdrawal(run.log.connection.issues.get())

    sweep(run, range(then_missing, ALL))

    assert living() == left
    assert run.log.connection.issues.get().status == status


@pytest.mark.django_db
def test_only_missing_rows_can_be_confirmed() -> None:
    with pytest.raises(Refusal) as refusal:
        confirm_withdrawal(an_issue(code="malformed_row"))

    assert refusal.value.code == "nothing_to_confirm"


def test_an_unmapped_property_that_vanishes_is_asked_about_no_more(office: Office) -> None:
    office.sync()
    lot = next(iter(office.raw("lots")))
    office.remove("lots", lot)

    office.sync("full")

    gone = PropertyMapping.objects.get(provider_property_id=lot)
    assert gone.withdrawn_at is not None
    assert gone not in office.connection.mappings.open()


@pytest.mark.django_db
def test_the_brakes_issue_closes_by_itself_when_the_rows_are_back() -> None:
    run = with_owners(ALL)
    sweep(run, range(50, ALL))

    sweep(run, range(ALL))

    assert [issue.status for issue in run.log.connection.issues.all()] == ["resolved"]


def test_a_row_that_a_whole_list_no_longer_holds_is_withdrawn_and_comes_back(mapped: Office) -> None:
    key, row = next((key, row) for key, row in mapped.raw("tenancies").items() if row["IsActive"])
    lease = Lease.objects.get(external_id=key)
    mapped.remove("tenancies", key)

    gone = mapped.sync()

    lease.refresh_from_db()
    assert lease.withdrawn_at == gone.changes.get().created_at
    assert gone.counts["leases"]["withdrawn"] == 1
    change = RowChange.objects.get(sync_log=gone)
    assert (change.table, change.action, change.before) == ("portfolio_lease", "withdrawn", {"withdrawn_at": None})
    mapped.vendor.control("POST", "propertyme/tenancies", row)
    mapped.sync()
    lease.refresh_from_db()
    assert lease.withdrawn_at is None


def test_a_change_feed_that_says_nothing_withdraws_nothing(mapped: Office) -> None:
    job = next(iter(mapped.raw("jobs")))
    mapped.remove("jobs", job)

    silent, full = mapped.sync(), mapped.sync("full")

    assert silent.counts["maintenance_jobs"]["withdrawn"] == 0
    assert full.counts["maintenance_jobs"]["withdrawn"] == 1
    assert MaintenanceJob.objects.get(external_id=job).withdrawn_at is not None


def test_a_rejected_row_in_the_list_withdraws_nothing(mapped: Office) -> None:
    gone, bad = list(mapped.raw("tenancies"))[:2]
    mapped.remove("tenancies", gone)
    mapped.edit("tenancies", bad, RentAmount="plenty")

    log = mapped.sync("full")

    assert log.counts["leases"]["rejected"] == 1
    assert living(Lease) == Lease.objects.count()
    mapped.edit("tenancies", bad, RentAmount=500)
    mapped.sync()
    assert set(Lease.objects.filter(withdrawn_at__isnull=False).values_list("external_id", flat=True)) == {gone}


@pytest.mark.parametrize("fault", ["cut_short", "wrong_shape", "html", "not_json", "500"])
def test_a_reply_that_is_not_whole_withdraws_nothing(mapped: Office, fault: str) -> None:
    mapped.vendor.fault("v1/tenancies", fault, times=3)
    mapped.vendor.fault("v1/contacts", fault, times=3)

    mapped.sync("full")

    for model in (Lease, Owner, Tenant, Contact, Property):
        assert living(model) == model._default_manager.count() > 0


def test_an_archived_lot_is_withdrawn_and_comes_back_with_its_mapping(mapped: Office) -> None:
    key = next(key for key, row in mapped.raw("lots").items() if not row["IsArchived"])
    mapped.edit("lots", key, IsArchived=True, ArchivedOn="2026-11-24T06:00:00Z")

    archived = mapped.sync()

    own = Property.objects.get(external_id=key)
    entry = PropertyMapping.objects.get(provider_property_id=key)
    assert own.withdrawn_at is not None and entry.withdrawn_at is not None
    assert archived.counts["properties"]["withdrawn"] == 1
    assert archived.summary == f"{living(Property)} properties synced, 0 new, 1 updated, 0 errors"
    mapped.edit("lots", key, IsArchived=False, __remove__=["ArchivedOn"])
    mapped.sync()
    own.refresh_from_db()
    entry.refresh_from_db()
    assert (own.withdrawn_at, entry.withdrawn_at, entry.property_id) == (None, None, own.pk)


def test_two_accounts_of_one_agency_never_withdraw_each_others_rows(mapped: Office) -> None:
    connection = sign_in(mapped.user, mapped.agency, account="second")
    second = Office(mapped.vendor, mapped.agency, mapped.user, connection)
    first_rows = {model: model._default_manager.count() for model in (Property, Owner, Tenant, Lease)}

    second.sync()
    second.map_all()
    second.sync()
    mapped.sync("full")
    second.sync("full")

    assert Connection.objects.filter(agency=mapped.agency, status="active").count() == 2
    for model, count in first_rows.items():
        assert model._default_manager.count() > count
        assert living(model) == model._default_manager.count()
    accounts = set(Property.objects.values_list("external_account", flat=True))
    assert accounts == {mapped.fresh().provider_user_id, second.fresh().provider_user_id}


def test_rows_that_people_made_here_are_not_touched(mapped: Office) -> None:
    own = Property.objects.create(agency=mapped.agency, address="1 Private Road")

    mapped.sync("full")

    own.refresh_from_db()
    assert (own.withdrawn_at, own.address, own.external_source) == (None, "1 Private Road", "")
