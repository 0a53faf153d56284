"""What an export tells of a portfolio, in no vendor's words. One fact is one line of a list."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sandbox.propertyme.estate import Estate, Row

# The estate's business numbers fail the register's check on purpose, so that they are no firm's. Exports whose every firm is a
# mistake would teach nothing, so that they print this one: the Tax Office's own.
BUSINESS_NUMBER = "51 824 753 556"
CHECKS = ("Smoke Alarm", "Pool Safety", "Gas Safety", "Electrical Safety")
SUPPLIERS = ("Bright Spark Electrical", "SafeHome Checks", "Southside Gas")


@dataclass(frozen=True)
class Line:
    """One line's facts by name; the names are those of `lists`."""

    facts: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.facts.get(name)


def houses(estate: Estate) -> Iterator[Line]:
    """Every property under management."""
    for lot in _managed(estate):
        yield Line(_house(estate, lot))


def owners(estate: Estate) -> Iterator[Line]:
    """Every owner, once for each property: that is how owner lists are printed."""
    for lot in _managed(estate):
        ownership = estate.find("ownerships", lot.get("ActiveOwnershipId"))
        contact = estate.find("contacts", ownership.get("ContactId"))
        if not contact:
            continue
        yield Line(
            _house(estate, lot)
            | _person(contact)
            | {
                "code": ownership.get("Code"),
                "agreement_start": _day(ownership.get("AgreementStartDate")),
                "business_number": BUSINESS_NUMBER if contact.get("ABN") else None,
            }
        )


def leases(estate: Estate) -> Iterator[Line]:
    """Every lease that has not been closed, with its tenants."""
    for tenancy in estate["tenancies"].values():
        lot = estate.find("lots", tenancy.get("LotId"))
        contact = estate.find("contacts", tenancy.get("ContactId"))
        if tenancy.get("IsClosed") or lot.get("IsArchived") is not False or not contact or "RentAmount" not in tenancy:
            continue
        yield Line(
            _house(estate, lot)
            | _person(contact)
            | {
                "lease_id": tenancy["Id"],
                "code": tenancy.get("Code"),
                "rent": tenancy["RentAmount"],
                "period": tenancy.get("RentPeriod"),
                "move_in": _day(tenancy.get("TenancyStart")),
                "start": _day(tenancy.get("AgreementStart")) or _day(tenancy.get("TenancyStart")),
                "end": _day(tenancy.get("AgreementEnd")),
                "move_out": _day(tenancy.get("TenancyEnd")),
                "bond": tenancy.get("BondAmount"),
                "bond_reference": tenancy.get("BondReference"),
                "bank_reference": tenancy.get("BankReference"),
                "paid_to": _day(tenancy.get("EffectivePaidTo")),
                "is_current": bool(tenancy.get("IsActive")),
            }
        )


def checks(estate: Estate, seed: int) -> Iterator[Line]:
    """Compliance checks that were done: one or two for each property."""
    for lot in _managed(estate):
        rng = random.Random(f"{seed}/checks/{lot.get('Id')}")
        for check in rng.sample(CHECKS, rng.choice((1, 1, 2))):
            done = estate.clock.now.date() - timedelta(days=rng.randrange(10, 350))
            yield Line(
                _house(estate, lot)
                | {
                    "check": check,
                    "done": done,
                    "expiry": done + timedelta(days=365),
                    "supplier": rng.choice(SUPPLIERS),
                    "certificate": f"{check[0]}{rng.randrange(10_000, 99_999)}",
                    "notes": rng.choice(("", "", "Battery replaced", "Retest in a year")),
                }
            )


def _managed(estate: Estate) -> Iterator[Row]:
    for lot in estate["lots"].values():
        address = lot.get("Address")
        if lot.get("IsArchived") is False and isinstance(address, dict) and lot.get("Id"):
            yield lot


def _house(estate: Estate, lot: Row) -> dict[str, Any]:
    address = lot["Address"]
    unit = f"{address['Unit']}/" if address.get("Unit") else ""
    ownership = estate.find("ownerships", lot.get("ActiveOwnershipId"))
    line = f"{unit}{address.get('Number', '')} {address.get('Street', '')}".strip()
    return {
        "property_id": lot["Id"],
        "reference": lot.get("Reference"),
        "line": line,
        "suburb": address.get("Suburb"),
        "state": address.get("State"),
        "postcode": address.get("PostalCode"),
        "one_line": f"{line}, {address.get('Suburb')} {address.get('State')} {address.get('PostalCode')}",
        "type": lot.get("PropertySubtype"),
        "bedrooms": lot.get("Bedrooms"),
        "bathrooms": lot.get("Bathrooms"),
        "cars": lot.get("CarSpaces"),
        "key": lot.get("KeyNumber"),
        "manager": lot.get("ManagerName"),
        "owner": lot.get("OwnerContactReference"),
        "owner_code": ownership.get("Code"),
        "tenant": lot.get("TenantContactReference"),
        "house_rent": lot.get("RentAmount"),
        "house_period": lot.get("RentPeriod"),
    }


def _person(contact: Row) -> dict[str, Any]:
    first: Row = next(iter(contact.get("ContactPersons") or ()), {})
    return {
        "contact_id": contact.get("Id"),
        "name": contact.get("Reference"),
        "first_name": first.get("FirstName"),
        "last_name": first.get("LastName"),
        "mobile": contact.get("CellPhone"),
        "phone": contact.get("HomePhone"),
        "email": contact.get("Email"),
        "postal": contact.get("PostalAddressText"),
    }


def _day(text: Any) -> date | None:
    return date.fromisoformat(text[:10]) if isinstance(text, str) and not text.startswith("0001") else None
