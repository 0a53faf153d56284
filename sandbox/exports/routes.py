"""Where the exported files are had: they are no vendor's server, so they stand with the control API."""

from __future__ import annotations

import io
import zipfile

from flask import Blueprint, Response, abort, request

from sandbox.exports.files import as_csv, as_workbook
from sandbox.exports.lists import SYSTEMS, lines_of
from sandbox.propertyme import PropertyMe
from sandbox.village import Village

WRITERS = {"csv": as_csv, "xlsx": as_workbook}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def add_exports(routes: Blueprint, village: Village) -> None:
    """`/exports/<system>/<list>.<csv|xlsx>` and `/exports/<system>/all.zip`; `?troubles=3` spoils three lines of each."""

    @routes.get("/exports/<system>/<name>.<ending>")
    def export(system: str, name: str, ending: str) -> Response:
        lists = SYSTEMS.get(system)
        if lists is None or ending not in ("csv", "xlsx", "zip") or (ending == "zip") != (name == "all"):
            abort(404, f"There is no such export. Systems: {', '.join(SYSTEMS)}.")
        if ending == "zip":
            return Response(_all(village, system), mimetype="application/zip")
        if name not in lists:
            abort(404, f"{system} has no list {name!r}. There are: {', '.join(lists)}.")
        return Response(_written(village, system, name, ending), content_type=TYPES[ending])


def _written(village: Village, system: str, name: str, ending: str) -> bytes:
    listed = SYSTEMS[system][name]
    dialect = village.dialects["propertyme"]
    assert isinstance(dialect, PropertyMe)
    seed = village.options.seed
    with village.lock:
        lines = list(lines_of(listed.facts, dialect.estates["first"], seed))
    return WRITERS[ending](listed, lines, request.args.get("troubles", 0, int), seed)


def _all(village: Village, system: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, listed in SYSTEMS[system].items():
            stamp = zipfile.ZipInfo(f"{listed.file}.csv", village.clock.now.timetuple()[:6])
            archive.writestr(stamp, _written(village, system, name, "csv"), zipfile.ZIP_DEFLATED)
    return held.getvalue()
