"""Service issues and the calendar."""

import msgspec

from providers.rentmanager.replies.common import Named, Row, Stamped, UserDefinedValue


class PlaceOfIssue(Row, kw_only=True):
    """A property, unit or tenant that an issue is linked to, or a line of its work."""

    property_id: int | None = None


class Issue(Stamped, kw_only=True):
    """One row of GET /ServiceManagerIssues. What it is about is only in its links."""

    id: int = msgspec.field(name="ServiceManagerIssueID")
    title: str | None = None
    description: str | None = None
    is_closed: bool = False
    close_date: str | None = None
    create_date: str | None = None
    due_date: str | None = None
    vendor_id: int | None = None
    status: Named | None = None
    priority: Named | None = None
    vendor: Named | None = None
    linked_properties: list[PlaceOfIssue]
    linked_units: list[PlaceOfIssue]
    linked_tenants: list[PlaceOfIssue]
    work_orders: list[PlaceOfIssue]
    user_defined_values: list[UserDefinedValue]


class IssueOfAppointment(Row, kw_only=True):
    """The issue that a meeting is about, for its property."""

    linked_properties: list[PlaceOfIssue]
    linked_units: list[PlaceOfIssue]
    linked_tenants: list[PlaceOfIssue]


class Appointment(Stamped, kw_only=True):
    """One row of GET /Appointments. It names no property: whom or what it is about does."""

    id: int = msgspec.field(name="AppointmentID")
    start_date: str | None = None
    end_date: str | None = None
    subject: str | None = None
    description: str | None = None
    tenant_id: int | None = None
    prospect_id: int | None = None
    service_manager_issue_id: int | None = None
    tenant: PlaceOfIssue | None = None
    prospect: PlaceOfIssue | None = None
    service_manager_issue: IssueOfAppointment | None = None
