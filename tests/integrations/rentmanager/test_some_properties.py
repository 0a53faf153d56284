"""A company's connection that syncs one of its properties: rows of the others stay outside, whatever their kind, and come in
when the filter is lifted."""

from typing import Any

import pytest

from integrations import configuring, mapping, runs
from integrations.models import Connection, PropertyMapping, SyncLog
from integrations.quality import scoring
from integrations.quality.rule import scope_of
from integrations.sync.engine import execute
from portfolio.models import (
    Appointment,
    Lease,
    LeaseRenewal,
    Owner,
    Property,
    RecurringCharge,
    SecurityDeposit,
    Tenant,
)
from providers.records import Kind
from tests.integrations.office import assert_counts_add_up
from tests.integrations.rentmanager.office import Company, in_step, rows, signed_in
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db


def narrowed(company: Company, place: str) -> None:
    """From now on only this property of the vendor's is synced."""
    prefix = f"{company.account.replace('/', ':')}:"
    assert configuring.configure(company.fresh(), {"property_filters": {"properties": [f"{prefix}{place}"]}})


def lifted(company: Company) -> None:
    assert configuring.configure(company.fresh(), {"property_filters": {}})


def bare(model: Any) -> set[str]:
    return {key.rpartition(":")[2] for key in model._default_manager.values_list("external_id", flat=True)}


def let_place(company: Company) -> str:
    """The property at which most leases are."""
    places = [str(row["PropertyID"]) for row in company.theirs("Leases").values()]
    return max(sorted(set(places)), key=places.count)


def at(company: Company, collection: str, place: str) -> set[str]:
    """The vendor's rows that name the property."""
    return {key for key, row in company.theirs(collection).items() if str(row.get("PropertyID")) == place}


def test_a_new_connection_for_one_property_brings_its_rows_and_no_others(companies: SandboxServer) -> None:
    company = signed_in(companies)
    place = let_place(company)
    narrowed(company, place)

    log = company.run("full")

    assert (log.status, log.errors, company.issues()) == ("completed", [], set())
    assert_counts_add_up(log)
    assert bare(Property) == {place}
    assert bare(Lease) == at(company, "Leases", place) != set()
    tenants = at(company, "Tenants", place)
    assert bare(Tenant) == bare(SecurityDeposit) == tenants
    assert not LeaseRenewal.objects.exclude(lease__in=Lease.objects.all()).exists()
    terms = company.theirs("LeaseRenewals")
    assert bare(LeaseRenewal) == {key for key, row in terms.items() if str(row["ParentLeaseID"]) in bare(Lease)}
    charges = company.theirs("RecurringCharges").values()
    assert bare(RecurringCharge) == {
        str(row["RecurringChargeID"])
        for row in charges
        if str(row.get("TenantID")) in tenants or str(row.get("PropertyID")) == place
    }
    assert set(RecurringCharge.objects.values_list("property", flat=True)) == {Property.objects.get().pk}
    assert set(Owner.objects.all()) == set(Property.objects.get().owners.all())
    for kind in ("tenants", "owners", "lease_renewals", "recurring_charges", "appointments"):
        assert log.counts[kind]["held"] > 0, kind


def test_meetings_about_people_and_jobs_of_other_properties_stay_outside(companies: SandboxServer) -> None:
    company = signed_in(companies)
    narrowed(company, let_place(company))

    company.run("full")

    about = [(row.tenant, row.prospect, row.job) for row in Appointment.objects.all()]
    owners = {key for key, row in company.theirs("Appointments").items() if "OwnerID" in row}
    assert len([found for found in about if not any(found)]) == len(owners) == 1


def test_the_score_blames_nobody_for_what_the_filter_leaves_out(companies: SandboxServer) -> None:
    company = signed_in(companies)
    narrowed(company, let_place(company))
    company.run("full")

    found = scoring.scored(scope_of(company.fresh()))

    asked = {code for kind in found.values() for code in kind.findings}
    assert not asked & {"tenant_without_lease", "owner_without_property", "renewal_without_lease"}
    assert found[Kind.TENANT].score > 90


def test_all_comes_in_once_the_filter_is_lifted(companies: SandboxServer) -> None:
    twin = in_step(companies)
    company = signed_in(companies)
    narrowed(company, let_place(company))
    company.run("full")

    lifted(company)
    log = company.run()

    assert (log.status, log.errors) == ("completed", [])
    assert rows(company) == rows(twin)


def test_a_job_for_one_property_brings_no_others_rows_and_the_next_sync_does(companies: SandboxServer) -> None:
    company = signed_in(companies)
    place = let_place(company)
    one = {"property_filters": {"properties": [f"samplehomes:1:{place}"]}}

    log = company.run("full", **one)

    assert bare(Property) == {place}
    assert bare(Tenant) == at(company, "Tenants", place)
    assert not LeaseRenewal.objects.filter(lease=None).exists()
    assert set(Owner.objects.all()) == set(Property.objects.get().owners.all())
    assert log.status == company.run().status == SyncLog.Status.COMPLETED
    assert rows(company) == rows(in_step(companies))


