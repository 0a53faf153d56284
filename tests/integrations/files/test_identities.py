"""One thing stays one row, whether its files print ids or not."""

import pytest

from integrations.models import PropertyMapping
from portfolio.models import Lease, Owner, Property, Tenant
from tests.integrations.files.nights import HOUSES, L1, LEASES, P1, P2, PROPERTIES, Nights, some_nights

pytestmark = pytest.mark.django_db

H1 = "1 Wattle Street,Ultimo,NSW,2007,2,1"
H2 = "2 Wattle Street,Ultimo,NSW,2007,3,2"
KEY = "~1-wattle-street-ultimo-nsw-2007"
LEASES_BY_ADDRESS = "Tenancy Name,Property Address,Rent Amount,Rent Period,Lease Start,Lease End,Effective Paid To"


@pytest.fixture
def nights() -> Nights:
    """An agency with Property Tree's files."""
    return some_nights()


def test_a_list_without_ids_names_its_rows_by_what_it_prints(nights: Nights) -> None:
    nights.put("houses.csv", HOUSES, H1)

    nights.run()
    nights.put("houses-2.csv", HOUSES, H1.replace(",2,1", ",3,1"))
    log = nights.run()

    house = Property.objects.get()
    assert (house.external_id, house.natural_key, house.bedrooms) == (KEY, KEY, 3)
    assert log.counts["properties"]["updated"] == 1


def test_a_later_file_with_ids_takes_the_rows_over(nights: Nights) -> None:
    nights.put("houses.csv", HOUSES, H1)
    nights.put("leases.csv", LEASES_BY_ADDRESS, "Tim Tenant,1 Wattle Street Ultimo NSW 2007,650,Weekly,1/02/2025,,")
    nights.run()
    house, lease = Property.objects.get(), Lease.objects.get()

    nights.put("properties.csv", PROPERTIES, P1)
    log = nights.run()

    taken = Property.objects.get()
    assert (taken.pk, taken.external_id, taken.natural_key) == (house.pk, "P-1", KEY)
    assert log.counts["properties"]["created"] == log.counts["properties"]["withdrawn"] == 0
    mapping = PropertyMapping.objects.get()
    assert (mapping.provider_property_id, mapping.property) == ("P-1", taken)
    assert Lease.objects.get(pk=lease.pk).property == taken
    assert not log.changes.filter(after__has_key="external_id").exists()


def test_files_without_ids_find_the_rows_that_have_ids(nights: Nights) -> None:
    nights.put("properties.csv", PROPERTIES, P1, P2)
    nights.run()

    nights.put("houses.csv", HOUSES, H1, H2)
    nights.put("leases.csv", LEASES_BY_ADDRESS, "Tim Tenant,1 Wattle Street Ultimo NSW 2007,650,Weekly,1/02/2025,,")
    log = nights.run()

    assert sorted(Property.objects.values_list("external_id", flat=True)) == ["P-1", "P-2"]
    assert log.counts["properties"]["created"] == 0
    assert Lease.objects.get().property.external_id == "P-1"


def test_what_somebody_left_out_stays_left_out_when_ids_come(nights: Nights) -> None:
    nights.put("houses.csv", HOUSES, H1)
    nights.run()
    PropertyMapping.objects.update(property=None, left_out=True)
    Property.objects.all().delete()

    nights.put("properties.csv", PROPERTIES, P1)
    log = nights.run()

    mapping = PropertyMapping.objects.get()
    assert (mapping.provider_property_id, mapping.left_out, Property.objects.count()) == ("P-1", True, 0)
    assert log.counts["properties"]["held"] == 1


def test_two_rows_that_print_the_same_name_are_not_made_one(nights: Nights) -> None:
    nights.put("houses.csv", HOUSES, H1, H1.replace(",2,1", ",4,2"))

    log = nights.run()

    assert Property.objects.get().bedrooms == 2
    issue = nights.issue("duplicate_id")
    assert (issue.external_id, issue.row_number, issue.file) == (KEY, 3, "houses.csv")
    assert issue.message == "Row 3 is named like row 2 and says other things. Row 2 was kept."
    assert log.counts["properties"] | {"read": 2, "created": 1, "rejected": 1} == log.counts["properties"]


def test_a_lease_at_an_address_that_two_properties_have_waits_for_a_person(nights: Nights) -> None:
    nights.put("properties.csv", PROPERTIES, P1, P1.replace("P-1", "P-9"))
    nights.put("leases.csv", LEASES_BY_ADDRESS, "Tim Tenant,1 Wattle Street Ultimo NSW 2007,650,Weekly,1/02/2025,,")

    nights.run()

    issue = nights.issue("ambiguous_name")
    assert (issue.kind, issue.row_number, issue.column) == ("leases", 2, "Property Address")
    assert issue.message == "More than one property is called like this, so it is not clear which one is meant."
    assert (Property.objects.count(), Lease.objects.count()) == (2, 0)


