"""The page about events that a vendor sends in."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.contrib.contenttypes.models import ContentType
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import AuditEntry
from integrations import vault
from integrations.models import WebhookEvent, WebhookReceiver
from providers import registry
from tests.event_factories import a_webhook_event
from tests.factories import a_connection, a_sync_log
from tests.integrations.pages.cases import ROOT, PageCase

HERE = f"{ROOT}/rentmanager/webhooks"


class ReceivingCase(PageCase):
    """The agency's connection is to a system that sends events."""

    def setUp(self) -> None:
        super().setUp()
        self.connection = a_connection(self.agency, provider="rentmanager", account_name="Harbour Homes")

    def opened(self) -> str:
        """The page once somebody has opened the receiver."""
        return self.page(f"{HERE}/change", action="open")

    def receiver(self) -> WebhookReceiver:
        return WebhookReceiver.objects.get()

    def stored(self, *columns: str) -> tuple[Any, ...]:
        return vault.opened(WebhookReceiver.objects.all(), *columns)[0][1:]


class ReceiverTests(ReceivingCase):
    def test_an_address_is_opened_and_shown_to_those_who_may_connect(self) -> None:
        before = self.page(HERE)

        after = self.opened()

        (path,) = self.stored("path")
        address = f"http://testserver/hooks/{path}"
        self.assertIn("Nobody has opened an address", before)
        self.assertGreaterEqual(len(path), 43)
        self.assertIn(f'value="{address}"', after)
        self.assertNotIn(path, self.viewer().get(HERE).content.decode())
        self.assertEqual(AuditEntry.objects.get().details, {"opened": True})

    def test_the_secret_is_shown_once(self) -> None:
        self.opened()

        answer = self.client.post(f"{HERE}/change", {"action": "secret"})

        (secret,) = self.stored("secret")
        self.assertEqual((answer.status_code, answer["Cache-Control"]), (200, "no-store"))
        self.assertContains(answer, secret)
        self.assertNotIn(secret, self.page(HERE))
        self.assertIn("signed with a secret", self.page(HERE))

    def test_a_changed_secret_leaves_the_old_one_good_for_a_day(self) -> None:
        self.opened()
        self.client.post(f"{HERE}/change", {"action": "secret"})
        (first,) = self.stored("secret")

        self.client.post(f"{HERE}/change", {"action": "secret"})

        second, old = self.stored("secret", "old_secret")
        self.assertEqual(old, first)
        self.assertNotEqual(second, first)
        self.assertIn("is good until", self.page(HERE))
        WebhookReceiver.objects.update(old_secret_until=timezone.now() - timedelta(seconds=1))
        self.assertNotIn("is good until", self.page(HERE))
        self.assertNotIn(first, str(list(AuditEntry.objects.values_list("details", flat=True))))

    def test_the_headers_of_a_signature_are_named_once_there_is_a_secret(self) -> None:
        before = self.opened()
        self.client.post(f"{HERE}/change", {"action": "secret"})
        after = self.page(HERE)

        for header in ("X-Webhook-Signature", "webhook-id", "webhook-timestamp", "webhook-signature"):
            self.assertNotIn(f"<code>{header}</code>", before)
            self.assertIn(f"<code>{header}</code>", after)

    def test_whoever_sets_a_secret_is_warned_where_the_vendor_signs_nothing(self) -> None:
        words = "does not sign its events: with a secret all of them are refused."
        silent = self.opened()
        with patch.object(registry.get("rentmanager"), "signs_events", True):
            signing = self.page(HERE)

        self.assertIn(words, silent)
        self.assertNotIn(words, signing)

    def test_the_last_refusal_is_shown_where_no_event_was_taken(self) -> None:
        before = self.opened()
        because = "It came from 198.51.100.7, which is not among the addresses that may post."
        WebhookReceiver.objects.update(refused_at=datetime(2026, 7, 3, 2, tzinfo=UTC), refused_because=because)

        after = self.page(HERE)

        self.assertIn("No events yet", before)
        self.assertNotIn("Last refused", before)
        self.assertIn("Last refused", after)
        self.assertIn(because, after)
        self.assertNotIn("No events yet", after)

    def test_networks_are_kept_as_they_mean(self) -> None:
        self.opened()

        page = self.page(f"{HERE}/change", action="networks", networks="203.0.113.7, 2001:db8::/32 203.0.113.7/32")

        self.assertEqual(self.receiver().networks, ["203.0.113.7/32", "2001:db8::/32"])
        self.assertIn("203.0.113.7/32, 2001:db8::/32", page)

    def test_what_is_no_network_is_refused_in_words(self) -> None:
        self.opened()

        page = self.page(f"{HERE}/change", action="networks", networks="somewhere")

        self.assertIn("&#x27;somewhere&#x27; is no address and no network.", page)
        self.assertEqual(self.receiver().networks, [])

    def test_it_is_switched_off_and_on(self) -> None:
        self.opened()

        off = self.page(f"{HERE}/change", action="off")
        on = self.page(f"{HERE}/change", action="on")

        self.assertIn("Switched off:", off)
        self.assertNotIn("Switched off:", on)
        self.assertTrue(self.receiver().is_on)

    def test_a_new_address_replaces_the_old_one(self) -> None:
        self.opened()
        before = self.stored("path")

        self.page(f"{HERE}/change", action="address")

        self.assertNotEqual(self.stored("path"), before)

    def test_a_system_without_events_says_so(self) -> None:
        connection = a_connection(self.agency)

        page = self.page(f"{ROOT}/propertyme/webhooks?connection={connection.pk}")
        refused = self.page(f"{ROOT}/propertyme/webhooks/change?connection={connection.pk}", action="open")

        self.assertIn("sends no events that pmsync can read", page)
        self.assertIn("sends no events that pmsync can read", refused)
        self.assertFalse(WebhookReceiver.objects.exists())

    def test_a_step_that_there_is_not_is_not_found(self) -> None:
        self.opened()

        self.assertEqual(self.client.post(f"{HERE}/change", {"action": "explode"}).status_code, 404)


