"""The steps of a subscription's life, and what the trail keeps of them."""

import socket
from typing import Any

import pytest
from django.db import connections

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations import events, vault
from integrations.models import EventDelivery, EventSubscription
from integrations.subscriptions import subscribing
from tests.event_factories import a_delivery, a_subscription
from tests.factories import a_member, an_agency
from tests.integrations.subscriptions.hearing import Hearing

pytestmark = pytest.mark.django_db


def trail() -> list[tuple[str, str, dict[str, Any]]]:
    entries = AuditEntry.objects.order_by("at")
    return list(entries.values_list("action", "subject", "details"))


def test_a_new_subscription_gets_a_secret_of_its_own_and_hears_at_once(
    hearing: Hearing, django_capture_on_commit_callbacks: Any
) -> None:
    agency = an_agency()
    assert events.emit(agency.pk, "sync.finished", {}) == 0

    with django_capture_on_commit_callbacks(execute=True):
        made, secret = subscribing.subscribe(
            agency, a_member(agency), f"{hearing.url}/?key=1", ["sync.failed", "sync.finished"]
        )

    stored = vault.opened(EventSubscription.objects.all(), "secret")
    assert stored == [(made.pk, secret)]
    assert secret.startswith("whsec_") and len(secret) == 50
    assert made.events == ["sync.finished", "sync.failed"]
    assert events.emit(agency.pk, "sync.finished", {}) == 1
    [(action, subject, details)] = trail()
    assert (action, subject) == ("subscription_changed", f"127.0.0.1:{hearing.port}")
    assert details == {"added": True, "events": ["sync.finished", "sync.failed"]}


@pytest.mark.django_db(transaction=True)
def test_a_name_is_looked_up_before_anything_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, locked = connections["default"], []

    def resolve(host: str, port: int, **how: Any) -> list[Any]:
        locked.append(ours.in_atomic_block)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    made, _ = subscribing.subscribe(an_agency(), None, "https://crm.example/")
    subscribing.change(made, url="https://crm.example/pmsync")

    assert locked == [False, False]
    assert EventSubscription.objects.get().url == "https://crm.example/pmsync"


def test_all_types_are_kept_as_all(hearing: Hearing) -> None:
    made, _ = subscribing.subscribe(an_agency(), None, hearing.url, list(events.TYPES))

    assert made.events == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        pytest.param({"url": "ftp://crm.example"}, "bad_address", id="address"),
        pytest.param({"types": ["weather.changed"]}, "unknown_event", id="event"),
    ],
)
def test_what_cannot_be_told_is_refused(hearing: Hearing, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        subscribing.subscribe(an_agency(), None, **{"url": hearing.url, **asked})

    assert refused.value.code == code
    assert not EventSubscription.objects.exists()


def test_an_agency_has_twenty_at_most(hearing: Hearing) -> None:
    agency = an_agency()
    for _ in range(subscribing.MOST):
        a_subscription(agency)

    with pytest.raises(Refusal) as refused:
        subscribing.subscribe(agency, None, hearing.url)

    assert refused.value.code == "too_many"


def test_a_change_is_kept_and_noted_without_the_whole_address(hearing: Hearing) -> None:
    subscription = a_subscription(url="https://old.example/?key=1", events=["sync.failed"])

    changed = subscribing.change(subscription, url=f"{hearing.url}/?key=2", types=["lease.changed"])
    again = subscribing.change(subscription, url=f"{hearing.url}/?key=2", types=["lease.changed"])

    assert (changed, again) == (True, False)
    [(_, _, details)] = trail()
    assert details == {
        "events": {"old": ["sync.failed"], "new": ["lease.changed"]},
        "address": {"old": "old.example", "new": f"127.0.0.1:{hearing.port}"},
    }


def test_switching_off_gives_up_what_waits_and_switching_on_forgets_the_trouble() -> None:
    subscription = a_subscription()
    waiting = a_delivery(subscription, status="waiting", tries=[], done_at=None)

    subscribing.switch(subscription, on=False)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.tries[0]["said"]) == ("failed", "It was switched off.")
    with pytest.raises(Refusal):
        subscribing.send_test(subscription)
    with pytest.raises(Refusal):
        subscribing.resend(waiting, a_member(subscription.agency))
    subscribing.switch(subscription, on=True)
    assert subscribing.send_test(subscription).status == "waiting"
    assert [details for _, _, details in trail()] == [
        {"is_on": {"old": True, "new": False}},
        {"is_on": {"old": False, "new": True}},
    ]


def test_what_was_told_in_the_moment_of_switching_off_is_not_sent_once_it_is_on() -> None:
    subscription = a_subscription(is_on=False)
    late = a_delivery(subscription, status="waiting", tries=[], done_at=None)

    subscribing.switch(subscription, on=True)

    late.refresh_from_db()
    assert (late.status, late.tries[0]["said"]) == ("failed", "It was switched off.")


def test_a_message_on_its_way_is_not_sent_again() -> None:
    waiting = a_delivery(status="waiting", done_at=None)

    with pytest.raises(Refusal) as refused:
        subscribing.resend(waiting, a_member(waiting.subscription.agency))

    assert refused.value.code == "waiting"


def test_one_that_is_removed_takes_its_log_with_it() -> None:
    subscription = a_subscription(url="https://crm.example/?key=1")
    a_delivery(subscription, resends=a_delivery(subscription))

    subscribing.remove(subscription)

    assert not EventDelivery.objects.exists()
    assert trail() == [("subscription_changed", "crm.example", {"removed": True})]
