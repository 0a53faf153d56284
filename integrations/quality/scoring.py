"""Scoring what a connection has brought: asked for when a run is through, carried out by a worker, kept for each day."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.db import transaction

from integrations import errands
from integrations.models import Connection, QualityScore
from integrations.quality.rule import Scope, scope_of
from integrations.quality.rules import BY_KIND, RULES
from integrations.sync.targets import TARGETS
from providers.records import Kind

SCORE = "integrations.score_quality"  # by name: the task stands above this module, in tasks.py
BEST = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Scored:
    """How good one kind's rows are. `findings` counts rows by the code of their rule, where there are any."""

    score: Decimal
    rows: int
    findings: dict[str, int]


def ask(connection_id: UUID) -> None:
    """Have a worker score the connection once the transaction is through. Where the broker is away this day's score waits
    for the next run."""
    transaction.on_commit(lambda: errands.send(SCORE, connection_id))


def score(connection_id: UUID) -> None:
    """Score the connection's rows and keep that for today, in place of what was kept for today before. One query for each
    kind and rule, and five more."""
    connection = Connection.objects.for_page().filter(pk=connection_id).first()
    if connection is None:
        return
    scope = scope_of(connection)
    found = scored(scope)
    today = QualityScore.objects.filter(connection=connection, day=scope.today)
    rows = [
        QualityScore(
            connection=connection, kind=kind, day=scope.today, score=one.score, rows=one.rows, findings=one.findings
        )
        for kind, one in found.items()
    ]
    with transaction.atomic():
        Connection.objects.select_for_update().only("pk").get(pk=connection.pk)  # two workers keep one whole score
        today.delete()
        QualityScore.objects.bulk_create(rows)


def scored(scope: Scope) -> dict[Kind, Scored]:
    """The score of each kind of which there are rows. One query for each kind, and one for each rule that is asked."""
    numbers = {kind: scope.rows(kind).count() for kind in TARGETS}
    off = set_aside(scope.connection)
    found = {kind: dict[str, int]() for kind in BY_KIND if numbers[kind]}
    for rule in RULES:
        if rule.kind in found and rule.code not in off and all(numbers[kind] for kind in rule.needs):
            found[rule.kind][rule.code] = rule.rows(scope).count()
    return {kind: of_findings(findings, numbers[kind]) for kind, findings in found.items()}


def of_findings(findings: Mapping[str, int], rows: int) -> Scored:
    """The score of so many findings among so many rows: each takes its rule's weight of one row away, and what is left of
    all rows is the score. Less than all is never rounded up to 100."""
    weights = {rule.code: Decimal(str(rule.weight)) for rule in RULES}
    lost = sum((weights[code] * number for code, number in findings.items()), Decimal(0))
    share = max(Decimal(0), 1 - lost / rows)
    return Scored(
        (BEST * share).quantize(CENT, ROUND_DOWN), rows, {code: number for code, number in findings.items() if number}
    )


def set_aside(connection: Connection) -> frozenset[str]:
    """The codes of the rules that the agency does not want to be asked of this connection."""
    return frozenset(connection.config.get("quality_off", ()))
