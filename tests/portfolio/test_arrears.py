from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.test import TestCase
from hypothesis import given
from hypothesis import strategies as st

from portfolio.arrears import Arrears, Terms, arrears, months_later, rent_for, terms_of, to_the_cent
from portfolio.models import Lease
from tests.factories import a_lease, a_property

JULY_1 = date(2026, 7, 1)
FREQUENCIES = st.sampled_from([choice.value for choice in Lease.Frequency])
BY_CALENDAR = st.sampled_from([("monthly", 1), ("quarterly", 3), ("yearly", 12)])
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
RENTS = st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2)


def terms(**given):
    values = {"rent": Decimal("700.00"), "frequency": "weekly", "start": date(2020, 1, 1), "paid_to": JULY_1, **given}
    return Terms(**values)


def owed(frequency, paid_to, on, rent="700.00"):
    return arrears(terms(frequency=frequency, paid_to=paid_to, rent=Decimal(rent)), on).owed


def test_rent_paid_to_the_day_itself_is_neither_behind_nor_ahead():
    assert arrears(terms(), JULY_1) == Arrears(0, 0, Decimal("0.00"))


def test_a_day_of_weekly_rent_is_a_seventh_of_it():
    assert arrears(terms(), date(2026, 7, 2)) == Arrears(1, 0, Decimal("100.00"))
    assert arrears(terms(rent=Decimal("650.00")), date(2026, 7, 2)).owed == Decimal("92.86")
    assert arrears(terms(rent=Decimal("650.00")), date(2026, 7, 8)).owed == Decimal("650.00")


def test_a_day_of_fortnightly_rent_is_a_fourteenth_of_it():
    assert owed("fortnightly", JULY_1, date(2026, 7, 4)) == Decimal("150.00")
    assert owed("fortnightly", JULY_1, date(2026, 7, 15)) == Decimal("700.00")


def test_a_whole_month_costs_a_month_however_long_it_is():
    for paid_to, on in (
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 7, 31)),
        (date(2026, 3, 14), date(2026, 4, 14)),
        (date(2025, 12, 20), date(2026, 1, 20)),
    ):
        assert owed("monthly", paid_to, on) == Decimal("700.00"), paid_to


def test_a_part_of_a_month_is_shared_by_that_months_days():
    assert owed("monthly", date(2026, 1, 31), date(2026, 2, 14)) == Decimal("350.00")
    assert owed("monthly", date(2026, 6, 30), date(2026, 7, 1), rent="3100.00") == Decimal("100.00")
    assert owed("monthly", date(2028, 1, 31), date(2028, 2, 1), rent="2900.00") == Decimal("100.00")


def test_a_period_from_the_31st_ends_with_the_short_month():
    first = date(2026, 1, 31)

    assert rent_for(Decimal(700), "monthly", first, date(2026, 2, 27)) == 700
    assert rent_for(Decimal(700), "monthly", first, date(2026, 3, 30)) == 1400
    assert rent_for(Decimal(700), "monthly", first, date(2026, 4, 29)) == 2100


def test_quarters_and_years_go_by_the_calendar():
    assert owed("quarterly", date(2025, 12, 31), date(2026, 3, 31)) == Decimal("700.00")
    assert owed("quarterly", date(2025, 12, 31), date(2026, 1, 9), rent="9000.00") == Decimal("900.00")
    assert owed("yearly", date(2027, 12, 31), date(2028, 12, 31)) == Decimal("700.00")
    assert owed("yearly", date(2027, 12, 31), date(2028, 1, 1), rent="36600.00") == Decimal("100.00")
    assert owed("yearly", date(2026, 12, 31), date(2027, 1, 1), rent="36500.00") == Decimal("100.00")


def test_nothing_is_owed_before_the_lease_starts():
    asked = terms(start=JULY_1, paid_to=date(2026, 6, 1))

    assert arrears(asked, date(2026, 6, 20)) == Arrears(0, 0, Decimal("0.00"))
    assert arrears(asked, JULY_1) == Arrears(1, 0, Decimal("100.00"))


def test_rent_stops_with_the_day_of_moving_out():
    asked = terms(last_day=date(2026, 7, 3))

    assert arrears(asked, date(2026, 12, 31)) == Arrears(2, 0, Decimal("200.00"))


def test_who_is_ahead_owes_nothing():
    assert arrears(terms(), date(2026, 6, 24)) == Arrears(0, 7, Decimal("0.00"))


def test_half_a_cent_is_rounded_up():
    assert to_the_cent(Fraction(1, 200)) == Decimal("0.01")
    assert to_the_cent(Fraction(1, 201)) == Decimal("0.00")


def test_the_first_day_of_the_calendar_is_no_trouble():
    assert arrears(terms(start=date.min, paid_to=date.min), JULY_1).days_behind > 700_000


