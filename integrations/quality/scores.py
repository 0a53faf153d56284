"""Reading the scores that are kept: the newest of each connection, and how they went from day to day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from django.db.models import OuterRef, Subquery

from integrations.models import Connection, QualityScore
from integrations.quality.rule import Rule
from integrations.quality.rules import BY_CODE
from integrations.quality.scoring import CENT
from providers.records import Kind

TREND_DAYS = 90


@dataclass(frozen=True)
class Finding:
    """How many rows fail one rule."""

    rule: Rule
    rows: int

    @property
    def lost(self) -> float:
        """How many whole rows that takes away."""
        return self.rule.weight * self.rows


@dataclass(frozen=True)
class Scores:
    """A connection's scores of one day, by kind. `findings` come with those first that take most away."""

    day: date
    overall: Decimal
    kinds: Mapping[Kind, Decimal]
    rows: Mapping[Kind, int]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class DayScore:
    """How good one kind's rows were on one day."""

    day: date
    kind: Kind
    score: Decimal
    rows: int


def newest(connections: Iterable[Connection]) -> dict[object, Scores]:
    """The newest scores of each connection that has any, by its id: one query."""
    last = QualityScore.objects.filter(connection=OuterRef("connection")).order_by("-day").values("day")[:1]
    of_last = QualityScore.objects.filter(connection__in=connections, day=Subquery(last)).order_by("kind")
    rows: dict[object, list[QualityScore]] = {}
    for row in of_last:
        rows.setdefault(row.connection_id, []).append(row)
    return {connection_id: _scores(of_one) for connection_id, of_one in rows.items()}


def trend(connection: Connection, today: date) -> list[DayScore]:
    """The score of each kind on each of the last 90 days on which it was scored, the oldest first: one query."""
    since = today - timedelta(days=TREND_DAYS - 1)
    kept = QualityScore.objects.filter(connection=connection, day__gte=since, day__lte=today).order_by("day", "kind")
    return [
        DayScore(day, Kind(kind), score, rows)
        for day, kind, score, rows in kept.values_list("day", "kind", "score", "rows")
    ]


def overall_by_day(kept: Iterable[DayScore]) -> list[tuple[date, Decimal]]:
    """The score of all kinds together on each day, in the order of the days."""
    days: dict[date, list[tuple[Decimal, int]]] = {}
    for one in kept:
        days.setdefault(one.day, []).append((one.score, one.rows))
    return [(day, overall(scores)) for day, scores in days.items()]


def of_each_kind(kept: Iterable[DayScore]) -> dict[Kind, list[tuple[date, Decimal]]]:
    """Each kind's score on each day, in the order of the days."""
    kinds: dict[Kind, list[tuple[date, Decimal]]] = {}
    for one in kept:
        kinds.setdefault(one.kind, []).append((one.day, one.score))
    return kinds


def overall(scores: Iterable[tuple[Decimal, int]]) -> Decimal:
    """One score of several, each weighted by its number of rows."""
    known = list(scores)
    rows = sum(number for _, number in known)
    return (sum((score * number for score, number in known), Decimal(0)) / rows).quantize(CENT, ROUND_DOWN)


def _scores(rows: list[QualityScore]) -> Scores:
    found = [Finding(BY_CODE[code], number) for row in rows for code, number in row.findings.items() if code in BY_CODE]
    return Scores(
        day=rows[0].day,
        overall=overall((row.score, row.rows) for row in rows),
        kinds={Kind(row.kind): row.score for row in rows},
        rows={Kind(row.kind): row.rows for row in rows},
        findings=tuple(sorted(found, key=lambda finding: (-finding.lost, finding.rule.code))),
    )
