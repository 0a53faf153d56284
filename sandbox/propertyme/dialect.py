"""PropertyMe's two hosts, mounted at `/propertyme` and `/propertyme/api`.

Source: its Swagger 2.0 document and its OpenID discovery document, read July 2026; what live integrators
reported fills the gaps.
"""

from __future__ import annotations

import copy
import random

from flask import Blueprint, Response

from sandbox.dialect import Change, Dialect, Row
from sandbox.propertyme.api import api
from sandbox.propertyme.building import build_estates
from sandbox.propertyme.days import live_a_day
from sandbox.propertyme.estate import COLLECTIONS, Estate
from sandbox.propertyme.replies import error
from sandbox.propertyme.signin import add_signin
from sandbox.propertyme.spreadsheet import spreadsheet
from sandbox.propertyme.wire import instant, new_id


class PropertyMe(Dialect):
    """Two portfolios: `first`, in which life goes on, and a small `second` that stands still."""

    slug = "propertyme"
    switches = {
        "write_nulls": False,  # keys without a value are written as null instead of left out
        "unknown_fields": True,  # a few rows carry a field that no document mentions
        "strict_timestamp": False,  # a feed without Timestamp is an error, as the contract says
        "quotation_shape": "list",  # or "object"
        "suppliers_accepted": False,  # the supplier list comes with 202
        "bills": False,  # the invented GET /v1/bills answers
        "token_lifetime": 1800,  # seconds
        "rotate_refresh_tokens": False,
        "auto_consent": False,  # every authorize request is approved without a page
        "auto_account": "first",
        "untick_scopes": [],
    }
    breakable = (
        "RentAmount",
        "Amount",
        "Number",
        "Duration",
        "Balance",
        "UserId",
        "Timestamp",
        "FolioNumber",
    )

    estates: dict[str, Estate]

    def blueprint(self) -> Blueprint:
        """Sign-in at the top, the API below `/api`."""
        routes = Blueprint(self.slug, __name__)
        add_signin(routes, self)
        routes.register_blueprint(api(self), url_prefix="/api")
        return routes

    def rebuild(self) -> None:
        """Both portfolios as they stood on day 0."""
        self.estates = build_estates(self.village.options, self.village.clock)

    def live_a_day(self) -> list[Change]:
        """A day in the first portfolio."""
        return live_a_day(self.estates["first"], self.village.options.seed)

    def rows(self, account: str, collection: str) -> dict[str, Row]:
        """The stored rows."""
        return self.estates[account][collection]

    def edit(self, account: str, collection: str, key: str, values: Row, *, quiet: bool) -> Row:
        """The row with other values, however wrong; `quiet` leaves Timestamp and UpdatedOn alone."""
        estate = self.estates[account]
        row = estate[collection][key]
        values = copy.deepcopy(values)
        dropped = values.pop("__remove__", [])
        if not quiet:
            estate.touch(collection, key)
        row.update(values)
        for name in dropped:
            row.pop(name, None)
        estate.forget(collection, key)
        return row

    def add(self, account: str, collection: str, values: Row, like: str | None) -> tuple[str, Row]:
        """A new row; what the values do not say is taken from `like`, ids and stamps are new."""
        estate = self.estates[account]
        if collection not in COLLECTIONS:
            raise KeyError(collection)
        rng = random.Random(f"{self.village.options.seed}/{account}/{collection}/{estate.last_tick}")
        row = copy.deepcopy(estate[collection][like]) if like else {"CustomerId": estate.customer_id}
        row |= {"Id": new_id(rng), "CreatedOn": instant(estate.moment())}
        key = str(values.get("Id") or row["Id"])
        estate[collection][key] = row
        estate.touch(collection, key)
        return key, self.edit(account, collection, key, values, quiet=True)

    def remove(self, account: str, collection: str, key: str) -> None:
        """Gone, and no feed says so."""
        del self.estates[account][collection][key]
        self.estates[account].forget(collection, key)

    def error_reply(self, path: str, status: int) -> Response:
        """The sign-in host answers with OAuth's names, the API with ResponseStatus."""
        if path.startswith("connect/"):
            return Response('{"error":"server_error"}', status=status, mimetype="application/json")
        return error(status)

    def spreadsheet(self) -> str:
        """The first agency's own list."""
        return spreadsheet(self.estates["first"], self.village.options.seed)
