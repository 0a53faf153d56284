from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from integrations.health import Facts, Verdict, advice, facts_of, issues_of, verdict
from integrations.latency import Latency
from integrations.measuring import Measured, Uptime
from integrations.models import HealthCheck
from integrations.quality.rules import BY_CODE
from integrations.quality.scores import Finding, Scores
from integrations.whose_fault import Blame, Whose
from tests.factories import a_connection, a_file_connection, a_sync_log, an_agency, an_issue

RUN = UUID("4d3e2f1a-9b8c-4d7e-8f60-1a2b3c4d5e6f")
NOW = datetime(2026, 7, 3, 22, 0, tzinfo=UTC)
FRESH = NOW - timedelta(hours=6)


class AdviceTests(SimpleTestCase):
    def judged(self, **given: object) -> tuple[str, list[str]]:
        values = {"status": "active", "last_sync_at": FRESH, "last_run": "completed", "completed": 30, **given}
        found = advice(Facts(**values), "the vendor", NOW)  # type: ignore[arg-type]
        return verdict(found), [row.code for row in found]

    def test_a_connection_that_syncs_every_night_is_healthy(self) -> None:
        self.assertEqual(self.judged(), ("healthy", []))

    def test_a_lost_sign_in_is_down_and_nothing_else_is_said(self) -> None:
        for status in ("expired", "revoked"):
            self.assertEqual(self.judged(status=status, open_issues=3), ("down", ["sign_in"]))

    def test_one_that_is_not_connected_is_down(self) -> None:
        for status in ("pending", "disconnected"):
            self.assertEqual(self.judged(status=status), ("down", ["not_connected"]))

    def test_a_paused_one_needs_attention(self) -> None:
        self.assertEqual(self.judged(status="paused"), ("attention", ["paused"]))

    def test_one_missed_night_needs_attention_and_two_are_down(self) -> None:
        for hours, expected in (
            (25.9, ("healthy", [])),
            (26, ("attention", ["late"])),
            (49.9, ("attention", ["late"])),
            (50, ("down", ["stale"])),
        ):
            self.assertEqual(self.judged(last_sync_at=NOW - timedelta(hours=hours)), expected, hours)

    def test_one_that_never_synced_needs_attention(self) -> None:
        self.assertEqual(self.judged(last_sync_at=None, last_run="", completed=0), ("attention", ["never_synced"]))

    def test_a_last_run_that_failed_needs_attention(self) -> None:
        self.assertEqual(self.judged(last_run="failed", failed=1, last_run_id=RUN), ("attention", ["failed"]))

    def test_more_than_one_failure_in_ten_needs_attention(self) -> None:
        self.assertEqual(self.judged(completed=27, failed=3), ("healthy", []))
        self.assertEqual(self.judged(completed=26, failed=4), ("attention", ["often_fails"]))

    def test_open_issues_need_attention_and_are_counted_in_words(self) -> None:
        found = advice(Facts("active", FRESH, "completed", 1, 0, 1), "the vendor", NOW)

        self.assertEqual([(row.verdict, row.message) for row in found], [(Verdict.ATTENTION, "1 row needs a person.")])

    def test_a_file_that_was_expected_and_has_not_come_needs_attention(self) -> None:
        self.assertEqual(self.judged(takes_files=True, missing_since=time(4, 30)), ("attention", ["no_file"]))

    def test_no_runs_have_no_success_rate(self) -> None:
        self.assertIsNone(Facts("active").success_rate)
        self.assertEqual(Facts("active", completed=2, failed=1).success_rate, 0.667)


