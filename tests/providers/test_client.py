"""The client against a made-up vendor."""

import logging
import time

import pytest
import requests
import responses

from providers.errors import (
    ClientError,
    CredentialsError,
    ForbiddenError,
    NotFoundError,
    ReplyError,
    UnavailableError,
)
from tests.providers.given import API, Naps, a_client
from tests.providers.wire import RawServer, http

LETS = f"{API}/lets"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@responses.activate
def test_a_request_carries_our_own_name_the_token_and_what_we_accept():
    responses.get(LETS, json=[])

    a_client(tokens=("abc",)).get("lets", {"Since": "0"})

    sent = responses.calls[0].request
    assert sent.url == f"{LETS}?Since=0"
    assert sent.headers["Authorization"] == "Bearer abc"
    assert sent.headers["Accept"] == "application/json"
    assert sent.headers["User-Agent"].startswith("pmsync/")


@responses.activate
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_vendor_in_trouble_is_tried_three_times_with_growing_pauses(status):
    responses.get(LETS, status=status, body="oops")
    naps = Naps()

    with pytest.raises(UnavailableError) as caught:
        a_client(sleep=naps, backoff_seconds=1.0).get("lets")

    assert len(responses.calls) == 3
    assert len(naps.seconds) == 2
    assert 1.0 <= naps.seconds[0] <= 1.25
    assert 2.0 <= naps.seconds[1] <= 2.5
    assert (caught.value.provider, caught.value.path, caught.value.status) == ("vendor", "lets", status)


@responses.activate
def test_a_vendor_that_comes_back_is_read():
    responses.get(LETS, status=500)
    responses.get(LETS, body=requests.ConnectionError())
    responses.get(LETS, json=[1])

    assert a_client().get("lets") == b"[1]"


@responses.activate
@pytest.mark.parametrize("trouble", [requests.ConnectionError(), requests.ReadTimeout(), requests.ConnectTimeout()])
def test_a_vendor_out_of_reach_is_unavailable_after_three_tries(trouble):
    responses.get(LETS, body=trouble)

    with pytest.raises(UnavailableError) as caught:
        a_client().get("lets")

    assert len(responses.calls) == 3
    assert caught.value.status is None


@responses.activate
def test_a_vendor_out_of_reach_is_told_by_its_host_which_may_have_been_mistyped():
    responses.get(LETS, body=requests.ConnectionError())

    with pytest.raises(UnavailableError, match=r"^Vendor cannot be reached at api\.vendor\.example\.$"):
        a_client().get("lets")


CUT = [
    pytest.param((http(b"[1,2", length=900),), id="shorter than its Content-Length"),
    pytest.param((http(b"[1,2", length=-1),), id="no Content-Length and no end"),
    pytest.param((CHUNKED + b"4\r\n[1,2\r\n",), id="chunked without the last chunk"),
    pytest.param((b"HTTP/1.1 200 OK\r\nContent-Le",), id="in the middle of the headers"),
]


@pytest.mark.parametrize("reply", CUT)
def test_a_reply_cut_short_is_tried_again(reply):
    with RawServer(reply, (http(b"[1,2]"),)) as server:
        body = a_client(api_url=server.url).get("lets")

    assert body == b"[1,2]"
    assert server.calls == 2


@pytest.mark.parametrize("reply", CUT)
def test_a_reply_always_cut_short_makes_the_vendor_unavailable(reply):
    with RawServer(reply) as server, pytest.raises(UnavailableError):
        a_client(api_url=server.url).get("lets")

    assert server.calls == 3


def test_a_silent_vendor_is_given_up_after_the_timeout():
    with RawServer((1.0, http(b"[]"))) as server, pytest.raises(UnavailableError, match="took too long"):
        a_client(api_url=server.url, timeout_seconds=0.1).get("lets")


@pytest.mark.parametrize(
    ("begun", "drop"),
    [
        pytest.param(http(b"[", length=1000), b" ", id="with its length"),
        pytest.param(http(b"[", length=-1), b" ", id="without one"),
        pytest.param(CHUNKED + b"1\r\n[\r\n", b"1\r\n \r\n", id="in chunks"),
    ],
)
def test_a_reply_that_trickles_for_ever_is_given_up(begun, drop):
    drip = tuple(part for _ in range(200) for part in (0.05, drop))
    began = time.monotonic()

    with RawServer((begun, *drip)) as server, pytest.raises(UnavailableError):
        a_client(api_url=server.url, timeout_seconds=0.1).get("lets")

    assert time.monotonic() - began < 5


