"""Tenancies: the running ones, those of the past, and the few that are vacated but still open."""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sandbox.propertyme.building.contacts import build_tenant
from sandbox.propertyme.building.site import Site
from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.places import Place
from sandbox.propertyme.rent import daily, paid_to, periods_before, position
from sandbox.propertyme.wire import NEVER, add_months, cents_of, id_from, instant, money, new_id

BASE_RENT = {"QLD": 520, "NSW": 610, "VIC": 500, "WA": 540, "SA": 480, "TAS": 430}


@dataclass(frozen=True)
class Terms:
    """What a lease says."""

    start: date
    agreement_start: date
    agreement_end: date | None
    periodic: bool
    rent: int
    period: str


def asking_rent(rng: random.Random, lot: Row) -> int:
    """A week's rent in dollars for such a place, in steps of five."""
    address, bedrooms = lot.get("Address"), lot.get("Bedrooms")
    base = BASE_RENT.get(str(address.get("State")), 500) if isinstance(address, dict) else 500
    if not isinstance(bedrooms, int):
        bedrooms = 2  # rows may have been edited to anything
    return max(240, (base + (bedrooms - 2) * 85 + rng.randint(-12, 16) * 5) // 5 * 5)


def some_terms(rng: random.Random, weekly: int, start: date, today: date) -> Terms:
    """Terms of a lease that began on `start` and still runs."""
    period = rng.choices(["weekly", "fortnightly", "monthly"], [58, 28, 14])[0]
    if period == "monthly":
        start = start.replace(day=min(start.day, 28))
    rent = {"weekly": weekly * 100, "fortnightly": weekly * 200, "monthly": round(weekly * 100 * 52 / 12)}[period]
    months = rng.choice([6, 12, 12, 12])
    agreement_start = start
    periodic = rng.random() < 0.22
    end: date | None = add_months(agreement_start, months) - timedelta(days=1)
    while not periodic and end is not None and end < today:
        agreement_start = end + timedelta(days=1)
        end = add_months(agreement_start, months) - timedelta(days=1)
    if periodic and (end is None or end >= today or rng.random() < 0.3):
        end = None
    return Terms(start, agreement_start, end, periodic, rent, period)


def tenancy_row(
    estate: Estate, rng: random.Random, lot: Row, contact: Row, terms: Terms, paid: int, today: date
) -> Row:
    """One TenancyBalanceData of a running lease on which so many cents were paid, stamps not included."""
    person = contact["PrimaryContactPerson"]
    code = estate.folio_code("TEN", contact["Id"])
    weekly = round(daily(terms.rent, terms.period) * 7 / 100) * 100
    bond = weekly * 4
    bank = f"{person['LastName'][:3].upper()}{rng.randint(1, 999):03d}{lot['Address']['Street'][:3].upper()}"
    row: Row = {
        "FirstName": person["FirstName"],
        "LastName": person["LastName"],
        "Salutation": person["Salutation"],
        "LotAddress": lot["AddressText"],
        "LotReference": lot["Reference"],
        "ContactReference": contact["Reference"],
    }
    row |= contact_fields(contact) | {
        "FolioNumber": estate.folios[contact["Id"]],
        "Code": code,
        "IsActive": True,
        "BondReceipted": money(bond),
        "Deposited": 0,
        "DirectDeposited": 0,
        "InvoiceDaysInArrears": 0,
        "InvoiceArrears": 0,
        "UnclearedBalance": 0,
        "PendingPayments": 0,
        "PendingRentPayments": 0,
        "PendingInvoicePayments": 0,
        "PendingDepositPayments": 0,
        "PendingBondPayments": 0,
        "MepayStatus": "Disabled",
        "ActiveOwnershipId": lot["ActiveOwnershipId"],
        "HasActiveOwner": True,
        "ContactPersonCount": len(contact["ContactPersons"]),
        "BondArrears": 0,
        "IsClosed": False,
        "Label": f"{contact['Reference']} - {lot['Reference']} ({code})",
        "SearchText": f"{contact['Reference']} {code} {lot['Reference']} {bank}",
        "Name": contact["Reference"],
        "Id": new_id(rng),
        "CustomerId": estate.customer_id,
        "LotId": lot["Id"],
        "ContactId": contact["Id"],
        "TenancyStart": terms.start.isoformat(),
        "AgreementStart": terms.agreement_start.isoformat(),
        "Periodic": terms.periodic,
        "RentAmount": money(terms.rent),
        "RentPeriod": terms.period,
        "BondAmount": money(bond),
        "OpenBondReceived": 0,
        "BondInTrust": 0,
        "BankReference": bank,
        "TaxOnRent": False,
        "GenerateRentInvoice": False,
        "RentInvoiceDaysInAdvance": 0,
        "RentSequence": 0,
        "AllowMepayPayments": False,
        "ReviewFrequency": 12,
        "NextReviewDate": add_months(terms.agreement_start, 12).isoformat(),
        "DirectDebit": rng.random() < 0.2,
        "DirectDebitFrequency": "RentDue",
        "ExcludeArrearsAutomation": False,
        "IsWaterUsageCharged": rng.random() < 0.7,
    }
    if terms.agreement_end:
        row["AgreementEnd"] = terms.agreement_end.isoformat()
    if rng.random() < 0.5:
        row["BondReference"] = f"R{rng.randint(1_000_000, 9_999_999)}-{rng.randint(0, 9)}"
    row |= position(terms.start, terms.period, terms.rent, paid, today)
    row["FolioId"] = id_from(estate.customer_id, "tenancy folio", row["Id"])
    return row


def contact_fields(contact: Row) -> dict[str, Any]:
    """What a balance row shows of its contact."""
    person = contact["PrimaryContactPerson"]
    shown = {
        "ContactEmail": contact.get("Email"),
        "HomePhone": person.get("HomePhone"),
        "CellPhone": person.get("CellPhone"),
        "NormalisedMobilePhone": person.get("NormalisedMobilePhone"),
    }
    return {name: value for name, value in shown.items() if value}


def lateness(tenancy_id: str) -> int:
    """How many days behind its rent this household pays, always: most pay on the day."""
    return {8: 5, 9: 12}.get(zlib.crc32(tenancy_id.encode()) % 10, 0)


def days_covered(terms: Terms, last_day: date) -> int:
    """Cents that cover the lease to the end of the period in which the day falls."""
    return terms.rent * periods_before(terms.start, terms.period, last_day)


def occupy(lot: Row, tenancy: Row) -> None:
    """Write a running tenancy into its lot's row."""
    lot |= {
        "TenantContactReference": tenancy["ContactReference"],
        "TenantContactId": tenancy["ContactId"],
        "ActiveTenancyId": tenancy["Id"],
        "Vacant": False,
        "RentAmount": tenancy["RentAmount"],
        "RentPeriod": tenancy["RentPeriod"],
        "TenancyUpdatedOn": tenancy["UpdatedOn"],
    }
    for name in ("TenancyStart", "TenancyEnd", "AgreementStart", "AgreementEnd", "EffectivePaidTo"):
        if name in tenancy:
            lot[name] = tenancy[name]
    for name in ("AdRentAmount", "AdRentPeriod", "ActiveRentalListingId"):
        lot.pop(name, None)


def vacate(lot: Row, advertised: int, listing_id: str) -> None:
    """Take the tenancy out of its lot's row and advertise the lot."""
    for name in (
        "TenantContactReference",
        "TenantContactId",
        "ActiveTenancyId",
        "TenancyStart",
        "TenancyEnd",
        "AgreementStart",
        "AgreementEnd",
        "EffectivePaidTo",
    ):
        lot.pop(name, None)
    lot |= {
        "Vacant": True,
        "RentAmount": 0,
        "RentPeriod": "weekly",
        "TenancyUpdatedOn": NEVER,
        "AdRentAmount": advertised,
        "AdRentPeriod": "weekly",
        "ActiveRentalListingId": listing_id,
    }


def build_lease(site: Site, lot: Row, place: Place) -> Row:
    """A running tenancy with its tenants, written into the lot too."""
    rng = site.rng
    start = site.days_ago(20, 1900)
    terms = some_terms(rng, asking_rent(rng, lot), start, site.today)
    contact = build_tenant(site, place, terms.start - timedelta(days=rng.randint(3, 20)))
    row = tenancy_row(site.estate, rng, lot, contact, terms, 0, site.today)
    late = lateness(row["Id"]) + (rng.randint(8, 30) if rng.random() < 0.03 else 0)
    due = max(terms.start, site.today + timedelta(days=1 - late))
    whole = max(1, periods_before(terms.start, terms.period, due))
    if paid_to(terms.start, terms.period, whole) < due:
        whole += 1
    paid = terms.rent * whole
    if rng.random() < 0.15:
        paid += rng.randint(1, max(1, terms.rent // 500)) * 100
    row |= position(terms.start, terms.period, terms.rent, paid, site.today)
    if rng.random() < 0.03:
        end = site.today + timedelta(days=rng.randint(3, 25))
        row |= {"TenancyEnd": end.isoformat(), "Termination": end.isoformat()}
    if terms.agreement_start > terms.start:
        row["LastReviewedOn"] = terms.agreement_start.isoformat()
    if rng.random() < 0.12:
        more = (cents_of(row["RentAmount"]) or 0) * 104 // 100 // 500 * 500
        increase = site.today + timedelta(days=rng.randint(2, 90))
        row |= {"NextIncreaseAmount": money(more), "NextIncreaseDate": increase.isoformat()}
    row |= site.stamps(terms.start - timedelta(days=rng.randint(1, 6)), site.days_ago(0, 13))
    occupy(lot, row)
    return site.put("tenancies", row)


def build_past_lease(site: Site, lot: Row, place: Place, *, still_open: bool) -> Row:
    """A tenancy that has ended; `still_open` leaves its books unclosed although the tenant is gone."""
    rng = site.rng
    end = site.days_ago(2, 20) if still_open else site.days_ago(1950, 2600)
    start = end - timedelta(days=rng.randint(200, 900))
    terms = some_terms(rng, max(230, asking_rent(rng, lot) - rng.randint(4, 24) * 5), start, end)
    contact = build_tenant(site, place, terms.start - timedelta(days=5))
    whole = days_covered(terms, end)
    rest = end - paid_to(terms.start, terms.period, whole // terms.rent)
    paid = whole + round(daily(terms.rent, terms.period) * rest.days)
    row = tenancy_row(site.estate, rng, lot, contact, terms, paid, end)
    row |= site.stamps(terms.start - timedelta(days=4), end)
    row |= {"IsActive": False, "TenancyEnd": end.isoformat(), "Termination": end.isoformat()}
    if not still_open:
        closed = min(end + timedelta(days=3), site.today)
        row |= {"IsClosed": True, "ClosedOn": instant(site.moment(closed)), "AgreementEnd": end.isoformat()}
        row["UpdatedOn"] = row["ClosedOn"]
    return site.put("tenancies", row)
