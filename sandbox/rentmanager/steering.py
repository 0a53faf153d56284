"""The control routes of this dialect alone: limits, the key's secrets, webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from sandbox.rentmanager.storm import raise_storm, read_storm
from sandbox.rentmanager.webhooks import is_here

if TYPE_CHECKING:
    from sandbox.rentmanager.dialect import RentManager


def add_steering(routes: Blueprint, dialect: RentManager) -> None:
    """Hang the routes under `/rentmanager`."""
    village = dialect.village

    @routes.get("/rentmanager/limits")
    def limits() -> Response:
        return jsonify(dialect.desk.limits.as_json())

    @routes.post("/rentmanager/rotate")
    def rotate() -> Response:
        """`{"overlap": true}` adds a secret and answers it, `{"drop": true}` makes the oldest worthless."""
        wanted = sent()
        if set(wanted) not in ({"overlap"}, {"drop"}) or not all(value is True for value in wanted.values()):
            raise ValueError('either {"overlap": true} or {"drop": true} is expected')
        with village.lock:
            if "overlap" in wanted:
                answer = {"secret": dialect.desk.keys.add()}
            else:
                dialect.desk.keys.drop()
                answer = {}
            village.save()
        return jsonify(answer)

    @routes.get("/rentmanager/webhooks/deliveries")
    def deliveries() -> Response:
        return jsonify(dialect.deliveries.done())

    @routes.post("/rentmanager/webhooks/storm")
    def storm() -> Response:
        """The bodies as a list; with a `url` they are posted there and only counted here."""
        asked = read_storm(sent())
        if asked.url and not is_here(asked.url):
            raise ValueError("url must be an http address of this machine")
        with village.lock:
            bodies = raise_storm(dialect, asked)
        if not asked.url:
            return jsonify(bodies)
        for body in bodies:
            dialect.deliveries.post(asked.url, body)
        return jsonify(deliveries=len(bodies))


def sent() -> dict[str, Any]:
    """The JSON object of the request; ValueError for anything else."""
    values = request.get_json(force=True) if request.get_data() else {}
    if not isinstance(values, dict):
        raise ValueError("a JSON object is expected")
    return values
