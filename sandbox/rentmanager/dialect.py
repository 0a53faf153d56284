"""Rent Manager's Web API, mounted at `/rentmanager`: each company below its own code, which is a host name in life.

Source: the vendor's overview and per-resource reference as transcribed in public, and reports of live builds of 2026,
read November 2026. What no source says is a guess, and marked as one where it is made.
"""

from __future__ import annotations

import copy
from email.utils import format_datetime
from typing import Any

from flask import Blueprint, Response, request

from sandbox.dialect import Change, Dialect, Row
from sandbox.rentmanager.building import build_locations
from sandbox.rentmanager.days import live_a_day
from sandbox.rentmanager.desk import SWITCHES, Desk, add_desk
from sandbox.rentmanager.errors import error_model, no_route, written
from sandbox.rentmanager.estate import PRIMARY, Location
from sandbox.rentmanager.filters import Matches
from sandbox.rentmanager.people import BUSY
from sandbox.rentmanager.reading import add_reads
from sandbox.rentmanager.signin import VERSION
from sandbox.rentmanager.spreadsheet import spreadsheet
from sandbox.rentmanager.steering import add_steering
from sandbox.rentmanager.webhooks import Deliveries
from sandbox.village import Village

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class RentManager(Dialect):
    """Two companies, three locations; life goes on in `samplehomes/1`. An account is `<company>/<location>`."""

    slug = "rentmanager"
    switches: dict[str, Any] = SWITCHES | {
        "paged_status": 200,  # or 206, as the document says
        "nothing_status": 204,  # or 404, as the document says
        "page_cap": 1000,
        "page_from": 1000,  # paging starts by itself above so many rows
        "byte_order_mark": True,  # some bodies begin with one
        "embeds_need_fields": False,  # embeds are shown only when `fields` names them, as one report has it
        "units": 0,  # the sizes of the busy location, built anew when one is changed; 0 is the small estate
        "leases": 0,
        "charges": 0,
    }
    breakable = (
        "Amount",
        "PropertyID",
        "ParentID",
        "TenantID",
        "ServiceManagerIssueID",
        "VendorID",
        "OwnerID",
        "SortOrder",
    )

    locations: dict[str, Location]
    matches: dict[str, Matches]
    desk: Desk

    def __init__(self, village: Village) -> None:
        super().__init__(village)
        self.deliveries = Deliveries()

    def blueprint(self) -> Blueprint:
        """The gateway and every company's host; what fits no route is answered as a host answers it."""
        routes = Blueprint(self.slug, __name__)

        @routes.after_request
        def say_version(response: Response) -> Response:
            response.headers["X-Api-Version"] = VERSION
            response.headers["Date"] = format_datetime(self.now(), usegmt=True)
            return response

        add_desk(routes, self)

        @routes.before_request
        def refuse_verbs() -> Response | None:
            if request.method == "OPTIONS":
                return no_route()
            if request.method in ("PUT", "PATCH"):  # not evidenced but for the status, which is in the document's list
                text = f"The requested resource does not support http method '{request.method}'."
                return written({"Message": text}, 405)
            return None

        add_reads(routes, self)

        @routes.route("/<company>", methods=VERBS)
        @routes.route("/<company>/<path:rest>", methods=VERBS)
        def unknown(company: str, rest: str = "") -> Response:
            return no_route()

        return routes

    def add_control(self, routes: Blueprint) -> None:
        """Limits, the key's secrets and webhooks."""
        add_steering(routes, self)

    def refuse_logins(self) -> None:
        """Users, partners and keys are turned away."""
        self.village.settings.change({"logins_refused": True})

    def now(self) -> Any:
        """The time by the server's own clock, which all locations share; no row was changed after it."""
        return max(location.moment() for location in self.locations.values())

    def rebuild(self) -> None:
        """All locations as they stood on day 0, and nobody signed in."""
        self.desk = Desk(self.village, self.deliveries)
        self._build()

    def settle(self, changed: set[str]) -> None:
        """Another size means another estate."""
        if changed & {"units", "leases", "charges"}:
            self._build()

    def _build(self) -> None:
        self.locations = build_locations(self.village.options.seed, self.village.clock, self.village.settings)
        self.matches = {account: Matches(location) for account, location in self.locations.items()}

    def live_a_day(self) -> list[Change]:
        """A day in the busy location."""
        diary = live_a_day(self.locations[BUSY], self.village.options.seed)
        for resource, what, row in diary.told:
            self.deliveries.tell(diary.location, resource, what, row)
        return diary.changes

    def rows(self, account: str, collection: str) -> dict[str, Row]:
        """The stored rows."""
        return {str(key): row for key, row in self.locations[account].tables[collection].items()}

    def edit(self, account: str, collection: str, key: str, values: Row, *, quiet: bool) -> Row:
        """The row with other values, however wrong; `quiet` leaves its stamps alone."""
        location = self.locations[account]
        row = location.tables[collection][int(key)]
        if not quiet:
            location.stamp(collection, row)
        self._overwrite(location, collection, row, values)
        self.deliveries.tell(location, collection, "Edit", row)
        return row

    def _overwrite(self, location: Location, collection: str, row: Row, values: Row) -> None:
        values = copy.deepcopy(values)
        dropped = values.pop("__remove__", [])
        row.update(values)
        for name in dropped:
            row.pop(name, None)
        location.versions[collection] += 1

    def add(self, account: str, collection: str, values: Row, like: str | None) -> tuple[str, Row]:
        """A new row; what the values do not say is taken from `like`, its key and stamps are new."""
        location = self.locations[account]
        table, name = location.tables[collection], PRIMARY[collection]
        row = copy.deepcopy(table[int(like)]) if like else {}
        for stamp in ("CreateDate", "CreateUserID", "ConcurrencyID"):
            row.pop(stamp, None)
        key = values[name] if isinstance(values.get(name), int) else location.next_id(collection)
        if "ID" in row and name != "ID":  # transactions show their key twice
            row["ID"] = key
        location.put(collection, {name: key} | row | {name: key})
        location.stamp(collection, table[key])
        self._overwrite(location, collection, table[key], values)
        self.deliveries.tell(location, collection, "Add", table[key])
        return str(key), table[key]

    def remove(self, account: str, collection: str, key: str) -> None:
        """Gone without a trace, but for a webhook where there is one."""
        location = self.locations[account]
        row = location.tables[collection][int(key)]
        location.drop(collection, int(key))
        self.deliveries.tell(location, collection, "Delete", row)

    def error_reply(self, path: str, status: int) -> Response:
        """An ErrorModel, whatever the status; the gateway answers with OAuth's names."""
        if path.startswith("gateway/"):
            return written({"error": "server_error"}, status)
        return error_model(status)

    def id_fields(self) -> tuple[str, ...]:
        """The key of the resource that was asked for, which transactions show twice."""
        words = [word for word in request.path.split("/") if not word.isdigit()]
        return PRIMARY.get(words[-1], "ID"), "ID"

    def spreadsheet(self) -> str:
        """The busy location's list of units as its office keeps it."""
        return spreadsheet(self.locations[BUSY])
