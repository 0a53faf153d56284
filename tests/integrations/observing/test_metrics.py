from django.test import TestCase, override_settings
from prometheus_client.parser import text_string_to_metric_families

from integrations.models import SyncLog
from integrations.observing import tallies
from integrations.observing.readiness import ticked
from tests.factories import a_connection, a_sync_log, an_issue

TOKEN = {"METRICS_TOKEN": "of-the-monitor"}
SENT = {"Authorization": "Bearer of-the-monitor"}


@override_settings(**TOKEN)
class MetricsTests(TestCase):
    def samples(self) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
        """Every number by name and labels."""
        answer = self.client.get("/metrics", headers=SENT)
        self.assertEqual(answer.status_code, 200)
        families = text_string_to_metric_families(answer.content.decode())
        return {
            (sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in families
            for sample in family.samples
        }

    def test_counters_and_queues_are_shown(self) -> None:
        link = a_connection()
        a_sync_log(link, status=SyncLog.Status.QUEUED)
        an_issue(link)
        tallies.add("runs", 3, provider="propertyme", status="completed", trigger="schedule")

        found = self.samples()

        runs = (("provider", "propertyme"), ("status", "completed"), ("trigger", "schedule"))
        self.assertEqual(found["pmsync_runs_total", runs], 3)
        self.assertEqual(found["pmsync_queue_depth", (("queue", "runs"),)], 1)
        self.assertEqual(found["pmsync_queue_depth", (("queue", "outbox"),)], 0)
        self.assertEqual(found["pmsync_open_issues", (("provider", "propertyme"),)], 1)

    def test_it_asks_as_much_of_many_as_of_one(self) -> None:
        for number in (1, 20):
            for _ in range(number):
                an_issue(a_connection())

            # counters, four queues, connections, running, issues, conflicts
            with self.assertNumQueries(9):
                self.samples()

    def test_without_the_token_there_is_nothing(self) -> None:
        for headers in ({}, {"Authorization": "Bearer of-somebody"}):
            self.assertEqual(self.client.get("/metrics", headers=headers).status_code, 404)

    @override_settings(METRICS_TOKEN="")
    def test_where_no_token_is_set_nobody_gets_in(self) -> None:
        self.assertEqual(self.client.get("/metrics", headers={"Authorization": "Bearer "}).status_code, 404)


class ReadinessTests(TestCase):
    def test_a_clock_that_stands_still_is_told(self) -> None:
        before = self.client.get("/readyz").json()
        ticked()

        after = self.client.get("/readyz").json()

        self.assertIn("No tick of the clock has come yet: are beat and a worker running?", before["troubled"])
        self.assertEqual(after, {"status": "ready", "missing": [], "troubled": []})
