"""Rows that no table, calendar or till can hold: set aside by name, and nothing else is lost."""

import json
from collections import Counter
from typing import Any

import pytest

from integrations.models import Connection, PropertyMapping, SyncIssue
from portfolio.models import Inspection, Lease, MaintenanceJob, Owner, Property, Tenant
from providers.records import Kind, MemberRecord, OwnerRecord, Rejected
from tests.factories import an_agency
from tests.integrations.office import Office, signed_in
from tests.integrations.sync.running import a_run, stored
from tests.sandbox_server import SandboxServer


def living_rows(office: Office) -> dict[str, list[str]]:
    """By collection, the keys of the rows whose lot is not archived."""
    lots = {key for key, row in office.raw("lots").items() if not row["IsArchived"]}
    found = {name: office.raw(name) for name in ("tenancies", "jobs", "inspections")}
    return {"lots": sorted(lots)} | {
        name: sorted(key for key, row in rows.items() if row.get("LotId") in lots) for name, rows in found.items()
    }


def of_a_living_lot(office: Office, collection: str) -> str:
    return living_rows(office)[collection][0]


BAD: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("tenancies", {"RentAmount": -650}, "leases", "malformed_row", "RentAmount cannot be less than zero."),
    ("tenancies", {"RentAmount": "abc"}, "leases", "malformed_row", "RentAmount should be a number."),
    ("tenancies", {"RentAmount": "NaN"}, "leases", "malformed_row", ""),
    ("tenancies", {"RentAmount": float("1" + "0" * 299)}, "leases", "malformed_row", ""),
    ("tenancies", {"RentAmount": "9" * 300}, "leases", "malformed_row", ""),
    ("tenancies", {"TenancyStart": "2026-02-31"}, "leases", "malformed_row",
     "TenancyStart is 2026-02-31, which is not a day in the calendar."),
    ("tenancies", {"RentPeriod": "Blue moon"}, "leases", "malformed_row", ""),
    ("tenancies", {"RentPeriod": "We\x00ekly"}, "leases", "malformed_row", "a word that pmsync does not know"),
    ("tenancies", {"LotId": "nobody-knows-it"}, "leases", "unknown_property",
     "It belongs to property nobody-knows-it, which the other system did not send."),
    ("tenancies", {"__remove__": ["TenancyStart"]}, "leases", "malformed_row", "TenancyStart is missing."),
    ("lots", {"Bedrooms": 3_000_000_000_000_000_000_000}, "properties", "", ""),
    ("lots", {"Bedrooms": -1}, "properties", "value_does_not_fit", "Bedrooms is out of range."),
    ("lots", {"AddressText": "1 Elm\x00 Street"}, "properties", "malformed_row", ""),
    ("lots", {"Timestamp": "soon"}, "properties", "malformed_row", ""),
    ("lots", {"Address": ["1 Elm Street"]}, "properties", "malformed_row", ""),
    ("jobs", {"Summary": "Tap\x00"}, "maintenance_jobs", "malformed_row", "A text of this row holds a NUL character."),
    ("jobs", {"Status": "Dancing"}, "maintenance_jobs", "malformed_row", ""),
    ("jobs", {"ClosedOn": "9999-12-31T23:59:00-01:00"}, "maintenance_jobs", "malformed_row", ""),
    ("inspections", {"Duration": -5}, "inspections", "value_does_not_fit", ""),
    ("inspections", {"StartTime": "25 o'clock"}, "inspections", "malformed_row", ""),
]  # fmt: skip


