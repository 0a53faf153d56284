"""Inspections of every type and status, and the few properties under a sale agreement."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from sandbox.propertyme.building.site import Site
from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.wire import false_z, id_from, money, new_id
from sandbox.propertyme.words import INSPECTION_REMARKS, INSPECTION_STATUSES, INSPECTION_TYPES


def inspection_row(estate: Estate, rng: random.Random, lot: Row, kind: str, status: str, due: date) -> Row:
    """One inspection as the change feed gives it, stamps and start not included."""
    row: Row = {
        "LotReference": lot["Reference"],
        "AddressText": lot["AddressText"],
        "KeyNumber": lot.get("KeyNumber"),
        "Longitude": lot.get("Longitude"),
        "Latitude": lot.get("Latitude"),
        "TenantReference": lot.get("TenantContactReference"),
        "OwnerReference": lot.get("OwnerContactReference"),
        "ManagerName": lot.get("ManagerName"),
        "CurrentRentAmount": lot["RentAmount"],
        "CurrentRentPeriod": lot["RentPeriod"],
        "StatusText": status,
        "IsPublished": status == "Closed" and rng.random() < 0.5,
        "Duration": rng.choice([15, 20, 30, 30, 45]),
        "Type": kind,
        "Status": status,
        "Id": new_id(rng),
        "CustomerId": estate.customer_id,
        "DueDate": due.isoformat(),
        "Summary": "Open for inspection" if kind == "Open" else f"{kind} inspection",
        "LotId": lot["Id"],
        "TenantContactId": lot.get("TenantContactId"),
        "OwnerContactId": lot.get("OwnerContactId"),
        "ManagerMemberId": lot.get("ActiveManagerMemberId"),
    }
    if kind == "Open":
        row["ListingId"] = lot.get("ActiveRentalListingId") or new_id(rng)
    return {name: value for name, value in row.items() if value is not None}


def begin_at(row: Row, day: date, rng: random.Random) -> None:
    """Set the start: local wall-clock time that claims to be UTC, and the same time as text."""
    start = datetime.combine(day, time(rng.randint(9, 16), rng.choice([0, 15, 30, 45])))
    row["StartTime"] = false_z(start)
    row["StartTimeText"] = start.strftime("%I:%M %p").lstrip("0")


def build_inspections(site: Site, count: int) -> None:
    """Inspections; a lot's next one is written into the lot."""
    rng = site.rng
    lots = [lot for lot in site.estate["lots"].values() if not lot["IsArchived"]]
    for at in range(count if lots else 0):
        kind = INSPECTION_TYPES[at % 4] if at < 24 else rng.choices(INSPECTION_TYPES, [70, 10, 10, 10])[0]
        status = INSPECTION_STATUSES[at // 4] if at < 24 else rng.choices(INSPECTION_STATUSES, [20, 22, 4, 8, 42, 4])[0]
        lot = rng.choice(lots)
        past = status in {"Inspected", "Closed", "Cancelled"}
        due = site.days_ago(3, 330) if past else site.today + timedelta(days=rng.randint(1, 80))
        row = inspection_row(site.estate, rng, lot, kind, status, due)
        if status not in {"Planned", "Cancelled"}:
            begin_at(row, due, rng)
        created = due - timedelta(days=rng.randint(10, 60)) if past else site.days_ago(1, 40)
        row |= site.stamps(created, min(site.today, due + timedelta(days=1)) if past else site.days_ago(0, 1))
        if status in {"Closed", "Cancelled"}:
            row |= {"ClosedOn": row["UpdatedOn"]}
            row["StatusPriorToClosing"] = "Inspected" if status == "Closed" else "Scheduled"
        if past and rng.random() < 0.4:
            row["Description"] = rng.choice(INSPECTION_REMARKS)
        if rng.random() < 0.1:
            row["Labels"] = "|Follow up||Photos|"
        site.put("inspections", row)
        if not past:
            lot["NextInspectionOn"] = min(due.isoformat(), lot.get("NextInspectionOn", "9999-12-31"))


def build_sales(site: Site, count: int) -> None:
    """Sale agreements on a few vacant lots."""
    rng = site.rng
    vacant = [lot for lot in site.estate["lots"].values() if lot["Vacant"] and not lot["IsArchived"]]
    for lot in vacant[:count]:
        price = rng.randint(90, 240) * 500_000
        begun = site.days_ago(10, 80)
        sale = {
            "LotReference": lot["Reference"],
            "SaleAgreementId": site.id(),
            "OwnerContactId": lot["OwnerContactId"],
            "Status": "Listed",
            "AgreementStartDate": begun.isoformat(),
            "AgreementEndDate": (begun + timedelta(days=90)).isoformat(),
            "AskingPrice": money(price),
            "PurchasePrice": 0,
            "CommissionAmount": money(price // 50),
            "OwnerReference": lot["OwnerContactReference"],
            "ManagerName": lot["ManagerName"],
            "SearchText": lot["Reference"],
            "Id": lot["Id"],
        }
        site.put("sales", sale)
        lot |= {
            "ActiveSaleAgreementId": sale["SaleAgreementId"],
            "ActiveSaleListingId": id_from("sale listing", lot["Id"]),
            "SaleAgreementUpdatedOn": lot["UpdatedOn"],
        }
