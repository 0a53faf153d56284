"""What became of a file and of each list in it: noted on the file, and as an issue where a person must act.

A part of a file is kept as JSON: `name`, `layout` (slug), `label`, `score`, `reason`, `status` (as a file's), `message`,
`action`, `counts` by kind, `unknown` headings, and `waits`, the number of rows or links that something else must come for."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from integrations.files.inspecting import Part
from integrations.models import ImportFile, SyncIssue
from integrations.sync.counts import Count
from integrations.sync.pages import Run
from providers.records import Kind

Status = ImportFile.Status

# What an issue about a whole file is filed under, where a row's has its kind.
FILES = "files"
CODES = {Status.UNRECOGNISED: "layout_unknown", Status.FAILED: "unreadable_file"}
# A file is what the most telling of its lists came to.
WEIGHT = (
    Status.IMPORTED,
    Status.FAILED,
    Status.UNRECOGNISED,
    Status.SUPERSEDED,
    Status.DUPLICATE,
    Status.REFUSED,
)
WORDS = ("created", "new"), ("updated", "updated"), ("unchanged", "unchanged"), ("held", "held back")
SINGULAR = {Kind.PROPERTY.value: "property"}
NAMED_HEADINGS = 12
LONGEST_NAME = 150


def noted(part: Part) -> dict[str, Any]:
    """A part as its file keeps it, before it has come to anything."""
    layout, recognition = part.layout, part.recognition
    return {
        "name": part.name,
        "layout": layout.slug if layout else "",
        "label": layout.label if layout else "",
        "score": recognition.score,
        "reason": recognition.reason,
        "status": Status.NEW.value,
        "message": "",
        "action": "",
        "counts": {},
        "unknown": list(recognition.unknown),
        "waits": 0,
    }


def settle_part(
    run: Run, file: ImportFile, place: int, status: Status, message: str, action: str = "", **more: Any
) -> None:
    """Note what a list came to; with the last of them the file is done. Inside a page's transaction."""
    part = file.parts[place]
    part |= {"status": status.value, "message": message, "action": action, **more}
    if status in CODES:
        _complain(run, file, CODES[status], f"{part['name']}: {message}" if part["name"] else message, action)
    statuses = {part["status"] for part in file.parts}
    if Status.NEW.value in statuses:
        ImportFile.objects.filter(pk=file.pk).update(parts=file.parts, digest=file.digest)
        return
    whole = next(status for status in WEIGHT if status.value in statuses)
    only = file.parts[0] if len(file.parts) == 1 else {"message": "", "action": ""}
    _finish(run, file, whole, only["message"], only["action"])


def settle_file(run: Run, file: ImportFile, status: Status, message: str, action: str = "") -> None:
    """Note what a whole file came to, whatever is in it. A transaction of its own."""
    with run.journal.page():
        if status in CODES:
            _complain(run, file, CODES[status], message, action)
        _finish(run, file, status, message, action)


def waits_for(file: ImportFile, place: int, number: int) -> None:
    """Note how many more rows or links of a list something else must come for."""
    file.parts[place]["waits"] += number


def imported_words(counts: Mapping[str, Mapping[str, int]]) -> str:
    """What came of a list's rows, in a sentence."""
    sentences = []
    for kind, count in counts.items():
        read = count.get("read", 0)
        parts = [f"{count[name]:,} {word}" for name, word in WORDS if count.get(name)]
        rejected = count.get("rejected", 0)
        parts += [f"{rejected:,} could not come in"] if rejected else []
        words = (SINGULAR.get(kind, kind[:-1]) if read == 1 else kind).replace("_", " ")
        gone = count.get("withdrawn", 0)
        sentence = f"{read:,} {words}" + (f": {', '.join(parts)}" if parts else "")
        sentences.append(sentence + (f"; {gone:,} no longer in the list" if gone else ""))
    return f"{'. '.join(sentences)}." if sentences else "No rows."


def counts_since(run: Run, before: Mapping[Kind, Count]) -> dict[str, dict[str, int]]:
    """What the run has counted since then, by kind."""
    found: dict[str, dict[str, int]] = {}
    for kind, count in run.journal.counts.items():
        was = before.get(kind, Count())
        more = {name: number - getattr(was, name) for name, number in vars(count).items()}
        if any(more.values()):
            found[kind.value] = more
    return found


def listed(headings: Iterable[str]) -> str:
    """Some headings in words."""
    names = list(headings)
    some = ", ".join(names[:NAMED_HEADINGS])
    return some if len(names) <= NAMED_HEADINGS else f"{some} and {len(names) - NAMED_HEADINGS} more"


def _finish(run: Run, file: ImportFile, status: Status, message: str, action: str) -> None:
    file.status, file.message, file.action = status, message, action
    file.done_at, file.connection_id = timezone.now(), run.log.connection_id
    ImportFile.objects.filter(pk=file.pk).update(
        status=status,
        message=message,
        action=action,
        done_at=file.done_at,
        connection_id=file.connection_id,
        sync_log_id=run.log.pk,
        digest=file.digest,
        parts=file.parts,
    )
    if status in (Status.IMPORTED, Status.DUPLICATE, Status.REFUSED):
        failed = any(part["status"] in CODES for part in file.parts)
        if not failed:
            _stop_complaining(run, file)


def stem_of(file: ImportFile) -> str:
    """What tomorrow's file of this sort will be called too: its name without days, numbers and the letters around them."""
    name, dot, ending = file.name.lower().partition(".")
    return (re.sub(r"[\W_]*\d[\d\W_]*", " ", name).strip() + dot + ending)[:LONGEST_NAME]


def _complain(run: Run, file: ImportFile, code: str, message: str, action: str) -> None:
    run.journal.note_error(FILES, file.name, code, message)
    issue, is_new = SyncIssue.objects.defer("raw").get_or_create(
        connection_id=run.log.connection_id,
        kind=FILES,
        external_id=stem_of(file),
        code=code,
        defaults={"message": message},
    )
    status = SyncIssue.Status.OPEN if issue.status == SyncIssue.Status.RESOLVED else issue.status
    SyncIssue.objects.filter(pk=issue.pk).update(
        message=message,
        action=action,
        file=file.name,
        status=status,
        sync_log_id=run.log.pk,
        occurrences=issue.occurrences + (not is_new),
        updated_at=timezone.now(),
    )


def _stop_complaining(run: Run, file: ImportFile) -> None:
    issues = SyncIssue.objects.open().filter(connection_id=run.log.connection_id, kind=FILES, external_id=stem_of(file))
    issues.update(status=SyncIssue.Status.RESOLVED, updated_at=timezone.now())
