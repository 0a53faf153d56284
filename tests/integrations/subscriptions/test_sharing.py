"""Nobody's address takes the place of another's: few messages to each at a time, one to one that fails."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from integrations import events
from integrations.models import EventDelivery
from integrations.subscriptions import claiming, noting, sending
from integrations.subscriptions.posting import Answer
from tests.event_factories import a_subscription
from tests.integrations.subscriptions.hearing import Hearing

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 3, 12, tzinfo=UTC)
NO_ANSWER = Answer(None, "There was no answer within 10 seconds.", 10_000)


def tell(subscription: Any, messages: int = 1) -> None:
    """Queue so many messages."""
    for number in range(messages):
        events.emit(subscription.agency_id, "sync.finished", {"number": number})


def test_an_address_that_does_not_answer_takes_no_place_from_others() -> None:
    hole, good = a_subscription(), a_subscription()
    tell(hole, 100)
    tell(good)

    first = [parcel.url for parcel in claiming.claim()]

    assert first == [hole.url, hole.url, good.url]
    assert claiming.claim() == []


def test_what_was_claimed_by_a_worker_that_is_gone_holds_nobody_up_for_long() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tell(a_subscription(failing_since=NOON), 3)
        lost = claiming.claim()
        meanwhile = claiming.claim()
        clock.shift(claiming.CLAIM_LOST_AFTER + timedelta(seconds=1))
        again = claiming.claim()

    assert (len(lost), meanwhile, len(again)) == (1, [], 1)


def test_an_address_that_fails_is_tried_with_one_message_at_a_time(hearing: Hearing) -> None:
    subscription = hearing.told()
    hearing.status = 500
    with time_machine.travel(NOON, tick=False) as clock:
        tell(subscription, 6)
        posted = [sending.send_due()]
        for seconds in (4, 1, 5, 10, 20):
            clock.shift(timedelta(seconds=seconds))
            posted.append(sending.send_due())

    assert posted == [2, 0, 1, 1, 1, 1]
    assert sorted(heard.said["data"]["number"] for heard in hearing.heard) == list(range(6))


def test_an_address_is_left_alone_for_an_hour_at_most_and_then_tried_with_another_message(hearing: Hearing) -> None:
    subscription = hearing.told(failing_since=NOON - timedelta(days=2))
    with time_machine.travel(NOON, tick=False):
        tell(subscription, 3)
        [tried] = claiming.claim()
        noting.note(tried.delivery, NO_ANSWER, timezone.now())

    [first, second, last] = EventDelivery.objects.order_by("next_try_at")
    assert first.next_try_at == second.next_try_at == NOON + timedelta(hours=1)
    assert (last.pk, last.next_try_at) == (tried.delivery.pk, NOON + timedelta(hours=1, milliseconds=1))


def test_what_was_held_back_goes_as_soon_as_one_is_taken(hearing: Hearing) -> None:
    subscription = hearing.told(failing_since=NOON - timedelta(days=2))
    hearing.status = 500
    with time_machine.travel(NOON, tick=False) as clock:
        tell(subscription, 5)
        sending.send_due()
        hearing.status = 204
        clock.shift(timedelta(minutes=1))
        tell(subscription)
        posted = sending.send_due()

    assert posted == 5
    assert list(EventDelivery.objects.filter(status="waiting").values_list("tries__0__status", flat=True)) == [500]


def test_one_message_that_is_never_taken_holds_up_no_others(hearing: Hearing) -> None:
    subscription = hearing.told()
    hearing.status, hearing.only_to = 413, b'"number":0}'
    with time_machine.travel(NOON, tick=False) as clock:
        tell(subscription, 20)
        sending.send_due()
        clock.shift(timedelta(seconds=5))
        sending.send_due()

    left = EventDelivery.objects.exclude(status="delivered")
    assert [row.payload["data"]["number"] for row in left] == [0]


def test_one_message_that_cannot_be_made_holds_up_no_others(hearing: Hearing) -> None:
    broken = hearing.told(secret="whsec_%")
    tell(broken)
    tell(hearing.told())

    sending.send_due()

    assert len(hearing.heard) == 1
    assert EventDelivery.objects.get(subscription=broken).tries[0]["said"] == "Something went wrong inside pmsync."


def test_nothing_goes_to_an_address_that_was_switched_off_meanwhile() -> None:
    subscription = a_subscription()
    tell(subscription)
    type(subscription).objects.filter(pk=subscription.pk).update(is_on=False)

    claimed = claiming.claim()

    assert (claimed, claiming.is_any_due()) == ([], False)
