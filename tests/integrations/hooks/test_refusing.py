"""A refusal leaves a trace in words, and nothing that goes wrong leaves one of the secret path."""

import logging
import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from io import BytesIO
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from integrations import vault
from integrations.hooks import door, known, receivers, refusing, storing
from integrations.models import WebhookEvent, WebhookReceiver
from providers.errors import ClientError
from tests.factories import a_connection
from tests.integrations.hooks.door import Door, a_receiver, bodies
from tests.processes import wait_until

pytestmark = pytest.mark.django_db
Post = Callable[..., str]


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """Posts to a path as a server would, and returns the status once all is done that follows the answer."""
    application = door.with_hooks(lambda environ, start: [])

    def posted(path: str, body: bytes = b"{}", **more: Any) -> str:
        said: list[str] = []
        length = {"CONTENT_LENGTH": str(len(body))}
        about = {"REQUEST_METHOD": "POST", "PATH_INFO": f"/hooks/{path}", "REMOTE_ADDR": "203.0.113.7"}
        answer: Any = application(
            {"wsgi.input": BytesIO(body), **about, **length, **more}, lambda *how: said.append(how[0])
        )
        list(answer)
        answer.close()
        return said[0][:3]

    monkeypatch.setattr(known, "close_old_connections", lambda: None)  # the test's transaction must stay open
    known._kept.clear()
    refusing._last.clear()
    yield posted
    known._kept.clear()
    refusing._last.clear()


def last_refusal() -> tuple[bool, str]:
    """Whether one is kept, and why it was."""
    row = WebhookReceiver.objects.get()
    return row.refused_at is not None, row.refused_because


@pytest.mark.parametrize(
    ("given", "more", "status", "because"),
    [
        ({"networks": ["198.51.100.0/24"]}, {}, "403", "It came from 203.0.113.7, which is not among the addresses"),
        ({"is_on": False}, {}, "410", "Events were switched off"),
        ({}, {"CONTENT_LENGTH": "999999"}, "413", "It was longer than 256 KiB."),
        ({}, {"CONTENT_LENGTH": "3"}, "400", "It was not as long as it said."),
        ({}, {"CONTENT_LENGTH": ""}, "411", "It did not say how long it was."),
    ],
)
def test_the_last_refusal_is_kept_in_words(
    post: Post, given: dict[str, Any], more: dict[str, Any], status: str, because: str
) -> None:
    path = a_receiver(a_connection(), **given).path

    answered = post(path, **more)

    assert answered == status
    assert (last_refusal()[0], last_refusal()[1][: len(because)]) == (True, because)
    assert not WebhookEvent.objects.exists()


def test_a_post_that_is_not_signed_is_kept_as_that(post: Post) -> None:
    opened = a_receiver(a_connection())
    receivers.new_secret(opened.receiver)

    answered = post(opened.path)

    assert (answered, last_refusal()[1]) == ("401", "It was not signed with the secret, or more than five minutes ago.")


def test_a_receiver_is_written_to_once_a_minute_at_most(post: Post, django_assert_num_queries: Any) -> None:
    path = a_receiver(a_connection(), networks=["198.51.100.0/24"]).path
    post(path)

    with django_assert_num_queries(0):
        answers = {post(path) for _ in range(20)}

    assert answers == {"403"}


def test_what_came_to_nobody_is_kept_nowhere(post: Post) -> None:
    a_receiver(a_connection())

    answers = [post("x" * 43), post("x" * 43, REQUEST_METHOD="GET")]

    assert (answers, last_refusal()) == (["404", "405"], (False, ""))


@pytest.mark.parametrize(
    ("address", "behind_proxy", "hints"),
    [("10.0.0.3", False, True), ("93.184.216.34", False, False), ("10.0.0.3", True, False), ("nonsense", False, False)],
)
def test_an_address_that_may_be_a_proxy_is_called_one(
    settings: Any, address: str, behind_proxy: bool, hints: bool
) -> None:
    settings.BEHIND_PROXY = behind_proxy

    words = refusing.reason(HTTPStatus.FORBIDDEN, address)

    assert (refusing.PROXY in words) is hints


@pytest.mark.parametrize("trouble", [ClientError("The keys do not fit."), OperationalError("away"), ValueError("x")])
def test_whatever_goes_wrong_is_answered_and_logged_without_the_path(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, trouble: Exception
) -> None:
    path = a_receiver(a_connection()).path

    def fail(*given: Any) -> Any:
        raise trouble

    monkeypatch.setattr(vault, "opened", fail)
    with caplog.at_level(logging.DEBUG):
        answered = post(path)

    assert answered == "503"
    assert "An event was not stored" in caplog.text
    assert path not in caplog.text


def test_what_goes_wrong_after_the_answer_is_logged_without_the_path(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = a_receiver(a_connection()).path

    def fail(*given: Any) -> Any:
        raise ValueError

    monkeypatch.setattr(door.nudger, "nudge", fail)
    answered = post(path)

    assert answered == "204"
    assert "what follows failed" in caplog.text
    assert path not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_one_event_that_cannot_be_stored_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    of = a_connection()
    way, insert, outcomes = storing.Storing(), storing._insert, dict[str, str]()
    everybody = threading.Barrier(6)

    def inserted(events: Any) -> None:
        if any(event.body == "bad" for event in events):
            raise ValueError
        insert(events)

    def store(name: str) -> None:
        everybody.wait()
        try:
            way.store(WebhookEvent(connection=of, body=name, received_at=timezone.now()))
            outcomes[name] = "stored"
        except ValueError:
            outcomes[name] = "refused"
        finally:
            connection.close()

    monkeypatch.setattr(storing, "_insert", inserted)
    posts = [threading.Thread(target=store, args=(name,), daemon=True) for name in ("bad", *"12345")]
    for each in posts:
        each.start()
    for each in posts:
        each.join(20)

    assert outcomes == {"bad": "refused", **dict.fromkeys("12345", "stored")}
    assert sorted(bodies()) == list("12345")


def test_whoever_stores_for_others_and_is_stopped_leaves_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    way = storing.Storing()
    first, second = (WebhookEvent(body=name, received_at=timezone.now()) for name in "12")
    behind = storing._Waiting(second)

    def stopped(events: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(storing, "_insert", stopped)
    way._waiting.append(behind)
    with pytest.raises(SystemExit):
        way.store(first)

    assert behind.is_over
    assert isinstance(behind.trouble, storing.Lost)


@pytest.mark.django_db(transaction=True)
def test_a_web_process_keeps_the_last_refusal(door: Door) -> None:
    path = a_receiver(a_connection(), networks=["198.51.100.0/24"]).path

    answered = door.post(path).status_code

    assert answered == 403
    wait_until(lambda: last_refusal()[0])
    assert last_refusal()[1] == (
        "It came from 127.0.0.1, which is not among the addresses that may post. "
        "If that is a proxy of your own, whoever runs pmsync must set BEHIND_PROXY."
    )
