"""From records to columns for the rows around a letting: prospects, charges, deposits, associations."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from integrations.sync.columns import Values, people_values
from integrations.sync.facts import Facts
from providers.lettings import (
    AppointmentRecord,
    AssociationRecord,
    ViolationRecord,
)
from providers.records import TenantRecord


def same(*names: str, money: bool = False) -> Callable[[Any, Facts], Values]:
    """Columns that are the record's fields of the same names. `money` adds the currency, the agency's own where the record
    names none."""

    def values(record: Any, facts: Facts) -> Values:
        found = {name: getattr(record, name) for name in names}
        return found | {"currency": record.currency or facts.currency} if money else found

    return values


renewal_values = same("start_date", "end_date", "signed_on", "term_months", "document_status")
application_values = same("applicant_name", "status", "template", "submitted_at")
screening_values = same("name", "screened_on", "submitted_at", "rent_amount")
charge_values = same(
    "charged_on", "charge_type", "description", "reference", "amount", "allocated", "is_recoverable", money=True
)
recurring_charge_values = same(
    "charge_type",
    "description",
    "amount",
    "every_months",
    "start_date",
    "end_date",
    "is_rent",
    "is_subsidy",
    "is_recoverable",
    money=True,
)
deposit_values = same("amount", money=True)
subsidy_values = same("name", "short_name", "charge_type", "payment_from")
retail_sale_values = same("period_start", "period_end", "amount", money=True)
request_values = same("title", "description", "status", "status_comment", "submitted_on")

_breach = same("code", "category", "stage", "description", "resolution", "found_on", "closed_on")
prospect_values = same(
    "name",
    "first_name",
    "last_name",
    "company",
    "email",
    "phone",
    "postal_address",
    "status",
    "stage",
    "lead_source",
    "applied_on",
    "move_in_on",
    "rent_from",
    "rent_to",
    "people_count",
)


def tenant_values(record: TenantRecord, facts: Facts) -> Values:
    """Columns of a tenant."""
    return people_values(record, facts) | {"balance": record.balance}


def violation_values(record: ViolationRecord, facts: Facts) -> Values:
    """Columns of a violation."""
    return _breach(record, facts) | {"status": record.status.value}


def appointment_values(record: AppointmentRecord, facts: Facts) -> Values:
    """Columns of an appointment; its wall-clock times become instants in the agency's zone."""
    return {
        "subject": record.subject,
        "description": record.description,
        "starts_at": _instant(record.local_start, facts),
        "ends_at": _instant(record.local_end, facts),
    }


def association_values(record: AssociationRecord, facts: Facts) -> Values:
    """Columns of an association; days as ISO text."""
    return {
        "name": record.name,
        "board": [
            {"name": name, "role": role, "from": first and first.isoformat(), "until": last and last.isoformat()}
            for name, role, first, last in record.board
        ],
        "committees": [{"name": name, "members": list(members)} for name, members in record.committees],
    }


def _instant(wall_clock: datetime | None, facts: Facts) -> datetime | None:
    return wall_clock and wall_clock.replace(tzinfo=facts.zone).astimezone(UTC)
