"""An address that takes nothing is switched off, and the agency's admins are told by a real mail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from agencies.permissions import Role
from integrations import events
from integrations.models import EventDelivery, EventSubscription
from integrations.subscriptions import claiming, noting, sending, subscribing, telling
from pmsync.celery import app as celery_app
from tests.event_factories import a_delivery
from tests.factories import a_member, an_agency
from tests.integrations.subscriptions.hearing import Hearing
from tests.mail_server import Letterbox, part

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 3, 12, tzinfo=UTC)


def stored(subscription: EventSubscription) -> EventSubscription:
    return EventSubscription.objects.select_related("agency").get(pk=subscription.pk)


def test_an_address_that_is_gone_is_switched_off_at_once(hearing: Hearing, letterbox: Letterbox) -> None:
    agency = an_agency(name="Harbour Rentals")
    admin = a_member(agency, email="anna@harbour.example")
    a_member(agency, Role.MANAGER)
    subscription = hearing.told(agency)
    for _ in range(3):
        events.emit(agency.pk, "sync.finished", {})
    hearing.status = 410
    [first, *others] = claiming.claim()
    assert first.url == subscription.url

    noting.note(first.delivery, sending._post(first), timezone.now())
    told = telling.mail(subscription.pk)

    found = stored(subscription)
    assert (found.is_on, found.disabled_because) == (False, "It answered 410: there is nothing there any more.")
    assert set(EventDelivery.objects.values_list("status", flat=True)) == {"failed"}
    assert events.emit(agency.pk, "sync.finished", {}) == 0
    assert told
    [(to, mail)] = letterbox.mail
    host = f"127.0.0.1:{hearing.port}"
    assert (to, mail["Subject"]) == ([admin.email], f"{host} is no longer told of events")
    for kind in ("plain", "html"):
        assert "It answered 410" in part(mail, kind)
        assert f"/settings/webhooks/{subscription.pk}" in part(mail, kind)
        assert "?of=us" not in part(mail, kind)


def test_an_address_that_takes_nothing_for_five_days_is_switched_off(hearing: Hearing) -> None:
    subscription = hearing.told()
    hearing.status, hearing.answer = 500, b"broken"
    was_on = []

    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(6):
            subscribing.send_test(subscription)
            sending.send_due()
            was_on.append(stored(subscription).is_on)
            clock.shift(timedelta(days=1))

    found = stored(subscription)
    assert (was_on, found.failing_since) == ([True] * 5 + [False], NOON)
    assert found.disabled_because == "It has taken no message for 5 days. Last: 500 broken"
    assert set(EventDelivery.objects.values_list("status", flat=True)) == {"failed"}


def test_days_on_which_nothing_was_sent_are_no_failures(hearing: Hearing) -> None:
    subscription = hearing.told()
    hearing.status = 500
    with time_machine.travel(NOON, tick=False) as clock:
        subscribing.send_test(subscription)
        while (lost := EventDelivery.objects.get()).status == "waiting":
            clock.move_to(lost.next_try_at or NOON)
            sending.send_due()
        clock.shift(timedelta(days=10))
        hearing.status = 503

        subscribing.send_test(subscription)
        sending.send_due()

    assert (len(lost.tries), stored(subscription).is_on) == (11, True)
    assert EventDelivery.objects.filter(status="waiting").count() == 1


def test_an_address_that_has_lost_a_hundred_messages_is_switched_off(hearing: Hearing) -> None:
    subscription = hearing.told(failing_since=NOON)
    for _ in range(noting.GIVEN_UP - 1):
        a_delivery(subscription, status="failed", done_at=NOON + timedelta(hours=1))
    tries = [{"at": NOON.isoformat(), "status": 500, "milliseconds": 1, "said": ""}] * len(noting.BACKOFF)
    hearing.status = 500
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        now = timezone.now()
        a_delivery(subscription, status="waiting", tries=tries, next_try_at=now, done_at=None)
        sending.send_due()

    found = stored(subscription)
    assert not found.is_on
    assert found.disabled_because.startswith("100 messages in a row were given up")


def test_the_mail_waits_for_a_mail_server_that_is_away(hearing: Hearing, letterbox: Letterbox, settings: Any) -> None:
    agency = an_agency()
    a_member(agency)
    subscription = hearing.told(agency, is_on=False, disabled_at=timezone.now(), disabled_because="It is gone.")
    letterbox.close()
    away = telling.mail(subscription.pk)

    letterbox.open(settings)
    again = [telling.mail(subscription.pk) for _ in range(2)]

    assert (away, again, len(letterbox.mail)) == (False, [True, False], 1)
    assert stored(subscription).told_at is not None


def test_the_tick_has_a_mail_sent_that_the_broker_lost(hearing: Hearing, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    untold = hearing.told(is_on=False, disabled_at=now - timedelta(hours=23))
    hearing.told(is_on=False, disabled_at=now - timedelta(hours=25))
    hearing.told(is_on=False, disabled_at=now, told_at=now)
    hearing.told(is_on=False)
    asked: list[Any] = []
    monkeypatch.setattr(celery_app, "send_task", lambda name, given, **how: asked.append((name, given)))

    sending.nudge_due()

    assert asked == [(telling.TELL_DISABLED, [str(untold.pk)])]


def test_nobody_is_mailed_about_one_that_a_person_switched_off_or_on_again(
    letterbox: Letterbox, hearing: Hearing
) -> None:
    agency = an_agency()
    a_member(agency)
    subscription = hearing.told(agency)
    subscribing.switch(subscription, on=False)
    off = telling.mail(subscription.pk)
    EventSubscription.objects.filter(pk=subscription.pk).update(disabled_at=timezone.now())
    subscribing.switch(stored(subscription), on=True)

    on = telling.mail(subscription.pk)

    assert (off, on, letterbox.mail) == (False, False, [])
