"""Webhooks: what is registered, which change is told to whom, and the thread that tells it.

A delivery is posted once, without a signature; nobody looks at the answer and nothing is sent again.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from contextlib import suppress
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests

from sandbox.rentmanager.estate import Location, Row
from sandbox.rentmanager.schema import PRIMARY

# only Tenant and ProspectHistory are certain; the other names follow their pattern
EVENTS = {
    f"{area}_{what}"
    for area in (
        "Tenant TenantContact TenantHistory Owner OwnerProspect Prospect ProspectContact ProspectHistory ServiceIssue "
        "ServiceIssueHistory ServiceIssueTechTimes Vendor Application"
    ).split()
    for what in ("Add", "Edit", "Delete")
}
# what happens here: resource -> area, and for contacts by the kind of their parent
AREAS = {
    "Tenants": "Tenant",
    "Prospects": "Prospect",
    "Owners": "Owner",
    "Vendors": "Vendor",
    "ServiceManagerIssues": "ServiceIssue",
}
CONTACTS = {"Tenant": "TenantContact", "Prospect": "ProspectContact"}
PATIENCE = 5.0  # seconds for the receiver to answer
KEPT = 10_000  # deliveries remembered


def event(location: Location, resource: str, what: str, row: Row) -> dict[str, Any] | None:
    """The body that tells of one change, or None when nobody is told of rows of this kind. For a record at the top the dictionary
    repeats its id, which is inferred."""
    area = CONTACTS.get(str(row.get("ParentType"))) if resource == "Contacts" else AREAS.get(resource)
    key = row.get(PRIMARY[resource])
    if area is None or key is None:
        return None
    parent = row.get("ParentID", key) if resource == "Contacts" else key
    return {
        "EventType": f"{area}_{what}",
        "IDParentIDDict": {str(key): parent},
        "LocationID": location.number,
        "LocationName": location.name,
    }


def addressed(location: Location, body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Where a change is to be told, and in which words: CorporateID is sent only where a partner's product registered."""
    found = []
    for hook in location.tables["WebhookDetails"].values():
        if hook.get("WebhookEventType") == body["EventType"] and is_here(hook.get("URL")):
            said = body | ({"CorporateID": location.company} if "PartnerProductID" in hook else {})
            found.append((hook["URL"], said))
    return found


def hook_problems(location: Location, values: Row, row: Row | None, planned: set[str]) -> list[tuple[str, str]]:
    """What is wrong with a registration, by field; `planned` are the events of others in the same write. The vendor takes
    https only; here only this machine may be told."""
    kept = (row or {}) | values
    name = kept.get("WebhookEventType")
    found = []
    if name is not None and name not in EVENTS:
        found.append(("WebhookEventType", f"The value '{name}' is not a webhook event."))
    if kept.get("URL") is not None and not is_here(kept["URL"]):
        found.append(("URL", "The sandbox delivers to http addresses of this machine only."))
    others = {hook.get("WebhookEventType") for hook in location.tables["WebhookDetails"].values() if hook is not row}
    if name is not None and name in others | planned:
        found.append(("WebhookEventType", f"There already is a webhook for {name}."))
    return found


def is_here(url: Any) -> bool:
    """Whether an address is plain http to this machine."""
    parts = urlsplit(str(url))
    if parts.scheme != "http" or not parts.hostname:
        return False
    with suppress(ValueError):
        return ip_address(parts.hostname).is_loopback
    return parts.hostname == "localhost"


class Deliveries:
    """The post office: one thread that posts what is handed in, in that order. It works once `open` was called, so that days
    repeated after a restart are not told again."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[int, str, dict[str, Any]]] = queue.SimpleQueue()
        self._done: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._era = 0
        self._thread: threading.Thread | None = None
        self._is_open = False

    def open(self) -> None:
        """From now on changes are told."""
        self._is_open = True

    def clear(self) -> None:
        """Forget what was delivered, and what still waits."""
        self._era += 1
        self._done.clear()

    def tell(self, location: Location, resource: str, what: str, row: Row) -> None:
        """Hand in one change. The caller holds the village's lock."""
        body = event(location, resource, what, row) if self._is_open else None
        for url, said in addressed(location, body) if body else ():
            self.post(url, said)

    def post(self, url: str, body: dict[str, Any]) -> None:
        """Hand in one delivery."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="webhooks", daemon=True)
            self._thread.start()
        self._waiting.put((self._era, url, body))

    def done(self) -> list[dict[str, Any]]:
        """What was delivered, oldest first; status 0 says that nobody was there."""
        return list(self._done)

    def _work(self) -> None:
        session = requests.Session()
        while True:
            era, url, body = self._waiting.get()
            if era != self._era:
                continue
            try:
                status = session.post(url, json=body, timeout=PATIENCE, allow_redirects=False).status_code
            except requests.RequestException:
                status = 0
            if era == self._era:
                self._done.append({"url": url, "status": status, "body": body})