class MeasuredTests(SimpleTestCase):
    def judged(self, **given: Any) -> tuple[str, list[str]]:
        facts = Facts("active", FRESH, "completed", 30)
        found = advice(facts, "the vendor", NOW, Measured(**given))
        return verdict(found), [row.code for row in found]

    def checks(self, *ups: bool) -> tuple[HealthCheck, ...]:
        return tuple(HealthCheck(checked_at=FRESH, is_up=is_up, message="Away.") for is_up in ups)

    def test_one_check_that_failed_needs_attention_and_two_in_a_row_are_down(self) -> None:
        for ups, expected in (
            ((), ("healthy", [])),
            ((True, False), ("healthy", [])),
            ((False,), ("attention", ["not_answering"])),
            ((False, True, False), ("attention", ["not_answering"])),
            ((False, False), ("down", ["not_answering"])),
        ):
            self.assertEqual(self.judged(checks=self.checks(*ups)), expected, ups)

    def test_what_to_do_follows_from_whose_fault_it_is(self) -> None:
        refused = HealthCheck(checked_at=FRESH, is_up=False, code="client_refused", message="Away.")
        for check, whose, words, route in (
            (self.checks(False)[0], Whose.THEM, "Wait: pmsync asks every five minutes", "integrations:health"),
            (self.checks(False)[0], Whose.US, "press “Sync now”", "integrations:provider"),
            (self.checks(False)[0], Whose.UNKNOWN, "try whether you can work in the vendor", "integrations:health"),
            (refused, Whose.US, "reconnecting does not help", "integrations:health"),
        ):
            measured = Measured(checks=(check,), blame=Blame(whose, "So it is."))
            (found,) = advice(Facts("active", FRESH, "completed", 30), "the vendor", NOW, measured)

            self.assertIn(words, found.action)
            self.assertEqual(found.route, route)

    def test_more_than_a_tenth_of_enough_calls_need_attention(self) -> None:
        for calls, errors, expected in ((19, 19, "healthy"), (20, 2, "healthy"), (20, 3, "attention")):
            endpoints = (Latency("a", calls - 1, errors), Latency("b", 1, 0))
            self.assertEqual(self.judged(endpoints=endpoints)[0], expected, (calls, errors))

    def test_a_score_below_eighty_needs_attention(self) -> None:
        for overall, expected in (("80", ("healthy", [])), ("79.99", ("attention", ["poor_quality"]))):
            self.assertEqual(self.judged(quality=Scores(NOW.date(), Decimal(overall), {}, {}, ())), expected)

    def test_issues_are_what_was_advised_and_what_takes_most_from_the_score(self) -> None:
        findings = tuple(Finding(BY_CODE["lease_without_tenant"], rows) for rows in (2, 1, 1, 1, 1, 1))
        measured = Measured(quality=Scores(NOW.date(), Decimal(70), {}, {}, findings))
        found = advice(Facts("active", FRESH, "completed", 30), "the vendor", NOW, measured)

        said = issues_of(found, measured)

        self.assertEqual(len(said), 6)
        self.assertEqual(said[0], "The quality of the rows is 70 of 100.")
        self.assertEqual(said[1], "Leases, 2 rows: The lease names no tenant who is still there.")
        self.assertEqual(said[2], "Leases, 1 row: The lease names no tenant who is still there.")

    def test_nearly_all_is_not_all(self) -> None:
        self.assertEqual(Uptime(100_000, 99_999).percentage, 99.99)
        self.assertEqual(Uptime(3, 3).percentage, 100.0)
        self.assertIsNone(Uptime().percentage)


class FactsTests(TestCase):
    def test_only_runs_that_are_over_and_of_the_last_thirty_days_count(self) -> None:
        connection, now = a_connection(), timezone.now()
        other = a_connection(connection.agency)
        logs = [
            a_sync_log(connection, status=status)
            for status in ("completed", "completed", "failed", "cancelled", "running")
        ]
        a_sync_log(connection, status="completed", trigger="undo")
        old = a_sync_log(connection, status="failed")
        type(old).objects.filter(pk=old.pk).update(created_at=now - timedelta(days=31))
        an_issue(connection)
        an_issue(connection, status="resolved")

        with self.assertNumQueries(2):
            found = facts_of([connection, other], timezone.now())

        self.assertEqual(
            found[connection],
            Facts("active", connection.last_sync_at, "failed", 2, 1, 1, last_run_id=logs[2].pk, is_running=True),
        )
        self.assertEqual(found[other], Facts("active", other.last_sync_at))

    def test_the_hour_of_a_file_that_has_not_come_is_known(self) -> None:
        given = {"expected_by": time(4, 30), "missed_on": NOW.date(), "last_sync_at": NOW}
        late, early = a_file_connection(**given), a_file_connection(**given | {"missed_on": None})

        found = facts_of([late, early], timezone.now())

        self.assertEqual(found[late], Facts("active", NOW, takes_files=True, missing_since=time(4, 30)))
        self.assertEqual(found[early], Facts("active", NOW, takes_files=True))

    def test_the_newest_run_is_the_last_one(self) -> None:
        connection = a_connection(an_agency())
        a_sync_log(connection, status="failed")
        a_sync_log(connection, status="completed")

        self.assertEqual(facts_of([connection], timezone.now())[connection].last_run, "completed")
