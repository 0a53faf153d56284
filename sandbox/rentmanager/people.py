"""Who is who: companies, their locations, and what is given out to open them."""

from __future__ import annotations

from typing import NamedTuple

LOCATIONS: dict[str, dict[int, str]] = {
    "samplehomes": {1: "Default", 2: "Riverside"},
    "oakridge": {1: "Default"},
}
COMPANIES = tuple(LOCATIONS)
BUSY = "samplehomes/1"  # the one location in which life goes on
PARTNER_TOKEN = "sandbox-partner-token"
SYNC_USER = "api.sync"  # whom a partner token, the key and the gateway's tokens act as
API_KEY = "sandbox-key"
API_SECRET = "sandbox-key-secret"
KEY_COMPANY = "samplehomes"


class Login(NamedTuple):
    """A user of one company as the Web API knows it. Who may only read may not manage webhooks either."""

    name: str
    password: str
    user_id: int
    is_read_only: bool = False
    must_reset: bool = False


LOGINS: dict[str, tuple[Login, ...]] = {
    "samplehomes": (
        Login(SYNC_USER, "sandbox-password", 21),
        Login("readonly", "sandbox-readonly", 22, is_read_only=True),
        Login("must.reset", "sandbox-reset", 23, must_reset=True),
    ),
    "oakridge": (Login(SYNC_USER, "sandbox-password", 21),),
}


def login_of(company: str, name: str) -> Login:
    """The user of that name; KeyError when the company has none."""
    for login in LOGINS[company]:
        if login.name == name:
            return login
    raise KeyError(name)
