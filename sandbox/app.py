"""The sandbox as a WSGI application."""

from __future__ import annotations

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from sandbox.control import control
from sandbox.dialects import DIALECTS
from sandbox.gate import guard
from sandbox.options import Options
from sandbox.village import Village


class OrderedJSON(DefaultJSONProvider):
    """Keys in the order in which they were put down, as the vendors have them."""

    sort_keys = False


def create_app(options: Options | None = None) -> Flask:
    """All stand-ins and the control API. The village itself is at `app.extensions["village"]`."""
    village = Village(options or Options(), DIALECTS)
    app = Flask("sandbox", static_folder=None)
    app.extensions["village"] = village
    app.json = OrderedJSON(app)
    app.url_map.strict_slashes = False
    guard(app, village)
    app.register_blueprint(control(village))
    for dialect in village.dialects.values():
        app.register_blueprint(dialect.blueprint(), url_prefix=f"/{dialect.slug}")
    return app
