"""Service issues as maintenance jobs, and appointments."""

import re
from collections.abc import Iterable

from providers.lettings import AppointmentRecord
from providers.reading import maybe_day, maybe_wall_clock, text
from providers.records import JobRecord, JobStatus
from providers.rentmanager.replies.work import Appointment, Issue, PlaceOfIssue
from providers.rentmanager.translators.common import custom_of, instant, ref
from providers.rentmanager.versions import version_of
from providers.rentmanager.words import JOB_WORDS

# What a new issue of ours ends with, so that it can be found again: the marker that the application gave it.
MARKER = re.compile(r"\s*\[pmsync[\w-]*\]\s*\Z")


def to_job(row: Issue) -> JobRecord:
    """A service issue. Its property is that of whatever it is linked to, the property itself first."""
    places = (*row.linked_properties, *row.linked_units, *row.linked_tenants, *row.work_orders)
    return JobRecord(
        external_id=str(row.id),
        version=version_of(row),
        property_id=_first(places),
        number=str(row.id),
        summary=text(row.title),
        description=MARKER.sub("", text(row.description)),
        status=_status(row),
        priority="" if row.priority is None else text(row.priority.name),
        supplier_id=ref(row.vendor_id),
        supplier_name="" if row.vendor is None else text(row.vendor.name),
        due_date=maybe_day(row.due_date, "DueDate"),
        reported_at=instant(row.create_date, "CreateDate"),
        closed_at=instant(row.close_date, "CloseDate"),
        custom=custom_of(row.user_defined_values),
    )


def to_appointment(row: Appointment) -> AppointmentRecord:
    """A meeting, by the clock on the wall."""
    issue = row.service_manager_issue
    links = () if issue is None else (*issue.linked_properties, *issue.linked_units, *issue.linked_tenants)
    return AppointmentRecord(
        external_id=str(row.id),
        property_id=_first(place for place in (row.tenant, row.prospect, *links) if place is not None),
        tenant_id=ref(row.tenant_id),
        prospect_id=ref(row.prospect_id),
        job_id=ref(row.service_manager_issue_id),
        subject=text(row.subject),
        description=text(row.description),
        local_start=maybe_wall_clock(row.start_date, "StartDate"),
        local_end=maybe_wall_clock(row.end_date, "EndDate"),
    )


def _first(places: Iterable[PlaceOfIssue]) -> str | None:
    """The property of the first of them that names one."""
    return ref(next((place.property_id for place in places if place.property_id), None))


def _status(row: Issue) -> JobStatus:
    """Closed where it is; else what its status' name tells; else whether a vendor has it."""
    if row.is_closed:
        return JobStatus.CLOSED
    words = "" if row.status is None else text(row.status.name).lower()
    told = next((status for pattern, status in JOB_WORDS if pattern.search(words)), None)
    return told or (JobStatus.ASSIGNED if row.vendor_id else JobStatus.REPORTED)
