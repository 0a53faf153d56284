from datetime import timedelta

from django.test import TestCase, override_settings
from django.utils import timezone

from integrations.models import SyncLog
from integrations.observing.readiness import ticked
from tests.event_factories import a_delivery, a_webhook_event
from tests.factories import a_connection, a_sync_log, an_issue
from tests.integrations.observing.scraping import TOKEN, samples
from tests.twoway_factories import a_two_way_connection, an_edit


@override_settings(METRICS_TOKEN=TOKEN)
class MetricsTests(TestCase):
    def test_queues_and_what_waits_for_a_person_are_shown(self) -> None:
        link = a_connection()
        a_sync_log(link, status=SyncLog.Status.QUEUED)
        an_issue(link)

        found = samples()

        self.assertEqual(found["pmsync_queue_depth", (("queue", "runs"),)], 1)
        self.assertEqual(found["pmsync_queue_depth", (("queue", "outbox"),)], 0)
        self.assertEqual(found["pmsync_open_issues", (("provider", "propertyme"),)], 1)

    def test_each_queue_tells_how_many_wait_and_how_long_the_oldest_has(self) -> None:
        now = timezone.now()
        link = a_two_way_connection()
        long_ago, an_hour_ago = now - timedelta(days=30), now - timedelta(hours=1)
        for number in (1, 2):
            an_edit(link, made_at=now - timedelta(hours=number))
            a_delivery(status="waiting", created_at=now - timedelta(hours=number))
            a_webhook_event(link, status="waiting", received_at=long_ago, waiting_since=now - timedelta(hours=number))
        an_edit(link, status="failed", made_at=long_ago)
        a_delivery(created_at=long_ago)
        a_webhook_event(link, received_at=long_ago)
        a_sync_log(link, status=SyncLog.Status.QUEUED)
        SyncLog.objects.update(created_at=an_hour_ago)

        found = samples()

        for queue, depth, hours in (
            ("runs", 1, 1),
            ("outbox", 2, 2),
            ("webhook_events", 2, 2),
            ("event_deliveries", 2, 2),
        ):
            self.assertEqual(found["pmsync_queue_depth", (("queue", queue),)], depth, queue)
            oldest = found["pmsync_queue_oldest_seconds", (("queue", queue),)]
            self.assertAlmostEqual(oldest, hours * 3600, delta=60, msg=queue)

    def test_it_asks_as_much_of_many_as_of_one(self) -> None:
        for number in (1, 20):
            for _ in range(number):
                an_issue(a_connection())

            # counters, four queues, connections, running, issues, conflicts
            with self.assertNumQueries(9):
                samples()

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
