"""Raw rows through the control API: read, edit, add and take away what a vendor's estate holds."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request

from sandbox.dialect import Dialect, Row
from sandbox.village import Village


def raw_rows(routes: Blueprint, village: Village) -> None:
    """Hang the row routes under `/<provider>/<collection>`; `?account=` picks an account, else the first."""

    def dialect_of(provider: str) -> Dialect:
        if provider not in village.dialects:
            abort(404, f"no such provider: {provider}")
        return village.dialects[provider]

    def table(provider: str, collection: str) -> dict[str, Row]:
        try:
            return dialect_of(provider).rows(account(), collection)
        except KeyError:
            abort(404, f"no such account or collection: {account()}/{collection}")

    def account() -> str:
        return request.args.get("account", "first")

    def sent() -> Row:
        values = request.get_json(force=True)
        if not isinstance(values, dict):
            abort(400, "a JSON object is expected")
        return values

    @routes.get("/<provider>/spreadsheet.csv")
    def spreadsheet(provider: str) -> Response:
        with village.lock:
            text = dialect_of(provider).spreadsheet()
        return Response(text, mimetype="text/csv")

    @routes.get("/<provider>/<collection>")
    def all_rows(provider: str, collection: str) -> Response:
        with village.lock:
            return jsonify(list(table(provider, collection).values()))

    @routes.get("/<provider>/<collection>/<key>")
    def one_row(provider: str, collection: str, key: str) -> Response:
        with village.lock:
            rows = table(provider, collection)
            if key not in rows:
                abort(404, f"no such row: {key}")
            return jsonify(rows[key])

    @routes.patch("/<provider>/<collection>/<key>")
    def edit_row(provider: str, collection: str, key: str) -> Response:
        quiet = request.args.get("quiet") == "1"
        values = sent()
        with village.lock:
            if key not in table(provider, collection):
                abort(404, f"no such row: {key}")
            row = dialect_of(provider).edit(account(), collection, key, values, quiet=quiet)
            village.note(
                {
                    "do": "edit",
                    "provider": provider,
                    "account": account(),
                    "collection": collection,
                    "key": key,
                    "values": values,
                    "quiet": quiet,
                }
            )
            return jsonify(row)

    @routes.post("/<provider>/<collection>")
    def add_row(provider: str, collection: str) -> tuple[Response, int]:
        like = request.args.get("like")
        values = sent()
        with village.lock:
            if like is not None and like not in table(provider, collection):
                abort(404, f"no such row: {like}")
            table(provider, collection)
            key, row = dialect_of(provider).add(account(), collection, values, like)
            village.note(
                {
                    "do": "add",
                    "provider": provider,
                    "account": account(),
                    "collection": collection,
                    "values": values,
                    "like": like,
                }
            )
            return jsonify(key=key, row=row), 201

    @routes.delete("/<provider>/<collection>/<key>")
    def remove_row(provider: str, collection: str, key: str) -> Response:
        with village.lock:
            if key not in table(provider, collection):
                abort(404, f"no such row: {key}")
            dialect_of(provider).remove(account(), collection, key)
            village.note(
                {
                    "do": "remove",
                    "provider": provider,
                    "account": account(),
                    "collection": collection,
                    "key": key,
                }
            )
        return jsonify(removed=key)
