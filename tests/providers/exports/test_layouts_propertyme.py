"""PropertyMe's lists, row by row in its own words."""

from datetime import date
from decimal import Decimal

from providers.choices import ComplianceStatus, Frequency, Kind, LeaseStatus
from providers.exports.propertyme import LAYOUTS
from providers.records import (
    ComplianceEventRecord,
    LeaseRecord,
    OwnerRecord,
    Person,
    PropertyRecord,
    TenantRecord,
)
from tests.providers.exports.given import read_rejected, read_row, told

HOUSE = "~14-imaginary-street-bardon-qld-4065"

# All 41 headings in PropertyMe's order, and the values of its example.
TENANT = {
    "Manager": "Grace Okafor", "Property": "14 Imaginary Street, Bardon, QLD 4065", "Tenant": "Linh Nguyen",
    "Rent": "$620.00",
    "Rent Period": "weekly", "Move In": "14/03/2025", "Agreement Start": "14/03/2026", "Agreement End": "13/03/2027",
    "Move Out": "",
    "Primary Mobile": "0491 570 156", "Primary Email": "linh.nguyen@example.com", "Bond Required": "$2,480.00",
    "Bond Receipted": "$2,480.00", "Bond Already Paid": "$0.00", "Bond Held": "$0.00", "Bond Arrears": "$0.00",
    "Bond Reference": "",
    "Bank Reference": "NGU014IMA", "Receipt Warning": "", "Current Owner": "Priya Raman & Tom Raman",
    "Tenant Folio Code": "TEN00412",
    "Rent Includes Tax": "FALSE", "Generate Rent Invoices": "FALSE", "Direct Debit": "FALSE", "Client Access": "TRUE",
    "Rent Review": "12 Months", "Overpaid Rent": "$0.00", "Current Tenant": "TRUE",
    "Primary Postal Address": "14 Imaginary Street, Bardon QLD 4065", "Archived": "", "Next Review Date": "14/01/2027",
    "Last Reviewed On": "13/01/2026", "Rent Adjust Difference": "$30.00", "Rent Adjust Date": "14/09/2026",
    "Eff. Paid To": "3/07/2026", "Debit Amount": "", "Debit Frequency": "RentDue", "Next Debit Date": "", "Termination": "",
    "Break Lease": "", "Tenant Deposits": "$0.00",
}  # fmt: skip
LINH = Person(first_name="Linh", last_name="Nguyen", email="linh.nguyen@example.com", phone="0491 570 156")


def test_a_row_of_tenant_details_is_a_tenant_and_a_lease():
    assert read_row(LAYOUTS, TENANT) == (
        TenantRecord(
            external_id="~ten00412",
            natural_key="~ten00412",
            name="Linh Nguyen",
            first_name="Linh",
            last_name="Nguyen",
            email="linh.nguyen@example.com",
            phone="0491 570 156",
            postal_address="14 Imaginary Street, Bardon QLD 4065",
            people=(LINH,),
        ),
        LeaseRecord(
            external_id=f"{HOUSE}-ten00412",
            natural_key=f"{HOUSE}-ten00412",
            property_id=HOUSE,
            tenant_ids=("~ten00412",),
            tenant_name="Linh Nguyen",
            reference="TEN00412",
            start_date=date(2025, 3, 14),
            end_date=date(2027, 3, 13),
            rent_amount=Decimal("620.00"),
            rent_frequency=Frequency.WEEKLY,
            bond_amount=Decimal("2480.00"),
            paid_to=date(2026, 7, 3),
            status=LeaseStatus.CURRENT,
        ),
    )


def test_all_headings_of_tenant_details_are_known_in_any_order():
    recognition = told(tuple(reversed(TENANT)), LAYOUTS)

    assert (recognition.layout.slug, recognition.score, recognition.unknown) == ("propertyme/leases", 100, ())
    assert recognition.reason == (
        "41 of 41 headings are those of PropertyMe Tenant Details, among them Tenant Folio Code, Move In and Agreement Start."
    )


def test_two_tenants_are_one_tenant_of_two_people():
    tenant, lease = read_row(LAYOUTS, TENANT | {"Tenant": "Hassan, Omar; Wells, Jodie"})

    assert [(person.first_name, person.last_name) for person in tenant.people] == [
        ("Omar", "Hassan"),
        ("Jodie", "Wells"),
    ]
    assert (tenant.people[0].email, tenant.people[1].email) == ("linh.nguyen@example.com", "")
    assert lease.tenant_name == tenant.name == "Hassan, Omar; Wells, Jodie"


