"""Tenants, prospects, owners, vendors, applications and screenings."""

from datetime import UTC, date, datetime
from decimal import Decimal

from providers.lettings import ApplicationRecord, ProspectRecord, ScreeningRecord, SecurityDepositRecord
from providers.records import ContactRecord, OwnerRecord, Person, TenantRecord
from providers.rentmanager.replies.people import Owner, Prospect, ProspectApplication, Screening, Tenant, Vendor
from providers.rentmanager.translators.people import (
    to_application,
    to_owner,
    to_prospect,
    to_screening,
    to_tenant,
    to_vendor,
)
from tests.providers.rentmanager.rows import MAPLE, MOBILE, ROSA, STAMPS, a_tenant, defined, translated

ROSA_HERSELF = Person(first_name="Rosa", last_name="Delgado", email="rosa.delgado@example.com", phone="(937) 555-0177")
REACHED = {"first_name": "Rosa", "last_name": "Delgado", "email": "rosa.delgado@example.com", "phone": "(937) 555-0177"}
STAMPED = "2026-10-09T13:27:55;4410@2026-06-20T15:31:08"


def test_a_tenant_is_translated_whole_with_the_deposit_that_is_held():
    assert translated(a_tenant(), Tenant, to_tenant) == (
        TenantRecord(
            external_id="920",
            version=STAMPED,
            name="Delgado, Rosa",
            **REACHED,
            people=(ROSA_HERSELF, Person(first_name="Mateo", last_name="Delgado")),
            postal_address="410 Maple Court, Dayton, OH 45402",
            balance=Decimal("118.00"),
            property_ids=("12",),
            custom=(("Next Recertification", "2027-08-01"),),
        ),
        SecurityDepositRecord(external_id="920", property_id="12", tenant_id="920", amount=Decimal("900.00")),
    )


def test_what_the_vendor_does_not_say_of_a_tenant_is_not_taken_for_nothing():
    row = a_tenant()
    del row["Balance"], row["SecurityDepositHeld"], row["PropertyID"]

    (tenant,) = translated(row, Tenant, to_tenant)

    assert (tenant.balance, tenant.property_ids) == (None, None)


def test_a_firm_that_rents_is_a_company():
    row = a_tenant(Name="Lakeshore Dental", FirstName=None, LastName="Lakeshore Dental", IsCompany=True)

    tenant, _ = translated(row, Tenant, to_tenant)

    assert (tenant.name, tenant.company, tenant.first_name, tenant.last_name) == (
        "Lakeshore Dental",
        "Lakeshore Dental",
        "",
        "",
    )


def test_a_past_tenant_stays_because_the_lease_and_the_ledger_do():
    tenant, _ = translated(a_tenant(Status="Past", PostingEndDate="2026-09-30T00:00:00"), Tenant, to_tenant)

    assert tenant.archived_on is None


def test_a_prospect_is_translated_whole():
    row = {
        "ProspectID": 177,
        "Name": "Delgado, Rosa",
        "FirstName": "Rosa",
        "LastName": "Delgado",
        "PropertyID": 12,
        "ReservedUnitID": 301,
        "ProspectStatus": "Applied",
        "ApplicationDate": "2026-10-02T00:00:00",
        "MoveInDate": "2026-12-01T00:00:00",
        "RentMin": 700,
        "RentMax": 1400,
        "PeopleCount": 2,
        **STAMPS,
        "LeadSource": {"ProspectLeadSourceID": 1, "Description": "Web site"},
        "CurrentProspectStage": {"ProspectStageID": 3, "Name": "Application"},
        "Contacts": [ROSA],
        "UserDefinedValues": [],
    }

    assert translated(row, Prospect, to_prospect) == ProspectRecord(
        external_id="177",
        version=STAMPED,
        name="Delgado, Rosa",
        **REACHED,
        property_id="12",
        unit_id="301",
        status="Applied",
        stage="Application",
        lead_source="Web site",
        applied_on=date(2026, 10, 2),
        move_in_on=date(2026, 12, 1),
        rent_from=Decimal("700.00"),
        rent_to=Decimal("1400.00"),
        people_count=2,
    )


def test_an_owner_is_translated_whole():
    row = {
        "OwnerID": 41,
        "Name": "Delgado",
        "DisplayName": "Delgado Holdings",
        "TaxID": "**-***0000",
        **STAMPS,
        "Contact": ROSA,
        "Addresses": [MAPLE],
        "PhoneNumbers": [],
        "UserDefinedValues": [defined("Statement Copies", "2", "Numeric")],
    }

    assert translated(row, Owner, to_owner) == OwnerRecord(
        external_id="41",
        version=STAMPED,
        name="Delgado Holdings",
        **REACHED,
        people=(ROSA_HERSELF,),
        postal_address="410 Maple Court, Dayton, OH 45402",
        custom=(("Statement Copies", "2"),),
    )


def test_a_vendor_is_a_supplier():
    row = {
        "VendorID": 77,
        "Name": "Buckeye Plumbing",
        "IsActive": False,
        **STAMPS,
        "Contacts": [ROSA],
        "Addresses": [],
        "PhoneNumbers": [MOBILE | {"PhoneNumber": "(937) 555-0100"}],
        "UserDefinedValues": [defined("License", "PL-77")],
    }

    assert translated(row, Vendor, to_vendor) == ContactRecord(
        external_id="77",
        version=STAMPED,
        name="Buckeye Plumbing",
        company="Buckeye Plumbing",
        **(REACHED | {"phone": "(937) 555-0100"}),
        archived_on=date(2026, 10, 9),
        custom=(("License", "PL-77"),),
    )


def test_an_application_was_submitted_by_the_servers_clock():
    row = {
        "ProspectApplicationID": 9,
        "AccountID": 177,
        "PropertyID": 12,
        "UnitID": 301,
        "ApplicationStatus": "Submitted",
        "ApplicationSubmissionDate": "2026-07-04T09:30:00",
        **STAMPS,
        "ApplicationTemplate": {"ApplicationTemplateID": 2, "Name": "Student"},
        "Prospect": {"ProspectID": 177, "Name": "Delgado, Rosa"},
    }

    assert translated(row, ProspectApplication, to_application) == ApplicationRecord(
        external_id="9",
        prospect_id="177",
        property_id="12",
        unit_id="301",
        applicant_name="Delgado, Rosa",
        status="Submitted",
        template="Student",
        submitted_at=datetime(2026, 7, 4, 13, 30, tzinfo=UTC),
    )


def test_a_screening_is_of_whoever_came_along():
    row = {
        "ScreeningID": 4,
        "AccountID": 177,
        "PropertyID": 12,
        "Date": "2026-10-08T00:00:00",
        "SubmittedDate": "2026-04-29T15:56:15.1234567-04:00",
        "ScreeningName": "Standard package",
        "RentAmount": 1100.0,
        "Prospect": {"ProspectID": 177, "Name": "Delgado, Rosa"},
    }

    assert translated(row, Screening, to_screening) == ScreeningRecord(
        external_id="4",
        prospect_id="177",
        property_id="12",
        name="Standard package",
        screened_on=date(2026, 10, 8),
        submitted_at=datetime(2026, 4, 29, 19, 56, 15, 123456, tzinfo=UTC),
        rent_amount=Decimal("1100.00"),
    )
