"""What is not as it should be among the rows that a connection has brought: rules by kind, and the rows that fail one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from agencies.pages.access import AgencyRequest
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from integrations.models import Connection
from integrations.pages.access import provider_page
from integrations.pages.changes import HIDDEN_TABLES
from integrations.pages.finding import place
from integrations.pages.health_charts import Trend, trend
from integrations.pages.words import plain
from integrations.quality import scores, scoring
from integrations.quality.rule import Rule, Severity, scope_of
from integrations.quality.rules import BY_CODE, BY_KIND
from integrations.quality.setting_aside import set_rule
from integrations.sync.targets import TARGETS
from portfolio.models import Lease, Property

SEVERITIES = {
    Severity.MISSING: "Missing",
    Severity.MALFORMED: "Malformed",
    Severity.INCONSISTENT: "Contradicts itself",
}
# What a row of any kind may point at, to be named beside it.
BESIDE = ("property", "unit", "lease", "tenant", "prospect")


@dataclass(frozen=True)
class RuleLine:
    """One rule, how many rows failed it when it was last asked, and whether it is asked at all."""

    rule: Rule
    rows: int
    severity: str
    is_off: bool


@dataclass(frozen=True)
class KindLine:
    """One kind: its score, its rows, its rules, those with findings first, and how its score went day by day."""

    name: str
    words: str
    score: Decimal
    rows: int
    rules: tuple[RuleLine, ...]
    trend: Trend

    @property
    def failing(self) -> int:
        """How many of its rules found anything."""
        return sum(line.rows > 0 for line in self.rules)


@dataclass(frozen=True)
class FoundRow:
    """One row that fails a rule: its name, its id at the vendor, and the pages about it."""

    name: str
    external_id: str
    house: Property | None
    lease: Lease | None


@require_safe
@provider_page()
def quality(request: AgencyRequest, provider: str) -> HttpResponse:
    """All rules by kind, with what was found the last time; with `?rule=`, the rows that fail that one now."""
    here, code = place(request, provider), request.GET.get("rule", "")
    if not code:
        return show(request, "integrations/quality.html", **all_rules(here.connection), **here.context())
    if code not in BY_CODE:
        raise Http404("There is no such rule.")
    known = one_rule(request, here.connection, BY_CODE[code])
    return show(request, "integrations/quality_rule.html", **known, **here.context())


@require_POST
@provider_page(Permission.CONNECT)
def set_quality_rule(request: AgencyRequest, provider: str) -> HttpResponse:
    """Set a rule aside for this connection, or take it up again."""
    here = place(request, provider)
    code, is_asked = request.POST.get("rule", ""), request.POST.get("action") == "take_up"
    set_rule(here.connection, code, is_asked=is_asked)
    words = "counts again" if is_asked else "is set aside. It no longer counts"
    messages.success(request, f"The rule {words}. The score is worked out anew now.")
    return redirect(f"{here.url('quality')}&rule={code}")


def all_rules(connection: Connection) -> dict[str, Any]:
    """What was found the last time, as the page shows it."""
    newest, today = scores.newest([connection]).get(connection.pk), connection.agency.local_day()
    kept = scores.trend(connection, today) if newest else []
    kinds = lines_by_kind(connection, newest, kept, today)
    return {"scores": newest, "kinds": kinds, "has_sound": any(not kind.failing for kind in kinds)}


def one_rule(request: AgencyRequest, connection: Connection, rule: Rule) -> dict[str, Any]:
    """A page of the rows that fail the rule now, for those who may see them."""
    is_hidden = not may_list(request, rule)
    page = page_of(request, listed(rule.rows(scope_of(connection))))
    rows = [] if is_hidden else [found(row) for row in page]
    return {
        "rule": rule,
        "kind": plain(rule.kind),
        "severity": SEVERITIES[rule.severity],
        "is_off": rule.code in scoring.set_aside(connection),
        "is_hidden": is_hidden,
        "page": page,
        "rows": rows,
        "has_places": any(row.house for row in rows),
    }


def lines_by_kind(
    connection: Connection, newest: scores.Scores | None, kept: Iterable[scores.DayScore], today: date
) -> list[KindLine]:
    """What was found the last time, by kind: those kinds first that have the lowest score. `kept` are the scores of the days
    before."""
    if newest is None:
        return []
    numbers = {finding.rule.code: finding.rows for finding in newest.findings}
    off, days = scoring.set_aside(connection), scores.of_each_kind(kept)
    lines = [
        KindLine(
            kind.value,
            plain(kind),
            score,
            newest.rows[kind],
            lines_of(BY_KIND.get(kind, ()), numbers, off),
            trend(days.get(kind, ()), today),
        )
        for kind, score in newest.kinds.items()
    ]
    return sorted(lines, key=lambda line: (line.score, line.words))


def lines_of(rules: Iterable[Rule], numbers: Mapping[str, int], off: frozenset[str]) -> tuple[RuleLine, ...]:
    """The rules with their findings, the most first."""
    lines = (RuleLine(rule, numbers.get(rule.code, 0), SEVERITIES[rule.severity], rule.code in off) for rule in rules)
    return tuple(sorted(lines, key=lambda line: (-line.rows, line.rule.code)))


def may_list(request: AgencyRequest, rule: Rule) -> bool:
    """Whether the person's role may see the rows themselves: those that are all about money take more."""
    table = TARGETS[rule.kind].model._meta.db_table
    return all(request.membership.allows(permission) for permission, tables in HIDDEN_TABLES.items() if table in tables)


def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with what they point at: one query."""
    names = {field.name for field in rows.model._meta.fields if field.is_relation}
    return rows.select_related(*(name for name in BESIDE if name in names)).order_by("created_at", "pk")


def found(row: Model) -> FoundRow:
    """A row that fails a rule, as the page shows it."""
    return FoundRow(
        name=str(row) or "Without a name",
        external_id=getattr(row, "external_id", None) or getattr(row, "provider_transaction_id", None) or "",
        house=row if isinstance(row, Property) else getattr(row, "property", None),
        lease=row if isinstance(row, Lease) else getattr(row, "lease", None),
    )
