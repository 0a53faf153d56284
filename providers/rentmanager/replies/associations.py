"""What associations keep of their homes."""

import msgspec

from providers.rentmanager.replies.common import Named, Row, Stamped


class ViolationCode(Row, kw_only=True):
    """Which rule was broken."""

    code: str | None = None


class Violation(Stamped, kw_only=True):
    """One row of GET /Violations."""

    id: int = msgspec.field(name="ViolationID")
    property_id: int | None = None
    unit_id: int | None = None
    tenant_id: int | None = None
    violation_date: str | None = None
    description: str | None = None
    resolve_action: str | None = None
    is_closed: bool
    close_date: str | None = None
    violation_code: ViolationCode | None = None
    violation_category: Named | None = None
    current_stage: Named | None = None


class ArchitecturalRequest(Stamped, kw_only=True):
    """One row of GET /ArchitecturalRequests."""

    id: int = msgspec.field(name="ArchitecturalRequestID")
    property_id: int | None = None
    tenant_id: int | None = None
    request: str | None = None
    description: str | None = None
    status: str | None = None
    status_comments: str | None = None
    create_date: str | None = None