def test_another_rent_and_a_new_agreement_are_the_same_lease():
    _, lease = read_row(LAYOUTS, TENANT)

    _, renewed = read_row(
        LAYOUTS, TENANT | {"Rent": "$650.00", "Agreement Start": "14/03/2027", "Agreement End": "13/03/2028"}
    )

    assert renewed.external_id == lease.external_id
    assert (renewed.rent_amount, renewed.start_date) == (Decimal("650.00"), date(2025, 3, 14))


def test_a_former_tenants_lease_has_been_vacated_and_an_archived_one_is_closed():
    _, left = read_row(LAYOUTS, TENANT | {"Current Tenant": "FALSE", "Move Out": "1/07/2026"})
    _, archived = read_row(LAYOUTS, TENANT | {"Archived": "1/08/2026"})

    assert (left.status, left.vacated_on) == (LeaseStatus.VACATED, date(2026, 7, 1))
    assert archived.status == LeaseStatus.CLOSED


def test_cells_of_a_workbook_are_read_as_their_printed_forms_are():
    cells = {
        "Rent": 620.0, "Move In": date(2025, 3, 14), "Agreement Start": 46095, "Agreement End": date(2027, 3, 13),
        "Bond Required": 2480, "Current Tenant": True, "Eff. Paid To": date(2026, 7, 3), "Primary Mobile": 491570156,
    }  # fmt: skip

    assert read_row(LAYOUTS, TENANT | cells) == read_row(LAYOUTS, TENANT)


def test_rent_under_a_heading_for_a_week_needs_no_period():
    row = {key: value for key, value in TENANT.items() if key not in ("Rent", "Rent Period")} | {"Weekly Rent": "620"}

    _, lease = read_row(LAYOUTS, row)

    assert (lease.rent_amount, lease.rent_frequency) == (Decimal("620.00"), Frequency.WEEKLY)


def test_a_row_that_cannot_be_used_is_named_by_row_column_and_what_to_do():
    rejected = read_rejected(LAYOUTS, TENANT | {"Rent Period": "biweekly"})

    assert (rejected.kind, rejected.external_id) == (Kind.LEASE, f"{HOUSE}-ten00412")
    assert (rejected.row_number, rejected.field, rejected.value) == (2, "Rent Period", "biweekly")
    assert rejected.action == "Correct Rent Period in your system's export, or here."


def test_a_lease_without_rent_or_first_day_says_so():
    assert read_rejected(LAYOUTS, TENANT | {"Rent": ""}).message == "The lease has no rent."
    assert read_rejected(LAYOUTS, TENANT | {"Rent Period": ""}).message.startswith("The lease does not say how often")
    no_start = {"Move In": "", "Agreement Start": ""}
    assert read_rejected(LAYOUTS, TENANT | no_start).message == "The lease has no first day."
    assert read_rejected(LAYOUTS, TENANT | {"Property": ""}).message == "Property is empty."


PROPERTY = {
    "Property": "14 Imaginary Street, Bardon, QLD 4065", "Address": "14 Imaginary Street", "Suburb": "Bardon",
    "State": "QLD",
    "Postcode": "4065", "Property Type": "House", "Bedrooms": "3", "Bathrooms": "2", "Car Spaces": "1", "Key Number": "K12",
    "Manager": "Grace Okafor", "Current Owner": "Priya Raman & Tom Raman", "Current Tenant": "Linh Nguyen",
    "Rent": "$620.00",
    "Rent Period": "weekly", "Inspection Frequency": "3 months", "Inspection Due": "1/09/2026", "Labels": "VIP, Pool",
    "Owner Folio Code": "OWN00087", "Archived": "",
}  # fmt: skip


def test_a_row_of_properties():
    assert read_row(LAYOUTS, PROPERTY) == (
        PropertyRecord(
            external_id=HOUSE,
            natural_key=HOUSE,
            address="14 Imaginary Street, Bardon QLD 4065",
            street="14 Imaginary Street",
            suburb="Bardon",
            state="QLD",
            postcode="4065",
            property_type="House",
            bedrooms=3,
            bathrooms=2,
            car_spaces=1,
            key_number="K12",
            manager_name="Grace Okafor",
            labels=("VIP", "Pool"),
            owner_ids=("~own00087",),
        ),
    )


def test_a_property_has_one_key_whether_its_address_is_on_one_line_or_in_columns():
    one_line = {key: PROPERTY[key] for key in ("Property", "Bedrooms", "Key Number")}
    columns = {key: value for key, value in PROPERTY.items() if key != "Property"}

    keys = {read_row(LAYOUTS, row)[0].natural_key for row in (PROPERTY, one_line, columns)}

    assert keys == {HOUSE}


