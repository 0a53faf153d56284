"""One value in, one value out."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from providers.errors import RecordError
from providers.reading import (
    choice,
    day,
    first_text,
    maybe_day,
    maybe_id,
    maybe_instant,
    maybe_wall_clock,
    money,
    positive_money,
    text,
)


def refused(read, *values):
    with pytest.raises(RecordError) as caught:
        read(*values)
    return caught.value


@pytest.mark.parametrize("word", ["weekly", "Weekly", " WEEKLY "])
def test_words_are_known_in_any_case(word):
    assert choice(word, {"weekly": 7}, "Period") == 7


def test_a_word_that_nobody_knows_is_named_with_what_to_do():
    error = refused(choice, "daily", {"weekly": 7, "monthly": 30}, "Period")

    assert error.message == "Period says daily, a word that pmsync does not know."
    assert (error.field, error.value) == ("Period", "daily")
    assert error.action == "Choose one of weekly, monthly at its source, or ask support to add the word."


@pytest.mark.parametrize("word", [None, ""])
def test_a_missing_word_is_missing(word):
    assert refused(choice, word, {"weekly": 7}, "Period").message == "Period is missing."


@pytest.mark.parametrize("value", ["2026-03-13", "2026-03-13T00:00:00.0000000Z", "2026-03-13T11:30:00"])
def test_a_day_is_read_with_or_without_a_time(value):
    assert day(value, "Start") == maybe_day(value, "Start") == date(2026, 3, 13)


@pytest.mark.parametrize("value", [None, "", "0001-01-01", "0001-01-01T00:00:00.0000000Z"])
def test_never_is_no_day(value):
    assert maybe_day(value, "End") is None
    assert maybe_instant(value, "End") is None
    assert maybe_wall_clock(value, "End") is None
    assert refused(day, value, "Start").message == "Start is missing."


@pytest.mark.parametrize("value", ["2026-02-31", "13/03/2026", "soon", "2026-03-13garbage", "2026-3-1"])
def test_a_day_that_no_calendar_knows_is_refused(value):
    error = refused(maybe_day, value, "End")

    assert error.message == f"End is {value}, which is not a day in the calendar."
    assert (error.field, error.value, error.action) == ("End", value, "Correct End at its source.")


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("2026-07-01T04:30:12.1234567Z", datetime(2026, 7, 1, 4, 30, 12, 123456, tzinfo=UTC)),
        ("2026-07-01T04:30:12Z", datetime(2026, 7, 1, 4, 30, 12, tzinfo=UTC)),
        ("2026-07-01T14:30:12+10:00", datetime(2026, 7, 1, 4, 30, 12, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 7, 1, tzinfo=UTC)),
    ],
)
def test_an_instant_is_aware_and_utc(value, instant):
    found = maybe_instant(value, "ClosedOn")

    assert found == instant
    assert found.tzinfo is UTC


def test_a_time_that_names_no_zone_is_of_the_one_that_is_given():
    zone = timezone(timedelta(hours=-5))

    assert maybe_instant("2026-07-01T04:30:12", "ClosedOn", zone) == datetime(2026, 7, 1, 9, 30, 12, tzinfo=UTC)
    assert maybe_instant("2026-07-01T04:30:12Z", "ClosedOn", zone) == datetime(2026, 7, 1, 4, 30, 12, tzinfo=UTC)


def test_a_wall_clock_keeps_its_hour_and_loses_a_zone_that_was_never_true():
    assert maybe_wall_clock("2026-08-12T10:30:00.0000000Z", "StartTime") == datetime(2026, 8, 12, 10, 30)


@pytest.mark.parametrize("value", ["10:30", "2026-02-31T10:00:00Z"])
def test_a_time_that_is_none_is_refused(value):
    assert refused(maybe_instant, value, "ClosedOn").message == f"ClosedOn is {value}, which is not a time."


@pytest.mark.parametrize(
    ("value", "amount"), [("620", "620.00"), ("453.58", "453.58"), ("-0.005", "0.00"), ("0.015", "0.02")]
)
def test_money_is_kept_to_the_cent(value, amount):
    assert str(abs(money(Decimal(value), "Rent"))) == amount


@pytest.mark.parametrize("value", ["1E+30", "NaN", "Infinity", "-99999999999"])
def test_money_beyond_reason_is_refused(value):
    assert refused(money, Decimal(value), "Rent").message == "Rent is no sensible amount of money."


def test_money_that_cannot_be_negative_may_be_zero():
    assert positive_money(Decimal("0"), "Rent") == 0
    assert refused(positive_money, Decimal("-0.01"), "Rent").value == "-0.01"


def test_blank_is_like_nothing():
    assert (text(None), text("  "), text(" a ")) == ("", "", "a")
    assert first_text(None, " ", " b ", "c") == "b"
    assert (maybe_id(""), maybe_id("00000000-0000-0000-0000-000000000000"), maybe_id("x")) == (None, None, "x")


def test_a_long_value_is_quoted_in_part():
    assert refused(maybe_day, "9" * 90, "End").value == "9" * 39 + "…"
