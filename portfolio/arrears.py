"""How far rent is behind on a given day. Values in, values out; nothing of it is ever stored.

Rent is owed for every day from the first unpaid one up to and including the day that is asked about. The first unpaid day
is the one after `paid_to`, and never before the lease starts. Rent stops with the day of moving out.

The amount, to the cent, rounded once and half up:

- weekly and fortnightly rent is a seventh or a fourteenth of `rent` for each day;
- monthly, quarterly and yearly rent goes by whole periods of 1, 3 or 12 calendar months, counted from the first unpaid day,
  each exactly `rent`. Of a period that is not over, each day costs the same share of `rent`, by that period's own number
  of days. A period from the 31st begins on the last day of a month that has no 31st, and on the 31st again after it.

So a tenant who is behind for exactly the month of February owes one month's rent, in a leap year too."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from portfolio.models import Lease

DAY = timedelta(days=1)
EARLIEST = date(1, 1, 2)  # a day before it can still be written
CENT = Decimal("0.01")
DAYS = {Lease.Frequency.WEEKLY: 7, Lease.Frequency.FORTNIGHTLY: 14}
MONTHS = {Lease.Frequency.MONTHLY: 1, Lease.Frequency.QUARTERLY: 3, Lease.Frequency.YEARLY: 12}


@dataclass(frozen=True)
class Terms:
    """What arrears depend on. `last_day` is the last that rent is due for; None while nobody has moved out."""

    rent: Decimal
    frequency: str
    start: date
    paid_to: date
    last_day: date | None = None


@dataclass(frozen=True)
class Arrears:
    """How a lease stands on a day. At most one of the numbers of days is above zero; who is ahead owes nothing."""

    days_behind: int
    days_ahead: int
    owed: Decimal


def terms_of(lease: Lease) -> Terms | None:
    """A lease's terms. None where nobody knows what it is paid to, or when one that is over ended.

    A current lease goes on past the end of its fixed term, until somebody moves out."""
    is_over = lease.status != Lease.Status.CURRENT
    last_day = lease.vacated_on or (lease.end_date if is_over else None)
    if lease.paid_to is None or (is_over and last_day is None):
        return None
    return Terms(lease.rent_amount, lease.rent_frequency, lease.start_date, lease.paid_to, last_day)


def arrears(terms: Terms, on: date) -> Arrears:
    """How it stands at the end of that day."""
    before = max(terms.start, EARLIEST) - DAY
    due_to = max(before, min(on, terms.last_day or on))
    paid_to = max(before, terms.paid_to)
    days = (due_to - paid_to).days
    if days <= 0:
        return Arrears(0, -days, Decimal("0.00"))
    return Arrears(days, 0, to_the_cent(rent_for(terms.rent, terms.frequency, paid_to + DAY, due_to)))


def rent_for(rent: Decimal, frequency: str, first: date, last: date) -> Fraction:
    """The exact rent of the days from `first` to `last`, both of them included; 0 where there is none."""
    days = max(0, (last - first).days + 1)
    if frequency in DAYS:
        return Fraction(rent) * days / DAYS[Lease.Frequency(frequency)]
    step = MONTHS[Lease.Frequency(frequency)]
    end = first + days * DAY
    # At least this many periods are over: months later by the calendar, less one that may not be complete.
    whole = max(0, ((end.year - first.year) * 12 + end.month - first.month) // step - 1)
    while months_later(first, (whole + 1) * step) <= end:
        whole += 1
    begun, over = months_later(first, whole * step), months_later(first, (whole + 1) * step)
    return Fraction(rent) * (whole + Fraction((end - begun).days, (over - begun).days))


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def to_the_cent(amount: Fraction) -> Decimal:
    """Rounded half up, as on a receipt."""
    cents = amount * 100
    whole = (2 * cents.numerator + cents.denominator) // (2 * cents.denominator)
    return (Decimal(whole) / 100).quantize(CENT, ROUND_HALF_UP)
