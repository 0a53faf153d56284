"""Console's lists, row by row in its own words."""

from datetime import date
from decimal import Decimal

from providers.choices import ComplianceStatus, Frequency, LeaseStatus
from providers.exports.console import LAYOUTS
from providers.records import (
    ComplianceEventRecord,
    LeaseRecord,
    OwnerRecord,
    Person,
    PropertyRecord,
    TenantRecord,
)
from tests.providers.exports.given import read_row

HOUSE = "~88-june-avenue-bardon-qld-4065"
TENANTS = "~m-j-talbot-reyes"


def test_a_row_of_the_property_database_export():
    row = {
        "Property": "88 June Avenue, Bardon QLD 4065", "Property Code": "P1001", "Suburb": "Bardon", "State": "QLD",
        "Postcode": "4065", "Type": "House", "Beds": "4", "Baths": "2", "Cars": "2", "Key Number": "J8",
        "Property Manager": "Priya Anning", "Landlord": "W & A Ng",
    }  # fmt: skip

    assert read_row(LAYOUTS, row) == (
        PropertyRecord(
            external_id="P1001",
            natural_key=HOUSE,
            address="88 June Avenue, Bardon QLD 4065",
            street="88 June Avenue",
            suburb="Bardon",
            state="QLD",
            postcode="4065",
            property_type="House",
            bedrooms=4,
            bathrooms=2,
            car_spaces=2,
            key_number="J8",
            manager_name="Priya Anning",
            owner_ids=None,
        ),
    )


def test_a_row_of_landlords():
    row = {
        "Landlord": "W & A Ng", "Property": "88 June Avenue, Bardon QLD 4065", "Mobile": "0491 570 110",
        "Email": "ng@example.com",
        "Postal Address": "3 Quay Road Hawthorne QLD 4171", "ABN": "",
    }  # fmt: skip

    assert read_row(LAYOUTS, row) == (
        OwnerRecord(
            external_id="~w-a-ng",
            natural_key="~w-a-ng",
            name="W & A Ng",
            first_name="W",
            last_name="Ng",
            email="ng@example.com",
            phone="0491 570 110",
            postal_address="3 Quay Road Hawthorne QLD 4171",
            people=(
                Person(first_name="W", last_name="Ng", email="ng@example.com", phone="0491 570 110"),
                Person(first_name="A", last_name="Ng"),
            ),
            property_ids=(HOUSE,),
        ),
    )


def test_a_row_of_leases():
    row = {
        "Lease": "M & J Talbot-Reyes", "Property": "88 June Avenue, Bardon QLD 4065", "Landlord": "W & A Ng",
        "Tenant Reference": "TALBOTREYES88", "Rent": "1180.00", "Frequency": "Weekly", "Paid To": "31/08/2025",
        "Credit": "640.00",
        "Days Overdue": "12", "Amount Overdue": "1382.86", "Lease Start": "09/12/2024", "Lease End": "07/12/2025",
        "Vacating": "",
        "Property Manager": "Priya Anning",
    }  # fmt: skip

    assert read_row(LAYOUTS, row) == (
        TenantRecord(
            external_id=f"{TENANTS}-88-june-avenue-bardon-qld-4065",
            natural_key=f"{TENANTS}-88-june-avenue-bardon-qld-4065",
            name="M & J Talbot-Reyes",
            first_name="M",
            last_name="Talbot-Reyes",
            people=(
                Person(first_name="M", last_name="Talbot-Reyes"),
                Person(first_name="J", last_name="Talbot-Reyes"),
            ),
        ),
        LeaseRecord(
            external_id=f"{HOUSE}-m-j-talbot-reyes",
            natural_key=f"{HOUSE}-m-j-talbot-reyes",
            property_id=HOUSE,
            tenant_ids=(f"{TENANTS}-88-june-avenue-bardon-qld-4065",),
            tenant_name="M & J Talbot-Reyes",
            reference="TALBOTREYES88",
            start_date=date(2024, 12, 9),
            end_date=date(2025, 12, 7),
            rent_amount=Decimal("1180.00"),
            rent_frequency=Frequency.WEEKLY,
            paid_to=date(2025, 8, 31),
            status=LeaseStatus.CURRENT,
        ),
    )


def test_a_row_of_tenants_is_the_tenant_of_the_lease():
    row = {
        "Tenant": "M & J Talbot-Reyes", "First Name": "Mateo", "Last Name": "Talbot-Reyes",
        "Property": "88 June Avenue, Bardon QLD 4065", "Mobile": "0491 570 110",
    }  # fmt: skip

    assert read_row(LAYOUTS, row) == (
        TenantRecord(
            external_id=f"{TENANTS}-88-june-avenue-bardon-qld-4065",
            natural_key=f"{TENANTS}-88-june-avenue-bardon-qld-4065",
            name="M & J Talbot-Reyes",
            first_name="Mateo",
            last_name="Talbot-Reyes",
            phone="0491 570 110",
            people=(
                Person(first_name="Mateo", last_name="Talbot-Reyes", phone="0491 570 110"),
                Person(first_name="J", last_name="Talbot-Reyes"),
            ),
        ),
    )


def test_a_row_of_property_compliance():
    row = {
        "Property": "88 June Avenue, Bardon QLD 4065", "Compliance Type": "Gas Safety", "Creditor": "Southside Gas",
        "Last Inspection Date": "12/10/2026", "Expiry Date": "12/10/2027", "Status": "Completed",
        "Notes": "Retest in a year",
    }  # fmt: skip

    assert read_row(LAYOUTS, row) == (
        ComplianceEventRecord(
            external_id=f"{HOUSE}-gas-safety-2026-10-12",
            natural_key=f"{HOUSE}-gas-safety-2026-10-12",
            property_id=HOUSE,
            task_type="Gas Safety",
            title="Gas Safety",
            status=ComplianceStatus.COMPLETED,
            completed_on=date(2026, 10, 12),
            due_date=date(2027, 10, 12),
            supplier_name="Southside Gas",
            notes="Retest in a year",
        ),
    )
