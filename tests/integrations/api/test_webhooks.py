"""The API of events that vendors send in."""

from datetime import UTC, datetime
from typing import Any

from django.db import connection as database
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from agencies.permissions import Role
from integrations import vault
from integrations.models import WebhookReceiver
from tests.event_factories import a_webhook_event
from tests.factories import a_connection, a_member, a_sync_log, an_agency


class WebhookApiTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency()
        self.connection = a_connection(self.agency, provider="rentmanager")
        self.client = self.of(Role.ADMIN)
        self.here = f"/api/integrations/rentmanager/webhooks/{self.agency.pk}"

    def of(self, role: Role) -> Any:
        """The client of somebody with that role."""
        client = APIClient()
        client.force_login(a_member(self.agency, role))
        return client

    def patch(self, **asked: Any) -> Any:
        return self.client.patch(self.here, asked, format="json")

    def test_a_receiver_that_nobody_has_opened_is_off(self) -> None:
        answer = self.client.get(self.here)

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(
            answer.json(),
            {
                "connection_id": str(self.connection.pk),
                "address": None,
                "is_on": False,
                "has_secret": False,
                "old_secret_until": None,
                "networks": [],
                "refused_at": None,
                "refused_because": "",
                "secret": None,
            },
        )
        self.assertFalse(WebhookReceiver.objects.exists())

    def test_the_first_change_opens_it_and_a_secret_stands_in_one_answer(self) -> None:
        answer = self.patch(networks=["203.0.113.7"], secret="replace")

        path, secret = vault.opened(WebhookReceiver.objects.all(), "path", "secret")[0][1:]
        told, again = answer.json(), self.client.get(self.here).json()
        self.assertEqual((answer.status_code, told["secret"], again["secret"]), (200, secret, None))
        self.assertEqual(told["address"], f"http://testserver/hooks/{path}")
        self.assertEqual((told["networks"], told["is_on"], told["has_secret"]), (["203.0.113.7/32"], True, True))

    def test_the_last_refusal_is_told(self) -> None:
        self.patch(is_on=True)
        noon = datetime(2026, 7, 3, 2, tzinfo=UTC)
        WebhookReceiver.objects.update(refused_at=noon, refused_because="It did not say how long it was.")

        told = self.of(Role.VIEWER).get(self.here).json()

        self.assertEqual(told["refused_at"], "2026-07-03T02:00:00Z")
        self.assertEqual(told["refused_because"], "It did not say how long it was.")

    def test_who_may_not_connect_sees_no_address_and_changes_nothing(self) -> None:
        self.patch(is_on=True)
        viewer = self.of(Role.VIEWER)

        answer = viewer.get(self.here)

        self.assertEqual((answer.status_code, answer.json()["address"]), (200, None))
        self.assertEqual(viewer.patch(self.here, {"is_on": False}, format="json").status_code, 403)

    def test_what_cannot_be_done_leaves_everything_as_it_was(self) -> None:
        answer = self.patch(is_on=True, networks=["203.0.113.7", "nowhere"], secret="replace")

        self.assertEqual((answer.status_code, answer.json()["code"]), (400, "bad_network"))
        self.assertFalse(WebhookReceiver.objects.exists())

    def test_it_is_moved_and_made_unsigned(self) -> None:
        first = self.patch(secret="replace").json()

        second = self.patch(new_address=True, secret="remove", is_on=False).json()

        self.assertNotEqual(second["address"], first["address"])
        self.assertEqual((second["has_secret"], second["secret"], second["is_on"]), (False, None, False))

    def test_the_log_says_what_became_of_each_event(self) -> None:
        log = a_sync_log(self.connection)
        event = a_webhook_event(self.connection, sync_log=log, received_at=datetime(2026, 7, 3, 2, tzinfo=UTC))
        a_webhook_event(a_connection())

        [row] = self.client.get(f"{self.here}/events").json()["results"]

        self.assertEqual(
            row,
            {
                "id": event.pk,
                "event_type": "Tenant_Edit",
                "status": "done",
                "message": "",
                "records": [{"kind": "tenants", "external_id": "T-17", "is_gone": False}],
                "job_id": str(log.pk),
                "replays": 0,
                "address": "203.0.113.7",
                "received_at": "2026-07-03T02:00:00Z",
                "done_at": None,
            },
        )

    def test_the_log_is_narrowed_and_paged(self) -> None:
        old = a_webhook_event(self.connection, status="failed", received_at=datetime(2026, 7, 3, 2, tzinfo=UTC))
        events = [a_webhook_event(self.connection, event_type=f"Type_{n}") for n in range(3)]

        def found(query: str) -> list[int]:
            return [row["id"] for row in self.client.get(f"{self.here}/events?{query}").json()["results"]]

        self.assertEqual(found(""), [event.pk for event in (*reversed(events), old)])
        self.assertEqual(found("status=failed"), [old.pk])
        self.assertEqual(found("event_type=Type_1"), [events[1].pk])
        self.assertEqual(found("until=2026-07-03T02:00:01Z"), [old.pk])
        self.assertEqual(found("since=2026-07-03T02:00:01Z&page_size=1"), [events[2].pk])
        self.assertEqual(self.client.get(f"{self.here}/events?since=yesterday").status_code, 400)

    def test_an_event_is_replayed(self) -> None:
        event = a_webhook_event(self.connection)

        answer = self.client.post(f"{self.here}/events/{event.pk}/replay")
        again = self.client.post(f"{self.here}/events/{event.pk}/replay")

        self.assertEqual((answer.status_code, answer.json()["status"], answer.json()["replays"]), (202, "waiting", 1))
        self.assertEqual((again.status_code, again.json()["code"]), (409, "waiting"))
        self.assertEqual(self.of(Role.VIEWER).post(f"{self.here}/events/{event.pk}/replay").status_code, 403)

    def test_the_number_of_queries_is_the_same_for_3_events_and_30(self) -> None:
        numbers = []
        for count in (3, 27):
            for _ in range(count):
                a_webhook_event(self.connection)
            with CaptureQueriesContext(database) as asked:
                self.client.get(f"{self.here}/events")
            numbers.append(len(asked))

        self.assertEqual(numbers[0], numbers[1])
