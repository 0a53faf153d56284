"""Puts the subjects under one roof, with the checks that come before all of them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from flask import Blueprint, Response, g

from sandbox.propertyme.api import contacts, inspections, jobs, lots, rest, tenancies
from sandbox.propertyme.api.desk import Desk
from sandbox.propertyme.replies import error

if TYPE_CHECKING:
    from sandbox.propertyme.dialect import PropertyMe


def api(dialect: PropertyMe) -> Blueprint:
    """All endpoints; each answers while it alone holds the village's lock."""
    routes = Blueprint("propertyme_api", __name__)
    desk = Desk(dialect)

    @routes.before_request
    def check() -> Response | None:
        refusal = desk.turn_away()
        if refusal is None:
            dialect.village.lock.acquire()
            g.locked = threading.get_ident()
        return refusal

    @routes.teardown_request
    def let_go(error_met: BaseException | None) -> None:
        if g.pop("locked", None):
            dialect.village.lock.release()

    for subject in (lots, tenancies, contacts, jobs, inspections, rest):
        below = Blueprint(subject.__name__.rpartition(".")[2], __name__)
        subject.add_routes(below, desk)
        routes.register_blueprint(below)

    @routes.route("/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    def unknown(rest: str) -> Response:
        return error(404)

    return routes
