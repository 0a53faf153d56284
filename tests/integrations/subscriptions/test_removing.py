"""A subscription is removed or changed while a page of a sync is telling it of something."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection, transaction
from django.utils import timezone

from integrations import events
from integrations.models import EventDelivery, EventSubscription
from integrations.subscriptions import claiming, noting, subscribing
from integrations.subscriptions.posting import Answer
from tests.event_factories import a_delivery, a_subscription

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = connection.vendor == "postgresql"
PATIENCE_SECONDS = 20


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[threading.Event]:
    """Work on a connection of its own, under way from here on. The event is set once it is over."""
    is_over, troubles = threading.Event(), list[BaseException]()

    def carry_out() -> None:
        try:
            work()
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connection.close()
            is_over.set()

    worker = threading.Thread(target=carry_out)
    worker.start()
    yield is_over
    worker.join(PATIENCE_SECONDS)
    assert (worker.is_alive(), troubles) == (False, [])


def test_a_page_that_tells_a_subscription_keeps_it_until_it_is_through() -> None:
    subscription, other = a_subscription(), a_subscription()
    a_delivery(subscription)

    with ExitStack() as page, ExitStack() as besides:
        page.enter_context(transaction.atomic())
        queued = events.emit(subscription.agency_id, "lease.changed", {})
        removal = beside(lambda: subscribing.remove(EventSubscription.objects.get(pk=subscription.pk)))
        over_meanwhile = besides.enter_context(removal).wait(0.5)
        page.close()

    assert (queued, over_meanwhile) == (1, False)
    assert list(EventSubscription.objects.values_list("pk", flat=True)) == [other.pk]
    assert not EventDelivery.objects.exists()


def test_a_page_tells_nobody_who_was_removed_after_it_began() -> None:
    subscription = a_subscription()
    assert events.is_heard(subscription.agency_id)

    subscribing.remove(subscription)
    with transaction.atomic():
        queued = events.emit(subscription.agency_id, "lease.changed", {})

    assert (queued, EventDelivery.objects.count()) == (0, 0)


def test_those_who_send_and_those_who_change_it_do_not_wait_for_a_page() -> None:
    if not on_postgresql:
        return  # SQLite lets one transaction write at a time
    subscription = a_subscription()
    events.emit(subscription.agency_id, "lease.changed", {})
    [parcel] = claiming.claim()

    def work() -> None:
        noting.note(parcel.delivery, Answer(503, "", 1), timezone.now())
        subscribing.rotate(EventSubscription.objects.get(pk=subscription.pk))
        subscribing.switch(EventSubscription.objects.get(pk=subscription.pk), on=False)

    with transaction.atomic():
        events.emit(subscription.agency_id, "lease.changed", {})
        with beside(work) as is_over:
            assert is_over.wait(PATIENCE_SECONDS)


def test_what_comes_of_a_try_is_forgotten_with_its_subscription() -> None:
    subscription = a_subscription()
    events.emit(subscription.agency_id, "lease.changed", {})
    [parcel] = claiming.claim()

    subscribing.remove(subscription)
    noting.note(parcel.delivery, Answer(204, "", 1), timezone.now())

    assert not EventDelivery.objects.exists()
