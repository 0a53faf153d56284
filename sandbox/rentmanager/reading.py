"""Everything that is only read: collections, rows, what lies below a row, and the two lists of locations."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response

from sandbox.rentmanager.access import Caller, caller
from sandbox.rentmanager.embeds import EMBEDS
from sandbox.rentmanager.errors import bad_filter, empty, key_not_found, no_route
from sandbox.rentmanager.estate import Location, Row
from sandbox.rentmanager.fields import BadName, Shape, shape, write
from sandbox.rentmanager.filters import BadFilter, conditions
from sandbox.rentmanager.ledger import transactions
from sandbox.rentmanager.paging import BadPage, headers, page_of
from sandbox.rentmanager.query import asked, names
from sandbox.rentmanager.schema import FIELDS, INSIDE

if TYPE_CHECKING:
    from sandbox.rentmanager.dialect import RentManager

RESOURCES = set(FIELDS) - INSIDE
BOM_SHARE = 3  # one body in so many begins with a byte order mark, always the same ones
JSON = "application/json; charset=utf-8"


def add_reads(routes: Blueprint, dialect: RentManager) -> None:
    """Hang the routes that answer GET."""

    @routes.get("/<company>/<resource>")
    def collection(company: str, resource: str) -> Response:
        return Reader(dialect).collection(resource, "filters")

    @routes.get("/<company>/<resource>/Search")
    def search(company: str, resource: str) -> Response:
        return Reader(dialect).collection(resource, "filterexpression")

    @routes.get("/<company>/<resource>/<int:key>")
    def instance(company: str, resource: str, key: int) -> Response:
        return Reader(dialect).instance(resource, key)

    @routes.get("/<company>/<resource>/<int:key>/<name>")
    def below(company: str, resource: str, key: int, name: str) -> Response:
        return Reader(dialect).below(resource, key, name)

    @routes.get("/<company>/Tenants/Transactions")
    def ledger(company: str) -> Response:
        return Reader(dialect).ledger()

    @routes.get("/<company>/Current/Locations")
    def current_locations(company: str) -> Response:
        return Reader(dialect).collection("Locations", "filters")


class Reader:
    """Answers one request; whoever may not ask is turned away by the first thing asked for."""

    def __init__(self, dialect: RentManager) -> None:
        self.dialect = dialect
        self.settings = dialect.village.settings

    def _at(self, resource: str) -> Location | Response:
        known = caller(self.dialect)
        if not isinstance(known, Caller):
            return known
        if resource not in RESOURCES:
            return no_route()
        return key_not_found() if asked("orderingoptions") is not None else known.location

    def collection(self, resource: str, parameter: str) -> Response:
        """The rows that a filter leaves, a page of them if there are many."""
        with self.dialect.village.lock:
            location = self._at(resource)
            if isinstance(location, Response):
                return location
            return self._rows(location, resource, asked(parameter) or "")

    def instance(self, resource: str, key: int) -> Response:
        """One row, or an empty 404."""
        with self.dialect.village.lock:
            location = self._at(resource)
            if isinstance(location, Response):
                return location
            return self._row(location, resource, location.tables[resource].get(key))

    def below(self, resource: str, key: int, name: str) -> Response:
        """The rows, the row or the bare value that an embed of that name would show."""
        with self.dialect.village.lock:
            location = self._at(resource)
            if isinstance(location, Response):
                return location
            embed = EMBEDS.get(resource, {}).get(name)
            if embed is None:
                return no_route()
            row = location.tables[resource].get(key)
            if row is None:
                return empty(404)
            found = embed.find(location, row)
            if not embed.target:
                return self._body(found)
            if not embed.is_many:
                return self._row(location, embed.target, found)
            return self._rows(location, embed.target, asked("filters") or "", found)

    def ledger(self) -> Response:
        """The transactions of all tenants."""
        with self.dialect.village.lock:
            location = self._at("Tenants")
            if isinstance(location, Response):
                return location
            return self._rows(location, "Transactions", asked("filters") or "", transactions(location))

    def _rows(self, location: Location, resource: str, text: str, among: list[Row] | None = None) -> Response:
        try:
            form = self._shape(resource)
            if among is not None:
                wanted = conditions(resource, text)
                rows = [row for row in among if all(one.holds(location, row) for one in wanted)]
                page = page_of(len(rows), self.settings)
                rows = rows[page.rows]
            else:
                keys = self.dialect.matches[location.account].keys(resource, text)
                page = page_of(len(keys), self.settings)
                table = location.tables[resource]
                rows = [table[key] for key in keys[page.rows]]
        except BadFilter as error:
            return bad_filter(str(error))
        except BadName as error:
            return bad_filter(str(error), error.where)
        except BadPage as error:
            return bad_filter(f"The value '{error}' is not valid.", "pagesize")
        if rows:
            response = self._body([write(location, form, row) for row in rows])
            response.status_code = int(self.settings["paged_status"]) if page.size is not None else 200
        else:
            response = empty(int(self.settings["nothing_status"]))
        response.headers.update(headers(page, len(rows)))
        return response

    def _row(self, location: Location, resource: str, row: Row | None) -> Response:
        try:
            form = self._shape(resource)
        except BadName as error:
            return bad_filter(str(error), error.where)
        return empty(404) if row is None else self._body(write(location, form, row))

    def _shape(self, resource: str) -> Shape:
        """With `embed`, the name in the document, the live build shows empty lists and says nothing."""
        is_hollow = asked("embeds") is None and asked("embed") is not None
        embeds = names("embed" if is_hollow else "embeds")
        fields = names("fields")
        if not fields and self.settings["embeds_need_fields"]:
            embeds = []
        return shape(resource, fields, embeds, is_hollow=is_hollow)

    def _body(self, value: Any) -> Response:
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        if self.settings["byte_order_mark"] and len(body) % BOM_SHARE == 0:
            body = codecs.BOM_UTF8 + body
        return Response(body, content_type=JSON)
