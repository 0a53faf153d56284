"""Tenants with what is held of them, prospects, owners and vendors."""

from providers.lettings import ApplicationRecord, ProspectRecord, ScreeningRecord, SecurityDepositRecord
from providers.reading import first_text, maybe_day, money, text
from providers.records import ContactRecord, OwnerRecord, TenantRecord
from providers.rentmanager.replies.people import (
    ApplicationSummary,
    Owner,
    Prospect,
    ProspectApplication,
    Screening,
    Tenant,
    Vendor,
)
from providers.rentmanager.translators.common import (
    address_of,
    custom_of,
    in_one_line,
    instant,
    main_contact,
    party,
    people_of,
    phone_of,
    ref,
)
from providers.rentmanager.versions import version_of


def to_tenant(row: Tenant) -> tuple[TenantRecord | SecurityDepositRecord, ...]:
    """A tenant, and the deposit that is held where the vendor says how much."""
    contact = main_contact(row.contacts)
    found = TenantRecord(
        external_id=str(row.id),
        version=version_of(row, contact),
        **party(row.name, row.first_name, row.last_name, contact, is_company=row.is_company),
        people=people_of(row.contacts),
        postal_address=in_one_line(address_of(row.addresses)),
        balance=None if row.balance is None else money(row.balance, "Balance"),
        property_ids=(str(row.property_id),) if row.property_id else None,
        custom=custom_of(row.user_defined_values),
    )
    if row.security_deposit_held is None or not row.property_id:
        return (found,)
    held = SecurityDepositRecord(
        external_id=str(row.id),
        property_id=str(row.property_id),
        tenant_id=str(row.id),
        amount=money(row.security_deposit_held, "SecurityDepositHeld"),
    )
    return (found, held)


def to_prospect(row: Prospect) -> ProspectRecord:
    """Somebody who looks for a home."""
    contact = main_contact(row.contacts)
    return ProspectRecord(
        external_id=str(row.id),
        version=version_of(row, contact),
        **party(row.name, row.first_name, row.last_name, contact, is_company=row.is_company),
        property_id=ref(row.property_id),
        unit_id=ref(row.reserved_unit_id),
        status=text(row.prospect_status),
        stage="" if row.current_prospect_stage is None else text(row.current_prospect_stage.name),
        lead_source="" if row.lead_source is None else text(row.lead_source.description),
        applied_on=maybe_day(row.application_date, "ApplicationDate"),
        move_in_on=maybe_day(row.move_in_date, "MoveInDate"),
        rent_from=None if row.rent_min is None else money(row.rent_min, "RentMin"),
        rent_to=None if row.rent_max is None else money(row.rent_max, "RentMax"),
        people_count=row.people_count,
        custom=custom_of(row.user_defined_values),
    )


def to_owner(row: Owner) -> OwnerRecord:
    """An owner. Which properties are theirs is said by the properties."""
    contact = row.contact
    return OwnerRecord(
        external_id=str(row.id),
        version=version_of(row, contact),
        name=first_text(row.display_name, row.name),
        first_name="" if contact is None else text(contact.first_name),
        last_name="" if contact is None else text(contact.last_name),
        email="" if contact is None else text(contact.email),
        phone=first_text(phone_of(row.phone_numbers), "" if contact is None else phone_of(contact.phone_numbers)),
        people=() if contact is None else people_of((contact,)),
        postal_address=in_one_line(address_of(row.addresses)),
        custom=custom_of(row.user_defined_values),
    )


def to_vendor(row: Vendor) -> ContactRecord:
    """A firm that works for the agency."""
    contact = main_contact(row.contacts)
    return ContactRecord(
        external_id=str(row.id),
        version=version_of(row, contact),
        name=text(row.name),
        first_name="" if contact is None else text(contact.first_name),
        last_name="" if contact is None else text(contact.last_name),
        company=text(row.name),
        email="" if contact is None else text(contact.email),
        phone=first_text(phone_of(row.phone_numbers), "" if contact is None else phone_of(contact.phone_numbers)),
        postal_address=in_one_line(address_of(row.addresses)),
        role="supplier",
        archived_on=None if row.is_active else maybe_day(row.update_date, "UpdateDate"),
        custom=custom_of(row.user_defined_values),
    )


def to_application(row: ProspectApplication) -> ApplicationRecord:
    """An application made on the web."""
    return ApplicationRecord(
        external_id=str(row.id),
        prospect_id=ref(row.account_id),
        property_id=ref(row.property_id),
        unit_id=ref(row.unit_id),
        applicant_name="" if row.prospect is None else text(row.prospect.name),
        status=text(row.application_status),
        template="" if row.application_template is None else text(row.application_template.name),
        submitted_at=instant(row.application_submission_date, "ApplicationSubmissionDate"),
    )


def to_listed_application(row: ApplicationSummary) -> ApplicationRecord:
    """A line of the list of applications, which has ids of its own."""
    return ApplicationRecord(
        external_id=str(row.id),
        prospect_id=ref(row.account_id),
        property_id=ref(row.property_id),
        applicant_name=text(row.name),
        status=text(row.status),
        submitted_at=instant(row.application_date, "ApplicationDate"),
    )


def to_screening(row: Screening) -> ScreeningRecord:
    """That somebody was screened: a tenant or a prospect, whichever came along."""
    return ScreeningRecord(
        external_id=str(row.id),
        tenant_id=ref(row.account_id) if row.tenant is not None else None,
        prospect_id=ref(row.account_id) if row.tenant is None and row.prospect is not None else None,
        property_id=ref(row.property_id),
        name=text(row.screening_name),
        screened_on=maybe_day(row.date, "Date"),
        submitted_at=instant(row.submitted_date, "SubmittedDate"),
        rent_amount=None if row.rent_amount is None else money(row.rent_amount, "RentAmount"),
    )
