"""Messages over real sockets: signed, tried again by the clock, taken by one worker."""

import socket
import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from integrations import events
from integrations.models import EventDelivery
from integrations.subscriptions import claiming, noting, sending, subscribing
from tests.event_factories import SECRET, a_subscription
from tests.factories import a_member, an_agency
from tests.integrations.subscriptions.hearing import Hearing

pytestmark = pytest.mark.django_db
DATA = {"job_id": "j", "connection_id": "c", "changes": [{"id": "1", "action": "updated", "fields": ["rent_amount"]}]}
NOON = datetime(2026, 7, 3, 12, tzinfo=UTC)


def test_a_message_is_signed_as_standard_webhooks_are(hearing: Hearing) -> None:
    subscription = hearing.told()
    assert events.emit(subscription.agency_id, "lease.changed", DATA) == 1

    assert sending.send_due() == 1

    delivery = EventDelivery.objects.get()
    [heard] = hearing.heard
    assert (heard.path, heard.headers["webhook-id"]) == ("/pmsync?of=us", str(delivery.pk))
    assert heard.headers["content-type"] == "application/json"
    assert heard.headers["host"] == f"127.0.0.1:{hearing.port}"
    assert heard.is_signed_with(SECRET)
    at = heard.said.pop("timestamp")
    assert heard.said | {"timestamp": at} == {
        "type": "lease.changed",
        "timestamp": at,
        "agency_id": str(subscription.agency_id),
        "data": DATA,
    }
    assert (delivery.status, delivery.next_try_at) == ("delivered", None)
    assert [(row["status"], row["said"]) for row in delivery.tries] == [(204, "")]


def test_while_a_secret_is_changed_both_sign(hearing: Hearing) -> None:
    subscription = hearing.told()
    fresh = subscribing.rotate(subscription)
    subscribing.send_test(subscription)
    sending.send_due()
    both = hearing.heard[-1]
    subscription.old_secret_until = timezone.now() - timedelta(seconds=1)
    subscription.save(update_fields=["old_secret_until"])
    subscribing.send_test(subscription)
    sending.send_due()

    assert both.is_signed_with(SECRET) and both.is_signed_with(fresh)
    assert len(both.headers["webhook-signature"].split()) == 2
    assert len(hearing.heard[-1].headers["webhook-signature"].split()) == 1
    assert hearing.heard[-1].is_signed_with(fresh)
    assert hearing.heard[-1].said["type"] == "test.message"


def test_only_those_who_want_an_event_are_told_of_it(hearing: Hearing) -> None:
    agency = an_agency()
    wants, all_of_it, off = (
        hearing.told(agency, events=["sync.failed"]),
        hearing.told(agency),
        hearing.told(agency, is_on=False),
    )
    a_subscription()  # of another agency

    numbers = [events.emit(agency.pk, name, {}) for name in ("sync.failed", "lease.changed")]

    assert numbers == [2, 1]
    assert [wants.deliveries.count(), all_of_it.deliveries.count(), off.deliveries.count()] == [1, 2, 0]


def test_where_nobody_listens_telling_asks_the_database_once_in_a_while(django_assert_num_queries: Any) -> None:
    agency = an_agency()
    with django_assert_num_queries(1):
        events.emit(agency.pk, "sync.finished", {})

    with django_assert_num_queries(0):
        for _ in range(20):
            assert events.emit(agency.pk, "sync.finished", {}) == 0


def test_while_the_cache_is_away_those_who_listen_are_told_all_the_same(settings: Any) -> None:
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    settings.CACHES = {"default": away}
    subscription = a_subscription()

    assert events.emit(subscription.agency_id, "sync.finished", {}) == 1
    assert events.emit(an_agency().pk, "sync.finished", {}) == 0


def test_a_message_that_is_not_taken_is_tried_for_more_than_a_day(hearing: Hearing) -> None:
    subscription = hearing.told()
    hearing.status, hearing.answer = 500, b"no \x00 room\n" + b"x" * 10_000
    tried: list[datetime] = []

    with time_machine.travel(NOON, tick=False) as clock:
        events.emit(subscription.agency_id, "sync.finished", {})
        while (delivery := EventDelivery.objects.get()).status == "waiting":
            assert delivery.next_try_at is not None
            clock.move_to(delivery.next_try_at)
            tried.append(delivery.next_try_at)
            assert sending.send_due() == 1
            assert sending.send_due() == 0

    waits = [(after - before).total_seconds() for before, after in pairwise(tried)]
    assert (delivery.status, len(hearing.heard), len(delivery.tries)) == ("failed", 11, 11)
    assert {heard.headers["webhook-id"] for heard in hearing.heard} == {str(delivery.pk)}
    assert tried[-1] - tried[0] > timedelta(hours=24)
    assert waits == sorted(waits)
    for known, wait in zip(noting.BACKOFF, waits, strict=True):
        assert known.total_seconds() <= wait <= 1.1 * known.total_seconds()
    assert delivery.tries[0]["said"] == "no room " + "x" * 192


