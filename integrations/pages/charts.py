"""The chart of the last nights: nights in, geometry out. Three rows of bars (how long it took, what changed, what went
wrong), one bar a night. The page draws it as SVG with classes alone, since it allows no inline style."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

NIGHTS = 30
STEP = 20  # from one night to the next
BAR = 14
HEIGHT = 96  # of the highest bar
TOP = 18  # kept free above the bars for the mark of a failed night
LEAST = 2.0  # a bar that is not nothing can be seen


@dataclass(frozen=True)
class Run:
    """What the chart needs of one run. `seconds` is None while it is not over; `key` names it to the page, and `state` says
    in words how it went."""

    key: object
    state: str
    began: datetime
    seconds: float | None
    changes: int
    issues: int
    failed: bool


@dataclass(frozen=True)
class Night:
    """One calendar day at the agency and the runs that began on it."""

    day: date
    runs: tuple[Run, ...]

    @property
    def failed(self) -> bool:
        """Whether any of them failed."""
        return any(run.failed for run in self.runs)

    @property
    def seconds(self) -> float | None:
        """How long they took together; None where none of them is over."""
        lengths = [run.seconds for run in self.runs if run.seconds is not None]
        return sum(lengths) if lengths else None

    @property
    def changes(self) -> int:
        """Rows that they changed."""
        return sum(run.changes for run in self.runs)

    @property
    def issues(self) -> int:
        """What they could not bring in."""
        return sum(run.issues for run in self.runs)


@dataclass(frozen=True)
class Bar:
    """One night in one row: a bar where it ran, a dot on the ground where it did not. `mark` is the path of the cross above
    a night that failed."""

    night: Night
    x: float
    y: float
    width: float
    height: float
    middle: float
    mark: str


@dataclass(frozen=True)
class Row:
    """One small chart. `most` is the value of its highest bar."""

    name: str
    title: str
    most: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """All of it. `width` and `height` are those of each row; `ground` is where its bars stand."""

    nights: tuple[Night, ...]
    rows: tuple[Row, ...]
    width: int
    height: int
    ground: int

    @property
    def is_empty(self) -> bool:
        """Whether no night has run at all."""
        return not any(night.runs for night in self.nights)

    @property
    def missed(self) -> int:
        """Nights without a run."""
        return sum(not night.runs for night in self.nights)

    @property
    def failures(self) -> list[Night]:
        """The nights that failed."""
        return [night for night in self.nights if night.failed]


def first_day(today: date) -> date:
    """The chart's first day where `today` is its last."""
    return today - timedelta(days=NIGHTS - 1)


def chart(runs: Iterable[Run], today: date, zone: tzinfo) -> Chart:
    """The chart of the NIGHTS days up to today. Each run stands at the calendar day on which it began in `zone`."""
    of_day: dict[date, list[Run]] = {}
    for run in sorted(runs, key=lambda run: run.began):
        of_day.setdefault(run.began.astimezone(zone).date(), []).append(run)
    days = (first_day(today) + timedelta(days=number) for number in range(NIGHTS))
    nights = tuple(Night(day, tuple(of_day.get(day, ()))) for day in days)
    rows = (
        _row("duration", "How long it took", nights, lambda night: night.seconds or 0),
        _row("changes", "Rows that changed", nights, lambda night: night.changes),
        _row("issues", "Rows not brought in", nights, lambda night: night.issues),
    )
    return Chart(nights, rows, NIGHTS * STEP, TOP + HEIGHT + 2, TOP + HEIGHT)


def _row(name: str, title: str, nights: Sequence[Night], value: Callable[[Night], float]) -> Row:
    most = max(map(value, nights), default=0)
    return Row(name, title, most, tuple(_bar(number, night, value(night), most) for number, night in enumerate(nights)))


def _bar(number: int, night: Night, value: float, most: float) -> Bar:
    x = number * STEP + (STEP - BAR) / 2
    height = round(max(LEAST, HEIGHT * value / most), 2) if value else 0.0
    y, middle = TOP + HEIGHT - height, x + BAR / 2
    above = y - 9
    mark = f"M{middle - 6:g} {above - 6:g}l12 12m0 -12l-12 12" if night.failed else ""
    return Bar(night, x, y, BAR, height, middle, mark)
