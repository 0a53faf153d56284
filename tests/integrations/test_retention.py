"""What is kept only for a while is forgotten in time, and nothing else is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from integrations.models import CallStats, HealthCheck, QualityScore, SignIn, SyncIssue
from integrations.retention import Tidied, tidy
from tests.factories import a_connection, a_user
from tests.health_factories import a_check, a_score, call_stats

pytestmark = pytest.mark.django_db


def test_a_raw_row_is_forgotten_after_90_days_and_its_issue_stays() -> None:
    connection = a_connection()
    kept = {"connection": connection, "kind": "leases", "message": "The rent is negative.", "raw": '{"RentAmount": -5}'}
    old = SyncIssue.objects.create(**kept, external_id="T-1", code="malformed_row")
    young = SyncIssue.objects.create(**kept, external_id="T-2", code="malformed_row")
    now = timezone.now()
    SyncIssue.objects.filter(pk=old.pk).update(updated_at=now - timedelta(days=90, seconds=1))
    SyncIssue.objects.filter(pk=young.pk).update(updated_at=now - timedelta(days=89))

    tidied = tidy(now)

    old.refresh_from_db()
    young.refresh_from_db()
    assert tidied == Tidied(raw_rows=1, sign_ins=0)
    assert (old.raw, old.message) == (None, "The rent is negative.")
    assert young.raw == '{"RentAmount": -5}'


def test_a_sign_in_that_can_no_longer_be_used_is_dropped() -> None:
    connection = a_connection()
    begun = {"connection": connection, "user": a_user(), "binding": "b", "redirect_uri": "http://localhost/"}
    SignIn.objects.create(state="old", **begun)
    SignIn.objects.create(state="young", **begun)
    now = timezone.now()
    SignIn.objects.filter(state="old").update(created_at=now - 2 * SignIn.LIFETIME - timedelta(seconds=1))

    tidied = tidy(now)

    assert tidied == Tidied(raw_rows=0, sign_ins=1)
    assert list(SignIn.objects.values_list("state", flat=True)) == ["young"]


def test_measurements_are_forgotten_in_time() -> None:
    connection, now = a_connection(), timezone.now()
    ages = timedelta(days=89), timedelta(days=91)
    for age in ages:
        call_stats(connection, hour=now - age)
        a_check(connection, checked_at=now - age)
    for days in (399, 402):
        a_score(connection, day=(now - timedelta(days=days)).date())

    tidied = tidy(now)

    assert tidied == Tidied(raw_rows=0, sign_ins=0, measured=3)
    assert [model.objects.count() for model in (CallStats, HealthCheck, QualityScore)] == [1, 1, 1]
