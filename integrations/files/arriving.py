"""The lists that a run has to read: which files they are in, and why others are not read."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from integrations.files import outcomes
from integrations.files.drops import fetched
from integrations.files.inspecting import Part, layout_called, layouts_of, look_for, look_inside
from integrations.files.outcomes import Status, settle_file, settle_part
from integrations.files.sweeping import same_content, waiting_files
from integrations.models import Connection, Cursor, ImportFile, SyncLog
from integrations.sync.pages import Run
from providers.errors import FileError
from providers.exports.layouts import Layout
from providers.records import Kind

# Before a layout's slug in the name of its cursor, whose value is the moment that its latest file spoke of.
CURSOR = "files/"
# The headings of so many files are remembered, so that nobody is told of a new one twice.
FILES_REMEMBERED = 50
# A kind that two layouts bring is whole in neither. One that has not come for so long no longer counts.
LAYOUT_FORGOTTEN_AFTER = timedelta(days=35)
WIZARD = "Say what its columns mean in the import wizard, or export one of the lists that are known."


@dataclass(frozen=True)
class Expected:
    """A file that a run has to look into. `was_asked_for` where a person named it, who wants it read whatever has come in
    since; `is_repeat` where it has been imported before."""

    file: ImportFile
    was_asked_for: bool = False
    is_repeat: bool = False


@dataclass(frozen=True)
class Arrival:
    """One list of a file, ready to be read. `place` is the number of the part; `is_latest` where nothing newer of its layout
    has come in; `new_headings` are those that its layout does not know and its last file did not have."""

    file: ImportFile
    path: Path
    part: Part
    place: int
    is_latest: bool = True
    is_repeat: bool = False
    new_headings: tuple[str, ...] = ()

    @property
    def layout(self) -> Layout:
        """Its layout; only lists that have one arrive."""
        assert self.part.layout is not None
        return self.part.layout

    @property
    def name(self) -> str:
        """What people call the list."""
        return f"{self.file.name} / {self.part.name}" if self.part.name else self.file.name

    @property
    def key(self) -> str:
        """What tells it from all other lists of the run."""
        return f"{self.file.pk} {self.place}"


def expected_files(run: Run) -> list[Expected]:
    """The files that a run has to look into, the oldest first. A full sync reads the newest one of each layout once more."""
    connection, only = run.log.connection, run.log.only.get("files")
    if only is not None:
        return [Expected(file, was_asked_for=True) for file in waiting_files(connection, only)]
    expected = [Expected(file) for file in waiting_files(connection)]
    if run.log.sync_type != SyncLog.Type.FULL:
        return expected
    return [*(Expected(file, is_repeat=True) for file in newest_imported(connection)), *expected]


def arrivals(run: Run, files: Iterable[Expected], open_files: ExitStack) -> list[Arrival]:
    """The lists that can be read, in files that stay on disk as long as `open_files`. What came of the others is noted."""
    found: list[Arrival] = []
    cursors = dict(
        Cursor.objects.filter(connection=run.log.connection_id, feed__startswith=CURSOR).values_list("feed", "value")
    )
    known_headings = _known_headings(run.log.connection)
    for expected in files:
        run.journal.beat(f"Looking into {expected.file.name}")
        found += _arrivals(run, expected, open_files, cursors, known_headings)
    fresh = {arrival.layout.slug for arrival in found if not arrival.is_repeat}
    # What is read anyhow need not be read as it was before.
    return [arrival for arrival in found if not (arrival.is_repeat and arrival.layout.slug in fresh)]


def kinds_of_others(run: Run, layout: Layout) -> frozenset[Kind]:
    """The kinds of a layout that another one has brought lately too: neither can tell which rows are gone."""
    since = run.facts.started_at - LAYOUT_FORGOTTEN_AFTER
    cursors = Cursor.objects.filter(connection=run.log.connection_id, feed__startswith=CURSOR, updated_at__gte=since)
    lately = set(cursors.values_list("feed", flat=True))
    others = [other for other in layouts_of(run.log.connection) if other.slug != layout.slug]
    taken = {kind for other in others if f"{CURSOR}{other.slug}" in lately for kind in other.kinds}
    return frozenset(taken.intersection(layout.kinds))


def _arrivals(
    run: Run, expected: Expected, open_files: ExitStack, cursors: dict[str, str | None], known: dict[str, set[str]]
) -> list[Arrival]:
    file = expected.file
    try:
        path = open_files.enter_context(fetched(file))
        if not (expected.was_asked_for or expected.is_repeat) and (same := _same_content(file, cursors)):
            _settle_duplicate(run, file, same, cursors)
            return []
        parts = _parts(run, file, path)
    except FileError as error:
        if expected.is_repeat:
            run.journal.note_error(outcomes.FILES, file.name, "unreadable_file", error.message)
        else:
            settle_file(run, file, Status.FAILED, error.message, error.action)
        return []
    if _is_anothers(run, file, parts):
        return []
    return _sorted_out(run, expected, path, parts, cursors, known)


def _parts(run: Run, file: ImportFile, path: Path) -> list[Part]:
    """The lists that are to be read: all, or the one that the wizard named."""
    slug = run.log.only.get("layout")
    if not slug:
        return look_inside(path, file.name, run.log.connection)
    layout = layout_called(run.log.connection, slug)
    if layout is None:
        raise FileError("What its columns mean is no longer known.", action="Begin the import again.")
    return look_for(path, file.name, run.log.only.get("part", ""), layout)


def _sorted_out(
    run: Run,
    expected: Expected,
    path: Path,
    parts: list[Part],
    cursors: dict[str, str | None],
    known: dict[str, set[str]],
) -> list[Arrival]:
    file, wanted = expected.file, set(run.log.kinds)
    layouts = [part.layout for part in parts if part.layout is not None]
    if wanted and not any(wanted.intersection(layout.kinds) for layout in layouts):
        return []  # it waits for a run that is not narrowed to other kinds
    file.parts = [outcomes.noted(part) for part in parts]
    found = []
    for place, part in enumerate(parts):
        outcome = _outcome(run, expected, part, cursors)
        if outcome is not None:
            with run.journal.page():
                settle_part(run, file, place, *outcome)
            continue
        assert part.layout is not None
        slug = part.layout.slug
        fresh = tuple(name for name in part.recognition.unknown if name and name not in known.get(slug, ()))
        known.setdefault(slug, set()).update(fresh)
        is_latest = not _is_older(file, cursors.get(f"{CURSOR}{slug}"))
        found.append(Arrival(file, path, part, place, is_latest, expected.is_repeat, fresh))
    return found


def _outcome(
    run: Run, expected: Expected, part: Part, cursors: dict[str, str | None]
) -> tuple[Status, str, str] | None:
    """What a list comes to that is not read; None for one that is."""
    if not part.headings:
        return Status.FAILED, " ".join(part.notes) or "It cannot be read.", "Export it once more and hand it in again."
    if part.refused is not None:
        return Status.REFUSED, f"{part.refused.label}: {part.refused.why}", ""
    if part.elsewhere is not None:
        label, found = part.elsewhere.label, part.recognition.layout
        message = f"This looks like {found.label if found else label}, not like a list of this system."
        return Status.UNRECOGNISED, message, f"Turn on the export files of {label} to import it."
    if part.layout is None:
        return Status.UNRECOGNISED, f"No known list has these headings. {part.recognition.reason}".strip(), WIZARD
    if not set(part.layout.kinds).difference(run.log.connection.excluded_kinds):
        return Status.REFUSED, "These rows are switched off in the settings of this connection.", ""
    is_optional = not (expected.was_asked_for or expected.is_repeat)
    if is_optional and _is_older(expected.file, cursors.get(f"{CURSOR}{part.layout.slug}")):
        message = "A newer file of this list has come in already, so this older one was not read."
        return Status.SUPERSEDED, message, ""
    return None


def _is_older(file: ImportFile, cursor: str | None) -> bool:
    """Whether a newer file of its layout has come in. Files of the same moment are parts of one list, or a better copy."""
    return cursor is not None and file.as_of < datetime.fromisoformat(cursor)


def _same_content(file: ImportFile, cursors: dict[str, str | None]) -> ImportFile | None:
    """The file that brought in the same bytes, where reading them again would bring nothing: nothing newer has come in, no
    undo has taken them back, and none of its rows or links waits for something else."""
    same = same_content(file)
    if same is None or any(part.get("waits") for part in same.parts):
        return None
    slugs = {part["layout"] for part in same.parts if part.get("layout")}
    return same if all(cursors.get(f"{CURSOR}{slug}") for slug in slugs) else None


def _settle_duplicate(run: Run, file: ImportFile, same: ImportFile, cursors: dict[str, str | None]) -> None:
    """Note that a file says what is known already. What it says is as new as it is."""
    slugs = [part["layout"] for part in same.parts if part.get("layout")]
    older = [slug for slug in slugs if not _is_older(file, cursors.get(f"{CURSOR}{slug}"))]
    for slug in older:
        feed, cursors[f"{CURSOR}{slug}"] = f"{CURSOR}{slug}", file.as_of.isoformat()
        Cursor.objects.filter(connection=run.log.connection_id, feed=feed).update(value=file.as_of.isoformat())
    settle_file(run, file, Status.DUPLICATE, f"It says the same as {same.name}, which has come in already.")


def _is_anothers(run: Run, file: ImportFile, parts: list[Part]) -> bool:
    """Whether the file is another system's, whose export files the agency takes too: then that connection reads it, at once."""
    slugs = {part.elsewhere.slug for part in parts if part.elsewhere is not None}
    if len(slugs) != 1 or any(part.layout or part.refused for part in parts) or run.log.only.get("layout"):
        return False
    connections = Connection.objects.filter(
        agency=run.facts.agency_id,
        provider__in=slugs,
        auth_type=Connection.AuthType.FILES,
        status__in=Connection.SIGNED_IN,
    )
    other = connections.values_list("pk", flat=True).first()
    if other is None:
        return False
    file.connection_id = other
    ImportFile.objects.filter(pk=file.pk).update(connection_id=other)
    now = run.facts.started_at
    Connection.objects.filter(pk=other, next_sync_at__gt=now).update(next_sync_at=now)
    return True


def newest_imported(connection: Connection) -> list[ImportFile]:
    """The last files of each layout that came in, the oldest first. Several of the same moment are parts of one list."""
    newest: dict[str, datetime] = {}
    found = []
    files = ImportFile.objects.filter(connection=connection, status=Status.IMPORTED).select_related("agency")
    for file in files.exclude(origin=ImportFile.Origin.CORRECTION).order_by("-as_of", "-done_at").iterator():
        slugs = {part["layout"] for part in file.parts if part["status"] == Status.IMPORTED and part["layout"]}
        if any(newest.setdefault(slug, file.as_of) == file.as_of for slug in slugs):
            found.append(file)
    return found[::-1]


def _known_headings(connection: Connection) -> dict[str, set[str]]:
    """The headings that each layout does not know and people have been told of, by the layout's slug. One query."""
    told: dict[str, set[str]] = {}
    imported: Any = ImportFile.objects.filter(connection=connection, status=Status.IMPORTED)
    for parts in imported.order_by("-done_at").values_list("parts", flat=True)[:FILES_REMEMBERED]:
        for part in parts:
            if part.get("layout"):
                told.setdefault(part["layout"], set()).update(part.get("unknown", ()))
    return told
