"""Service issues, appointments, violations and architectural requests."""

from datetime import UTC, date, datetime

import pytest

from providers.lettings import AppointmentRecord, ArchitecturalRequestRecord, ViolationRecord, ViolationStatus
from providers.records import JobRecord, JobStatus
from providers.rentmanager.replies.associations import ArchitecturalRequest, Violation
from providers.rentmanager.replies.work import Appointment, Issue
from providers.rentmanager.translators.associations import to_architectural_request, to_violation
from providers.rentmanager.translators.work import to_appointment, to_job
from tests.providers.rentmanager.rows import STAMPS, an_issue, translated


def test_an_issue_is_translated_whole():
    assert translated(an_issue(), Issue, to_job) == JobRecord(
        external_id="5345",
        version="2026-10-09T13:27:55",
        property_id="12",
        number="5345",
        summary="Kitchen sink leaking under cabinet",
        description="Slow leak from the trap, bucket in place.",
        status=JobStatus.ASSIGNED,
        priority="Normal",
        supplier_id="77",
        supplier_name="Buckeye Plumbing",
        due_date=date(2026, 10, 10),
        reported_at=datetime(2026, 10, 8, 12, 3, 27, tzinfo=UTC),
        custom=(("Purchase Approved By", "Dana Whitlock"),),
    )


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param({"IsClosed": True}, JobStatus.CLOSED, id="closed"),
        pytest.param({"Status": {"Name": "New"}, "VendorID": None}, JobStatus.REPORTED, id="new"),
        pytest.param({"Status": {"Name": "Brand new word"}}, JobStatus.ASSIGNED, id="unknown and a vendor has it"),
        pytest.param({"Status": {"Name": "Completed"}}, JobStatus.FINISHED, id="completed"),
        pytest.param({"Status": {"Name": "Waiting for parts"}}, JobStatus.ASSIGNED, id="waiting"),
        pytest.param({"Status": {"Name": "Estimate sent"}}, JobStatus.QUOTED, id="estimate"),
        pytest.param({"Status": {"Name": "Cancelled by tenant"}}, JobStatus.CANCELLED, id="cancelled"),
    ],
)
def test_a_status_is_told_by_the_word_in_its_name(said, status):
    assert translated(an_issue(**said), Issue, to_job).status is status


@pytest.mark.parametrize(
    ("links", "place"),
    [
        pytest.param({"LinkedProperties": [{"PropertyID": 15}]}, "15", id="the property before the unit"),
        pytest.param({"LinkedUnits": [], "LinkedTenants": [{"PropertyID": 18}]}, "18", id="the tenant's"),
        pytest.param({"LinkedUnits": [], "WorkOrders": [{"PropertyID": 20}]}, "20", id="that of its work"),
        pytest.param({"LinkedUnits": []}, None, id="linked to nothing"),
    ],
)
def test_an_issues_property_is_that_of_whatever_it_is_linked_to(links, place):
    assert translated(an_issue(**links), Issue, to_job).property_id == place


def linked(**links):
    """An issue as a meeting shows it."""
    return {"LinkedProperties": [], "LinkedUnits": [], "LinkedTenants": [], **links}


def test_our_own_marker_is_no_part_of_a_description():
    row = an_issue(Description="Drips. [pmsync-7d2f0c]")

    assert translated(row, Issue, to_job).description == "Drips."


def test_an_appointment_is_by_the_clock_on_the_wall():
    row = {
        "AppointmentID": 3,
        "StartDate": "2026-11-21T09:30:00",
        "EndDate": "2026-11-21T10:00:00",
        "Subject": "Tour",
        "ProspectID": 177,
        "Prospect": {"ProspectID": 177, "PropertyID": 12},
        **STAMPS,
    }

    assert translated(row, Appointment, to_appointment) == AppointmentRecord(
        external_id="3",
        property_id="12",
        prospect_id="177",
        subject="Tour",
        local_start=datetime(2026, 11, 21, 9, 30),
        local_end=datetime(2026, 11, 21, 10, 0),
    )


@pytest.mark.parametrize(
    ("about", "place"),
    [
        pytest.param({"Tenant": {"PropertyID": 12}}, "12", id="a tenant"),
        pytest.param({"ServiceManagerIssue": linked(LinkedUnits=[{"PropertyID": 13}])}, "13", id="a job in a unit"),
        pytest.param({"ServiceManagerIssue": linked(LinkedTenants=[{"PropertyID": 14}])}, "14", id="a tenant's job"),
        pytest.param({"ServiceManagerIssue": linked()}, None, id="a job of nowhere"),
        pytest.param({"OwnerID": 41}, None, id="an owner, who may have several"),
    ],
)
def test_an_appointment_is_where_whom_or_what_it_is_about_is(about, place):
    row = {"AppointmentID": 3, **STAMPS, **about}

    assert translated(row, Appointment, to_appointment).property_id == place


def test_a_violation_is_translated_whole():
    row = {
        "ViolationID": 214,
        "PropertyID": 18,
        "TenantID": 967,
        "UnitID": 520,
        "ViolationCodeID": 11,
        "ViolationDate": "2026-09-28T00:00:00",
        "Description": "Trailer parked in drive for more than 48 hours",
        "ResolveAction": "Move the trailer",
        "InternalNotes": "never asked for",
        "IsClosed": True,
        "CloseDate": "2026-10-07T00:00:00",
        **STAMPS,
        "ViolationCode": {"ViolationCodeID": 11, "Code": "PARK-02"},
        "ViolationCategory": {"ViolationCategoryID": 2, "Name": "Parking"},
        "CurrentStage": {"ViolationStageID": 1, "Name": "Notice"},
    }

    assert translated(row, Violation, to_violation) == ViolationRecord(
        external_id="214",
        property_id="18",
        unit_id="520",
        tenant_id="967",
        code="PARK-02",
        category="Parking",
        stage="Notice",
        description="Trailer parked in drive for more than 48 hours",
        resolution="Move the trailer",
        status=ViolationStatus.CLOSED,
        found_on=date(2026, 9, 28),
        closed_on=date(2026, 10, 7),
    )


def test_an_architectural_request_is_translated_whole():
    row = {
        "ArchitecturalRequestID": 58,
        "PropertyID": 18,
        "TenantID": 967,
        "Request": "Replace rear fence",
        "Description": "Six foot cedar, same line as the present fence",
        "Status": "BoardReview",
        "StatusComments": "Sent to the board on 10/05",
        **(STAMPS | {"CreateDate": "2026-09-30T19:40:02"}),
    }

    assert translated(row, ArchitecturalRequest, to_architectural_request) == ArchitecturalRequestRecord(
        external_id="58",
        property_id="18",
        tenant_id="967",
        title="Replace rear fence",
        description="Six foot cedar, same line as the present fence",
        status="BoardReview",
        status_comment="Sent to the board on 10/05",
        submitted_on=date(2026, 9, 30),
    )
