"""Members, bills, and the end of a connection."""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox.propertyme import fields
from sandbox.propertyme.api.desk import Desk
from sandbox.propertyme.cursor import changed_keys
from sandbox.propertyme.replies import error, rows
from sandbox.propertyme.views import View, as_json

MEMBER = View("members", "members", fields.MEMBER)
BILL = View("bills", "bills", fields.BILL)


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """GET /v1/members, GET /v1/bills (invented, off by default), DELETE /v1/portfolios/disconnect."""

    @routes.get("/v1/members")
    def members() -> Response:
        desk.need("contact:read")
        return desk.all(MEMBER, list(desk.estate["members"]))

    @routes.get("/v1/bills")
    def bills() -> Response:
        if not desk.settings["bills"]:
            return error(404)
        desk.need("transaction:read")
        return desk.all(BILL, changed_keys(desk.estate, "bills", desk.settings))

    @routes.delete("/v1/portfolios/disconnect")
    def disconnect() -> Response:
        desk.village.tokens.revoke(grant=desk.token.grant, kinds=("refresh", "code"))
        desk.village.save()
        return rows(as_json({"Disconnected": True}))
