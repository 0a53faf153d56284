"""PropertyMe's replies as records. PropertyMe names no currency, so records carry none: the agency's own applies."""

from datetime import date
from typing import Any

import msgspec

from providers.errors import RecordError
from providers.propertyme.replies import (
    Address,
    AnyLot,
    ArchivedLot,
    Bill,
    Contact,
    ContactPerson,
    Inspection,
    Job,
    ListedContact,
    Member,
    Quotation,
    Tenancy,
    TenancyBalance,
)
from providers.propertyme.words import FREQUENCIES, INSPECTION_STATUSES, JOB_STATUSES
from providers.reading import (
    choice,
    day,
    first_text,
    maybe_day,
    maybe_id,
    maybe_instant,
    maybe_wall_clock,
    money,
    positive_money,
    text,
)
from providers.records import (
    BillRecord,
    ContactRecord,
    InspectionRecord,
    JobRecord,
    LeaseRecord,
    LeaseStatus,
    MaintenanceInvoiceRecord,
    MemberRecord,
    OwnerRecord,
    Person,
    PropertyRecord,
    RentBalanceRecord,
    TenantRecord,
)

NO_ADDRESS = Address()

PartyRecord = OwnerRecord | TenantRecord | ContactRecord


def to_member(member: Member) -> MemberRecord:
    """A person who works at the agency."""
    first, last = text(member.first_name), text(member.last_name)
    return MemberRecord(
        external_id=member.id,
        name=text(member.name) or f"{first} {last}".strip(),
        first_name=first,
        last_name=last,
        company=text(member.company_name),
        email=text(member.registered_email),
        phone=first_text(member.mobile_phone, member.work_phone),
        role=text(member.role),
        job_title=text(member.job_title),
    )


def to_parties(contact: Contact) -> tuple[PartyRecord, ...]:
    """A contact in each of its roles: owner, tenant, and supplier or whatever else it is to the agency."""
    people = _people(contact)
    first = people[0] if people else Person()
    shared: dict[str, Any] = {
        "external_id": contact.id,
        "name": first_text(contact.name_text, contact.reference, contact.trade_name, _full_name(first)),
        "first_name": first.first_name,
        "last_name": first.last_name,
        "company": first.company or text(contact.trade_name),
        "email": first.email or text(contact.email),
        "phone": first.phone or first_text(contact.cell_phone, contact.work_phone, contact.home_phone),
        "archived_on": _archived_on(contact),
    }
    parties: list[PartyRecord] = []
    if contact.is_owner:
        parties.append(OwnerRecord(people=people, **shared))
    if contact.is_tenant:
        parties.append(TenantRecord(people=people, **shared))
    if contact.is_supplier or not parties:
        role = "supplier" if contact.is_supplier else "seller" if contact.is_seller else "other"
        parties.append(ContactRecord(role=role, business_number=text(contact.business_number), **shared))
    return tuple(parties)


def to_property(lot: AnyLot) -> PropertyRecord:
    """A lot, rented or vacant. Tenancy fields on it are left to the lease."""
    place = lot.address or NO_ADDRESS
    address = first_text(lot.address_text, place.text, lot.reference)
    if not address:
        raise RecordError("AddressText is missing.", field="AddressText", action="Fill in the address at its source.")
    return PropertyRecord(
        external_id=lot.id,
        address=address,
        unit=text(place.unit),
        street=f"{text(place.number)} {text(place.street)}".strip(),
        suburb=text(place.suburb),
        state=text(place.state),
        postcode=text(place.postal_code),
        country=text(place.country),
        property_type=first_text(lot.property_subtype, lot.primary_type),
        bedrooms=lot.bedrooms,
        bathrooms=lot.bathrooms,
        car_spaces=lot.car_spaces,
        key_number=text(lot.key_number),
        manager_name=text(lot.manager_name),
        labels=split_labels(lot.labels),
        owner_ids=(lot.owner_contact_id,) if lot.owner_contact_id else (),
        archived_on=maybe_day(lot.archived_on, "ArchivedOn"),
    )


def to_lease(tenancy: Tenancy) -> LeaseRecord:
    """A tenancy. `TenancyEnd` is the day of moving out, which a notice puts into the future; one that is no longer
    active may still have money open."""
    status = LeaseStatus.CURRENT if tenancy.is_active else LeaseStatus.VACATED
    if tenancy.is_closed:
        status = LeaseStatus.CLOSED
    return LeaseRecord(
        external_id=tenancy.id,
        property_id=tenancy.lot_id,
        tenant_ids=(tenancy.contact_id,) if tenancy.contact_id else (),
        tenant_name=first_text(tenancy.contact_reference, tenancy.name),
        reference=text(tenancy.code),
        start_date=day(tenancy.tenancy_start, "TenancyStart"),
        end_date=maybe_day(tenancy.agreement_end, "AgreementEnd"),
        vacated_on=maybe_day(tenancy.tenancy_end, "TenancyEnd"),
        is_periodic=tenancy.periodic,
        rent_amount=positive_money(tenancy.rent_amount, "RentAmount"),
        rent_frequency=choice(tenancy.rent_period, FREQUENCIES, "RentPeriod"),
        bond_amount=None if tenancy.bond_amount is None else positive_money(tenancy.bond_amount, "BondAmount"),
        bond_reference=text(tenancy.bond_reference),
        paid_to=_paid_to(tenancy),
        status=status,
    )


