"""Files as tables: text in any usual encoding, spreadsheets, and archives of these, read as streams."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from providers.errors import FileError
from providers.exports.archives import gunzipped, members, open_zip, seekable
from providers.exports.formats import Format, tell_format
from providers.exports.grouping import to_table
from providers.exports.layouts import Table
from providers.exports.sheets import read_workbook
from providers.exports.sources import Grid, Source
from providers.exports.text import read_text

Tables = Generator[Table, None, None]


def read_tables(path: Path, name: str) -> Tables:
    """The lists of a file, each good until the next one is asked for. `name` is what people call the file. FileError where
    it cannot be read. Closing the generator closes the file.

    Of several lists, one that cannot be read comes as a table without headings, and its note says why."""
    source = Source(name, "", path.stat().st_size, lambda: path.open("rb"))
    if tell_format(source) is Format.ZIP:
        yield from _of_archive(source)
    else:
        yield from _of_file(source)


def _of_archive(source: Source) -> Tables:
    trouble: FileError | None = None
    is_read = False
    with seekable(source) as stream, open_zip(stream, source.name) as archive:
        for member in members(archive, source):
            try:
                if isinstance(member, FileError):
                    raise member
                for table in _of_file(member):
                    is_read = is_read or bool(table.headings)
                    yield table
            except FileError as error:
                trouble = trouble or error
                yield _unread(error.path if isinstance(member, FileError) else member.part, error)
    if trouble and not is_read:
        raise FileError(f"{source.name} holds no list that can be read. {trouble.message}", action=trouble.action)
    if not is_read:
        raise _empty(source.name)


def _of_file(source: Source) -> Tables:
    """The lists of anything but an archive."""
    kind = tell_format(source)
    if kind is Format.GZIP:
        source = gunzipped(source)
        kind = tell_format(source)
    if kind is Format.GZIP or kind is Format.ZIP:
        raise FileError(f"{source.name} is an archive inside an archive.", action="Unpack it, and upload the lists.")
    if kind is Format.TEXT:
        yield from _of_grid(read_text(source), is_one_of_many=False)
        return
    with seekable(source) as stream, closing(read_workbook(source, stream)) as grids:
        is_read = False
        for grid in grids:
            yield from _of_grid(grid, is_one_of_many=grid.part != source.part)
            is_read = True
        if not is_read:
            raise _empty(source.name)


def _of_grid(grid: Grid, *, is_one_of_many: bool) -> Tables:
    with closing(grid.rows):
        try:
            table = to_table(grid)
        except FileError as error:
            if not is_one_of_many:
                raise
            table = _unread(grid.part, error)
        if table is None:
            raise _empty(grid.name)
        yield table


def _unread(part: str, error: FileError) -> Table:
    """A list that cannot be read, for the summary's sake."""
    return Table(part, (), 0, iter(()), (f"{error.message} {error.action}".strip(),))


def _empty(name: str) -> FileError:
    return FileError(f"{name} is empty.", action="Export the list again: there is nothing in this one.")
