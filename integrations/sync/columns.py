"""From records to columns: what each kind of record says, as the table of its rows keeps it."""

from datetime import UTC, date
from decimal import Decimal
from typing import Any

import msgspec

from integrations.sync.facts import Facts
from portfolio.categories import categorise
from portfolio.models import Transaction
from portfolio.models.transactions import Category
from providers.records import (
    BillRecord,
    ComplianceEventRecord,
    ContactRecord,
    InspectionRecord,
    JobRecord,
    LeaseRecord,
    MemberRecord,
    OwnerRecord,
    PropertyRecord,
    RentPaymentRecord,
    TenantRecord,
    UnitRecord,
)

Values = dict[str, Any]


def property_values(record: PropertyRecord, facts: Facts) -> Values:
    """Columns of a property."""
    return {
        "address": record.address,
        "name": record.name,
        "unit": record.unit,
        "street": record.street,
        "suburb": record.suburb,
        "state": record.state,
        "postcode": record.postcode,
        "country": record.country,
        "property_type": record.property_type,
        "bedrooms": record.bedrooms,
        "bathrooms": record.bathrooms,
        "car_spaces": record.car_spaces,
        "key_number": record.key_number,
        "manager_name": record.manager_name,
        "labels": list(record.labels),
    }


def unit_values(record: UnitRecord, facts: Facts) -> Values:
    """Columns of a unit."""
    return {
        "name": record.name,
        "bedrooms": record.bedrooms,
        "bathrooms": record.bathrooms,
        "unit_type": record.unit_type,
        "status": record.status.value if record.status else "",
        "floor_area": record.floor_area,
        "market_rent": record.market_rent,
    }


def party_values(record: OwnerRecord | TenantRecord | ContactRecord | MemberRecord) -> Values:
    """The columns that all people share."""
    return {
        "name": record.name,
        "first_name": record.first_name,
        "last_name": record.last_name,
        "company": record.company,
        "email": record.email,
        "phone": record.phone,
        "postal_address": record.postal_address,
    }


def people_values(record: OwnerRecord | TenantRecord, facts: Facts) -> Values:
    """Columns of a tenant, and most of an owner's."""
    return party_values(record) | {"people": list(msgspec.to_builtins(record.people))}


def owner_values(record: OwnerRecord, facts: Facts) -> Values:
    """Columns of an owner."""
    return people_values(record, facts) | {"business_number": record.business_number}


def contact_values(record: ContactRecord, facts: Facts) -> Values:
    """Columns of a supplier or another contact."""
    return party_values(record) | {"role": record.role, "business_number": record.business_number, "job_title": ""}


def member_values(record: MemberRecord, facts: Facts) -> Values:
    """Columns of a person who works at the agency; the vendor's word for their role stands in the title."""
    title = record.job_title or record.role
    return party_values(record) | {"role": "member", "business_number": "", "job_title": title}


def lease_values(record: LeaseRecord, facts: Facts) -> Values:
    """Columns of a lease."""
    return {
        "tenant_name": record.tenant_name,
        "reference": record.reference,
        "start_date": record.start_date,
        "end_date": record.end_date,
        "vacated_on": record.vacated_on,
        "is_commercial": record.is_commercial,
        "notice_on": record.notice_on,
        "is_periodic": record.is_periodic,
        "rent_amount": record.rent_amount,
        "rent_frequency": record.rent_frequency.value,
        "currency": record.currency or facts.currency,
        "bond_amount": record.bond_amount,
        "bond_reference": record.bond_reference,
        "paid_to": record.paid_to,
        "status": record.status.value,
    }


def job_values(record: JobRecord, facts: Facts) -> Values:
    """Columns of a maintenance job."""
    return {
        "number": record.number,
        "summary": record.summary,
        "description": record.description,
        "status": record.status.value,
        "priority": record.priority,
        "supplier_name": record.supplier_name,
        "accepted_quote_id": record.accepted_quote_id or "",
        "due_date": record.due_date,
        "reported_at": record.reported_at,
        "closed_at": record.closed_at,
    }


def inspection_values(record: InspectionRecord, facts: Facts) -> Values:
    """Columns of an inspection; its wall-clock start becomes an instant in the agency's zone."""
    starts_at = None
    if record.local_start is not None:
        starts_at = record.local_start.replace(tzinfo=facts.zone).astimezone(UTC)
    return {
        "inspection_type": record.inspection_type,
        "status": record.status.value,
        "summary": record.summary,
        "due_date": record.due_date,
        "starts_at": starts_at,
        "duration_minutes": record.duration_minutes,
        "closed_at": record.closed_at,
    }


def compliance_values(record: ComplianceEventRecord, facts: Facts) -> Values:
    """Columns of a compliance task."""
    return {
        "task_type": record.task_type,
        "title": record.title,
        "status": record.status.value,
        "completed_on": record.completed_on,
        "due_date": record.due_date,
        "reference": record.reference,
        "supplier_name": record.supplier_name,
        "notes": record.notes,
    }


def receipt_values(record: RentPaymentRecord, facts: Facts) -> Values:
    """Columns of a receipt of rent."""
    return money_in(record.paid_on, record.amount, record.currency or facts.currency) | {
        "description": record.description,
        "paid_to": record.paid_to,
        "basis": Transaction.Basis.DERIVED.value if record.is_derived else Transaction.Basis.REPORTED.value,
    }


def money_in(day: date, amount: Decimal, currency: str) -> Values:
    """The columns of rent received that every source shares."""
    return {
        "date": day,
        "amount": amount,
        "currency": currency,
        "type": Transaction.Direction.INCOME.value,
        "category": Category.RENTAL_INCOME.value,
        "status": Transaction.Status.CONFIRMED.value,
    }


def bill_values(record: BillRecord, facts: Facts) -> Values:
    """Columns of a bill, sorted into its category by its words, or of an accepted quotation's invoice."""
    words = f"{record.description} {record.supplier_name}"
    category = Category.REPAIRS_AND_MAINTENANCE if record.is_derived else categorise(words, facts.category_rules)
    return {
        "date": record.billed_on,
        "amount": record.amount,
        "currency": record.currency or facts.currency,
        "type": Transaction.Direction.EXPENSE.value,
        "category": str(category),
        "description": " - ".join(filter(None, (record.description, record.supplier_name))),
        "paid_to": None,
        "status": Transaction.Status.CONFIRMED.value,
        "basis": Transaction.Basis.DERIVED.value if record.is_derived else Transaction.Basis.REPORTED.value,
    }
