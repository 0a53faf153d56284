"""The control API under `/_sandbox`: for tests and the demo, never a part of a vendor. Loopback only."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from sandbox.exports.routes import add_exports
from sandbox.faults import read_fault
from sandbox.rawrows import raw_rows
from sandbox.village import Village


def control(village: Village) -> Blueprint:
    """The routes that steer a village."""
    routes = Blueprint("control", __name__, url_prefix="/_sandbox")
    raw_rows(routes, village)
    add_exports(routes, village)
    for dialect in village.dialects.values():
        dialect.add_control(routes)

    @routes.before_request
    def loopback_only() -> None:
        if not ip_address(request.remote_addr or "127.0.0.1").is_loopback:
            abort(403, "the control API answers this machine only")

    @routes.errorhandler(HTTPException)
    def plain_error(error: HTTPException) -> tuple[Response, int]:
        return jsonify(error=error.description), error.code or 500

    @routes.errorhandler(ValueError)
    def bad_value(error: ValueError) -> tuple[Response, int]:
        return jsonify(error=str(error)), 400

    @routes.get("/health")
    def health() -> Response:
        return jsonify(status="ok", clock=village.clock.as_text(), day=village.clock.day)

    @routes.post("/reset")
    def reset() -> Response:
        village.reset(village.asked.changed(body()))
        return health()

    @routes.post("/advance")
    def advance() -> Response:
        days = body().get("days", 1)
        if not isinstance(days, int) or not 1 <= days <= 366:
            raise ValueError("days must be a whole number from 1 to 366")
        changes = village.advance(days)
        return jsonify(clock=village.clock.as_text(), day=village.clock.day, changes=changes)

    @routes.get("/settings")
    def settings() -> Response:
        return jsonify(village.settings.values)

    @routes.patch("/settings")
    def change_settings() -> Response:
        village.change_settings(body())
        return settings()

    @routes.post("/faults")
    def add_fault() -> tuple[Response, int]:
        fault = village.faults.add(read_fault(body(), set(village.dialects)))
        return jsonify(fault), 201

    @routes.get("/faults")
    def faults() -> Response:
        return jsonify(village.faults.listed())

    @routes.get("/faults/held")
    def held() -> Response:
        return jsonify(village.faults.held())

    @routes.delete("/faults")
    def clear_faults() -> Response:
        village.faults.clear()
        return jsonify([])

    @routes.get("/requests")
    def requests() -> Response:
        return jsonify(village.log.matching(request.args.get("path")))

    @routes.delete("/requests")
    def forget_requests() -> Response:
        village.log.entries.clear()
        return jsonify([])

    @routes.post("/tokens/expire")
    def expire_tokens() -> Response:
        with village.lock:
            count = village.tokens.expire_access()
            village.save()
        return jsonify(expired=count)

    @routes.post("/tokens/revoke")
    def revoke_tokens() -> Response:
        with village.lock:
            count = village.tokens.revoke()
            for dialect in village.dialects.values():
                dialect.refuse_logins()
            village.save()
        return jsonify(revoked=count)

    return routes


def body() -> dict[str, Any]:
    """The request's JSON object; an empty one when nothing was sent."""
    sent = request.get_json(force=True, silent=False) if request.get_data() else {}
    if not isinstance(sent, dict):
        abort(400, "a JSON object is expected")
    return sent
