"""Lists as files: CSV as people save it, and workbooks as the systems' grids write them."""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from sandbox.exports.facts import Line
from sandbox.exports.lists import ExportList, as_text

# What people and systems get wrong: the fact that is spoilt, and what stands there instead. Properties stay sound, because
# all that hangs on one would be in trouble with it.
TROUBLES = (
    ("period", "biweekly"),
    ("start", "31/02/2026"),
    ("rent", "ask Bob"),
    ("email", "none"),
)


def as_csv(listed: ExportList, lines: Sequence[Line], troubles: int, seed: int) -> bytes:
    """The list as CSV in UTF-8 with a byte order mark, which is how Excel saves it. So many lines are spoilt."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([heading for heading, _ in listed.headings])
    spoilt = spoil(listed, len(lines), troubles, seed)
    for number, line in enumerate(lines):
        writer.writerow([spoilt.get((number, name), as_text(line[name], name)) for _, name in listed.headings])
    return out.getvalue().encode("utf-8-sig")


def as_workbook(listed: ExportList, lines: Sequence[Line], troubles: int, seed: int) -> bytes:
    """The list as the grid exports it: grouped by manager, subtotals, real numbers and days, no dimension record."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = listed.file[:31]
    spoilt = spoil(listed, len(lines), troubles, seed)
    sheet.append(["", *(heading for heading, _ in listed.headings)])
    groups: dict[str, list[tuple[int, Line]]] = {}
    for number, line in enumerate(lines):
        groups.setdefault(str(line["manager"] or "No manager"), []).append((number, line))
    for manager, members in groups.items():
        sheet.append([manager])
        for number, line in members:
            sheet.append(["", *(spoilt.get((number, name), _cell(line[name], name)) for _, name in listed.headings)])
        sheet.append(["Subtotal", len(members)])
    sheet.append(["Total", len(lines)])
    return _without_dimension(book)


def spoil(listed: ExportList, count: int, troubles: int, seed: int) -> dict[tuple[int, str], str]:
    """Which facts of which lines are wrong, and what stands there: so many lines at the most."""
    facts = {name for _, name in listed.headings}
    known = [trouble for trouble in TROUBLES if trouble[0] in facts]
    if not known or not count:
        return {}
    rng = random.Random(f"{seed}/troubles/{listed.file}")
    chosen = rng.sample(range(count), min(troubles, count))
    return {(number, known[at % len(known)][0]): known[at % len(known)][1] for at, number in enumerate(sorted(chosen))}


def _cell(fact: Any, name: str) -> Any:
    if isinstance(fact, bool):
        return "✓" if fact else ""
    return fact if isinstance(fact, int | float | date) else as_text(fact, name)


def _without_dimension(book: Workbook) -> bytes:
    """The workbook less the record that says how large each sheet is: the real grids leave it out."""
    whole, bare = io.BytesIO(), io.BytesIO()
    book.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content = re.sub(rb"<dimension [^>]*/>", b"", content)
            new.writestr(part, content)
    return bare.getvalue()
