"""Values that no table holds: they are worked out when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sandbox.rentmanager.comparing import is_time
from sandbox.rentmanager.estate import Location, Row, wall

Find = Callable[[Location, Row], Any]


def today(location: Location) -> str:
    """The day as rows write it, at midnight."""
    return f"{location.clock.today.isoformat()}T00:00:00"


def text(row: Row, name: str) -> str:
    """A time in a row; one later than all when there is none, or nonsense in its place."""
    value = row.get(name)
    return value if isinstance(value, str) else "9"


def number(row: Row, name: str) -> float:
    """An amount in a row, nothing when there is none."""
    value = row.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def is_going_on(location: Location, lease: Row) -> bool:
    """Whether somebody lives there by this lease today."""
    return text(lease, "MoveInDate") <= today(location) < text(lease, "MoveOutDate")


def leases_going_on(location: Location, unit: Row) -> list[Row]:
    """The leases by which a unit is lived in."""
    leases = location.index("Leases", "UnitID").get(unit.get("UnitID"), [])
    return [lease for lease in leases if is_going_on(location, lease)]


def active_renewal(location: Location, lease: Row) -> Row | None:
    """The last agreement that has begun, or else the first: which one feeds a lease's dates is a guess."""
    rows = location.index("LeaseRenewals", "ParentLeaseID").get(lease.get("LeaseID"), [])
    begun = [row for row in rows if text(row, "StartDate") <= today(location)]
    return max(begun or rows[:1], key=lambda row: text(row, "StartDate"), default=None)


def lease_dates(location: Location, lease: Row) -> Row:
    """StartDate and EndDate of a lease, as far as there are any."""
    renewal = active_renewal(location, lease) or {}
    return {name: renewal[name] for name in ("StartDate", "EndDate") if name in renewal}


def occupants(location: Location, unit: Row) -> list[Row]:
    """The tenants who live in a unit."""
    tenants = location.tables["Tenants"]
    ids = dict.fromkeys(lease.get("TenantID") for lease in leases_going_on(location, unit))
    return [tenants[key] for key in ids if key in tenants]


def dated(rows: list[Row], on: str, begins: str, ends: str) -> Row | None:
    """The row in force on a day."""
    found = [row for row in rows if text(row, begins) <= on <= text(row, ends)]
    return found[-1] if found else None


def market_rent(location: Location, unit: Row) -> Row | None:
    """What the unit would be let for today."""
    rows = location.index("MarketRents", "UnitID").get(unit.get("UnitID"), [])
    return dated(rows, today(location), "FromDate", "ToDate")


def unit_status(location: Location, unit: Row) -> Row | None:
    """The unit's status today."""
    rows = location.index("UnitStatuses", "UnitID").get(unit.get("UnitID"), [])
    return dated(rows, today(location), "StartDate", "EndDate")


def vacant_units(location: Location, prop: Row) -> list[Row]:
    """The property's units in which nobody lives."""
    units = location.index("Units", "PropertyID").get(prop.get("PropertyID"), [])
    return [unit for unit in units if not leases_going_on(location, unit)]


def current_stage(location: Location, violation: Row) -> Row | None:
    """The stage a violation has come to."""
    rows = location.index("ViolationStages", "ViolationID").get(violation.get("ViolationID"), [])
    return rows[-1] if rows else None


def money(amounts: Any) -> float:
    """A sum to the cent."""
    return round(float(sum(amounts)), 2)


def standing(location: Location, table: str, account: object) -> list[Row]:
    """An account's rows of one kind of transaction, without what was reversed."""
    return [row for row in location.index(table, "AccountID").get(account, []) if "ReversalDate" not in row]


def balance(key: str) -> Find:
    """What an account owes; below nothing when it has paid ahead."""

    def find(location: Location, row: Row) -> float:
        owed, credits, paid = (
            [number(entry, "Amount") for entry in standing(location, table, row.get(key))]
            for table in ("Charges", "Credits", "Payments")
        )
        return money(owed) - money(credits) - money(paid)

    return lambda location, row: round(find(location, row), 2)


def open_balance(location: Location, tenant: Row) -> float:
    """What is not yet paid of the charges."""
    charges = standing(location, "Charges", tenant.get("TenantID"))
    return money(number(row, "Amount") - number(row, "AmountAllocated") for row in charges)


def deposits(key: str) -> Find:
    """What was paid on charges of a kind that is a security deposit."""

    def find(location: Location, row: Row) -> float:
        kinds = location.index("SecurityDepositTypes", "ChargeTypeID")
        charges = standing(location, "Charges", row.get(key))
        return money(number(charge, "AmountAllocated") for charge in charges if charge.get("ChargeTypeID") in kinds)

    return find


def deposit_summaries(location: Location, tenant: Row) -> list[Row]:
    """One row for each deposit that is held."""
    kinds = location.index("SecurityDepositTypes", "ChargeTypeID")
    return [
        {
            "AccountID": charge["AccountID"],
            "ChargeTypeID": charge["ChargeTypeID"],
            "UnitID": charge.get("UnitID"),
            "PropertyID": charge.get("PropertyID"),
            "Amount": charge["AmountAllocated"],
            "SecurityDepositTypeID": kinds[charge["ChargeTypeID"]][0]["SecurityDepositTypeID"],
            "ChargeID": charge["ChargeID"],
        }
        for charge in standing(location, "Charges", tenant.get("TenantID"))
        if charge.get("ChargeTypeID") in kinds and charge.get("AmountAllocated")
    ]


def age(location: Location, issue: Row) -> str:
    """`3.05:21:44`: days, hours, minutes and seconds since an issue came in, a .NET TimeSpan."""
    now = datetime.fromisoformat(wall(location.moment()))
    came = text(issue, "CreateDate")
    passed = max(now - datetime.fromisoformat(came), timedelta()) if is_time(came) else timedelta()
    minutes, seconds = divmod(passed.seconds, 60)
    days = f"{passed.days}." if passed.days else ""
    return f"{days}{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


VALUES: dict[str, dict[str, Find]] = {
    "Tenants": {
        "Balance": balance("TenantID"),
        "OpenBalance": open_balance,
        "SecurityDepositHeld": deposits("TenantID"),
        "SecurityDepositSummaries": deposit_summaries,
    },
    "Prospects": {"Balance": balance("ProspectID"), "SecurityDepositHeld": deposits("ProspectID")},
    "Owners": {"Balance": balance("OwnerID")},
    "Units": {"IsVacant": lambda location, unit: not leases_going_on(location, unit)},
}
ALWAYS: dict[str, dict[str, Find]] = {"ServiceManagerIssues": {"Age": age}}
# values that come along with an embed: (resource, embed) -> what they are
ALONG: dict[tuple[str, str], Callable[[Location, Row], Row]] = {
    ("Leases", "LeaseRenewals"): lease_dates,
    ("Properties", "Units"): lambda location, prop: {
        "UnitCount": len(location.index("Units", "PropertyID").get(prop.get("PropertyID"), []))
    },
    ("Properties", "VacantUnits"): lambda location, prop: {"VacantUnitCount": len(vacant_units(location, prop))},
}