def test_a_message_that_is_taken_at_last_ends_the_trouble(hearing: Hearing) -> None:
    subscription = hearing.told()
    hearing.status = 503
    with time_machine.travel(NOON, tick=False) as clock:
        events.emit(subscription.agency_id, "sync.finished", {})
        sending.send_due()
        subscription.refresh_from_db()
        failing_since = subscription.failing_since
        hearing.status = 200
        clock.shift(timedelta(seconds=6))
        sending.send_due()

    subscription.refresh_from_db()
    assert (failing_since, subscription.failing_since) == (NOON, None)
    assert [row["status"] for row in EventDelivery.objects.get().tries] == [503, 200]


def test_a_redirect_is_not_followed(hearing: Hearing) -> None:
    subscription = hearing.told()
    hearing.status, hearing.location = 302, f"{hearing.url}/elsewhere"

    subscribing.send_test(subscription)
    sending.send_due()

    assert [heard.path for heard in hearing.heard] == ["/pmsync?of=us"]
    assert EventDelivery.objects.get().tries[0]["status"] == 302


def test_a_name_that_leads_inside_a_moment_later_is_not_followed(
    hearing: Hearing, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOKS_ALLOW_PRIVATE = False
    found = {"address": "93.184.216.34"}
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, **how: [(2, 1, 6, "", (found["address"], port))])
    subscription, _ = subscribing.subscribe(an_agency(), None, "https://rebinding.example:8443/")
    found["address"] = "127.0.0.1"

    subscribing.send_test(subscription)
    sending.send_due()

    [tried] = EventDelivery.objects.get().tries
    assert (tried["status"], hearing.heard) == (None, [])
    assert "rebinding.example is inside of a private network" in tried["said"]


def test_the_connection_goes_to_the_address_that_was_checked(hearing: Hearing, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int, *more: Any, **how: Any) -> list[Any]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 or host == "127.0.0.1" else "203.0.113.9"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    subscription = hearing.told(url=f"http://crm.example:{hearing.port}/")
    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    subscribing.send_test(subscription)
    sending.send_due()

    assert [heard.headers["host"] for heard in hearing.heard] == [f"crm.example:{hearing.port}"]
    assert asked.count("crm.example") == 1


def test_a_message_that_was_under_way_when_its_worker_was_killed_is_sent_again(hearing: Hearing) -> None:
    subscription = hearing.told()
    with time_machine.travel(NOON, tick=False) as clock:
        subscribing.send_test(subscription)
        [claimed] = claiming.claim()
        at_once = claiming.claim()
        clock.shift(claiming.CLAIM_LOST_AFTER + timedelta(seconds=1))
        sending.send_due()

    assert at_once == []
    assert [heard.headers["webhook-id"] for heard in hearing.heard] == [str(claimed.delivery.pk)]


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_sends_a_message(hearing: Hearing) -> None:
    subscription = hearing.told()
    for number in range(60):
        events.emit(subscription.agency_id, "sync.finished", {"number": number})
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        while parcels := claiming.claim():
            for parcel in parcels:
                noting.note(parcel.delivery, sending._post(parcel), timezone.now())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(heard.said["data"]["number"] for heard in hearing.heard) == list(range(60))
    assert set(EventDelivery.objects.values_list("status", flat=True)) == {"delivered"}


def test_one_worker_sends_at_a_time(hearing: Hearing) -> None:
    subscribing.send_test(hearing.told())
    cache.add(sending.ALONE, 1, 60)

    turned_away = sending.send_due()
    cache.delete(sending.ALONE)

    assert (turned_away, sending.send_due()) == (0, 1)


def test_a_message_is_sent_again_as_one_of_its_own(hearing: Hearing) -> None:
    subscription = hearing.told()
    events.emit(subscription.agency_id, "lease.changed", DATA)
    sending.send_due()
    first = EventDelivery.objects.select_related("subscription__agency").get()

    again = subscribing.resend(first, a_member(subscription.agency))
    sending.send_due()

    assert again.resends_id == first.pk
    assert [heard.said for heard in hearing.heard] == [first.payload, first.payload]
    assert [heard.headers["webhook-id"] for heard in hearing.heard] == [str(first.pk), str(again.pk)]
