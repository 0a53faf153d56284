"""The two drawings of the health page: the score day by day, and the uptime of 30 days. Values in, coordinates out, for the
templates to write down as SVG."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from integrations.quality.scores import TREND_DAYS

WIDTH, HEIGHT = 720, 150
LEFT, TOP = 52, 14
GROUND = TOP + HEIGHT
DAYS = 30
STEP, BAR = 24, 18
ALL_GOOD, SOME = 100.0, 99.0


@dataclass(frozen=True)
class Point:
    """One day's score, and where it stands."""

    day: date
    score: Decimal
    x: float
    y: float


@dataclass(frozen=True)
class Trend:
    """The scores of 90 days. `line` is the path through them; `lowest` is the score at the ground: the drawing shows the part
    of the scale that the scores use, and says so."""

    points: tuple[Point, ...]
    line: str
    lowest: int
    first: date
    last: date
    width: int = LEFT + WIDTH
    height: int = GROUND + 4
    left: int = LEFT
    top: int = TOP
    ground: int = GROUND
    middle: int = (TOP + GROUND) // 2

    @property
    def halfway(self) -> float:
        """The score at half height."""
        return (100 + self.lowest) / 2

    @property
    def change(self) -> Decimal:
        """How much it has gone up, or down, from the first day to the last, to a tenth."""
        found = self.points[-1].score - self.points[0].score if self.points else Decimal(0)
        return found.quantize(Decimal("0.1"), ROUND_DOWN)

    @property
    def loss(self) -> Decimal:
        """How much it has gone down."""
        return -self.change

    @property
    def turns(self) -> list[Point]:
        """The days on which the score was another than before, the first one too."""
        before = (None, *(point.score for point in self.points))
        return [point for point, score in zip(self.points, before, strict=False) if point.score != score]


@dataclass(frozen=True)
class UpDay:
    """The checks of one day. `tone` is good, warn, bad, or idle where there were none."""

    day: date
    checks: int
    up: int
    x: int
    tone: str

    @property
    def share(self) -> float:
        """The share that found the vendor up, in per cent, never rounded up to 100."""
        return int(1000 * self.up / self.checks) / 10 if self.checks else 0.0


def trend(scores: Sequence[tuple[date, Decimal]], today: date) -> Trend:
    """The drawing of these scores, which come with the oldest first."""
    first = today - timedelta(days=TREND_DAYS - 1)
    lowest = min((int(score) // 10 * 10 for _, score in scores), default=0)
    lowest = min(lowest, 90)
    points = tuple(
        Point(
            day,
            score,
            round(LEFT + WIDTH * (day - first).days / (TREND_DAYS - 1) * 0.985 + 4, 1),
            round(TOP + HEIGHT * float(100 - score) / (100 - lowest), 1),
        )
        for day, score in scores
    )
    line = "".join(f"{'L' if number else 'M'}{point.x:g} {point.y:g}" for number, point in enumerate(points))
    return Trend(points, line, lowest, first, today)


def up_days(counted: Mapping[date, tuple[int, int]], today: date) -> list[UpDay]:
    """The 30 days up to today. `counted` has checks, and those that found the vendor up, by day."""
    days = [today - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]
    found = [(day, *counted.get(day, (0, 0))) for day in days]
    return [
        UpDay(day, checks, up, x=number * STEP + (STEP - BAR) // 2, tone=_tone(checks, up))
        for number, (day, checks, up) in enumerate(found)
    ]


def _tone(checks: int, up: int) -> str:
    if not checks:
        return "idle"
    share = 100 * up / checks
    if share >= ALL_GOOD:
        return "good"
    return "warn" if share >= SOME else "bad"


def up_in_words(days: Iterable[UpDay]) -> str:
    """What the bars say, for those who do not see them."""
    known = [day for day in days if day.checks]
    troubled = sum(day.tone != "good" for day in known)
    if not known:
        return "There were no checks yet."
    return f"{len(known)} day{'' if len(known) == 1 else 's'} with checks, {troubled or 'none'} of them with trouble."
