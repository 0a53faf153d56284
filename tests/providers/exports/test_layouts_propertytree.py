"""Property Tree's lists, row by row in its own words."""

from datetime import date
from decimal import Decimal

import pytest

from providers.choices import ComplianceStatus, Frequency, Kind, LeaseStatus
from providers.exports.propertytree import LAYOUTS
from providers.records import (
    ComplianceEventRecord,
    ContactRecord,
    LeaseRecord,
    OwnerRecord,
    Person,
    PropertyRecord,
    TenantRecord,
)
from tests.providers.exports.given import read_rejected, read_row

HOUSE = "~14b-21-heath-street-ashgrove-qld-4060"
HOUSE_ID = "50e3e383-16b7-463d-b378-ed55a78024a4"


@pytest.mark.parametrize("line", ["14B/21 Heath Street Ashgrove QLD 4060", "14B/21 Heath Street"])
def test_a_row_of_properties_with_its_id_has_the_key_that_other_lists_know_it_by(line):
    row = {
        "Property Id": HOUSE_ID.upper(), "Property Address": line, "Suburb": "Ashgrove", "State": "QLD", "Post Code": 4060,
        "Property Type": "Unit", "Bedrooms": "2", "Bathrooms": "1", "Car Spaces": "", "Key Number": "T34",
        "Property Manager": "Priya Anning", "Ownership Name": "Marchetti Family Trust",
    }  # fmt: skip

    (house,) = read_row(LAYOUTS, row)

    assert house.address in ("14B/21 Heath Street Ashgrove QLD 4060", "14B/21 Heath Street, Ashgrove QLD 4060")
    assert house == PropertyRecord(
        external_id=HOUSE_ID,
        natural_key=HOUSE,
        address=house.address,
        unit="14B",
        street="21 Heath Street",
        suburb="Ashgrove",
        state="QLD",
        postcode="4060",
        property_type="Unit",
        bedrooms=2,
        bathrooms=1,
        key_number="T34",
        manager_name="Priya Anning",
        owner_ids=None,
    )


def test_a_unit_in_its_own_column_gives_the_same_key():
    row = {
        "Unit": "14B", "Address Line 1": "21 Heath Street", "Suburb": "Ashgrove", "State": "QLD", "Post Code": "4060",
        "Bedrooms": "2", "Key Set": "T34",
    }  # fmt: skip

    (house,) = read_row(LAYOUTS, row)

    assert (house.natural_key, house.address) == (HOUSE, "14B/21 Heath Street, Ashgrove QLD 4060")


def test_a_row_of_ownerships():
    row = {
        "Ownership Id": "cf70e4f2-c42d-4b3d-a51a-0e33d7511a58", "Ownership Name": "Marchetti Family Trust",
        "First Name": "Leo",
        "Last Name": "Marchetti", "Property Address": "14B/21 Heath Street Ashgrove QLD 4060",
        "Postal Address": "PO Box 12 Hawthorne QLD 4171", "Email": "leo@marchetti.example", "Mobile": "0491570313",
        "ABN": "51824753556",
    }  # fmt: skip

    assert read_row(LAYOUTS, row) == (
        OwnerRecord(
            external_id="cf70e4f2-c42d-4b3d-a51a-0e33d7511a58",
            natural_key="~marchetti-family-trust",
            name="Marchetti Family Trust",
            first_name="Leo",
            last_name="Marchetti",
            company="Marchetti Family Trust",
            email="leo@marchetti.example",
            phone="0491 570 313",
            postal_address="PO Box 12 Hawthorne QLD 4171",
            people=(
                Person(
                    first_name="Leo",
                    last_name="Marchetti",
                    company="Marchetti Family Trust",
                    email="leo@marchetti.example",
                    phone="0491 570 313",
                ),
            ),
            business_number="51 824 753 556",
            property_ids=(HOUSE,),
        ),
    )


TENANCY = {
    "Tenancy Id": "9bc0f96f-eda4-4800-89ae-2356531fa090", "Tenancy Name": "Okafor, Nneka",
    "Property Address": "14B/21 Heath Street Ashgrove QLD 4060", "Property Manager": "Priya Anning", "Rent Amount": "590.0",
    "Rent Period": "Weekly", "Bank Reference": "OKAFOR14B", "Lease Start": "2025-02-03", "Lease End": "2026-02-02",
    "Vacate Date": "",
    "Paid To": "2025-09-12", "Effective Paid To": "2025-09-15", "Part Payment": "0.0", "Days In Arrears": "1",
    "Amount In Arrears": "84.29",
}  # fmt: skip


