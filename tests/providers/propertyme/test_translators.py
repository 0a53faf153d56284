"""PropertyMe's rows as whole records."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from providers.errors import RecordError
from providers.propertyme.translators import split_labels
from providers.records import (
    BillRecord,
    ContactRecord,
    InspectionRecord,
    InspectionStatus,
    JobRecord,
    JobStatus,
    LeaseStatus,
    MaintenanceInvoiceRecord,
    MemberRecord,
    OwnerRecord,
    PropertyRecord,
    RentBalanceRecord,
    TenantRecord,
)
from tests.providers.propertyme.rows import (
    ADA,
    CONTACT,
    JOB,
    LEASE,
    LOT,
    MAX,
    PROPERTY,
    SHARED,
    TENANCY,
    translated,
)


def test_a_rented_lot():
    assert translated("v1/lots", LOT) == PROPERTY


def test_a_lot_without_its_address_in_parts_or_anything_optional():
    bare = {"Id": "lot-2", "Reference": "Corner shop", "Timestamp": 1}

    assert translated("v1/lots", bare) == PropertyRecord(external_id="lot-2", address="Corner shop")


def test_a_lot_without_any_address_is_refused():
    with pytest.raises(RecordError) as caught:
        translated("v1/lots", {"Id": "lot-2", "Timestamp": 1})

    assert caught.value.field == "AddressText"


def test_an_archived_lot():
    row = {key: value for key, value in LOT.items() if key != "Timestamp"}

    archived = msgspec.structs.replace(PROPERTY, archived_on=date(2026, 5, 4))
    assert translated("v1/lots/archived", row, ArchivedOn="2026-05-04T22:10:00.0000000Z", IsArchived=True) == archived

    touched = msgspec.structs.replace(PROPERTY, archived_on=date(2026, 6, 18))
    assert translated("v1/lots/archived", row, IsArchived=True) == touched


def test_joint_owners_are_one_owner_with_two_people():
    assert translated("v1/contacts", CONTACT) == (OwnerRecord(people=(ADA, MAX), **SHARED),)


def test_a_contact_in_several_roles_is_a_record_in_each():
    assert translated("v1/contacts", CONTACT, IsTenant=True, IsSupplier=True, ABN="51 000 000 000") == (
        OwnerRecord(people=(ADA, MAX), **SHARED),
        TenantRecord(people=(ADA, MAX), **SHARED),
        ContactRecord(role="supplier", business_number="51 000 000 000", **SHARED),
    )


@pytest.mark.parametrize(("is_seller", "role"), [(True, "seller"), (False, "other")])
def test_a_contact_that_is_none_of_these_is_a_contact_still(is_seller, role):
    assert translated("v1/contacts", CONTACT, IsOwner=False, IsSeller=is_seller) == (
        ContactRecord(role=role, **SHARED),
    )


def test_an_archived_company_without_people():
    row = {"Id": "con-9", "Timestamp": 5, "IsSupplier": True, "IsArchived": True, "TradeName": "Drip Plumbing"}
    more = {"WorkPhone": "(07) 7010 0123", "Email": "office@drip.example", "UpdatedOn": "2026-05-28T00:05:33.0000000Z"}

    assert translated("v1/contacts", row | more) == (
        ContactRecord(
            external_id="con-9",
            name="Drip Plumbing",
            company="Drip Plumbing",
            email="office@drip.example",
            phone="(07) 7010 0123",
            archived_on=date(2026, 5, 28),
        ),
    )


def test_a_current_lease():
    assert translated("v1/tenancies", TENANCY) == LEASE


@pytest.mark.parametrize(
    ("is_active", "is_closed", "status"),
    [
        (True, False, LeaseStatus.CURRENT),
        (False, False, LeaseStatus.VACATED),
        (False, True, LeaseStatus.CLOSED),
        (True, True, LeaseStatus.CLOSED),
    ],
)
def test_a_lease_that_was_left_may_still_be_open(is_active, is_closed, status):
    found = translated("v1/tenancies", TENANCY, IsActive=is_active, IsClosed=is_closed, TenancyEnd="2026-06-30")

    assert found == msgspec.structs.replace(LEASE, status=status, vacated_on=date(2026, 6, 30))


def test_a_periodic_lease_that_was_never_paid_for():
    found = translated(
        "v1/tenancies", TENANCY, Periodic=True, AgreementEnd=None, EffectivePaidTo=None, PaidTo="0001-01-01"
    )

    assert found == msgspec.structs.replace(LEASE, is_periodic=True, end_date=None, paid_to=None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("RentAmount", -620),
        ("RentPeriod", "daily"),
        ("AgreementEnd", "2026-02-31"),
        ("TenancyStart", "0001-01-01"),
        ("BondAmount", -1),
    ],
)
def test_a_lease_that_cannot_be_is_refused_with_its_field(field, value):
    with pytest.raises(RecordError) as caught:
        translated("v1/tenancies", TENANCY, **{field: value})

    assert caught.value.field == field
    assert caught.value.message
    assert caught.value.action


def test_a_balance():
    row = {"Id": "ten-1", "LotId": "lot-1", "ContactReference": "Linh Example", "TotalRentPaid": 41540.1}
    more = {"PaidTo": "2026-07-02", "UpdatedOn": "2026-07-03T02:15:40.0000000Z", "PartPaid": 88.57}

    assert translated("v1/tenancies/balances", row | more) == RentBalanceRecord(
        external_id="ten-1",
        property_id="lot-1",
        tenant_name="Linh Example",
        total_paid=Decimal("41540.10"),
        paid_to=date(2026, 7, 2),
    )


def test_a_job():
    assert translated("v2/jobtasks", JOB) == JobRecord(
        external_id="job-1",
        property_id="lot-1",
        number="1042",
        summary="Tap drips",
        description="Kitchen mixer.",
        status=JobStatus.ASSIGNED,
        priority="Medium",
        supplier_id="con-3",
        supplier_name="Drip Plumbing",
        accepted_quote_id="quo-1",
        due_date=date(2026, 7, 15),
        reported_at=datetime(2026, 6, 25, 23, 14, 7, tzinfo=UTC),
        closed_at=datetime(2026, 7, 1, 4, 30, 12, 123456, tzinfo=UTC),
    )


def test_a_job_of_which_little_is_known():
    row = {"Id": "job-2", "Timestamp": 3, "Number": 7, "Status": "Pending"}

    assert translated("v2/jobtasks", row, QuoteId="00000000-0000-0000-0000-000000000000") == JobRecord(
        external_id="job-2", property_id=None, number="7", status=JobStatus.REPORTED
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Pending", JobStatus.REPORTED),
        ("Reported", JobStatus.REPORTED),
        ("Quoted", JobStatus.QUOTED),
        ("Approved", JobStatus.APPROVED),
        ("Assigned", JobStatus.ASSIGNED),
        ("Finished", JobStatus.FINISHED),
        ("Completed", JobStatus.FINISHED),
        ("Closed", JobStatus.CLOSED),
        ("Rejected", JobStatus.REJECTED),
        ("Cancelled", JobStatus.CANCELLED),
    ],
)
def test_every_word_for_a_jobs_status_is_known(word, status):
    assert translated("v2/jobtasks", JOB, Status=word).status == status


def test_a_quotation():
    row = {"Id": "quo-1", "JobTaskId": "job-1", "ContactReference": "Drip Pty Ltd", "Amount": 330}

    assert translated("v1/jobtasks/{id}/quotations", row) == MaintenanceInvoiceRecord(
        external_id="quo-1", job_id="job-1", amount=Decimal("330.00"), supplier_name="Drip Pty Ltd"
    )


def test_a_bill_once_it_is_approved():
    row = {"Id": "bil-1", "LotId": "lot-1", "Detail": "Council rates Q1", "Amount": 512.4, "DueDate": "2026-08-31"}
    more = {"SupplierReference": "City Council", "Reference": "R-1", "IsApproved": True, "Timestamp": 4}

    assert translated("v1/bills", row | more) == BillRecord(
        external_id="bil-1",
        property_id="lot-1",
        billed_on=date(2026, 8, 31),
        amount=Decimal("512.40"),
        description="Council rates Q1",
        supplier_name="City Council",
    )
    assert translated("v1/bills", row | more, IsApproved=False) is None


def test_an_inspection_starts_by_the_agencys_own_clock():
    row = {"Id": "ins-1", "LotId": "lot-1", "Type": "Routine", "Status": "ReScheduled", "Timestamp": 4}
    more = {"StartTime": "2026-08-12T10:30:00.0000000Z", "Duration": 30, "DueDate": "2026-08-12", "Summary": "Routine"}

    assert translated("v1/inspections", row | more, ClosedOn="2026-08-13T00:12:44.0000000Z") == InspectionRecord(
        external_id="ins-1",
        property_id="lot-1",
        inspection_type="Routine",
        status=InspectionStatus.SCHEDULED,
        summary="Routine",
        due_date=date(2026, 8, 12),
        local_start=datetime(2026, 8, 12, 10, 30),
        duration_minutes=30,
        closed_at=datetime(2026, 8, 13, 0, 12, 44, tzinfo=UTC),
    )


def test_a_member_with_no_email():
    row = {"Id": "mem-1", "FirstName": "Sam", "LastName": "Field", "Role": "Admin", "JobTitle": "Principal"}

    assert translated("v1/members", row, WorkPhone="(07) 7010 0188") == MemberRecord(
        external_id="mem-1",
        name="Sam Field",
        first_name="Sam",
        last_name="Field",
        phone="(07) 7010 0188",
        role="Admin",
        job_title="Principal",
    )


@pytest.mark.parametrize(
    ("path", "record"),
    [
        ("v1/contacts/ownerships", OwnerRecord(external_id="con-1", name="Bell", phone="0491 570 156")),
        ("v1/contacts/tenants", TenantRecord(external_id="con-1", name="Bell", phone="0491 570 156")),
        (
            "v1/contacts/suppliers",
            ContactRecord(external_id="con-1", name="Bell", phone="0491 570 156", business_number="51"),
        ),
    ],
)
def test_a_row_of_a_list(path, record):
    row = {"Id": "con-1", "CustomerId": "cust-1", "Reference": "Bell", "CellPhone": "0491 570 156", "ABN": "51"}

    assert translated(path, row) == record


def test_labels_are_wrapped_in_pipes():
    assert split_labels("|A||B and C|") == ("A", "B and C")
    assert split_labels(None) == split_labels("||") == ()
