"""The sandbox as a WSGI application."""

from __future__ import annotations

from flask import Flask

from sandbox.control import control
from sandbox.gate import guard
from sandbox.options import Options
from sandbox.village import Village


def create_app(options: Options | None = None) -> Flask:
    """All stand-ins and the control API. The village itself is at `app.extensions["village"]`."""
    village = Village(options or Options())
    app = Flask("sandbox", static_folder=None)
    app.extensions["village"] = village
    app.url_map.strict_slashes = False
    guard(app, village)
    app.register_blueprint(control(village))
    for dialect in village.dialects.values():
        app.register_blueprint(dialect.blueprint(), url_prefix=f"/{dialect.slug}")
    return app
