"""What stands between the network and the rows: sessions, keys, limits and webhooks, new with each reset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint

from sandbox.rentmanager.access import name_the_user
from sandbox.rentmanager.gateway import add_gateway
from sandbox.rentmanager.keys import Keys
from sandbox.rentmanager.limits import Limits, limit_requests
from sandbox.rentmanager.people import COMPANIES
from sandbox.rentmanager.sessions import Sessions
from sandbox.rentmanager.signin import add_signin
from sandbox.rentmanager.webhooks import Deliveries
from sandbox.rentmanager.writing import add_writing
from sandbox.village import Village

if TYPE_CHECKING:
    from sandbox.rentmanager.dialect import RentManager

SWITCHES: dict[str, Any] = {
    "rate_limit": 500,
    "rate_seconds": 60,  # the length of the vendor's window
    "rate_reset_format": "date",  # or "unix": how X-RateLimit-ResetTime is written
    "idle_seconds": 900,
    "lifetime_seconds": 86_400,
    "token_cap": 10,
    "partner_addresses": ["127.0.0.1"],
    "logins_refused": False,  # every user, partner and key is turned away
    "hard_close": "",  # a day: money dated before it needs a save option
    "token_lifetime": 1800,  # of the gateway's access tokens, in seconds
    "rotate_refresh_tokens": False,
    "auto_consent": False,  # the gateway approves every request without a page
    "auto_location": "samplehomes/1",  # for which location it then does
}


class Desk:
    """The parts of the dialect that keep things about callers. The deliveries outlive a reset, for they have a thread."""

    def __init__(self, village: Village, deliveries: Deliveries) -> None:
        self.sessions = Sessions(village)
        self.keys = Keys(village)
        self.limits = Limits(COMPANIES)
        deliveries.clear()


def add_desk(routes: Blueprint, dialect: RentManager) -> None:
    """Hang everything that is not a read; call it before the reads are hung, so that requests are counted first."""
    dialect.deliveries.open()
    limit_requests(routes, dialect)
    name_the_user(routes)
    add_gateway(routes, dialect)
    add_signin(routes, dialect)
    add_writing(routes, dialect)