def test_a_list_without_owners_leaves_them_alone():
    (house,) = read_row(LAYOUTS, {key: value for key, value in PROPERTY.items() if "Owner" not in key})

    assert house.owner_ids is None


def test_a_postcode_of_another_state_is_refused():
    rejected = read_rejected(LAYOUTS, PROPERTY | {"State": "VIC"})

    assert rejected.message == "Postcode 4065 does not lie in VIC."


def test_a_property_put_away_says_when_or_counts_as_missing():
    (dated,) = read_row(LAYOUTS, PROPERTY | {"Archived": "1/08/2026"})

    assert dated.archived_on == date(2026, 8, 1)
    assert read_row(LAYOUTS, PROPERTY | {"Archived": "Yes"}) == ()


def test_a_row_of_owners():
    row = {
        "Owner": "Priya Raman & Tom Raman", "Property": "14 Imaginary Street, Bardon, QLD 4065",
        "Primary Mobile": "0491 570 157",
        "Primary Email": "priya@example.com", "Primary Postal Address": "PO Box 1, Bardon QLD 4065",
        "Owner Folio Code": "OWN00087",
        "Manager": "Grace Okafor", "Agreement Start": "1/02/2024", "Agreement End": "", "Archived": "",
    }  # fmt: skip

    assert read_row(LAYOUTS, row) == (
        OwnerRecord(
            external_id="~own00087",
            natural_key="~own00087",
            name="Priya Raman & Tom Raman",
            first_name="Priya",
            last_name="Raman",
            email="priya@example.com",
            phone="0491 570 157",
            postal_address="PO Box 1, Bardon QLD 4065",
            people=(
                Person(first_name="Priya", last_name="Raman", email="priya@example.com", phone="0491 570 157"),
                Person(first_name="Tom", last_name="Raman"),
            ),
            property_ids=(HOUSE,),
        ),
    )


def test_a_row_of_tenants_alone():
    row = {
        "Tenant": "Linh Nguyen", "First Name": "Linh", "Last Name": "Nguyen", "Tenant Folio Code": "TEN00412",
        "Primary Mobile": "0491 570 156", "Primary Email": "linh.nguyen@example.com",
    }  # fmt: skip

    assert read_row(LAYOUTS, row) == (
        TenantRecord(
            external_id="~ten00412",
            natural_key="~ten00412",
            name="Linh Nguyen",
            first_name="Linh",
            last_name="Nguyen",
            email="linh.nguyen@example.com",
            phone="0491 570 156",
            people=(LINH,),
        ),
    )


CHECK = {
    "Property": "14 Imaginary Street, Bardon, QLD 4065", "Check Type": "Smoke Alarm", "Supplier": "SafeHome Checks",
    "Last Checked": "6/07/2026", "Expiry Date": "6/07/2027", "Certificate Number": "S83040", "Status": "Current",
    "Notes": "Battery replaced",
}  # fmt: skip


def test_a_row_of_compliance_checks():
    assert read_row(LAYOUTS, CHECK) == (
        ComplianceEventRecord(
            external_id=f"{HOUSE}-smoke-alarm-2026-07-06",
            natural_key=f"{HOUSE}-smoke-alarm-2026-07-06",
            property_id=HOUSE,
            task_type="Smoke Alarm",
            title="Smoke Alarm",
            status=ComplianceStatus.COMPLETED,
            completed_on=date(2026, 7, 6),
            due_date=date(2027, 7, 6),
            reference="S83040",
            supplier_name="SafeHome Checks",
            notes="Battery replaced",
        ),
    )


def test_a_check_that_was_never_done_is_open_and_one_that_was_must_say_when():
    (never,) = read_row(LAYOUTS, CHECK | {"Last Checked": "", "Status": "Overdue"})
    (booked,) = read_row(LAYOUTS, CHECK | {"Last Checked": "", "Status": "Booked for Monday"})
    (cancelled,) = read_row(LAYOUTS, CHECK | {"Status": "Cancelled"})

    assert (never.status, never.external_id) == (ComplianceStatus.OPEN, f"{HOUSE}-smoke-alarm-open")
    assert booked.status == ComplianceStatus.SCHEDULED
    assert cancelled.status == ComplianceStatus.CANCELLED
    rejected = read_rejected(LAYOUTS, CHECK | {"Last Checked": "", "Status": "Completed"})
    assert "does not say on which day" in rejected.message
