"""What a vendor is answered, over a real socket from the server that serves the site."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import requests
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from integrations.hooks import receivers
from integrations.models import Connection, WebhookEvent, WebhookReceiver
from tests.factories import a_connection
from tests.integrations.hooks.door import Door, a_receiver, bodies
from tests.processes import wait_until

Doors = Callable[..., Door]
BODY = b'{"type": "Tenant_Edit", "ids": ["17"]}'
BEHIND_PROXY = {"BEHIND_PROXY": "1"}


def test_an_event_is_stored_encrypted_and_answered_without_a_cookie(door: Door) -> None:
    connection = a_connection()
    path = a_receiver(connection).path
    before = timezone.now()

    answer = door.post(path, BODY)

    event = WebhookEvent.objects.get()
    assert (answer.status_code, answer.content, answer.cookies.get_dict()) == (204, b"", {})
    assert bodies() == [BODY.decode()]
    assert (event.connection_id, event.status, event.address) == (connection.pk, "waiting", "127.0.0.1")
    assert (event.event_type, event.records, event.sync_log_id, event.replays) == ("", [], None, 0)
    assert before <= event.received_at <= timezone.now()


def test_what_is_not_an_event_for_us_is_refused_and_not_stored(door: Door) -> None:
    connection = a_connection()
    path = a_receiver(connection, networks=["203.0.113.0/24"]).path
    off = a_receiver(a_connection(), is_on=False).path
    gone = a_receiver(a_connection(status=Connection.Status.DISCONNECTED)).path

    answers = {
        "unknown": door.post("x" * 43).status_code,
        "elsewhere": door.post(path).status_code,
        "off": door.post(off).status_code,
        "gone": door.post(gone).status_code,
        "method": requests.get(f"{door.url}/hooks/{path}", timeout=5).status_code,
        "other page": requests.get(f"{door.url}/login", timeout=5).status_code,
    }

    assert answers == {"unknown": 404, "elsewhere": 403, "off": 410, "gone": 410, "method": 405, "other page": 200}
    assert not WebhookEvent.objects.exists()


def test_behind_a_proxy_the_address_is_the_one_that_it_wrote(doors: Doors) -> None:
    path = a_receiver(a_connection(), networks=["203.0.113.0/24", "2001:db8::/32"]).path
    door = doors(**BEHIND_PROXY)

    told = {
        sent: door.post(path, headers={"X-Forwarded-For": sent}).status_code
        for sent in ("203.0.113.7", "203.0.113.7, 198.51.100.1", "198.51.100.1, 203.0.113.9:4711", "2001:db8::5", "")
    }

    assert told == {
        "203.0.113.7": 204,
        "203.0.113.7, 198.51.100.1": 403,
        "198.51.100.1, 203.0.113.9:4711": 204,
        "2001:db8::5": 204,
        "": 403,
    }
    assert set(WebhookEvent.objects.values_list("address", flat=True)) == {"203.0.113.7", "203.0.113.9", "2001:db8::5"}


def test_only_signed_bodies_are_taken_once_there_is_a_secret(door: Door) -> None:
    opened = a_receiver(a_connection())
    secret = receivers.new_secret(opened.receiver)
    good = hmac.new(secret.encode(), BODY, hashlib.sha256).hexdigest()
    now = datetime.now(UTC)
    standard = {"webhook-id": "msg_1", "webhook-timestamp": str(int(now.timestamp()))}
    standard["webhook-signature"] = "v1a,xx v1,!! " + Webhook(secret).sign("msg_1", now, BODY.decode())
    old = now - timedelta(minutes=6)
    stale = {"webhook-id": "msg_1", "webhook-timestamp": str(int(old.timestamp()))}
    stale["webhook-signature"] = Webhook(secret).sign("msg_1", old, BODY.decode())

    told = [
        door.post(opened.path, BODY, headers=headers).status_code
        for headers in (
            {},
            {"X-Webhook-Signature": good},
            {"X-Webhook-Signature": f"sha256={good}"},
            {"X-Webhook-Signature": "0" * 64},
            {"X-Webhook-Signature": "é".encode().decode("latin-1")},
            standard,
            {**standard, "webhook-id": "msg_2"},
            stale,
        )
    ]

    assert told == [401, 204, 204, 401, 401, 204, 401, 401]
    assert door.post(opened.path, b"another body", headers={"X-Webhook-Signature": good}).status_code == 401
    assert bodies() == [BODY.decode()] * 3


def test_while_a_secret_is_changed_both_sign(door: Door) -> None:
    opened = a_receiver(a_connection())
    colleagues = WebhookReceiver.objects.get(pk=opened.receiver.pk)  # opened when there was no secret yet
    first = receivers.new_secret(opened.receiver)
    second = receivers.new_secret(colleagues)

    def signed_with(secret: str) -> int:
        signature = hmac.new(secret.encode(), BODY, hashlib.sha256).hexdigest()
        return door.post(opened.path, BODY, headers={"X-Webhook-Signature": signature}).status_code

    assert (signed_with(first), signed_with(second)) == (204, 204)
    colleagues.old_secret_until = timezone.now() - timedelta(seconds=1)
    colleagues.save(update_fields=["old_secret_until"])
    wait_until(lambda: signed_with(first) == 401)
    assert signed_with(second) == 204


def test_a_body_that_is_too_long_is_not_read(door: Door) -> None:
    path = a_receiver(a_connection()).path
    where = urlsplit(door.url)
    head = f"POST /hooks/{path} HTTP/1.1\r\nHost: x\r\nContent-Length: {{}}\r\nConnection: close\r\n\r\n"

    def answered(length: int, body: bytes) -> bytes:
        with socket.create_connection((where.hostname or "", where.port or 0), timeout=10) as line:
            line.sendall(head.format(length).encode() + body)
            return line.recv(100).split(b"\r\n")[0]

    assert answered(262_145, b"") == b"HTTP/1.1 413 Request Entity Too Large"
    assert answered(262_144, b"x" * 262_144) == b"HTTP/1.1 204 No Content"
    assert [len(body) for body in bodies()] == [262_144]


def test_a_body_in_pieces_is_taken_up_to_the_same_length(door: Door) -> None:
    path = a_receiver(a_connection()).path

    short = door.post(path, iter([b"a" * 1000, b"b"]))  # type: ignore[arg-type]
    long = door.post(path, iter([b"a" * 1000] * 300))  # type: ignore[arg-type]

    assert (short.status_code, long.status_code) == (204, 413)
    assert bodies() == ["a" * 1000 + "b"]


def test_bytes_that_are_no_text_are_stored_all_the_same(door: Door) -> None:
    path = a_receiver(a_connection()).path

    answer = door.post(path, b"\xff\x00{")

    assert answer.status_code == 204
    assert bodies() == ["\ufffd\x00{"]


def test_every_event_that_was_answered_is_there_after_a_kill(doors: Doors) -> None:
    path = a_receiver(a_connection()).path
    door = doors()
    answered: list[str] = []

    def storm(number: int) -> None:
        with requests.Session() as session:
            for index in range(10_000):
                name = f"{number}/{index}"
                try:
                    answer = session.post(f"{door.url}/hooks/{path}", data=json.dumps(name), timeout=10)
                except requests.RequestException:
                    return
                if answer.status_code == 204:
                    answered.append(name)

    vendors = [threading.Thread(target=storm, args=(number,)) for number in range(4)]
    for vendor in vendors:
        vendor.start()
    wait_until(lambda: len(answered) > 200)
    door.kill()
    for vendor in vendors:
        vendor.join()

    stored = {json.loads(body) for body in bodies()}
    assert len(answered) > 200
    assert set(answered) <= stored
    assert len(stored) <= len(answered) + 4  # those under way


def test_an_event_for_a_connection_that_has_just_been_removed_takes_no_other_with_it(
    door: Door,
) -> None:
    kept, removed = a_receiver(a_connection()), a_receiver(a_connection())
    assert door.post(removed.path).status_code == 204  # from now on the process knows it, for some seconds
    Connection.objects.filter(pk=removed.receiver.pk).delete()

    told = [door.post(path).status_code for path in (removed.path, kept.path)]

    assert told == [404, 204]


@pytest.mark.parametrize("address", ["", "/../healthz", "%00", "a" * 3000], ids=["none", "dots", "nul", "long"])
def test_an_odd_path_is_unknown(door: Door, address: str) -> None:
    where = urlsplit(door.url)

    with socket.create_connection((where.hostname or "", where.port or 0), timeout=10) as line:
        line.sendall(f"POST /hooks/{address} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{{}}".encode())
        status = line.recv(100).split(b"\r\n")[0]

    assert status == b"HTTP/1.1 404 Not Found"