class LogTests(ReceivingCase):
    def test_each_event_says_what_became_of_it(self) -> None:
        log = a_sync_log(self.connection)
        a_webhook_event(self.connection, sync_log=log, records=[["tenants", f"T-{n}", n == 0] for n in range(8)])
        a_webhook_event(self.connection, status="failed", event_type="", message="This is no event.", records=[])

        page = self.page(HERE)

        self.assertIn("Tenants T-0 (gone)", page)
        self.assertIn("and 3 more", page)
        self.assertIn(f"/history/{log.pk}?connection={self.connection.pk}", page)
        self.assertIn("This is no event.", page)
        self.assertIn("not yet known", page)

    def test_it_is_narrowed_by_state_type_and_the_agencys_own_day(self) -> None:
        late = datetime(2026, 7, 2, 16, 30, tzinfo=UTC)  # the 3rd in Perth
        a_webhook_event(self.connection, event_type="Tenant_Edit", received_at=late)
        a_webhook_event(self.connection, event_type="Owner_Edit", status="ignored")

        def shown(query: str) -> set[str]:
            return set(re.findall(r'<td class="brief">(\w+_Edit)</td>', self.page(f"{HERE}?{query}")))

        self.assertEqual(shown(""), {"Tenant_Edit", "Owner_Edit"})
        self.assertEqual(shown("state=ignored"), {"Owner_Edit"})
        self.assertEqual(shown("type=Tenant_Edit"), {"Tenant_Edit"})
        self.assertEqual(shown("day=2026-07-03"), {"Tenant_Edit"})
        self.assertEqual(shown("day=2026-07-02"), set())
        self.assertEqual(shown("day=yesterday&state=nonsense"), {"Tenant_Edit", "Owner_Edit"})

    def test_an_event_is_replayed_by_those_who_may_sync(self) -> None:
        event = a_webhook_event(self.connection)
        address = f"{HERE}/events/{event.pk}/replay"

        refused = self.viewer().post(address)
        page = self.page(address, back=f"{HERE}?state=done")

        event.refresh_from_db()
        self.assertEqual(refused.status_code, 403)
        self.assertIn("is read again", page)
        self.assertEqual((event.status, event.replays), (WebhookEvent.Status.WAITING, 1))

    def test_an_event_of_another_connection_is_not_found(self) -> None:
        event = a_webhook_event(a_connection(self.agency, provider="rentmanager"))

        answer = self.client.post(f"{HERE}/events/{event.pk}/replay?connection={self.connection.pk}")

        self.assertEqual(answer.status_code, 404)

    def test_the_number_of_queries_is_the_same_for_3_events_and_30(self) -> None:
        self.opened()
        numbers = []
        for count in (3, 27):
            for _ in range(count):
                a_webhook_event(self.connection, sync_log=None)
            ContentType.objects.clear_cache()
            with CaptureQueriesContext(database) as asked:
                self.page(HERE)
            numbers.append(len(asked))

        self.assertEqual(numbers[0], numbers[1])
