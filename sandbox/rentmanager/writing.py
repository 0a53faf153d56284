"""Everything that is written: collections, single rows, what lies below a row, links of service issues, removals.

There is no idempotency key: the same new row sent twice makes two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from sandbox.rentmanager.access import Caller, caller, may_write
from sandbox.rentmanager.children import CHILDREN, ISSUE
from sandbox.rentmanager.errors import bad_filter, empty, no_route, written
from sandbox.rentmanager.fields import BadName, shape, write
from sandbox.rentmanager.memory import remember
from sandbox.rentmanager.planning import Plan
from sandbox.rentmanager.query import asked, names, save_options
from sandbox.rentmanager.removing import remove
from sandbox.rentmanager.saving import carry_out
from sandbox.rentmanager.schema import FIELDS, INSIDE, PRIMARY, READ_ONLY
from sandbox.rentmanager.steps import Step

if TYPE_CHECKING:
    from sandbox.rentmanager.dialect import RentManager

RESOURCES = set(FIELDS) - INSIDE


def add_writing(routes: Blueprint, dialect: RentManager) -> None:
    """Hang the routes that answer POST and DELETE."""

    @routes.post("/<company>/<resource>")
    def save_many(company: str, resource: str) -> Response:
        with dialect.village.lock:
            return Writer(dialect, resource).collection()

    @routes.post("/<company>/<resource>/<int:key>")
    def save_one(company: str, resource: str, key: int) -> Response:
        with dialect.village.lock:
            return Writer(dialect, resource).instance(key)

    @routes.post("/<company>/<resource>/<int:key>/<name>")
    def save_below(company: str, resource: str, key: int, name: str) -> Response:
        with dialect.village.lock:
            return Writer(dialect, resource).below(key, name)

    @routes.delete("/<company>/<resource>")
    def delete_many(company: str, resource: str) -> Response:
        with dialect.village.lock:
            return Writer(dialect, resource).removal(ids_sent())

    @routes.delete("/<company>/<resource>/<int:key>")
    def delete_one(company: str, resource: str, key: int) -> Response:
        with dialect.village.lock:
            return Writer(dialect, resource).removal([key])


class Writer:
    """Answers one request that writes. Whoever uses it holds the village's lock."""

    def __init__(self, dialect: RentManager, resource: str) -> None:
        self.dialect = dialect
        self.resource = resource

    def collection(self) -> Response:
        """The saved rows: items with a key change their row, the others make one."""
        known = self._caller(self.resource)
        if isinstance(known, Response):
            return known
        items = request.get_json(force=True, silent=True)
        if not isinstance(items, list):
            return bad_filter("An array is expected.", "value")
        plan = self._plan(known)
        steps = [plan.upsert(self.resource, item, f"[{at}]") for at, item in enumerate(items)]
        return self._finish(known, plan, steps, self.resource, is_many=True)

    def instance(self, key: int) -> Response:
        """The row after an update of the fields that were sent."""
        known = self._caller(self.resource)
        if isinstance(known, Response):
            return known
        row = known.location.tables[self.resource].get(key)
        if row is None:
            return empty(404)
        sent = request.get_json(force=True, silent=True)
        if not isinstance(sent, dict):
            return bad_filter("An object is expected.", "value")
        plan = self._plan(known)
        return self._finish(known, plan, [plan.item(self.resource, sent, "", row)], self.resource, is_many=False)

    def below(self, key: int, name: str) -> Response:
        """The rows saved below another, or a link made or cut."""
        child = CHILDREN.get(self.resource, {}).get(name)
        if child is None or name.startswith("Linked"):
            return self._link(key, name)
        known = self._caller(self.resource if child.target in INSIDE else child.target)
        if isinstance(known, Response):
            return known
        row = known.location.tables[self.resource].get(key)
        if row is None:
            return empty(404)
        items = request.get_json(force=True, silent=True)
        if not isinstance(items, list):
            return bad_filter("An array is expected.", "value")
        plan = self._plan(known)
        steps = [plan.below(self.resource, name, row, item, f"[{at}]") for at, item in enumerate(items)]
        return self._finish(known, plan, steps, child.target, is_many=True)

    def removal(self, keys: list[int] | None) -> Response:
        """204 when all the rows are gone, 404 and nothing done when one is not there."""
        known = self._caller(self.resource)
        if isinstance(known, Response):
            return known
        if keys is None:
            return bad_filter("A list of ids is expected.", "ids")
        if not keys or any(key not in known.location.tables[self.resource] for key in keys):
            return empty(404)
        plan = self._plan(known)
        refusal = plan.removal(self.resource, keys)
        if refusal is not None:
            return refusal
        remember(self.dialect, known.location, remove(known.location, self.resource, keys))
        return empty(204)

    def _link(self, key: int, name: str) -> Response:
        """204: `LinkUnit?unitID=` and its like, and `UnlinkUnit?unitID=`. The status is a guess."""
        verb, _, kind = name.partition("ink")
        field = {"Unit": "UnitID", "Property": "PropertyID", "Tenant": "TenantID"}.get(kind)
        if self.resource != "ServiceManagerIssues" or verb not in ("L", "Unl") or field is None:
            return no_route()
        known = self._caller(self.resource)
        if isinstance(known, Response):
            return known
        issue = known.location.tables[self.resource].get(key)
        other = int(text) if (text := asked(field) or "").isdecimal() else 0
        if issue is None:
            return empty(404)
        same = [
            row
            for row in known.location.index("ServiceManagerIssueLinks", ISSUE).get(key, [])
            if row.get(field) == other
        ]
        if verb == "Unl":
            gone = [row["ServiceManagerIssueLinkID"] for row in same]
            remember(self.dialect, known.location, remove(known.location, "ServiceManagerIssueLinks", gone))
            return empty(204)
        plan = self._plan(known)
        step = plan.item("ServiceManagerIssueLinks", {field: other}, "", None, {ISSUE: key})
        refusal = plan.refusal()
        if refusal is None and not same:
            remember(self.dialect, known.location, carry_out(known.location, [step], known.login.user_id))
        return refusal or empty(204)

    def _caller(self, resource: str) -> Caller | Response:
        known = caller(self.dialect)
        if isinstance(known, Response):
            return known
        if self.resource not in RESOURCES:
            return no_route()
        if self.resource in READ_ONLY:
            text = f"The requested resource does not support http method '{request.method}'."
            return written({"Message": text}, 405)
        return may_write(known, resource) or known

    def _plan(self, known: Caller) -> Plan:
        return Plan(known.location, self.dialect.village.settings["hard_close"], save_options())

    def _finish(self, known: Caller, plan: Plan, steps: list[Step | None], resource: str, *, is_many: bool) -> Response:
        """Carry out and answer: 201 with the address of the first new row, 200 when none is new, 204 with `nocontent`."""
        try:
            wanted = shape(resource, names("fields"), names("embeds"))
        except BadName as error:
            return bad_filter(str(error), error.where)
        refusal = plan.refusal()
        if refusal is not None:
            return refusal
        ready = [step for step in steps if step is not None]
        remember(self.dialect, known.location, carry_out(known.location, ready, known.login.user_id))
        rows = [step.row for step in ready if step.row is not None]
        new = [step.row[PRIMARY[resource]] for step in ready if step.is_new and step.row is not None]
        if (asked("nocontent") or "").lower() == "true":
            response = empty(204)
        else:
            out = [write(known.location, wanted, row) for row in rows]
            response = written(out if is_many else out[0], 201 if new else 200)
        if new:
            company = known.location.company
            response.headers["Location"] = f"{request.host_url}{self.dialect.slug}/{company}/{resource}/{new[0]}"
        return response


def ids_sent() -> list[int] | None:
    """The ids in `?ids=1,2`, or in a body as the overview has it; None when they are no numbers."""
    sent: Any = names("ids") or request.get_json(force=True, silent=True)
    if not isinstance(sent, list):
        return None
    texts = list(dict.fromkeys(str(one) for one in sent))
    return [int(text) for text in texts] if all(text.isdecimal() for text in texts) else None
