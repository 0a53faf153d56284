"""What findings come to: scores by kind, kept for each day, and rules that are set aside."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations.models import QualityScore
from integrations.quality.rules import RULES
from integrations.quality.scores import DayScore, newest, of_each_kind, overall, overall_by_day, trend
from integrations.quality.scoring import Scored, of_findings, score, scored
from integrations.quality.setting_aside import set_rule
from integrations.sync.targets import TARGETS
from providers.records import Kind
from tests.factories import a_connection
from tests.health_factories import a_score
from tests.integrations.office import Office
from tests.integrations.quality.cases import Estate

pytestmark = pytest.mark.django_db


def a_house_too_many(estate: Estate) -> None:
    """Three houses with an owner and one without."""
    owner = estate.row(Kind.OWNER)
    for number in range(4):
        estate.house(owners=[owner] if number else [])


def test_the_worked_example_of_the_documents() -> None:
    found = of_findings({"lease_without_tenant": 4, "lease_past_its_end": 10, "overlapping_leases": 0}, 200)

    assert found == Scored(Decimal("95.50"), 200, {"lease_without_tenant": 4, "lease_past_its_end": 10})


def test_no_score_is_below_nothing_or_rounded_up_to_all() -> None:
    assert of_findings({"lease_without_tenant": 2, "overlapping_leases": 2}, 2).score == 0
    assert of_findings({"tenant_email": 1}, 1_000_000).score == Decimal("99.99")


def test_each_kind_of_which_there_are_rows_is_scored() -> None:
    estate = Estate()
    a_house_too_many(estate)

    found = scored(estate.scope())

    assert found == {
        Kind.PROPERTY: Scored(Decimal("87.50"), 4, {"property_without_owner": 1}),
        Kind.OWNER: Scored(Decimal("100.00"), 1, {}),
    }


def test_where_owners_do_not_come_in_no_house_lacks_one() -> None:
    estate = Estate()
    estate.house()

    assert scored(estate.scope()) == {Kind.PROPERTY: Scored(Decimal(100), 1, {})}


def test_a_score_is_kept_for_the_day_in_place_of_the_earlier_one() -> None:
    estate = Estate()
    a_house_too_many(estate)
    a_score(estate.connection, "leases")
    yesterday = estate.connection.agency.local_day() - timedelta(days=1)
    a_score(estate.connection, "properties", 70, day=yesterday)

    score(estate.connection.pk)
    score(estate.connection.pk)

    kept = set(QualityScore.objects.values_list("kind", "score", "rows", "day"))
    today = estate.connection.agency.local_day()
    assert kept == {
        ("properties", Decimal("87.50"), 4, today),
        ("owners", Decimal(100), 1, today),
        ("properties", Decimal(70), 100, yesterday),
    }


def test_a_connection_that_is_gone_is_not_scored() -> None:
    connection = a_connection()
    key = connection.pk
    connection.delete()

    score(key)

    assert not QualityScore.objects.exists()


def test_three_rows_and_thirty_take_the_same_queries() -> None:
    estate, numbers = Estate(), []
    for rows in (3, 27):
        for kind in TARGETS:
            for _ in range(rows if kind in (Kind.LEASE, Kind.TENANT, Kind.RENT_PAYMENT) else 1):
                estate.row(kind)
        with CaptureQueriesContext(
            database,
        ) as queries:
            scored(estate.scope())
        numbers.append(len(queries))

    assert numbers == [len(TARGETS) + len(RULES)] * 2  # one for each kind, one for each rule


def test_the_newest_scores_and_their_findings_those_that_cost_most_first() -> None:
    connection, other = a_connection(), a_connection()
    day = connection.agency.local_day()
    a_score(connection, "leases", 10, day=day - timedelta(days=1))
    a_score(connection, "leases", 90, findings={"lease_past_its_end": 3, "lease_without_tenant": 2}, rows=30)
    a_score(connection, "owners", 100, rows=10)
    a_score(other, "owners", 50)

    found = newest([connection])

    assert set(found) == {connection.pk}
    scores = found[connection.pk]
    assert (scores.day, scores.overall) == (day, Decimal("92.50"))
    assert scores.kinds == {Kind.LEASE: Decimal(90), Kind.OWNER: Decimal(100)}
    assert [(row.rule.code, row.rows) for row in scores.findings] == [
        ("lease_without_tenant", 2),
        ("lease_past_its_end", 3),
    ]


def test_the_trend_is_weighted_by_rows_and_ninety_days_long() -> None:
    connection = a_connection()
    today = connection.agency.local_day()
    for days, value in ((0, 80), (89, 60), (90, 10)):
        a_score(connection, "leases", value, day=today - timedelta(days=days))
    a_score(connection, "owners", 100, rows=300)

    kept = trend(connection, today)

    first = today - timedelta(days=89)
    assert kept == [
        DayScore(first, Kind.LEASE, Decimal(60), 100),
        DayScore(today, Kind.LEASE, Decimal(80), 100),
        DayScore(today, Kind.OWNER, Decimal(100), 300),
    ]
    assert overall_by_day(kept) == [(first, Decimal(60)), (today, Decimal(95))]
    assert of_each_kind(kept) == {
        Kind.LEASE: [(first, Decimal(60)), (today, Decimal(80))],
        Kind.OWNER: [(today, Decimal(100))],
    }
    assert overall([(Decimal(50), 1), (Decimal(100), 2)]) == Decimal("83.33")


def test_a_rule_that_is_set_aside_does_not_count_until_it_is_taken_up_again() -> None:
    estate = Estate()
    a_house_too_many(estate)

    set_rule(estate.connection, "property_without_owner", is_asked=False)
    estate.connection.refresh_from_db()
    without = scored(estate.scope())[Kind.PROPERTY]
    set_rule(estate.connection, "property_without_owner", is_asked=True)
    estate.connection.refresh_from_db()
    again = scored(estate.scope())[Kind.PROPERTY]

    assert (without.score, again.score) == (Decimal(100), Decimal("87.50"))
    assert estate.connection.config == {"quality_off": []}
    said = [entry.details["quality_off"] for entry in AuditEntry.objects.order_by("at")]
    assert said == [{"old": [], "new": ["property_without_owner"]}, {"old": ["property_without_owner"], "new": []}]


def test_what_is_no_rule_is_refused() -> None:
    with pytest.raises(Refusal):
        set_rule(a_connection(), "nonsense", is_asked=False)


def test_a_run_that_goes_well_asks_for_a_score(
    mapped: Office, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, object]] = []
    monkeypatch.setattr("integrations.errands.send", lambda task, argument: sent.append((task, argument)))

    with django_capture_on_commit_callbacks(execute=True):
        mapped.sync()
    score(mapped.connection.pk)

    assert ("integrations.score_quality", mapped.connection.pk) in sent
    kinds = set(QualityScore.objects.filter(connection=mapped.connection).values_list("kind", flat=True))
    assert {"properties", "leases", "tenants", "owners", "maintenance_jobs", "inspections"} <= kinds
