"""A refusal leaves a trace in words."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from io import BytesIO
from typing import Any

import pytest

from integrations.hooks import door, known, receivers, refusing
from integrations.models import WebhookEvent, WebhookReceiver
from tests.factories import a_connection
from tests.integrations.hooks.door import Door, a_receiver
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