class TermsTests(TestCase):
    def test_a_current_lease_goes_on_past_its_fixed_term(self):
        lease = a_lease(end_date=date(2026, 6, 1), paid_to=JULY_1)

        self.assertEqual(terms_of(lease), Terms(Decimal("650.00"), "weekly", date(2026, 1, 12), JULY_1, last_day=None))

    def test_a_lease_that_is_over_ends_when_somebody_moved_out_or_else_with_its_term(self):
        ends, left = date(2026, 6, 1), date(2026, 5, 4)

        for values, last_day in (
            ({"vacated_on": left, "end_date": ends, "status": "vacated"}, left),
            ({"end_date": ends, "status": "closed"}, ends),
            ({"vacated_on": left, "status": "current"}, left),
        ):
            found = terms_of(a_lease(paid_to=JULY_1, **values))
            self.assertEqual(found and found.last_day, last_day)

    def test_nobody_can_tell_without_a_paid_to_date_or_the_day_it_ended(self):
        self.assertIsNone(terms_of(a_lease()))
        self.assertIsNone(terms_of(a_lease(paid_to=JULY_1, status="vacated")))

    def test_the_database_counts_the_same_days(self):
        house = a_property()
        days = (date(2026, 5, 1), date(2026, 6, 1), date(2026, 6, 15), JULY_1)
        for start in days:
            for paid_to in (None, *days):
                for status, vacated_on, end_date in (
                    ("current", None, None),
                    ("current", None, days[1]),
                    ("current", days[2], None),
                    ("vacated", days[2], days[3]),
                    ("closed", None, days[1]),
                    ("vacated", None, None),
                ):
                    when = {"start_date": start, "vacated_on": vacated_on, "end_date": end_date}
                    a_lease(house, paid_to=paid_to, status=status, **when)

        for on in (date(2026, 4, 20), date(2026, 6, 10), date(2026, 7, 20)):
            for lease in Lease.objects.standing_on(on):
                known = terms_of(lease)
                found = known and arrears(known, on)
                expected = found and timedelta(days=found.days_behind - found.days_ahead)
                self.assertEqual(lease.days_behind, expected, (lease.__dict__, on))

    def test_the_database_finds_and_sorts_those_who_are_behind(self):
        house, on = a_property(), date(2026, 7, 15)
        little = a_lease(house, paid_to=date(2026, 7, 14))
        much = a_lease(house, paid_to=date(2026, 7, 1))
        ahead = a_lease(house, paid_to=date(2026, 8, 1))
        unknown = a_lease(house)

        self.assertEqual(list(Lease.objects.most_behind_first(on)), [much, little, ahead, unknown])
        self.assertEqual(set(Lease.objects.behind(on)), {much, little})
        self.assertEqual(list(Lease.objects.behind(on, 14)), [much])
        self.assertEqual(list(Lease.objects.behind(on, 15)), [])


@given(RENTS, FREQUENCIES, DAYS, DAYS, DAYS, st.none() | DAYS)
def test_arrears_never_fall_from_day_to_day_and_are_never_negative(rent, frequency, start, paid_to, on, last_day):
    asked = Terms(rent, frequency, start, paid_to, last_day)

    today, tomorrow = arrears(asked, on), arrears(asked, on + timedelta(days=1))

    assert Decimal(0) <= today.owed <= tomorrow.owed
    assert 0 <= today.days_behind <= tomorrow.days_behind <= today.days_behind + 1
    assert today.days_ahead == 0 or today.days_behind == 0


@given(RENTS, st.sampled_from(["weekly", "fortnightly"]), DAYS, st.integers(0, 2000), st.integers(0, 2000))
def test_the_rent_of_days_adds_up_wherever_they_are_parted(rent, frequency, first, here, there):
    middle, last = first + timedelta(days=here - 1), first + timedelta(days=here + there - 1)

    parts = rent_for(rent, frequency, first, middle) + rent_for(rent, frequency, middle + timedelta(days=1), last)

    assert parts == rent_for(rent, frequency, first, last)


@given(RENTS, BY_CALENDAR, DAYS.filter(lambda day: day.day <= 28), st.integers(0, 40), st.integers(0, 2000))
def test_calendar_rent_adds_up_where_a_period_ends(rent, by, first, periods, days):
    frequency, months = by
    boundary = months_later(first, periods * months)
    last = boundary + timedelta(days=days - 1)

    before = rent_for(rent, frequency, first, boundary - timedelta(days=1))

    assert before == rent * periods
    assert before + rent_for(rent, frequency, boundary, last) == rent_for(rent, frequency, first, last)


@given(RENTS, BY_CALENDAR, DAYS, st.integers(0, 4000))
def test_the_rent_of_days_lies_between_that_of_the_whole_periods_around_them(rent, by, first, days):
    frequency, months = by
    last = first + timedelta(days=days)
    whole = 0
    while months_later(first, (whole + 1) * months) <= last + timedelta(days=1):
        whole += 1

    assert rent * whole <= rent_for(rent, frequency, first, last) < rent * (whole + 1)
