"""A client of the sandbox that is not ours: plain requests, written from the vendor's documents."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

CLIENT = ("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222")
REDIRECT = "http://localhost:65385/home/callback"
SCOPE = "property:read contact:read activity:read transaction:read offline_access"


class Visitor:
    """Somebody at the sandbox's address. `token` is sent once there is one."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.token = ""

    def control(self, method: str, path: str, json: Any = None) -> Any:
        """What the control API answers."""
        answer = requests.request(method, f"{self.url}/_sandbox/{path}", json=json, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def raw(self, collection: str, account: str = "first") -> dict[str, dict[str, Any]]:
        """The stored rows by id."""
        rows = self.control("GET", f"propertyme/{collection}?account={account}")
        return {row["Id"]: row for row in rows}

    def advance(self, days: int) -> list[dict[str, Any]]:
        """What happened at this vendor while that many days passed."""
        changes = self.control("POST", "advance", {"days": days})["changes"]
        return [change for change in changes if change["provider"] == "propertyme"]

    def authorize(self, **query: str) -> requests.Response:
        """The answer to an authorization request that is approved at once, redirect not followed."""
        asked = {
            "response_type": "code",
            "client_id": CLIENT[0],
            "scope": SCOPE,
            "state": "s-1",
            "redirect_uri": REDIRECT,
            "auto": "1",
        }
        return requests.get(
            f"{self.url}/propertyme/connect/authorize",
            params=asked | query,
            allow_redirects=False,
            timeout=10,
        )

    def code(self, **query: str) -> str:
        """A fresh authorization code."""
        return callback(self.authorize(**query))["code"]

    def exchange(self, code: str, **form: str) -> requests.Response:
        """The answer to a code exchange with Basic authentication."""
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
        return requests.post(f"{self.url}/propertyme/connect/token", data=asked | form, auth=CLIENT, timeout=10)

    def refresh(self, token: str, auth: tuple[str, str] = CLIENT) -> requests.Response:
        """The answer to a refresh."""
        asked = {"grant_type": "refresh_token", "refresh_token": token}
        return requests.post(f"{self.url}/propertyme/connect/token", data=asked, auth=auth, timeout=10)

    def sign_in(self, **query: str) -> dict[str, Any]:
        """The token response; its access token is sent from now on."""
        answer = self.exchange(self.code(**query))
        answer.raise_for_status()
        tokens: dict[str, Any] = answer.json()
        self.token = tokens["access_token"]
        return tokens

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> requests.Response:
        """The API's answer to a well-behaved request, some headers replaced."""
        usual = {
            "User-Agent": "pmsync-tests/1.0",
            "Accept": "application/json",
            "Authorization": f"Bearer {self.token}",
        }
        return requests.request(
            "GET",
            f"{self.url}/propertyme/api/{path}",
            headers=usual | (headers or {}),
            params=query,
            timeout=30,
        )

    def rows(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """The rows of a list that must come."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()
        return found

    def disconnect(self) -> requests.Response:
        """The answer to the end of the connection."""
        return requests.delete(
            f"{self.url}/propertyme/api/v1/portfolios/disconnect",
            headers={
                "User-Agent": "pmsync-tests/1.0",
                "Accept": "application/json",
                "Authorization": f"Bearer {self.token}",
            },
            timeout=10,
        )


def callback(answer: requests.Response) -> dict[str, str]:
    """The parameters that a redirect carries back to the client."""
    assert answer.status_code == 302, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}
