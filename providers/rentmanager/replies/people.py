"""Tenants, prospects, owners and vendors, and what prospects sign."""

from decimal import Decimal

import msgspec

from providers.rentmanager.replies.common import Address, Contact, Named, PhoneNumber, Row, Stamped, UserDefinedValue


class Tenant(Stamped, kw_only=True):
    """One row of GET /Tenants. TenantID is not the number that people see, and charges name it as AccountID. E-mail and
    phone are on contacts; balances exist only as embeds."""

    id: int = msgspec.field(name="TenantID")
    name: str
    first_name: str | None = None
    last_name: str | None = None
    is_company: bool = False
    property_id: int | None = None
    status: str | None = None
    balance: Decimal | None = None
    security_deposit_held: Decimal | None = None
    contacts: list[Contact]
    addresses: list[Address]
    user_defined_values: list[UserDefinedValue]


class LeadSource(Row, kw_only=True):
    """Where a prospect heard of the home."""

    description: str | None = None


class Prospect(Stamped, kw_only=True):
    """One row of GET /Prospects."""

    id: int = msgspec.field(name="ProspectID")
    name: str
    first_name: str | None = None
    last_name: str | None = None
    is_company: bool = False
    property_id: int | None = None
    reserved_unit_id: int | None = None
    prospect_status: str | None = None
    application_date: str | None = None
    move_in_date: str | None = None
    rent_min: Decimal | None = None
    rent_max: Decimal | None = None
    people_count: int | None = None
    lead_source: LeadSource | None = None
    current_prospect_stage: Named | None = None
    contacts: list[Contact]
    user_defined_values: list[UserDefinedValue]


class Owner(Stamped, kw_only=True):
    """One row of GET /Owners: an investor who holds properties, never the owner of a home in an association."""

    id: int = msgspec.field(name="OwnerID")
    name: str
    display_name: str | None = None
    status: str | None = None
    contact: Contact | None = None
    addresses: list[Address]
    phone_numbers: list[PhoneNumber]
    user_defined_values: list[UserDefinedValue]


class Vendor(Stamped, kw_only=True):
    """One row of GET /Vendors."""

    id: int = msgspec.field(name="VendorID")
    name: str
    is_active: bool = True
    category: str | None = None
    contacts: list[Contact]
    addresses: list[Address]
    phone_numbers: list[PhoneNumber]
    user_defined_values: list[UserDefinedValue]


class Party(Row, kw_only=True):
    """A tenant or prospect that another row leads to."""

    name: str = ""


class ProspectApplication(Stamped, kw_only=True):
    """One row of GET /ProspectApplications, which can only be read."""

    id: int = msgspec.field(name="ProspectApplicationID")
    account_id: int | None = None
    property_id: int | None = None
    unit_id: int | None = None
    application_status: str | None = None
    application_submission_date: str | None = None
    application_template: Named | None = None
    prospect: Party | None = None


class ApplicationSummary(Row, kw_only=True):
    """One row of GET /ApplicationSummaries, the list of applications of both kinds."""

    id: int = msgspec.field(name="ApplicationID")
    account_id: int | None = None
    property_id: int | None = None
    name: str | None = None
    status: str | None = None
    application_date: str | None = None


class Screening(Row, kw_only=True):
    """One row of GET /Screenings. What was found is in details that are never asked for."""

    id: int = msgspec.field(name="ScreeningID")
    property_id: int | None = None
    date: str | None = None
    submitted_date: str | None = None
    screening_name: str | None = None
    rent_amount: Decimal | None = None
    account_id: int | None = None
    tenant: Party | None = None
    prospect: Party | None = None
