"""Breaches of associations' rules, and what owners ask to be allowed."""

from providers.lettings import ArchitecturalRequestRecord, ViolationRecord, ViolationStatus
from providers.reading import maybe_day, text
from providers.rentmanager.replies.associations import ArchitecturalRequest, Violation
from providers.rentmanager.translators.common import needed, ref


def to_violation(row: Violation) -> ViolationRecord:
    """A breach, at the stage that it has come to."""
    return ViolationRecord(
        external_id=str(row.id),
        property_id=needed(row.property_id, "PropertyID"),
        unit_id=ref(row.unit_id),
        tenant_id=ref(row.tenant_id),
        code="" if row.violation_code is None else text(row.violation_code.code),
        category="" if row.violation_category is None else text(row.violation_category.name),
        stage="" if row.current_stage is None else text(row.current_stage.name),
        description=text(row.description),
        resolution=text(row.resolve_action),
        status=ViolationStatus.CLOSED if row.is_closed else ViolationStatus.OPEN,
        found_on=maybe_day(row.violation_date, "ViolationDate"),
        closed_on=maybe_day(row.close_date, "CloseDate"),
    )


def to_architectural_request(row: ArchitecturalRequest) -> ArchitecturalRequestRecord:
    """What an owner asks to be allowed."""
    return ArchitecturalRequestRecord(
        external_id=str(row.id),
        property_id=needed(row.property_id, "PropertyID"),
        tenant_id=ref(row.tenant_id),
        title=text(row.request),
        description=text(row.description),
        status=text(row.status),
        status_comment=text(row.status_comments),
        submitted_on=maybe_day(row.create_date, "CreateDate"),
    )
