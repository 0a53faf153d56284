"""The lists of each system: which headings, over which facts, and how days, money and ticks are written.

Real headings: PropertyMe's Tenant Details, and the first five of Property Tree's Export Contacts. No public source gives the
others: they are styled after those, and after what integrators report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.exports.facts import Line, checks, houses, leases, owners
from sandbox.propertyme.estate import Estate

Heading = tuple[str, str]

HOUSES, OWNERS, LEASES, CHECKS = "properties", "owners", "leases", "compliance"


@dataclass(frozen=True)
class ExportList:
    """One list of one system: its file's name, and its headings, each with the fact below it ("" leaves it blank)."""

    file: str
    facts: str
    headings: tuple[Heading, ...]


PROPERTYME = {
    "properties": ExportList(
        "Property List",
        HOUSES,
        (
            ("Property", "reference"), ("Address", "line"), ("Suburb", "suburb"), ("State", "state"),
            ("Postcode", "postcode"), ("Property Type", "type"), ("Bedrooms", "bedrooms"), ("Bathrooms", "bathrooms"),
            ("Car Spaces", "cars"), ("Key Number", "key"), ("Manager", "manager"), ("Current Owner", "owner"),
            ("Current Tenant", "tenant"), ("Rent", "house_rent"), ("Rent Period", "house_period"),
            ("Inspection Due", ""), ("Labels", ""), ("Owner Folio Code", "owner_code"), ("Archived", ""),
        ),
    ),
    "owners": ExportList(
        "Contact Details - Owner",
        OWNERS,
        (
            ("Owner", "name"), ("Property", "reference"), ("Primary Mobile", "mobile"), ("Primary Email", "email"),
            ("Primary Postal Address", "postal"), ("Owner Folio Code", "code"), ("Manager", "manager"),
            ("Agreement Start", "agreement_start"), ("Agreement End", ""), ("Archived", ""),
        ),
    ),
    "leases": ExportList(
        "Tenant Details",
        LEASES,
        (
            ("Manager", "manager"), ("Property", "reference"), ("Tenant", "name"), ("Rent", "rent"),
            ("Rent Period", "period"), ("Move In", "move_in"), ("Agreement Start", "start"), ("Agreement End", "end"),
            ("Move Out", "move_out"), ("Primary Mobile", "mobile"), ("Primary Email", "email"),
            ("Bond Required", "bond"), ("Bond Reference", "bond_reference"), ("Bank Reference", "bank_reference"),
            ("Current Owner", "owner"), ("Tenant Folio Code", "code"), ("Current Tenant", "is_current"),
            ("Primary Postal Address", "postal"), ("Archived", ""), ("Eff. Paid To", "paid_to"),
            ("Termination", ""), ("Break Lease", ""),
        ),
    ),
    "compliance": ExportList(
        "Compliance Checks",
        CHECKS,
        (
            ("Property", "reference"), ("Check Type", "check"), ("Supplier", "supplier"), ("Last Checked", "done"),
            ("Expiry Date", "expiry"), ("Certificate Number", "certificate"), ("Status", "status"), ("Notes", "notes"),
        ),
    ),
}  # fmt: skip

