"""The sandbox's own clock. It stands at one moment of the day and moves only when told to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

HOUR = time(6, 0, tzinfo=UTC)


class Clock:
    """Days since the start. Tokens do not follow it: they live and die by real time."""

    def __init__(self, start: date) -> None:
        self.start = start
        self.day = 0

    @property
    def today(self) -> date:
        """The day the estate believes it is."""
        return self.start + timedelta(days=self.day)

    @property
    def now(self) -> datetime:
        """06:00 UTC of that day: the afternoon in eastern Australia."""
        return datetime.combine(self.today, HOUR)

    def move(self) -> None:
        """One day on."""
        self.day += 1

    def as_text(self) -> str:
        """`2026-11-23T06:00:00Z`."""
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")
