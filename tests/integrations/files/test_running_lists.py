"""Runs over several lists that speak of one another, of the same rows, or of some rows only."""

import pytest

from integrations import mending, retrying
from integrations.files.sweeping import sweep
from integrations.models import ImportFile, SyncIssue
from portfolio.models import Lease, Owner, Property, Tenant
from tests.factories import a_member
from tests.integrations.files.nights import L1, L2, LEASES, OWNERS, P1, P2, PROPERTIES, Nights, some_nights

pytestmark = pytest.mark.django_db

Status = ImportFile.Status


def test_a_kind_that_two_lists_bring_is_withdrawn_by_neither(nights: Nights) -> None:
    nights.put("owners.csv", OWNERS, "O-1,Olive Owner,,,,", "O-2,Oscar Owner,,,,")
    nights.put("contacts.csv", "Entity Type,Profile Name,First Name,Last Name", "Ownerships,Otto Owner,Otto,Owner")
    nights.run()
    nights.put("owners-2.csv", OWNERS, "O-1,Olive Owner,,,,")

    nights.run()

    assert Owner.objects.filter(withdrawn_at__isnull=True).count() == 3


def test_two_lists_that_speak_of_the_same_people_do_not_change_them_there_and_back() -> None:
    nights = some_nights("propertyme")
    nights.put(
        "properties.csv", "Property,Suburb,State,Postcode,Bedrooms,Bathrooms", "1 Wattle Street Ultimo NSW 2007,,,,2,1"
    )
    details = "Property,Tenant,Tenant Folio Code,Rent,Rent Period,Eff. Paid To,Move In,Bond Required,Primary Mobile"
    contacts = "Tenant,Tenant Folio Code,First Name,Last Name,Primary Email,Primary Postal Address"
    house = "1 Wattle Street Ultimo NSW 2007"
    for day in ("27/11/2026", "4/12/2026", "11/12/2026"):
        name = day.replace("/", "")
        nights.put(
            f"details {name}.csv", details, f"{house},Tim Tenant,T001,650,Weekly,{day},1/02/2025,2600,0400 000 002"
        )
        nights.put(f"contacts {name}.csv", contacts, f"Tim Tenant,T001,Tim,Tenant,tim@example.com,PO Box {name}")

        log = nights.run()

    tenant = Tenant.objects.get()
    assert (tenant.email, tenant.phone, tenant.postal_address) == ("tim@example.com", "0400 000 002", "PO Box 11122026")
    changed = [(change.table, list(change.after)) for change in log.changes.filter(action="updated").order_by("pk")]
    assert changed == [("portfolio_tenant", ["postal_address"]), ("portfolio_lease", ["paid_to"])]


def test_what_is_switched_off_does_not_come_in(nights: Nights) -> None:
    nights.connection.config = {"excluded_kinds": ["tenants"]}
    nights.connection.save()
    nights.put("properties.csv", PROPERTIES, P1)
    nights.put("leases.csv", LEASES, L1)
    nights.put("owners.csv", OWNERS, "O-1,Olive Owner,,,,")

    log = nights.run(kinds=())

    assert (Tenant.objects.count(), Lease.objects.count()) == (0, 1)
    assert log.status == "completed"


def test_a_list_before_its_properties_comes_in_by_itself_later(nights: Nights) -> None:
    nights.put("leases.csv", LEASES, L1, L2)
    nights.run()
    issue = SyncIssue.objects.open().get(external_id="T-1")
    assert (issue.code, issue.file, issue.row_number) == ("unknown_property", "leases.csv", 2)
    assert (issue.column, issue.value) == ("Property Id", "P-1")
    assert issue.message == "No property list has brought “P-1” yet."
    assert Lease.objects.count() == 0

    nights.put("properties.csv", PROPERTIES, P1)
    nights.run()

    assert [lease.external_id for lease in Lease.objects.all()] == ["T-1"]
    assert nights.issues() == {("leases", "T-2", "unknown_property")}
    assert SyncIssue.objects.open().get().occurrences == 1


def test_a_full_sync_reads_the_newest_file_of_each_list_again(nights: Nights) -> None:
    nights.put("1.csv", PROPERTIES, P1, P2)
    nights.run()
    nights.put("2.csv", PROPERTIES, P1)
    nights.run()
    Property.objects.filter(external_id="P-1").update(suburb="Glebe", fingerprint="")

    log = nights.run("full")

    assert log.counts["properties"]["read"] == 1
    assert Property.objects.get(external_id="P-1").suburb == "Ultimo"
    assert nights.file("2.csv").sync_log_id == log.pk


def test_a_file_that_somebody_asks_for_is_read_however_old_it_is_and_withdraws_nothing(nights: Nights) -> None:
    nights.put("1.csv", PROPERTIES, P1)
    nights.run()
    nights.put("2.csv", PROPERTIES, P1.replace("Ultimo", "Glebe"), P2)
    nights.run()
    old = nights.file("1.csv")
    ImportFile.objects.filter(pk=old.pk).update(status=Status.NEW, done_at=None)

    nights.run("manual", only={"files": [str(old.pk)]})

    assert (Property.objects.get(external_id="P-1").suburb, nights.file("1.csv").status) == ("Ultimo", "imported")
    assert not Property.objects.filter(withdrawn_at__isnull=False).exists()


def test_a_corrected_file_of_some_rows_withdraws_nothing_and_is_never_too_old(nights: Nights) -> None:
    nights.put("1.csv", PROPERTIES, P1, P2)
    nights.run()
    nights.put("corrected.csv", PROPERTIES, P1.replace("Ultimo", "Glebe"))
    sweep(nights.fresh(), nights.at)
    ImportFile.objects.filter(drop_key="corrected.csv").update(origin="correction", as_of=nights.at.replace(year=2020))

    nights.run("manual", only={"files": [str(nights.file("corrected.csv").pk)]})

    assert Property.objects.get(external_id="P-1").suburb == "Glebe"
    assert not Property.objects.filter(withdrawn_at__isnull=False).exists()


def test_a_lease_is_not_given_a_tenant_who_only_has_the_same_name(nights: Nights) -> None:
    nights.put("properties.csv", PROPERTIES, P1, P2)
    other = L2.replace("Tess Tenant", "Tim Tenant")
    nights.put("leases.csv", f"{LEASES},Email", f"{L1},tim@example.com", f"{other},another.tim@example.com")

    nights.run()
    issue = nights.issue("duplicate_id")
    retrying.retry_rows(nights.fresh(), [str(issue.pk)], a_member(nights.connection.agency))
    nights.run()

    tenants = {lease.external_id: [row.email for row in lease.tenants.all()] for lease in Lease.objects.all()}
    assert tenants == {"T-1": ["tim@example.com"], "T-2": []}

    mending.mend(
        nights.connection, [issue.pk], {"Tenancy Name": "Tim Tenant junior"}, a_member(nights.connection.agency)
    )
    retrying.retry_rows(nights.fresh(), [str(issue.pk)], a_member(nights.connection.agency))
    nights.run()

    assert [row.email for row in Lease.objects.get(external_id="T-2").tenants.all()] == ["another.tim@example.com"]
    assert nights.issues() == set()
