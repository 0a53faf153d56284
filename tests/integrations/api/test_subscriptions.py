"""The API of an agency's own systems that are told of events."""

from typing import Any

from django.db import connection as database
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from agencies.permissions import Role
from integrations import events, vault
from integrations.models import EventDelivery, EventSubscription
from tests.event_factories import a_delivery, a_subscription
from tests.factories import a_member, an_agency

URL = "http://127.0.0.1:9/pmsync"


@override_settings(WEBHOOKS_ALLOW_PRIVATE=True)
class SubscriptionApiTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency()
        self.client = self.of(Role.ADMIN)
        self.here = f"/api/webhooks/{self.agency.pk}"

    def of(self, role: Role) -> Any:
        """The client of somebody with that role."""
        client = APIClient()
        client.force_login(a_member(self.agency, role))
        return client

    def send(self, method: str, path: str, **asked: Any) -> Any:
        return getattr(self.client, method)(f"{self.here}{path}", asked or None, format="json")

    def secret(self) -> str:
        return str(vault.opened(EventSubscription.objects.all(), "secret")[0][1])

    def test_every_type_is_told_with_an_example(self) -> None:
        answer = self.client.get("/api/webhooks/event-types").json()

        self.assertEqual([row["type"] for row in answer["results"]], list(events.TYPES))
        self.assertEqual((answer["next"], answer["results"][0].keys()), (None, {"type", "sentence", "example"}))

    def test_one_is_made_and_its_secret_stands_in_that_answer_alone(self) -> None:
        answer = self.send("post", "", url=URL, events=["lease.changed"], description="CRM")

        told = answer.json()
        again = self.send("get", f"/{told['id']}").json()
        self.assertEqual((answer.status_code, told["secret"], again["secret"]), (201, self.secret(), None))
        self.assertEqual(again, told | {"secret": None})
        self.assertEqual((told["url"], told["events"], told["is_on"]), (URL, ["lease.changed"], True))
        self.assertEqual(self.send("get", "").json()["results"], [again])

    def test_what_cannot_be_used_is_named(self) -> None:
        told = self.send("post", "", url=URL, events=["weather.changed"])
        inside = self.send("post", "", url="ftp://crm.example")

        self.assertEqual((told.status_code, told.json()["errors"][0]["field"]), (400, "events.0"))
        self.assertEqual((inside.status_code, inside.json()["code"]), (400, "bad_address"))

    def test_one_is_changed_switched_rotated_and_removed(self) -> None:
        subscription = a_subscription(self.agency, url=URL)
        here, before = f"/{subscription.pk}", self.secret()

        changed = self.send("patch", here, events=["sync.failed"], is_on=False).json()
        rotated = self.send("post", f"{here}/rotate").json()
        off = self.send("post", f"{here}/test")
        on = self.send("patch", here, is_on=True).json()
        trial = self.send("post", f"{here}/test")
        gone = self.send("delete", here)

        self.assertEqual((changed["events"], changed["is_on"], changed["url"]), (["sync.failed"], False, URL))
        self.assertNotEqual(rotated["secret"], before)
        self.assertIsNotNone(rotated["old_secret_until"])
        self.assertEqual((off.status_code, off.json()["code"]), (409, "switched_off"))
        self.assertTrue(on["is_on"])
        self.assertEqual((trial.status_code, trial.json()["event_type"]), (202, "test.message"))
        self.assertEqual((gone.status_code, EventSubscription.objects.count()), (204, 0))

    def test_the_log_is_narrowed_and_a_message_sent_again(self) -> None:
        subscription = a_subscription(self.agency)
        failed = a_delivery(subscription, event_type="sync.failed", status="failed")
        a_delivery(subscription)
        here = f"/{subscription.pk}/deliveries"

        [row] = self.send("get", f"{here}?status=failed").json()["results"]
        typed = self.send("get", f"{here}?event_type=sync.finished").json()["results"]
        again = self.send("post", f"{here}/{failed.pk}/resend")

        self.assertEqual((row["id"], row["tries"][0]["status"]), (str(failed.pk), 204))
        self.assertEqual(len(typed), 1)
        self.assertEqual((again.status_code, again.json()["resends"]), (202, str(failed.pk)))
        self.assertEqual(EventDelivery.objects.get(resends=failed).payload, failed.payload)

    def test_who_may_not_connect_sees_and_changes_nothing(self) -> None:
        subscription = a_subscription(self.agency)
        staff = self.of(Role.STAFF)

        for path in ("", f"/{subscription.pk}", f"/{subscription.pk}/deliveries"):
            self.assertEqual(staff.get(self.here + path).status_code, 403, path)

    def test_the_number_of_queries_is_the_same_for_3_rows_and_more(self) -> None:
        subscription = a_subscription(self.agency)
        numbers: dict[str, list[int]] = {"": [], f"/{subscription.pk}/deliveries": []}
        for count in (3, 12):
            for _ in range(count):
                a_subscription(self.agency)
                a_delivery(subscription)
            for path, asked_for in numbers.items():
                with CaptureQueriesContext(database) as asked:
                    self.send("get", path)
                asked_for.append(len(asked))

        for few, many in numbers.values():
            self.assertEqual(few, many)
