"""The pages about an agency's own systems that are told of events."""

from datetime import timedelta
from typing import Any

from django.core import mail
from django.db import connection as database
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integrations import vault
from integrations.models import EventDelivery, EventSubscription
from tests.event_factories import a_delivery, a_subscription
from tests.factories import an_agency
from tests.integrations.pages.cases import PageCase

HERE = "/settings/webhooks"
URL = "http://127.0.0.1:9/pmsync"


@override_settings(WEBHOOKS_ALLOW_PRIVATE=True)
class SubscriptionPageTests(PageCase):
    def stored(self) -> EventSubscription:
        return EventSubscription.objects.get(agency=self.agency)

    def secret(self) -> str:
        return str(vault.opened(EventSubscription.objects.all(), "secret")[0][1])

    def test_one_is_added_and_its_secret_shown_once(self) -> None:
        empty = self.page(HERE)

        answer = self.client.post(f"{HERE}/add", {"url": URL, "description": "Our CRM", "events": ["lease.changed"]})

        found = self.stored()
        self.assertIn("Nobody is told of anything", empty)
        self.assertEqual((answer.status_code, answer["Cache-Control"]), (200, "no-store"))
        self.assertContains(answer, self.secret())
        self.assertEqual((found.url, found.description, found.events), (URL, "Our CRM", ["lease.changed"]))
        self.assertEqual(found.made_by, self.user)
        self.assertNotIn(self.secret(), self.page(f"{HERE}/{found.pk}"))
        self.assertIn("Our CRM", self.page(HERE))

    @override_settings(WEBHOOKS_ALLOW_PRIVATE=False)
    def test_an_address_that_may_not_be_told_is_said_beside_the_field(self) -> None:
        answer = self.client.post(f"{HERE}/add", {"url": URL})

        self.assertContains(answer, "Events cannot be sent to this address. It must begin with https://.")
        self.assertFalse(EventSubscription.objects.exists())

    def test_a_form_that_was_shown_at_another_agency_adds_nothing(self) -> None:
        page = self.page(f"{HERE}/add", url=URL, for_agency=str(an_agency().pk))

        self.assertIn("that form was for another agency", page)
        self.assertFalse(EventSubscription.objects.exists())

    def test_one_is_changed_switched_rotated_and_removed(self) -> None:
        subscription = a_subscription(self.agency, url=URL, events=["lease.changed"])
        here = f"{HERE}/{subscription.pk}"
        before = self.secret()

        form = self.page(f"{here}/edit")
        changed = self.page(f"{here}/edit", url=URL, description="The CRM", events=["sync.failed"])
        off = self.page(f"{here}/step", action="off")
        on = self.page(f"{here}/step", action="on")
        rotated = self.client.post(f"{here}/step", {"action": "secret"})
        odd = self.client.post(f"{here}/step", {"action": "explode"})

        self.assertInHTML('<input type="checkbox" name="events" value="lease.changed" id="id_events_4" checked>', form)
        self.assertIn("The CRM", changed)
        self.assertEqual(self.stored().events, ["sync.failed"])
        self.assertIn("Switched off", off)
        self.assertIn("It is on.", on)
        self.assertContains(rotated, self.secret())
        self.assertNotEqual(self.secret(), before)
        self.assertEqual(odd.status_code, 404)
        self.assertIn("is told of nothing any more", self.page(f"{here}/step", action="remove"))
        self.assertFalse(EventSubscription.objects.exists())
        self.assertEqual(mail.outbox, [])

    def test_a_changed_secret_is_spoken_of_as_long_as_it_signs(self) -> None:
        subscription = a_subscription(self.agency, old_secret_until=timezone.now() + timedelta(hours=1))
        here = f"{HERE}/{subscription.pk}"

        self.assertIn("the secret before this one", self.page(here))
        EventSubscription.objects.update(old_secret_until=timezone.now() - timedelta(seconds=1))
        self.assertNotIn("the secret before this one", self.page(here))

    def test_a_test_message_is_queued(self) -> None:
        subscription = a_subscription(self.agency)

        page = self.page(f"{HERE}/{subscription.pk}/step", action="test")

        self.assertIn("test.message", page)
        self.assertEqual(EventDelivery.objects.get().status, "waiting")

    def test_the_log_is_narrowed_and_says_each_try(self) -> None:
        subscription = a_subscription(self.agency)
        tries = [{"at": "2026-07-03T02:14:00+00:00", "status": None, "milliseconds": 9, "said": "<b>refused</b>"}]
        a_delivery(subscription, event_type="sync.failed", status="failed", tries=tries)
        a_delivery(subscription, event_type="lease.changed")
        here = f"{HERE}/{subscription.pk}"

        everything, failed, typed = (self.page(here + query) for query in ("", "?state=failed", "?type=lease.changed"))

        self.assertIn("No answer in 9 ms. &lt;b&gt;refused&lt;/b&gt;", everything)
        self.assertEqual(
            (failed.count('name="csrf'), typed.count("No answer in")), (everything.count('name="csrf') - 1, 0)
        )
        self.assertIn("No message matches", self.page(f"{here}?day=2020-01-01"))

    def test_a_message_is_sent_again(self) -> None:
        delivery = a_delivery(a_subscription(self.agency))

        page = self.page(f"{HERE}/{delivery.subscription_id}/deliveries/{delivery.pk}/resend", x="1")

        self.assertIn("is sent again", page)
        self.assertEqual(EventDelivery.objects.get(resends=delivery).status, "waiting")

    def test_one_that_was_given_up_says_why(self) -> None:
        a_subscription(
            self.agency, is_on=False, disabled_at="2026-07-03T02:14:00Z", disabled_because="It answered 410."
        )

        page = self.page(HERE)

        self.assertIn("Given up", page)
        self.assertIn("It answered 410.", page)

    def test_another_agencys_is_not_found_whatever_is_asked(self) -> None:
        delivery = a_delivery()
        there = f"{HERE}/{delivery.subscription_id}"

        answers: list[Any] = [self.client.get(there), self.client.get(f"{there}/edit")]
        answers += [
            self.client.post(f"{there}/{step}") for step in ("edit", "step", f"deliveries/{delivery.pk}/resend")
        ]

        self.assertEqual([answer.status_code for answer in answers], [404] * 5)
        self.assertNotIn(delivery.subscription.url, self.page(HERE))

    def test_the_number_of_queries_is_the_same_for_3_rows_and_more(self) -> None:
        numbers = []
        for count in (3, 12):
            for _ in range(count):
                a_subscription(self.agency)
            with CaptureQueriesContext(database) as asked:
                self.page(HERE)
            numbers.append(len(asked))
        subscription = a_subscription(self.agency)
        for count in (3, 27):
            for _ in range(count):
                a_delivery(subscription)
            with CaptureQueriesContext(database) as asked:
                self.page(f"{HERE}/{subscription.pk}")
            numbers.append(len(asked))

        self.assertEqual(numbers[0], numbers[1])
        self.assertEqual(numbers[2], numbers[3])