def test_what_came_in_before_the_filter_stays_as_it_is(companies: SandboxServer) -> None:
    company = in_step(companies)
    place = let_place(company)
    before = rows(company)
    narrowed(company, place)
    outside = sorted(company.theirs("Tenants").keys() - at(company, "Tenants", place))[0]
    company.change("Tenants", outside, FirstName="Elsewhere")

    log = company.run("full")

    assert log.status == "completed"
    assert all(count["withdrawn"] == 0 for count in log.counts.values())
    assert rows(company)["Tenant"] == before["Tenant"]


def test_an_event_brings_no_owner_who_was_left_outside(companies: SandboxServer) -> None:
    company = signed_in(companies)
    narrowed(company, let_place(company))
    company.run("full")
    inside = Owner.objects.order_by("external_id")[0]
    outside = sorted(company.theirs("Owners").keys() - bare(Owner))[0]
    company.change("Owners", own_id(inside), DisplayName="Inside")
    company.change("Owners", outside, DisplayName="Outside")

    log = told_of(company, Kind.OWNER, [str(inside.external_id), f"samplehomes:1:{outside}"])

    assert (log.status, log.counts["owners"]["held"]) == ("completed", 1)
    inside.refresh_from_db()
    assert inside.name == "Inside"
    assert outside not in bare(Owner)


def test_what_is_of_a_property_that_a_person_left_out_stays_outside_until_it_is_wanted(
    companies: SandboxServer,
) -> None:
    company = in_step(companies)
    place = let_place(company)
    entry = PropertyMapping.objects.get(provider_property_id=f"samplehomes:1:{place}")
    tenant = Tenant.objects.get(external_id=f"samplehomes:1:{sorted(at(company, 'Tenants', place))[0]}")
    mapping.leave_out(entry)
    company.change("Tenants", own_id(tenant), FirstName="Later")

    company.run("full")
    tenant.refresh_from_db()
    assert (tenant.first_name == "Later", tenant.withdrawn_at) == (False, None)

    mapping.clear(entry)
    company.run()
    tenant.refresh_from_db()
    assert tenant.first_name == "Later"


def test_terms_wait_with_their_lease_until_the_property_is_mapped(companies: SandboxServer) -> None:
    company = signed_in(companies)
    Connection.objects.filter(pk=company.connection.pk).update(unmapped=Connection.Unmapped.ASK)

    log = company.run("full")

    assert log.counts["lease_renewals"]["held"] == log.counts["lease_renewals"]["read"] > 0
    assert not LeaseRenewal.objects.exists()
    company.map_all()
    company.run()
    assert LeaseRenewal.objects.exists()
    assert not LeaseRenewal.objects.filter(lease=None).exists()


@pytest.mark.parametrize("name", ["multi_family", "single_family", "Residential"])
def test_the_name_of_a_type_means_the_vendors_word_for_it(companies: SandboxServer, name: str) -> None:
    company = signed_in(companies)
    assert configuring.configure(company.fresh(), {"property_filters": {"property_type": [name]}})

    log = company.run("full")

    assert (log.status, log.errors) == ("completed", [])
    assert set(Property.objects.values_list("property_type", flat=True)) == {"Residential"}
    assert log.counts["properties"]["held"] > 0


@pytest.mark.parametrize("then", [{"property_type": ["hoa"]}, {}])
def test_a_filter_that_lets_no_property_in_is_told_until_it_does(
    companies: SandboxServer, then: dict[str, Any]
) -> None:
    company = signed_in(companies)
    assert configuring.configure(company.fresh(), {"property_filters": {"property_type": ["student_housing"]}})

    log = company.run("full")

    number = log.counts["properties"]["read"]
    assert [error["message"] for error in log.errors] == [
        f"The filters let none of the {number} properties in, so nothing was brought. "
        "Their types: Association, Commercial, Mixed, Residential."
    ]
    assert company.issues() == {("properties", "", "nothing_inside")}
    assert configuring.configure(company.fresh(), {"property_filters": then})
    company.run()
    assert (Property.objects.exists(), company.issues()) == (True, set())


def test_a_job_whose_filter_lets_no_property_in_says_so_and_leaves_no_issue(companies: SandboxServer) -> None:
    company = in_step(companies)

    log = company.run("full", property_filters={"property_type": ["student_housing"]})

    assert [error["code"] for error in log.errors] == ["nothing_inside"]
    assert company.issues() == set()


def told_of(company: Company, kind: Kind, ids: list[str]) -> SyncLog:
    """The run that reads single records, as after events."""
    log = runs.request_sync(
        company.fresh(), SyncLog.Type.INCREMENTAL, SyncLog.Trigger.WEBHOOK, kinds=[kind], only={"rows": {kind: ids}}
    )
    execute(log.pk)
    log.refresh_from_db()
    return log


def own_id(row: Owner | Tenant) -> str:
    return str(row.external_id).rpartition(":")[2]
