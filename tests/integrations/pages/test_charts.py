from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from integrations.pages.charts import HEIGHT, LEAST, NIGHTS, TOP, Bar, Run, chart, first_day

SYDNEY = ZoneInfo("Australia/Sydney")
TODAY = date(2026, 7, 3)


def a_run(began: datetime, **given: object) -> Run:
    values = {"key": began, "state": "Completed", "seconds": 60.0, "changes": 4, "issues": 0, "failed": False, **given}
    return Run(began=began, **values)  # type: ignore[arg-type]


def at(day: date, hour: int = 2) -> datetime:
    """An hour of a day in Sydney, as the instant that is stored."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=SYDNEY).astimezone(UTC)


def test_every_night_has_its_place_and_today_stands_last() -> None:
    drawn = chart([], TODAY, SYDNEY)

    assert [night.day for night in drawn.nights] == [date(2026, 6, 4) + timedelta(days=day) for day in range(NIGHTS)]
    assert (first_day(TODAY), drawn.is_empty, drawn.missed) == (date(2026, 6, 4), True, NIGHTS)
    assert [bar.middle for bar in drawn.rows[0].bars[:2]] == [10, 30]


def test_a_run_stands_at_the_agencys_day_and_not_at_the_days_of_utc() -> None:
    began = at(TODAY)
    assert began.date() == date(2026, 7, 2)

    drawn = chart([a_run(began)], TODAY, SYDNEY)

    assert [night.day for night in drawn.nights if night.runs] == [TODAY]


def test_a_bar_is_as_high_as_its_share_of_the_highest() -> None:
    night = date(2026, 7, 1)
    runs = [a_run(at(TODAY), changes=200), a_run(at(night), changes=50), a_run(at(date(2026, 6, 4)), changes=1)]

    changes = chart(runs, TODAY, SYDNEY).rows[1]

    heights = {bar.night.day: (bar.height, bar.y) for bar in changes.bars if bar.height}
    assert changes.most == 200
    assert heights == {
        TODAY: (HEIGHT, TOP),
        night: (HEIGHT / 4, TOP + HEIGHT * 3 / 4),
        date(2026, 6, 4): (LEAST, TOP + HEIGHT - LEAST),
    }


def test_a_night_without_a_run_has_neither_bar_nor_mark() -> None:
    drawn = chart([a_run(at(TODAY))], TODAY, SYDNEY)

    gap = drawn.rows[0].bars[0]
    assert gap == Bar(drawn.nights[0], x=3, y=TOP + HEIGHT, width=14, height=0, middle=10, mark="")
    assert drawn.missed == NIGHTS - 1


def test_a_failed_night_is_marked_by_a_cross_even_where_it_changed_nothing() -> None:
    drawn = chart([a_run(at(TODAY), failed=True, changes=0, issues=1)], TODAY, SYDNEY)

    last = [row.bars[-1] for row in drawn.rows]
    assert [night.day for night in drawn.failures] == [TODAY]
    assert [bool(bar.height) for bar in last] == [True, False, True]
    assert [bar.mark for bar in last] == [
        "M584 3l12 12m0 -12l-12 12",
        "M584 99l12 12m0 -12l-12 12",
        "M584 3l12 12m0 -12l-12 12",
    ]


def test_two_runs_of_one_night_are_added_and_one_that_is_not_over_takes_no_time_yet() -> None:
    runs = [a_run(at(TODAY), seconds=30.0), a_run(at(TODAY, 3), seconds=None, changes=2, issues=1, failed=True)]

    night = chart(runs, TODAY, SYDNEY).nights[-1]

    assert (night.seconds, night.changes, night.issues, night.failed) == (30.0, 6, 1, True)
    assert chart([runs[1]], TODAY, SYDNEY).nights[-1].seconds is None


@pytest.mark.parametrize(
    ("today", "instants"),
    [
        # The clock goes back at three: two o'clock comes twice, an hour apart.
        (date(2026, 4, 5), (datetime(2026, 4, 4, 15, 30, tzinfo=UTC), datetime(2026, 4, 4, 16, 30, tzinfo=UTC))),
        # It goes forward at two: the night begins as the gap ends, and the day has 23 hours.
        (date(2026, 10, 4), (datetime(2026, 10, 3, 16, 0, tzinfo=UTC), datetime(2026, 10, 4, 12, 59, tzinfo=UTC))),
    ],
)
def test_nights_on_which_the_clock_changes_are_one_night(today: date, instants: tuple[datetime, datetime]) -> None:
    drawn = chart([a_run(began) for began in instants], today + timedelta(days=1), SYDNEY)

    assert [(night.day, len(night.runs)) for night in drawn.nights if night.runs] == [(today, 2)]