def test_bad_rows_are_named_and_all_others_come_in(mapped: Office) -> None:
    rows, free = {name: mapped.raw(name) for name in ("tenancies", "lots", "jobs", "inspections")}, living_rows(mapped)
    bad = [(collection, free[collection].pop(), *rest) for collection, *rest in BAD]
    mapped.edit("jobs", free["jobs"].pop(), Summary="Gutter")
    for collection, key, values, *_ in bad:
        mapped.edit(collection, key, **values)

    log, again = mapped.sync(), mapped.sync("full")

    for run in (log, again):
        assert (run.status, len(run.errors)) == ("completed", len(bad))
        assert {(error["kind"], error["external_id"]) for error in run.errors} == {(row[3], row[1]) for row in bad}
        rejected = {kind: count["rejected"] for kind, count in run.counts.items() if count["rejected"]}
        assert rejected == Counter(row[3] for row in bad)
    assert MaintenanceJob.objects.filter(summary="Gutter").exists()
    for _collection, key, values, kind, code, message in bad:
        issue = SyncIssue.objects.get(kind=kind, external_id=key)
        assert (issue.status, issue.occurrences) == ("open", 2), values
        assert issue.message and issue.action and message in issue.message and code in ("", issue.code), values
        assert "\x00" not in issue.message + issue.value + (issue.raw or ""), values
    for collection, key, values, *_ in bad:
        before = rows[collection][key]
        names = {name for named in values for name in (values[named] if named == "__remove__" else [named])}
        known = names & before.keys() - {"Timestamp"}  # an edit gives it a new one
        restored = {name: before[name] for name in known}
        mapped.edit(collection, key, **restored, __remove__=[name for name in names if name not in before])
    assert mapped.sync().errors == []
    assert set(SyncIssue.objects.values_list("status", flat=True)) == {"resolved"}


def test_a_row_with_thousands_of_characters_comes_in_where_its_column_is_wide_enough(mapped: Office) -> None:
    key = of_a_living_lot(mapped, "jobs")
    mapped.edit("jobs", key, Summary="tap " * 1250, Description="drip " * 1000)

    log = mapped.sync()

    job = MaintenanceJob.objects.get(external_id=key)
    assert (log.errors, job.summary, len(job.description)) == ([], ("tap " * 1250).strip(), 4999)


def test_a_lot_without_an_id_is_an_issue_that_closes_once_it_has_one(mapped: Office) -> None:
    key = of_a_living_lot(mapped, "lots")
    mapped.edit("lots", key, __remove__=["Id"])

    log = mapped.sync("full")
    mapped.sync("full")

    (issue,) = SyncIssue.objects.all()
    assert issue.external_id.startswith("without-id-")
    assert (issue.kind, issue.message, issue.occurrences) == ("properties", "Id is missing.", 2)
    assert json.loads(issue.raw or "")["AddressText"]
    assert log.counts["properties"]["withdrawn"] == 0
    mapped.edit("lots", key, Id=key)
    mapped.sync("full")
    assert mapped.issues() == set()


def test_an_issue_of_a_row_that_is_gone_closes_by_itself(mapped: Office) -> None:
    key = of_a_living_lot(mapped, "tenancies")
    mapped.edit("tenancies", key, RentAmount="abc")
    mapped.sync()

    mapped.remove("tenancies", key)
    mapped.sync()

    assert mapped.issues() == set()


def test_what_somebody_ignores_stays_ignored_and_is_still_counted(mapped: Office) -> None:
    key = of_a_living_lot(mapped, "tenancies")
    mapped.edit("tenancies", key, RentAmount="abc")
    mapped.sync()
    SyncIssue.objects.update(status="ignored", reason="We know.")

    mapped.sync()

    issue = SyncIssue.objects.get()
    assert (issue.status, issue.reason, issue.occurrences) == ("ignored", "We know.", 2)


def test_a_resolved_issue_opens_again_when_its_cause_returns(mapped: Office) -> None:
    key = of_a_living_lot(mapped, "tenancies")
    for rent in ("abc", 500, "abc"):
        mapped.edit("tenancies", key, RentAmount=rent)
        mapped.sync()

    issue = SyncIssue.objects.get()
    assert (issue.status, issue.occurrences) == ("open", 2)