PROPERTYTREE = {
    "properties": ExportList(
        "Full property list",
        HOUSES,
        (
            ("Property Id", "property_id"), ("Property Address", "one_line"), ("Suburb", "suburb"), ("State", "state"),
            ("Post Code", "postcode"), ("Property Type", "type"), ("Bedrooms", "bedrooms"), ("Bathrooms", "bathrooms"),
            ("Car Spaces", "cars"), ("Key Number", "key"), ("Property Manager", "manager"), ("Ownership Name", "owner"),
        ),
    ),
    "owners": ExportList(
        "Ownerships",
        OWNERS,
        (
            ("Ownership Id", "contact_id"), ("Ownership Name", "name"), ("First Name", "first_name"),
            ("Last Name", "last_name"), ("Property Address", "one_line"), ("Postal Address", "postal"),
            ("Email", "email"), ("Mobile", "mobile"), ("ABN", "business_number"),
        ),
    ),
    "leases": ExportList(
        "Tenancies",
        LEASES,
        (
            ("Tenancy Id", "lease_id"), ("Tenancy Name", "name"), ("Property Address", "one_line"),
            ("Property Manager", "manager"), ("Rent Amount", "rent"), ("Rent Period", "period"),
            ("Bank Reference", "bank_reference"), ("Lease Start", "start"), ("Lease End", "end"),
            ("Vacate Date", "move_out"), ("Paid To", "paid_to"), ("Email", "email"), ("Mobile", "mobile"),
        ),
    ),
    "compliance": ExportList(
        "Compliance",
        CHECKS,
        (
            ("Property Address", "one_line"), ("Compliance Category", "check"), ("Serviced By", "supplier"),
            ("Last Service Date", "done"), ("Expiry Date", "expiry"), ("Certificate Number", "certificate"),
            ("Status", "status"), ("Notes", "notes"),
        ),
    ),
}  # fmt: skip

CONSOLE = {
    "properties": ExportList(
        "Property Database Export",
        HOUSES,
        (
            ("Property", "one_line"), ("Property Code", "property_id"), ("Suburb", "suburb"), ("State", "state"),
            ("Postcode", "postcode"), ("Type", "type"), ("Beds", "bedrooms"), ("Baths", "bathrooms"),
            ("Cars", "cars"), ("Key Number", "key"), ("Property Manager", "manager"), ("Landlord", "owner"),
        ),
    ),
    "owners": ExportList(
        "Landlords",
        OWNERS,
        (
            ("Landlord", "name"), ("Property", "one_line"), ("Mobile", "mobile"), ("Email", "email"),
            ("Postal Address", "postal"), ("ABN", "business_number"),
        ),
    ),
    "leases": ExportList(
        "Leases",
        LEASES,
        (
            ("Lease", "name"), ("Property", "one_line"), ("Landlord", "owner"), ("Tenant Reference", "bank_reference"),
            ("Rent", "rent"), ("Frequency", "period"), ("Paid To", "paid_to"), ("Lease Start", "start"),
            ("Lease End", "end"), ("Vacating", "move_out"), ("Property Manager", "manager"), ("Mobile", "mobile"),
            ("Email", "email"),
        ),
    ),
    "compliance": ExportList(
        "Property Compliance",
        CHECKS,
        (
            ("Property", "one_line"), ("Compliance Type", "check"), ("Creditor", "supplier"),
            ("Last Inspection Date", "done"), ("Expiry Date", "expiry"), ("Status", "status"), ("Notes", "notes"),
        ),
    ),
}  # fmt: skip

SYSTEMS = {"propertyme": PROPERTYME, "propertytree": PROPERTYTREE, "console": CONSOLE}


def lines_of(kind: str, estate: Estate, seed: int) -> Iterator[Line]:
    """The lines of a list."""
    makers: dict[str, Callable[[], Iterable[Line]]] = {
        HOUSES: lambda: houses(estate),
        OWNERS: lambda: owners(estate),
        LEASES: lambda: leases(estate),
        CHECKS: lambda: checks(estate, seed),
    }
    return iter(makers[kind]())


def as_text(fact: Any, name: str) -> str:
    """A fact as these systems print it: `4/03/2026`, `$1,480.00`, TRUE."""
    if fact is None:
        return "Completed" if name == "status" else ""
    if isinstance(fact, bool):
        return "TRUE" if fact else "FALSE"
    if isinstance(fact, date):
        return f"{fact.day}/{fact.month:02d}/{fact.year}"
    if name in ("rent", "bond", "house_rent"):
        return f"${Decimal(str(fact)):,.2f}"
    return str(fact)