def test_an_id_in_other_capital_letters_is_the_same_row(nights: Nights) -> None:
    nights.put("properties.csv", PROPERTIES, P1)
    nights.run()

    nights.put("properties-2.csv", PROPERTIES, P1.replace("P-1", "p-1"))
    nights.put("leases.csv", LEASES, L1.replace("P-1", "p-1"))
    log = nights.run()

    assert Property.objects.get().external_id == "P-1"
    assert log.counts["properties"]["created"] == log.counts["properties"]["withdrawn"] == 0
    assert "1 id differs from before in capital letters only" in nights.file("properties-2.csv").message
    assert Lease.objects.get().property.external_id == "P-1"


def test_an_owner_of_several_properties_is_one_owner_of_all_of_them(nights: Nights) -> None:
    nights.put(
        "owners.csv",
        "Ownership Name,Property Address,Email",
        "Olive Owner,1 Wattle Street Ultimo NSW 2007,olive@example.com",
        "Olive Owner,2 Wattle Street Ultimo NSW 2007,olive@example.com",
    )
    nights.put("properties.csv", PROPERTIES, P1, P2)

    log = nights.run()

    owner = Owner.objects.get()
    assert sorted(house.external_id for house in owner.properties.all()) == ["P-1", "P-2"]
    assert log.errors == []
    assert not log.changes.filter(action="updated").exists()
    assert nights.file("owners.csv").parts[0]["waits"] == 0


def test_an_owner_who_sold_is_no_longer_linked(nights: Nights) -> None:
    headings = "Ownership Id,Ownership Name,Property Id"
    nights.put("properties.csv", PROPERTIES, P1, P2)
    nights.put("owners.csv", headings, "O-1,Olive Owner,P-1", "O-1,Olive Owner,P-2")
    nights.run()

    nights.put("owners-2.csv", headings, "O-1,Olive Owner,P-2")
    log = nights.run()

    assert [house.external_id for house in Owner.objects.get().properties.all()] == ["P-2"]
    change = log.changes.get(action="updated")
    assert (change.label, change.before, change.after) == (
        "1 Wattle Street, Ultimo NSW 2007",
        {"owners": [str(Owner.objects.get().pk)]},
        {"owners": []},
    )


def test_owners_whose_properties_come_another_night_are_linked_with_the_next_file(nights: Nights) -> None:
    headings = "Ownership Id,Ownership Name,Property Id"
    nights.put("owners.csv", headings, "O-1,Olive Owner,P-1")
    nights.run()
    assert nights.file("owners.csv").parts[0]["waits"] == 1

    nights.put("properties.csv", PROPERTIES, P1)
    nights.put("owners-2.csv", headings, "O-1,Olive Owner,P-1")
    nights.run()

    assert [house.external_id for house in Owner.objects.get().properties.all()] == ["P-1"]
    assert nights.file("owners-2.csv").status == "imported"


@pytest.mark.parametrize("size", [2, 500])
def test_an_id_that_stands_twice_is_told_of_with_both_rows(nights: Nights, size: int) -> None:
    nights.connection.config = {"batch_size": size}
    nights.connection.save()
    nights.put(
        "properties.csv", PROPERTIES, P1, P2, "P-3,3 Wattle Street,Ultimo,NSW,2007,1,1,", P1, P2.replace(",3,2", ",4,2")
    )

    log = nights.run()

    issue = nights.issue("duplicate_id")
    assert (issue.external_id, issue.row_number) == ("P-2", 6)
    assert issue.message == "Row 6 has the id like row 3 and says other things. Row 3 was kept."
    assert Property.objects.get(external_id="P-2").bedrooms == 3
    count = log.counts["properties"]
    assert (count["read"], count["created"], count["unchanged"], count["rejected"], count["duplicates"]) == (
        5,
        3,
        1,
        1,
        1,
    )


def test_tenants_and_leases_by_name_stay_the_same_night_after_night(nights: Nights) -> None:
    nights.put("properties.csv", PROPERTIES, P1, P2)
    nights.put("leases.csv", LEASES_BY_ADDRESS, "Tim Tenant,1 Wattle Street Ultimo NSW 2007,650,Weekly,1/02/2025,,")
    nights.run()

    nights.put("leases-2.csv", LEASES_BY_ADDRESS, "Tim Tenant,1 Wattle Street Ultimo NSW 2007,660,Weekly,1/02/2025,,")
    log = nights.run()

    assert (Tenant.objects.count(), Lease.objects.count()) == (1, 1)
    assert log.counts["leases"]["updated"] == 1
    assert log.changes.get().before == {"rent_amount": "650.00"}
