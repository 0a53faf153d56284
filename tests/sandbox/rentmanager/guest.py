"""A client of the stand-in that is not ours: plain requests, written from the vendor's documents."""

from __future__ import annotations

import json
from typing import Any

import requests

CLIENT = ("sandbox-rentmanager-client", "sandbox-rentmanager-secret")
KEY = ("sandbox-key", "sandbox-key-secret")


class Guest:
    """Somebody before one company's host. `headers` are sent with every request."""

    def __init__(self, url: str, company: str = "samplehomes") -> None:
        self.url = url
        self.company = company
        self.headers: dict[str, str] = {}

    def control(self, method: str, path: str, json: Any = None) -> Any:
        """What the control API answers."""
        answer = requests.request(method, f"{self.url}/_sandbox/{path}", json=json, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def raw(self, resource: str, account: str = "samplehomes/1") -> list[dict[str, Any]]:
        """The stored rows in order of their keys."""
        rows: list[dict[str, Any]] = self.control("GET", f"rentmanager/{resource}?account={account}")
        return rows

    def send(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        """The host's answer."""
        return requests.request(
            method,
            f"{self.url}/rentmanager/{self.company}/{path}",
            headers=self.headers,
            json=body,
            params=query,
            timeout=30,
        )

    def get(self, path: str, **query: Any) -> requests.Response:
        """The answer to a read."""
        return self.send("GET", path, **query)

    def post(self, path: str, body: Any = None, **query: Any) -> requests.Response:
        """The answer to a write or an action."""
        return self.send("POST", path, body, **query)

    def delete(self, path: str, **query: Any) -> requests.Response:
        """The answer to a removal."""
        return self.send("DELETE", path, **query)

    def authorize(self, name: str = "api.sync", password: str = "sandbox-password", **more: Any) -> requests.Response:
        """The answer to a login."""
        return self.post("Authentication/AuthorizeUser", {"Username": name, "Password": password, **more})

    def sign_in(self, name: str = "api.sync", password: str = "sandbox-password", **more: Any) -> str:
        """The token of a login that must succeed; it is sent from now on."""
        answer = self.authorize(name, password, **more)
        assert answer.status_code == 200, answer.text
        token = str(value(answer))
        self.headers["X-RM12Api-ApiToken"] = token
        return token


def value(answer: requests.Response) -> Any:
    """The JSON of an answer, with or without a byte order mark."""
    return json.loads(answer.content.decode("utf-8-sig"))
