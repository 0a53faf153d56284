"""Webhooks: who may register them, what they tell, and a storm of them."""

from __future__ import annotations

import json
import queue
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.sandbox.rentmanager.guest import Guest, value
from tests.sandbox_server import SandboxServer


class Receiver:
    """An http address of this machine. `next` waits for a delivery."""

    def __init__(self) -> None:
        heard: queue.Queue[tuple[dict[str, str], Any]] = queue.Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                # before the answer, so that what is sent next is also heard next
                heard.put((dict(self.headers), json.loads(body)))
                self.send_response(500)  # the sender does not care
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words: Any) -> None:
                pass

        self.heard = heard
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks/1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def next(self) -> Any:
        """The body of the next delivery."""
        return self.heard.get(timeout=10)[1]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that is closed at the end."""
    one = Receiver()
    yield one
    one.server.shutdown()
    one.server.server_close()


def register(guest: Guest, url: str, *events: str, **more: Any) -> None:
    """One address for several events."""
    hooks = [{"WebhookEventType": event, "URL": url, **more} for event in events]
    answer = guest.post("WebhookDetails", hooks)
    assert answer.status_code == 201, answer.text


def edit(guest: Guest, resource: str, name: str, **values: Any) -> dict[str, Any]:
    """The first row of a resource, after an edit through the API."""
    row = guest.raw(resource)[0]
    answer = guest.post(f"{resource}/{row[name]}", {"UpdateDate": row["UpdateDate"], **values})
    assert answer.status_code == 200, answer.text
    saved: dict[str, Any] = answer.json()
    return saved


def test_a_delivery_has_the_documented_body_and_no_signature(office: Guest, receiver: Receiver) -> None:
    register(office, receiver.url, "Tenant_Edit", PartnerProductID="5b0c2f0e-8a55-4d2e-9a61-0d1a6f0a4c11")

    tenant = edit(office, "Tenants", "TenantID", Comment="Call first")

    headers, body = receiver.heard.get(timeout=10)
    assert body == {
        "EventType": "Tenant_Edit",
        "IDParentIDDict": {str(tenant["TenantID"]): tenant["TenantID"]},
        "LocationID": 1,
        "LocationName": "Default",
        "CorporateID": "samplehomes",
    }
    assert headers["Content-Type"] == "application/json"
    assert not [name for name in headers if "sign" in name.lower()]


def test_a_contact_is_told_with_its_parent_and_without_the_company_for_a_plain_webhook(
    office: Guest, receiver: Receiver
) -> None:
    register(office, receiver.url, "TenantContact_Add")
    tenant = office.raw("Tenants")[0]["TenantID"]

    (contact,) = office.post(f"Tenants/{tenant}/Contacts", [{"FirstName": "Raúl"}]).json()

    body = receiver.next()
    assert body["IDParentIDDict"] == {str(contact["ContactID"]): tenant}
    assert "CorporateID" not in body


@pytest.mark.parametrize(
    ("resource", "area"),
    [("Prospects", "Prospect"), ("Owners", "Owner"), ("Vendors", "Vendor"), ("ServiceManagerIssues", "ServiceIssue")],
)
def test_every_area_has_an_event_for_a_change_and_a_removal(
    office: Guest, receiver: Receiver, resource: str, area: str
) -> None:
    register(office, receiver.url, f"{area}_Edit", f"{area}_Delete")
    name = {"ServiceManagerIssues": "ServiceManagerIssueID"}.get(resource, f"{area}ID")

    row = edit(office, resource, name)
    office.control("DELETE", f"rentmanager/{resource}/{row[name]}?account=samplehomes/1")

    told = [receiver.next() for _ in range(2)]
    assert [body["EventType"] for body in told] == [f"{area}_Edit", f"{area}_Delete"]
    assert [list(body["IDParentIDDict"]) for body in told] == [[str(row[name])]] * 2


def test_the_control_api_and_a_day_are_told_too(office: Guest, receiver: Receiver) -> None:
    register(office, receiver.url, "Tenant_Add", "Tenant_Edit")
    tenant = office.raw("Tenants")[0]["TenantID"]

    office.control("PATCH", f"rentmanager/Tenants/{tenant}?account=samplehomes/1", {"Comment": "x"})
    added = office.control("POST", f"rentmanager/Tenants?like={tenant}&account=samplehomes/1", {"Comment": "y"})
    first, second = receiver.next(), receiver.next()
    office.control("POST", "advance", {"days": 1})
    third = receiver.next()

    assert [body["EventType"] for body in (first, second)] == ["Tenant_Edit", "Tenant_Add"]
    assert list(second["IDParentIDDict"]) == [added["key"]]
    assert third["EventType"].startswith("Tenant_")


def test_an_event_is_told_in_its_own_location_only_and_once(office: Guest, receiver: Receiver) -> None:
    register(office, receiver.url, "Tenant_Edit")

    office.headers["X-RM12Api-LocationID"] = "2"
    other = office.raw("Tenants", "samplehomes/2")[0]
    office.post(f"Tenants/{other['TenantID']}", {"UpdateDate": other["UpdateDate"]})
    del office.headers["X-RM12Api-LocationID"]
    edit(office, "Tenants", "TenantID", Comment="Here")

    assert receiver.next()["LocationID"] == 1
    assert receiver.heard.empty()


def test_a_restart_tells_nothing_again(receiver: Receiver, tmp_path: Path) -> None:
    options = ("--lots", "5", "--today", "2026-11-23", "--state", str(tmp_path / "sandbox.json"))
    with SandboxServer(*options) as server:
        office = Guest(server.url)
        office.sign_in()
        register(office, receiver.url, "Owner_Add", "Owner_Edit")
        (first,) = office.post("Owners", [{"Name": "Before"}]).json()
        receiver.next()

    with SandboxServer(*options) as server:
        office.url = server.url
        (second,) = office.post("Owners", [{"Name": "After"}]).json()

        assert list(receiver.next()["IDParentIDDict"]) == [str(second["OwnerID"])]
        assert second["OwnerID"] == first["OwnerID"] + 1


def test_what_was_delivered_can_be_looked_up(office: Guest, receiver: Receiver) -> None:
    register(office, receiver.url, "Tenant_Edit")
    edit(office, "Tenants", "TenantID", Comment="x")
    body = receiver.next()
    edit(office, "Tenants", "TenantID", Comment="y")
    receiver.next()

    done = office.control("GET", "rentmanager/webhooks/deliveries")

    assert done[0] == {"url": receiver.url, "status": 500, "body": body}


@pytest.mark.parametrize(
    ("hook", "name"),
    [
        ({"URL": "https://example.com/hooks"}, "URL"),
        ({"URL": "http://192.0.2.1/hooks"}, "URL"),
        ({"URL": "https://127.0.0.1/hooks"}, "URL"),
        ({"WebhookEventType": "Unit_Edit"}, "WebhookEventType"),
    ],
    ids=["far away", "another machine", "not plain", "no such event"],
)
def test_a_registration_that_cannot_be_told_is_refused(office: Guest, hook: dict[str, str], name: str) -> None:
    sent = {"WebhookEventType": "Tenant_Edit", "URL": "http://127.0.0.1:1/hooks"} | hook

    answer = office.post("WebhookDetails", [sent])

    assert (answer.status_code, list(answer.json()["ModelState"])) == (400, [f"[0].{name}"])


def test_an_event_has_one_address(office: Guest) -> None:
    register(office, "http://127.0.0.1:1/a", "Tenant_Edit")

    second = office.post("WebhookDetails", [{"WebhookEventType": "Tenant_Edit", "URL": "http://127.0.0.1:1/b"}])
    both = office.post("WebhookDetails", [{"WebhookEventType": "Owner_Add", "URL": "http://127.0.0.1:1/b"}] * 2)

    assert (second.status_code, both.status_code) == (400, 400)


def test_a_registration_is_read_changed_and_deleted_like_any_row(office: Guest) -> None:
    register(office, "http://127.0.0.1:1/a", "Tenant_Edit")
    (hook,) = value(office.get("WebhookDetails"))
    path = f"WebhookDetails/{hook['WebhookDetailID']}"

    sent = {"URL": "http://127.0.0.1:1/b"} | {name: hook[name] for name in ("UpdateDate", "ConcurrencyID")}
    changed = office.post(path, sent).json()

    assert (changed["URL"], changed["ConcurrencyID"]) == ("http://127.0.0.1:1/b", 2)
    assert office.delete(path).status_code == 204
    assert office.get("WebhookDetails").status_code == 204


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_user_without_the_privilege_meets_500(guest: Guest, method: str) -> None:
    guest.sign_in("readonly", "sandbox-readonly")

    answer = guest.send(method, "WebhookDetails", [])

    assert answer.status_code == 500
    assert answer.json()["UserMessage"] == "Insufficient privileges to manage Webhook Details."


def test_a_storm_tells_every_change_out_of_order_and_some_twice(office: Guest) -> None:
    before = {row["TenantID"]: row for row in office.raw("Tenants")}

    asked = {"count": 400, "duplicates": 0.3, "seed": 7}
    bodies = office.control("POST", "rentmanager/webhooks/storm", asked)

    told = {key for body in bodies if body["EventType"] == "Tenant_Edit" for key in body["IDParentIDDict"]}
    changed = {str(key) for key, row in ((row["TenantID"], row) for row in office.raw("Tenants")) if row != before[key]}
    events = Counter(body["EventType"] for body in bodies)
    assert len(bodies) == 520
    assert told == changed
    assert {"Tenant_Edit", "TenantContact_Edit", "Prospect_Edit", "ServiceIssue_Edit"} <= set(events)


def test_the_same_storm_comes_the_same_way_in_order_if_asked(office: Guest) -> None:
    asked = {"count": 50, "duplicates": 0, "seed": 3}
    office.control("POST", "reset")
    scrambled = office.control("POST", "rentmanager/webhooks/storm", asked)
    office.control("POST", "reset")

    again = office.control("POST", "rentmanager/webhooks/storm", asked)
    office.control("POST", "reset")
    in_order = office.control("POST", "rentmanager/webhooks/storm", asked | {"shuffle": False})

    assert scrambled == again
    assert scrambled != in_order
    assert sorted(map(str, scrambled)) == sorted(map(str, in_order))


def test_a_storm_with_an_address_is_delivered_there(office: Guest, receiver: Receiver) -> None:
    asked = {"count": 20, "duplicates": 0.5, "url": receiver.url}

    counted = office.control("POST", "rentmanager/webhooks/storm", asked)

    assert counted == {"deliveries": 30}
    assert len([receiver.next() for _ in range(30)]) == 30


@pytest.mark.parametrize(
    "wrong",
    [{"count": 0}, {"duplicates": 2}, {"colour": 1}, {"url": "https://example.com"}, {"account": "nowhere/1"}],
    ids=["none", "too many twice", "unknown", "far away", "no such place"],
)
def test_a_storm_that_is_not_understood_is_refused(office: Guest, wrong: dict[str, Any]) -> None:
    answer = requests.post(f"{office.url}/_sandbox/rentmanager/webhooks/storm", json=wrong, timeout=10)

    assert (answer.status_code, list(answer.json())) == (400, ["error"])
