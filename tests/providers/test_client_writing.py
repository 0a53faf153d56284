"""What the client does with a write: it is never repeated once it may have been stored."""

from decimal import Decimal

import pytest
import requests
import responses
from urllib3.exceptions import MaxRetryError, NewConnectionError

from providers.errors import (
    CredentialsError,
    ForbiddenError,
    NotFoundError,
    RateLimitError,
    RefusedError,
    ReplyError,
    StaleError,
    UnavailableError,
    UnknownOutcomeError,
)
from tests.providers.given import API, Naps, a_client
from tests.providers.wire import RawServer, http

LETS = f"{API}/lets"


@responses.activate
def test_a_write_carries_json_with_numbers_as_numbers():
    responses.post(LETS, json=[{"Id": 1}], status=201, headers={"Location": "/lets/1"})

    answer = a_client(tokens=("abc",)).post("lets", [{"Rent": Decimal("412.50")}], {"fields": "Id"})

    sent = responses.calls[0].request
    assert sent.url == f"{LETS}?fields=Id"
    assert sent.body == b'[{"Rent":412.50}]'
    assert sent.headers["Content-Type"] == "application/json"
    assert sent.headers["Authorization"] == "Bearer abc"
    assert (answer.status, answer.headers["location"], answer.body) == (201, "/lets/1", b'[{"Id": 1}]')


@responses.activate
def test_a_write_may_be_answered_with_nothing():
    responses.post(LETS, status=204)

    assert a_client().post("lets", []).body == b""


@responses.activate
@pytest.mark.parametrize(
    ("status", "error"),
    [
        pytest.param(400, RefusedError, id="wrong"),
        pytest.param(403, ForbiddenError, id="no right"),
        pytest.param(404, NotFoundError, id="gone"),
        pytest.param(405, RefusedError, id="not to be written"),
        pytest.param(409, StaleError, id="changed meanwhile"),
        pytest.param(412, RefusedError, id="books closed"),
        pytest.param(422, RefusedError, id="does not fit"),
        pytest.param(302, ReplyError, id="sent on"),
        pytest.param(500, UnknownOutcomeError, id="trouble"),
        pytest.param(502, UnknownOutcomeError, id="gate"),
        pytest.param(503, UnknownOutcomeError, id="unavailable"),
        pytest.param(504, UnknownOutcomeError, id="gate too slow"),
    ],
)
def test_a_refused_write_becomes_its_error_at_once(status, error):
    responses.post(LETS, status=status, body="The vendor's words", headers={"X-Request-Id": "r-9"})

    with pytest.raises(error) as caught:
        a_client().post("lets", [])

    assert type(caught.value) is error
    assert len(responses.calls) == 1
    assert (caught.value.path, caught.value.status, caught.value.request_id) == ("lets", status, "r-9")


@responses.activate
def test_the_vendors_words_say_why_a_change_was_refused():
    responses.post(LETS, status=412, body="The books are closed.")

    with pytest.raises(RefusedError, match=r"Vendor does not take this change\. It says: The books are closed\."):
        a_client().post("lets", [])


LOST = [
    pytest.param((1.0, http(b"[]")), id="silence"),
    pytest.param((b"",), id="hung up"),
    pytest.param((b"HTTP/1.1 200 OK\r\nContent-Le",), id="broken off in the headers"),
    pytest.param((http(b"[1,2", length=900),), id="cut short"),
    pytest.param((http(b"<html>", kind="text/html"),), id="a web page"),
]


@pytest.mark.parametrize("reply", LOST)
def test_a_write_without_a_whole_answer_is_unknown_and_not_repeated(reply):
    with RawServer(reply) as server, pytest.raises(UnknownOutcomeError, match="may or may not have been stored"):
        a_client(api_url=server.url, timeout_seconds=0.2).post("lets", [])

    assert server.calls == 1


@responses.activate
@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(requests.ConnectTimeout(), id="too slow to connect"),
        pytest.param(
            requests.ConnectionError(MaxRetryError(None, "/lets", NewConnectionError(None, "refused"))), id="refused"
        ),
    ],
)
def test_a_connection_that_never_came_about_is_tried_again(trouble):
    responses.post(LETS, body=trouble)
    responses.post(LETS, json=[])

    assert a_client().post("lets", []).status == 200


@responses.activate
def test_a_vendor_that_is_never_reached_is_unavailable_and_has_stored_nothing():
    responses.post(LETS, body=requests.ConnectTimeout())

    with pytest.raises(UnavailableError):
        a_client().post("lets", [])

    assert len(responses.calls) == 3


@responses.activate
def test_a_refused_token_is_renewed_once_for_a_write_too():
    responses.post(LETS, status=401)
    responses.post(LETS, json=[])

    a_client(tokens=("old", "new")).post("lets", [])

    assert [call.request.headers["Authorization"] for call in responses.calls] == ["Bearer old", "Bearer new"]


@responses.activate
def test_a_second_refusal_of_a_write_means_that_access_was_revoked():
    responses.post(LETS, status=401)

    with pytest.raises(CredentialsError) as caught:
        a_client(tokens=("old", "new")).post("lets", [])

    assert caught.value.revoked


@responses.activate
def test_a_limit_is_waited_for_before_a_write():
    responses.post(LETS, status=429, headers={"Retry-After": "7"})
    responses.post(LETS, status=503, headers={"Retry-After": "5"})
    responses.post(LETS, json=[])
    naps = Naps()

    a_client(sleep=naps).post("lets", [])

    assert naps.seconds == [7.0, 5.0]


@responses.activate
def test_a_long_limit_gives_a_write_back():
    responses.post(LETS, status=429, headers={"Retry-After": "600"})

    with pytest.raises(RateLimitError):
        a_client().post("lets", [])


@responses.activate
def test_a_caller_may_judge_some_answers_itself():
    responses.post(LETS, status=401, body="wrong password")

    assert a_client().post("lets", {}, judged=(401,)).body == b"wrong password"
    assert len(responses.calls) == 1


@responses.activate
def test_a_missing_right_is_seen_whatever_its_status_is():
    responses.post(LETS, status=500, body="Required privilege: Edit Lets.")
    responses.get(LETS, status=500, body="Required privilege: View Lets.")
    client = a_client(forbidden_words=("required privilege",))

    for ask in (lambda: client.post("lets", []), lambda: client.get("lets")):
        with pytest.raises(ForbiddenError):
            ask()

    assert len(responses.calls) == 2
