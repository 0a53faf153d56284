"""What is inside a file: its lists, each told by its headings."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from integrations.files.teaching import taught
from integrations.models import Connection
from providers import registry
from providers.base import Provider
from providers.errors import FileError
from providers.exports.custom import read_as
from providers.exports.layouts import Layout, Recognition, Refused, Table
from providers.exports.recognising import recognise
from providers.exports.refused import REFUSED
from providers.exports.tables import read_tables
from providers.records import Kind

# Owners before the properties that they own, properties before the leases in them.
ORDER = (Kind.OWNER, Kind.PROPERTY, Kind.UNIT, Kind.CONTACT, Kind.TENANT, Kind.LEASE, Kind.COMPLIANCE_EVENT)


@dataclass(frozen=True)
class Part:
    """One list inside a file: its name there, its headings, and what they say that it is. A list that cannot be read has no
    headings, and `notes` say why. `elsewhere` is the other system whose list it looks like, where it fits none of ours."""

    name: str
    headings: tuple[str, ...]
    recognition: Recognition
    notes: tuple[str, ...] = ()
    elsewhere: type[Provider] | None = None

    @property
    def layout(self) -> Layout | None:
        """The layout that fits it, None where none does or the list is refused."""
        return self.recognition.layout if self.elsewhere is None else None

    @property
    def refused(self) -> Refused | None:
        """The refused list that it is."""
        return self.recognition.refused


def look_inside(path: Path, name: str, connection: Connection) -> list[Part]:
    """The lists of a file, in its own order. FileError where it cannot be read at all."""
    layouts = layouts_of(connection)
    with closing(read_tables(path, name)) as tables:
        return [_part(table, layouts, connection.provider) for table in tables]


def look_for(path: Path, name: str, part: str, layout: Layout) -> list[Part]:
    """The one list of that name inside a file, to be read with this layout whatever it looks like. FileError where it is not
    there."""
    with opened(path, name, part) as table:
        return [Part(table.name, table.headings, read_as(layout, table.headings), table.notes)]


@contextmanager
def opened(path: Path, name: str, part: str) -> Iterator[Table]:
    """The list of that name inside a file, for as long as it is being read."""
    with closing(read_tables(path, name)) as tables:
        for table in tables:
            if table.name == part:
                yield table
                return
    raise FileError(f"{part or name} is no longer in the file.", action="Upload it again.")


def layouts_of(connection: Connection) -> tuple[Layout, ...]:
    """Every layout that this connection's files may have: its system's, and those that its agency has taught."""
    return (*taught(connection), *registry.get(connection.provider).layouts)


def place_in_line(layout: Layout) -> int:
    """When a list is read: one that brings several kinds waits for what the last of them needs."""
    return max(ORDER.index(kind) if kind in ORDER else len(ORDER) for kind in layout.kinds)


def layout_called(connection: Connection, slug: str) -> Layout | None:
    """The layout of that slug, None where it is no longer known: a column mapping may have been deleted."""
    return next((layout for layout in layouts_of(connection) if layout.slug == slug), None)


def recognised_as(layout: Layout, headings: tuple[str, ...]) -> Recognition:
    """Where a list that is known to have this layout has its columns."""
    recognition = recognise(headings, (layout,), ())
    return recognition if recognition.layout is layout else read_as(layout, headings)


def _part(table: Table, layouts: tuple[Layout, ...], provider: str) -> Part:
    recognition = recognise(table.headings, layouts, REFUSED)
    if table.headings and recognition.layout is None and recognition.refused is None:
        for other in registry.all_providers():
            if other.slug == provider or not other.layouts:
                continue
            found = recognise(table.headings, other.layouts, ())
            if found.layout is not None:
                return Part(table.name, table.headings, found, table.notes, other)
    return Part(table.name, table.headings, recognition, table.notes)
