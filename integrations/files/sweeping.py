"""Which files in a drop are new."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from integrations.files import drops
from integrations.files.places import Found
from integrations.models import Connection, ImportFile

Status = ImportFile.Status

# A day in a file's name, the year first or last, and perhaps the time after it: 2026-05-15, 20260515_0200, 15.05.2026.
FORWARDS = r"20\d\d[-_.]?\d\d[-_.]?\d\d(?!\d)"
BACKWARDS = r"\d\d[-_.]\d\d[-_.]20\d\d(?!\d)"
DAY = re.compile(
    r"(?<!\d)(?:(?P<y>20\d\d)[-_.]?(?P<m>\d\d)[-_.]?(?P<d>\d\d)|(?P<d2>\d\d)[-_.](?P<m2>\d\d)[-_.](?P<y2>20\d\d))"
    rf"(?:[ T_-]?(?!{FORWARDS}|{BACKWARDS})"  # the next day of a span is no time
    r"(?P<hour>[01]\d|2[0-3])[-_.:]?(?P<minute>[0-5]\d)(?:[-_.:]?(?P<second>[0-5]\d))?)?(?!\d)"
)
# A day longer ago than this is part of what the list is about, and not when it was made.
OLDEST_NAMED = timedelta(days=366)
LONGEST_KEY = 500

REPLACED = "A newer one took its place before it was read."
GONE = "It was gone from the drop before it could be read."
PUT_AGAIN = "Put it there again."
BAD_NAME = "Its name is too long, or has letters that cannot be read."
RENAME = "Give it a plain name and put it there again."


def sweep(connection: Connection, now: datetime) -> None:
    """Note every new file of the agency's drop. A file that is still being written is noted as growing. FileError where the
    drop cannot be reached. The number of queries does not depend on how many files there are."""
    agency = connection.agency
    found = drops.listing(agency)
    with transaction.atomic():
        noted = ImportFile.objects.filter(agency=agency).only("drop_key", "version", "status", "agency")
        known = {(row.drop_key, row.version): row for row in noted}
        unread: dict[str, list[ImportFile]] = defaultdict(list)
        for row in known.values():
            if row.status in ImportFile.OPEN:
                unread[row.drop_key].append(row)
        new: list[ImportFile] = []
        grown: list[ImportFile] = []
        settled, replaced = [], []
        for file in found:
            key, is_plain = _key_of(file)
            same = known.get((key, file.version))
            others = [other for other in unread.pop(key, ()) if other is not same]
            growing = next((other for other in others if other.status == Status.GROWING), None)
            if same is None and growing is not None:
                grown.append(_grown(growing, file, agency.zone))
                others.remove(growing)
            elif same is None:
                new.append(_new(connection, file, key, is_plain, now))
            elif same.status == Status.GROWING and not _is_being_written(file, now):
                settled.append(same.pk)
            replaced += [other.pk for other in others]
        gone = [row.pk for rows in unread.values() for row in rows]
        ImportFile.objects.bulk_create(new, ignore_conflicts=True)
        ImportFile.objects.bulk_update(grown, ["version", "size", "modified_at", "as_of"])
        _unread(settled).update(status=Status.NEW)
        _unread(replaced).update(status=Status.SUPERSEDED, message=REPLACED, done_at=now)
        _unread(gone).update(status=Status.FAILED, message=GONE, action=PUT_AGAIN, done_at=now)


def waiting_files(connection: Connection, only: Iterable[str] | None = None) -> list[ImportFile]:
    """The files that wait to be looked into by this connection's run, oldest first; of `only` these ids where given. A file
    that another connection found waits for that one, unless it no longer takes files. Those of the wizard wait to be named."""
    files = _of_run(connection).select_related("agency")
    if only is None:
        files = files.filter(status=Status.NEW).exclude(origin=ImportFile.Origin.WIZARD)
    else:
        files = files.filter(status__in=ImportFile.OPEN, pk__in=list(only))
    return list(files.order_by("as_of", "modified_at", "drop_key"))


def growing_files(connection: Connection) -> QuerySet[ImportFile]:
    """The files that were still being written at the last look: whoever finds some should look again soon."""
    return _of_run(connection).filter(status=Status.GROWING)


def same_content(file: ImportFile) -> ImportFile | None:
    """The file that brought in the very same bytes, if nothing has come in since by another file of its layouts. (A list that
    changes and changes back is no duplicate: it must be read, or the change in between would stay.) Needs `file.digest`."""
    imported = ImportFile.objects.filter(agency=file.agency_id, status=Status.IMPORTED).exclude(pk=file.pk)
    if not file.digest:
        return None
    same = imported.filter(digest=file.digest, connection=file.connection_id).order_by("-done_at").first()
    if same is None or same.done_at is None:
        return None
    layouts = _layouts(same)
    later = imported.filter(connection=same.connection_id, done_at__gt=same.done_at).only("parts")
    return None if any(layouts & _layouts(other) for other in later.iterator()) else same


def _layouts(file: ImportFile) -> set[str]:
    return {part.get("layout") or "" for part in file.parts}


def _of_run(connection: Connection) -> QuerySet[ImportFile]:
    mine = Q(connection=connection) | Q(connection=None) | ~Q(connection__status__in=Connection.SIGNED_IN)
    return ImportFile.objects.filter(mine, agency=connection.agency_id)


def _unread(ids: list[UUID]) -> QuerySet[ImportFile]:
    """These files, less those that a run has read meanwhile."""
    return ImportFile.objects.filter(pk__in=ids, status__in=ImportFile.OPEN)


def _new(connection: Connection, file: Found, key: str, is_plain: bool, now: datetime) -> ImportFile:
    row = ImportFile(
        agency=connection.agency,
        connection=connection,
        drop_key=key,
        version=file.version,
        size=file.size,
        modified_at=file.modified_at,
        as_of=as_of(key, file.modified_at, connection.agency.zone),
        status=Status.GROWING if _is_being_written(file, now) else Status.NEW,
    )
    if not is_plain:
        row.status, row.message, row.action, row.done_at = Status.FAILED, BAD_NAME, RENAME, now
    return row


def _grown(row: ImportFile, file: Found, zone: ZoneInfo) -> ImportFile:
    """The same row, still growing, for what has become of its file."""
    row.version, row.size, row.modified_at = file.version, file.size, file.modified_at
    row.as_of = as_of(row.drop_key, file.modified_at, zone)
    return row


def _is_being_written(file: Found, now: datetime) -> bool:
    """Whether more may come: the file changed a moment ago (by a clock that may be ahead of ours), or a mark says so."""
    just_changed = abs(now - file.modified_at) < timedelta(seconds=settings.DROP_SETTLED_SECONDS)
    return not file.is_whole and (file.is_held or just_changed)


def _key_of(file: Found) -> tuple[str, bool]:
    """The key to note a file under, and whether it is the file's own. Others could not be stored as they are."""
    plain = file.key.encode(errors="surrogateescape").decode(errors="replace")
    if plain == file.key and len(plain) <= LONGEST_KEY:
        return plain, True
    mark = sha256(file.key.encode(errors="surrogateescape")).hexdigest()[:12]
    return f"{plain[: LONGEST_KEY - 13]} {mark}", False


def as_of(key: str, modified_at: datetime, zone: ZoneInfo) -> datetime:
    """The moment that a file's rows speak of: the latest day in its name, at its end or at the time beside it, in the
    agency's zone. When it was last changed, where that is earlier or no day is named."""
    moments = (moment.astimezone(UTC) for moment in _named(key.rpartition("/")[2], zone))
    earliest = modified_at - OLDEST_NAMED
    begun = [min(moment, modified_at) for moment in moments if earliest < moment < modified_at + timedelta(days=1)]
    return max(begun, default=modified_at)


def _named(name: str, zone: ZoneInfo) -> Iterator[datetime]:
    """Every moment that a file's name spells out."""
    for match in DAY.finditer(name):
        year, month, day = (int(match[part] or match[f"{part}2"]) for part in "ymd")
        try:
            named = date(year, month, day)
        except ValueError:
            continue
        hour = match["hour"]
        at = time(int(hour), int(match["minute"]), int(match["second"] or 0)) if hour else time.max
        yield datetime.combine(named, at, tzinfo=zone)