def to_balance(balance: TenancyBalance) -> RentBalanceRecord:
    """All rent that a tenancy's ledger has taken so far; a bounced payment may bring it down again."""
    return RentBalanceRecord(
        external_id=balance.id,
        property_id=balance.lot_id,
        tenant_name=first_text(balance.contact_reference, balance.name),
        total_paid=money(balance.total_rent_paid, "TotalRentPaid"),
        paid_to=_paid_to(balance),
    )


def to_job(job: Job) -> JobRecord:
    """A maintenance job."""
    return JobRecord(
        external_id=job.id,
        property_id=maybe_id(job.lot_id),
        number=text(job.display_number) or ("" if job.number is None else str(job.number)),
        summary=text(job.summary),
        description=text(job.description),
        status=choice(job.status, JOB_STATUSES, "Status"),
        priority=text(job.priority),
        supplier_id=maybe_id(job.contact_id),
        supplier_name=first_text(job.supplier_reference, job.contact_reference),
        accepted_quote_id=maybe_id(job.quote_id),
        due_date=maybe_day(job.due_date, "DueDate"),
        reported_at=maybe_instant(job.created_on, "CreatedOn"),
        closed_at=maybe_instant(job.closed_on, "ClosedOn"),
    )


def to_maintenance_invoice(quotation: Quotation) -> MaintenanceInvoiceRecord:
    """A quotation; whether it is the accepted one is written on its job."""
    return MaintenanceInvoiceRecord(
        external_id=quotation.id,
        job_id=quotation.job_task_id,
        amount=positive_money(quotation.amount, "Amount"),
        supplier_name=text(quotation.contact_reference),
    )


def to_bill(bill: Bill) -> BillRecord | None:
    """An approved bill; None before its approval, which changes its Timestamp so that it comes again."""
    if not bill.is_approved:
        return None
    return BillRecord(
        external_id=bill.id,
        property_id=bill.lot_id,
        billed_on=day(bill.due_date, "DueDate"),
        amount=money(bill.amount, "Amount"),
        description=first_text(bill.detail, bill.reference),
        supplier_name=text(bill.supplier_reference),
    )


def to_inspection(inspection: Inspection) -> InspectionRecord:
    """An inspection; its start is local time."""
    return InspectionRecord(
        external_id=inspection.id,
        property_id=maybe_id(inspection.lot_id),
        inspection_type=text(inspection.type),
        status=choice(inspection.status, INSPECTION_STATUSES, "Status"),
        summary=text(inspection.summary),
        due_date=maybe_day(inspection.due_date, "DueDate"),
        local_start=maybe_wall_clock(inspection.start_time, "StartTime"),
        duration_minutes=inspection.duration,
        closed_at=maybe_instant(inspection.closed_on, "ClosedOn"),
    )


def to_listed_owner(listed: ListedContact) -> OwnerRecord:
    """An owner of the owners' list."""
    return OwnerRecord(external_id=listed.id, name=_listed_name(listed), phone=_listed_phone(listed))


def to_listed_tenant(listed: ListedContact) -> TenantRecord:
    """A tenant of the tenants' list."""
    return TenantRecord(external_id=listed.id, name=_listed_name(listed), phone=_listed_phone(listed))


def to_listed_supplier(listed: ListedContact) -> ContactRecord:
    """A supplier of the suppliers' list."""
    return ContactRecord(
        external_id=listed.id,
        name=_listed_name(listed),
        phone=_listed_phone(listed),
        business_number=text(listed.business_number),
    )


def split_labels(labels: str | None) -> tuple[str, ...]:
    """The labels of "|A||B|", each wrapped in pipes."""
    return tuple([stripped for label in labels.split("|") if (stripped := label.strip())]) if labels else ()


def to_archived_property(lot: ArchivedLot) -> PropertyRecord:
    """A lot that was put away: on the day it was, or else on the day it was last touched."""
    record = to_property(lot)
    if record.archived_on is not None:
        return record
    return msgspec.structs.replace(record, archived_on=maybe_day(lot.updated_on, "UpdatedOn"))


def _people(contact: Contact) -> tuple[Person, ...]:
    """The people behind a contact, the primary one first."""
    found = contact.contact_persons or []
    if not found and contact.primary_contact_person is not None:
        found = [contact.primary_contact_person]
    if len(found) > 1:
        found = sorted(found, key=lambda person: (not person.is_primary, person.sort_order))
    return tuple(_person(person) for person in found)


def _person(person: ContactPerson) -> Person:
    """One person; of several phones the mobile one."""
    return Person(
        first_name=text(person.first_name),
        last_name=text(person.last_name),
        company=text(person.company_name),
        email=text(person.email),
        phone=first_text(person.cell_phone, person.normalised_mobile_phone, person.work_phone, person.home_phone),
    )


def _full_name(person: Person) -> str:
    return f"{person.first_name} {person.last_name}".strip() or person.company


def _archived_on(contact: Contact) -> date | None:
    """The UTC day of archiving; where only the flag is set, the day of the last change."""
    archived_on = maybe_day(contact.archived_on, "ArchivedOn")
    if archived_on is None and contact.is_archived:
        return maybe_day(contact.updated_on, "UpdatedOn")
    return archived_on


def _paid_to(row: Tenancy | TenancyBalance) -> date | None:
    """The day that part payments reach to, where PropertyMe works it out, else the day of full payments."""
    return maybe_day(row.effective_paid_to, "EffectivePaidTo") or maybe_day(row.paid_to, "PaidTo")


def _listed_name(listed: ListedContact) -> str:
    return first_text(listed.reference, listed.primary_person)


def _listed_phone(listed: ListedContact) -> str:
    return first_text(listed.cell_phone, listed.work_phone, listed.home_phone)
