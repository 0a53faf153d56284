"""Days, the day before the month."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from providers.errors import RecordError
from providers.exports.days import archived, day

H = "Move In"
MARCH = date(2025, 3, 14)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-14", "2025-03-14T00:00:00Z", "2025-03-14 10:30:00", "2025/03/14", "14/03/2025", "14/3/2025",
        "14-03-2025", "14.3.2025",
        "14 Mar 2025", "14 March 2025", "14th March 2025", "14-Mar-25", "14/03/25", "Mar 14, 2025", "Fri 14 Mar 2025",
        "Friday, 14 March 2025", "14/03/2025 12:00:00 AM", "14/03/2025 10:30", "45730", "45730.5", 45730, 45730.0, 45730.75,
        "'14/03/2025", MARCH, datetime(2025, 3, 14, 9, 30),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(cell):
    assert day(cell, H) == MARCH


def test_the_day_comes_first():
    assert day("4/03/2026", H) == date(2026, 3, 4)
    assert day("1/2/2026", H) == date(2026, 2, 1)


@pytest.mark.parametrize(("cell", "year"), [("1/1/79", 2079), ("1/1/80", 1980), ("1/1/00", 2000), ("1/1/99", 1999)])
def test_a_year_of_two_digits_is_near(cell, year):
    assert day(cell, H) == date(year, 1, 1)


@pytest.mark.parametrize("cell", ["", " ", None])
def test_a_blank_is_none(cell):
    assert day(cell, H) is None


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2026", "29/02/2025", "0/1/2025", "14/03/202", "14/03/20255", "2025-13-01", "2025", 2025, 620, "620",
        "tomorrow", "14 Mar",
        "1/1/0001", "0001-01-01", "14/03/2025 and later", "١٤/٠٣/٢٠٢٥", time(10, 30), True, 3.5, "123456", "2025-03",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(RecordError) as caught:
        day(cell, H)

    assert (caught.value.field, caught.value.action) == (H, "Correct Move In in your system's export, or here.")


def test_a_month_in_front_is_told_and_not_guessed():
    with pytest.raises(RecordError, match="looks as if the month came first"):
        day("12/31/2026", H)


@given(some.dates(min_value=date(1980, 1, 1), max_value=date(2079, 12, 31)))
def test_every_day_comes_back_from_every_way_of_writing_it(wanted):
    for shown in ("%d/%m/%Y", "%d-%m-%y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d", "%d/%m/%Y %H:%M"):
        assert day(wanted.strftime(shown), H) == wanted
    assert day((wanted - date(1899, 12, 30)) / timedelta(days=1), H) == wanted


@given(some.text(alphabet="0123456789/-. :TMarch", max_size=14))
def test_no_text_is_more_than_a_day_or_a_refusal(shown):
    try:
        found = day(shown, H)
    except RecordError:
        return
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    ("cell", "expected"), [("Yes", True), ("TRUE", True), ("No", None), ("", None), (None, None), ("14/03/2025", MARCH)]
)
def test_what_is_archived_has_a_day_or_only_a_yes(cell, expected):
    assert archived(cell, "Archived") == expected