def test_a_row_of_tenancies():
    assert read_row(LAYOUTS, TENANCY) == (
        TenantRecord(
            external_id="~okafor-nneka",
            natural_key="~okafor-nneka",
            name="Okafor, Nneka",
            first_name="Nneka",
            last_name="Okafor",
            people=(Person(first_name="Nneka", last_name="Okafor"),),
        ),
        LeaseRecord(
            external_id="9bc0f96f-eda4-4800-89ae-2356531fa090",
            natural_key=f"{HOUSE}-okafor-nneka",
            property_id=HOUSE,
            tenant_ids=("~okafor-nneka",),
            tenant_name="Okafor, Nneka",
            reference="OKAFOR14B",
            start_date=date(2025, 2, 3),
            end_date=date(2026, 2, 2),
            rent_amount=Decimal("590.00"),
            rent_frequency=Frequency.WEEKLY,
            paid_to=date(2025, 9, 15),
            status=LeaseStatus.CURRENT,
        ),
    )


def test_a_lease_names_its_property_by_its_id_where_the_list_has_it():
    _, lease = read_row(LAYOUTS, TENANCY | {"Property Id": HOUSE_ID})

    assert (lease.property_id, lease.natural_key) == (HOUSE_ID, f"{HOUSE}-okafor-nneka")


def contact(**more: str) -> dict[str, str]:
    return {
        "Entity Type": "Tenancies", "Title": "Ms", "First Name": "Nneka", "Last Name": "Okafor",
        "Residential Address": "14B/21 Heath Street Ashgrove QLD 4060", "Postal Address": "",
        "Email": "nneka.okafor@mail.example",
        "Mobile": "0491570006", "Phone": "", "Profile Name": "Okafor, Nneka", "Archived": "No",
    } | more  # fmt: skip


def test_a_tenant_of_the_contacts_is_the_tenant_of_the_tenancies():
    assert read_row(LAYOUTS, contact()) == (
        TenantRecord(
            external_id="~okafor-nneka",
            natural_key="~okafor-nneka",
            name="Okafor, Nneka",
            first_name="Nneka",
            last_name="Okafor",
            email="nneka.okafor@mail.example",
            phone="0491 570 006",
            people=(
                Person(first_name="Nneka", last_name="Okafor", email="nneka.okafor@mail.example", phone="0491 570 006"),
            ),
        ),
    )


def test_an_owner_of_the_contacts_names_no_properties():
    (owner,) = read_row(LAYOUTS, contact(**{"Entity Type": "Ownerships", "Profile Name": "Marchetti Family Trust"}))

    assert (type(owner), owner.external_id, owner.property_ids) == (OwnerRecord, "~marchetti-family-trust", None)


def test_a_creditor_of_the_contacts_is_a_supplier():
    row = contact(
        **{
            "Entity Type": "Creditors", "Title": "", "First Name": "", "Last Name": "", "Email": "jobs@brightspark.example",
            "Mobile": "", "Phone": "07 5550 0177", "Profile Name": "Bright Spark Electrical",
        }
    )  # fmt: skip

    assert read_row(LAYOUTS, row) == (
        ContactRecord(
            external_id="~bright-spark-electrical",
            natural_key="~bright-spark-electrical",
            name="Bright Spark Electrical",
            company="Bright Spark Electrical",
            email="jobs@brightspark.example",
            phone="07 5550 0177",
            role="supplier",
        ),
    )


def test_a_contact_that_was_put_away_counts_as_missing_and_another_entity_is_refused():
    assert read_row(LAYOUTS, contact(Archived="Yes")) == ()
    rejected = read_rejected(LAYOUTS, contact(**{"Entity Type": "Ghosts"}))
    assert (rejected.kind, rejected.field) == (Kind.CONTACT, "Entity Type")


def test_a_row_of_compliance():
    row = {
        "Property Address": "14B/21 Heath Street Ashgrove QLD 4060", "Compliance Category": "Smoke Alarm",
        "Serviced By": "Bright Spark Electrical", "Last Service Date": "6/07/2026", "Expiry Date": "6/07/2027",
        "Certificate Number": "E83040", "Status": "Completed", "Notes": "",
    }  # fmt: skip

    assert read_row(LAYOUTS, row) == (
        ComplianceEventRecord(
            external_id=f"{HOUSE}-smoke-alarm-2026-07-06",
            natural_key=f"{HOUSE}-smoke-alarm-2026-07-06",
            property_id=HOUSE,
            task_type="Smoke Alarm",
            title="Smoke Alarm",
            status=ComplianceStatus.COMPLETED,
            completed_on=date(2026, 7, 6),
            due_date=date(2027, 7, 6),
            reference="E83040",
            supplier_name="Bright Spark Electrical",
        ),
    )