@pytest.mark.parametrize("fault", ["malformed_row", "missing_id"])
@pytest.mark.parametrize(
    "path", ["v1/members", "v1/contacts", "v1/lots", "v1/tenancies", "v2/jobtasks", "v1/inspections"]
)
def test_one_spoilt_row_of_any_feed_costs_itself_only(vendor: SandboxServer, db: None, path: str, fault: str) -> None:
    office = signed_in(vendor)
    vendor.fault(path, fault)

    log = office.sync()

    assert log.status == "completed"
    # A lot that has no id takes with it, for this night, the leases that name it.
    assert (
        sum(count["rejected"] for kind, count in log.counts.items() if kind != "leases" or path == "v1/tenancies") <= 1
    )
    assert Owner.objects.exists() and Tenant.objects.exists() and PropertyMapping.objects.exists()
    assert office.sync("full").errors == []
    assert office.issues() == set()


def test_a_person_with_an_odd_name_does_not_stop_the_night(mapped: Office) -> None:
    key = next(key for key, row in mapped.raw("contacts").items() if row["IsOwner"])
    person = mapped.raw("contacts")[key]["ContactPersons"][0]
    mapped.edit("contacts", key, ContactPersons=[person | {"FirstName": "Ol\x00ive"}])

    log = mapped.sync()

    assert (log.status, [error["external_id"] for error in log.errors]) == ("completed", [key])


def test_a_time_at_the_edge_of_the_calendar_is_nobodys_downfall(vendor: SandboxServer, db: None) -> None:
    office = signed_in(vendor, an_agency(timezone="America/New_York"))
    office.sync()
    office.map_all()
    key = of_a_living_lot(office, "inspections")
    office.edit("inspections", key, StartTime="9999-12-31T23:30:00Z")

    log = office.sync()

    assert (log.status, log.counts["inspections"]["rejected"]) == ("completed", 1)
    assert not Inspection.objects.filter(external_id=key).exists()
    assert Inspection.objects.exists()


@pytest.mark.django_db
def test_an_id_that_is_too_long_is_set_aside_under_as_much_of_it_as_fits() -> None:
    run = a_run()

    rejected = stored(run, OwnerRecord(external_id="x" * 201, name="Olive"), MemberRecord(external_id="m", name="Max"))

    assert [(row.external_id, row.code) for row in rejected] == [("x" * 150, "value_does_not_fit")]
    assert run.journal.counts[Kind.OWNER].rejected == run.journal.counts[Kind.MEMBER].created == 1
    assert SyncIssue.objects.get().external_id == "x" * 150


@pytest.mark.django_db
def test_a_rejection_in_odd_words_can_be_kept() -> None:
    run = a_run()
    odd = Rejected(
        kind=Kind.LEASE, external_id="a\x00" * 200, code="malformed_row", message="No\x00", action="", field="f" * 300,
        value="v\x00", raw=b'{"a": "\xff\x00"}',
    )  # fmt: skip

    stored(run, odd)
    stored(run, odd)

    issue = SyncIssue.objects.get()
    run.log.refresh_from_db()
    assert (issue.occurrences, len(issue.external_id), len(issue.column)) == (2, 150, 120)
    assert "\x00" not in json.dumps(run.log.errors) + issue.message + issue.value + (issue.raw or "")


def test_only_so_many_errors_are_kept_in_the_log_but_all_are_counted(mapped: Office) -> None:
    run = a_run(Connection.objects.create(agency=mapped.agency, provider="propertyme", provider_user_id="x"))
    stored(
        run,
        *(
            Rejected(kind=Kind.LEASE, external_id=f"T-{n}", code="malformed_row", message="Bad.", action="")
            for n in range(300)
        ),
    )

    assert (run.journal.error_count, len(run.journal.errors)) == (300, 200)
    assert SyncIssue.objects.count() == 300
    assert Lease.objects.exists() and Property.objects.exists()