@responses.activate
def test_a_refused_token_is_renewed_once():
    responses.get(LETS, status=401)
    responses.get(LETS, json=[])

    a_client(tokens=("old", "new")).get("lets")

    assert [call.request.headers["Authorization"] for call in responses.calls] == ["Bearer old", "Bearer new"]


@responses.activate
def test_a_second_refusal_means_that_access_was_revoked():
    responses.get(LETS, status=401)

    with pytest.raises(CredentialsError) as caught:
        a_client(tokens=("old", "new", "newer")).get("lets")

    assert caught.value.revoked
    assert len(responses.calls) == 2


@responses.activate
def test_a_netrc_file_cannot_replace_the_token(tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine api.vendor.example login someone password else")
    monkeypatch.setenv("NETRC", str(netrc))
    responses.get(LETS, json=[])

    a_client(tokens=("abc",)).get("lets")

    assert responses.calls[0].request.headers["Authorization"] == "Bearer abc"


@responses.activate
@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (403, "scope", ForbiddenError),
        (404, "gone", NotFoundError),
        (400, "Invalid id", NotFoundError),
        (400, "Invalid value of offset or limit", ReplyError),
        (422, "no", ReplyError),
        (302, "", ReplyError),
    ],
)
def test_a_final_status_becomes_its_error(status, body, error):
    responses.get(
        LETS, status=status, body=body, headers={"X-Request-Id": "r-9", "Location": "https://elsewhere.example"}
    )

    with pytest.raises(error) as caught:
        a_client().get("lets", {"Since": "5"})

    assert type(caught.value) is error
    assert len(responses.calls) == 1
    assert caught.value.provider == "vendor"
    assert caught.value.path == "lets"
    assert caught.value.status == status
    assert caught.value.request_id == "r-9"
    assert body in caught.value.message


@responses.activate
@pytest.mark.parametrize(
    ("body", "kind"),
    [("<html>Sign in</html>", "text/html"), ("  <!DOCTYPE html>", "application/json"), ("", "application/json")],
)
def test_a_web_page_or_nothing_is_not_a_reply(body, kind):
    responses.get(LETS, body=body, content_type=kind, auto_calculate_content_length=True)

    with pytest.raises(ReplyError):
        a_client().get("lets")


@responses.activate
def test_an_empty_reply_is_fine_where_the_vendor_says_that_it_is_still_at_it():
    responses.get(LETS, status=202, body="")

    assert a_client().get("lets") == b""


@responses.activate
@pytest.mark.parametrize("body", ["nonsense", '{"Name": 5}', "[]"])
def test_a_small_reply_of_another_shape_is_refused(body):
    responses.get(LETS, body=body)

    with pytest.raises(ReplyError):
        a_client().get_as(dict[str, str], "lets")


def test_a_plain_address_on_another_machine_is_refused_before_anything_is_sent():
    with pytest.raises(ClientError, match="Wrong host"):
        a_client(api_url="http://api.vendor.example")


@responses.activate
def test_no_message_repr_or_log_shows_a_token_or_an_address(caplog):
    caplog.set_level(logging.DEBUG)
    secret = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0"
    responses.get(LETS, status=400, body=f"Bad token {secret} of linh.nguyen@example.com")

    with pytest.raises(ReplyError) as caught:
        a_client(tokens=(secret,)).get("lets")

    shown = f"{caught.value!r} {caught.value} {vars(caught.value)} {caplog.text}"
    assert secret not in shown
    assert "example.com" not in shown.replace("vendor.example", "")


@responses.activate
def test_the_log_names_method_path_status_and_time(caplog):
    caplog.set_level(logging.INFO, logger="providers.client")
    responses.get(LETS, json=[])

    a_client().get("lets", {"Since": "5"})

    assert [record.message.rsplit(" in ", 1)[0] for record in caplog.records] == ["GET lets: 200"]
