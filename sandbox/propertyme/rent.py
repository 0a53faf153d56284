"""Rent arithmetic of the stand-in. The vendor does not publish its own; this one adds up to the cent.

`PaidTo` is the last day covered by whole periods, `PartPaid` what was paid beyond them, `EffectivePaidTo` the
last day that this part covers too. Arrears run from the day after `EffectivePaidTo`.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sandbox.propertyme.wire import add_months, cents_of, day_of, money

DAYS = {"weekly": 7, "fortnightly": 14}


def daily(rent: int, period: str) -> Fraction:
    """Cents a day: a month counts as a twelfth of 365 days."""
    return Fraction(rent, DAYS[period]) if period in DAYS else Fraction(rent * 12, 365)


def paid_to(start: date, period: str, count: int) -> date:
    """The last day covered by so many whole periods."""
    if period in DAYS:
        return start + timedelta(days=DAYS[period] * count - 1)
    return add_months(start, count) - timedelta(days=1)


def periods_before(start: date, period: str, day: date) -> int:
    """How many whole periods end on or before the day."""
    if period in DAYS:
        return max(0, ((day - start).days + 1) // DAYS[period])
    months = (day.year - start.year) * 12 + day.month - start.month + 1
    while months > 0 and paid_to(start, period, months) > day:
        months -= 1
    return max(0, months)


def position(start: date, period: str, rent: int, paid: int, today: date) -> dict[str, Any]:
    """The rent fields of a balance row when so many cents were paid since the start."""
    whole, part = divmod(paid, rent)
    covered = paid_to(start, period, whole)
    per_day = daily(rent, period)
    effective = covered + timedelta(days=int(part / per_day))
    days = max(0, (today - effective).days)
    owing = max(0, round((today - covered).days * per_day) - part) if days else 0
    periods_due = max(0, periods_before(start, period, today - timedelta(days=1)) + 1 - whole) if days else 0
    by_period = max(0, periods_due * rent - part)
    return {
        "PaidTo": covered.isoformat(),
        "EffectivePaidTo": effective.isoformat(),
        "PartPaid": money(part),
        "TotalRentPaid": money(paid),
        "ArrearsDays": days,
        "DaysInArrears": days,
        "ProrataRentDue": money(owing),
        "RentArrears": money(owing),
        "TotalArrears": money(owing),
        "MostRentDue": money(rent if owing else 0),
        "RentDueByPeriod": money(by_period),
        "RentArrearsByPeriod": money(by_period),
        "TotalArrearsByPeriod": money(by_period),
    }


def position_of(tenancy: dict[str, Any], today: date, *, extra: int = 0) -> dict[str, Any] | None:
    """The rent fields of a row that day, `extra` cents paid on top; None when it was edited beyond reckoning.

    What is paid counts from `PaidTo` and `PartPaid`, so that a change of rent does not reach back in time.
    """
    rent, part, total = (cents_of(tenancy.get(name)) for name in ("RentAmount", "PartPaid", "TotalRentPaid"))
    period, covered = tenancy.get("RentPeriod"), day_of(tenancy.get("PaidTo"))
    if not rent or rent < 0 or part is None or total is None or covered is None:
        return None
    if period not in (*DAYS, "monthly"):
        return None
    first = covered + timedelta(days=1)
    return position(first, period, rent, part + extra, today) | {"TotalRentPaid": money(total + extra)}
