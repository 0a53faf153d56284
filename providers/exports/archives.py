"""Files inside archives. Nothing is unpacked to a path of the archive's choosing, and nothing beyond the limits below.

One member that cannot be read costs only itself."""

import gzip
import io
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from providers.errors import FileError
from providers.exports.sources import Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_MEMBERS = 1_000
LARGEST_DIRECTORY = 16 * 1024 * 1024  # bytes; an archive's table of contents is held in memory
LARGEST_IN_ALL = 2 * 1024**3
LARGEST_RATIO = 200  # unpacked to packed; lists come to 5 to 30
SMALLEST_BOMB = 50 * 1024 * 1024  # below this a high ratio does no harm
BUFFER = 256 * 1024

END_OF_DIRECTORY = b"PK\x05\x06"
LONGEST_END = 22 + 65_535
OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:|(.*[/\\])?\.\.([/\\]|$)")

# What the standard library raises over an archive that is damaged, or packed in a way it does not know.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
AGAIN = "Export or pack it again, and upload the new file."


class Unpacked(io.RawIOBase):
    """A packed stream as it unpacks. FileError where it is damaged or swells beyond the limits."""

    def __init__(self, stream: BinaryIO, name: str, packed: int) -> None:
        self._stream = stream
        self._name = name
        self._most = min(LARGEST_IN_ALL, max(SMALLEST_BOMB, packed * LARGEST_RATIO))
        self._read = 0

    def readable(self) -> bool:
        """True: reading is all that it does."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """How many bytes came."""
        try:
            data = self._stream.read(len(memoryview(buffer)))
        except DAMAGE as error:
            raise FileError(f"{self._name} is damaged or cut short.", action=AGAIN) from error
        self._read += len(data)
        if self._read > self._most:
            raise bomb(self._name)
        memoryview(buffer)[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the packed stream too."""
        self._stream.close()
        super().close()


def bomb(name: str) -> FileError:
    """The error for something that unpacks to far more than a list can be."""
    return FileError(
        f"{name} unpacks to far more than a list can be, so it was not opened.",
        action="Export the list again, and upload it unpacked.",
    )


def gunzipped(source: Source) -> Source:
    """What is inside a gzip file."""
    return Source(source.name, source.part, source.size, partial(_open_gzip, source))


def _open_gzip(source: Source) -> BinaryIO:
    packed = cast(BinaryIO, gzip.GzipFile(fileobj=source.open()))
    return io.BufferedReader(Unpacked(packed, source.name, source.size), BUFFER)


def open_zip(stream: BinaryIO, name: str) -> zipfile.ZipFile:
    """The archive, checked against the limits. FileError where it is damaged or a bomb. It must be closed."""
    refuse_huge_directory(stream, name)
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGE as error:
        raise FileError(f"{name} is damaged or cut short.", action=AGAIN) from error
    infos = archive.infolist()
    if any(map(is_bomb, infos)) or sum(info.file_size for info in infos) > LARGEST_IN_ALL:
        archive.close()
        raise bomb(name)
    if infos and min(info.header_offset for info in infos) > 0:  # an archive cut short in which another one lies whole
        archive.close()
        raise FileError(f"{name} is damaged or cut short.", action=AGAIN)
    return archive


def is_bomb(info: zipfile.ZipInfo) -> bool:
    """Whether a member says that it unpacks to absurdly much. zipfile never gives more than a member says."""
    return info.file_size > SMALLEST_BOMB and info.file_size > info.compress_size * LARGEST_RATIO


def refuse_huge_directory(stream: BinaryIO, name: str) -> None:
    """Return where the archive's table of contents may be read; it is read as a whole, so it is measured before."""
    stream.seek(0, io.SEEK_END)
    stream.seek(max(0, stream.tell() - LONGEST_END))
    tail = stream.read()
    end = tail.rfind(END_OF_DIRECTORY)
    stream.seek(0)
    if end < 0 or len(tail) - end < 22:
        raise FileError(f"{name} is damaged or cut short.", action=AGAIN)
    members, size = struct.unpack_from("<HL", tail, end + 10)
    if members > MOST_MEMBERS or size > LARGEST_DIRECTORY:
        raise FileError(
            f"{name} holds more than {MOST_MEMBERS:,} files, so it was not opened.",
            action="Pack only the lists that pmsync is to read.",
        )


def members(archive: zipfile.ZipFile, source: Source) -> Iterator[Source | FileError]:
    """The files of an archive in its own order; for one that may not be opened, the error that says so."""
    taken: set[str] = set()
    for info in archive.infolist():
        leads_out = OUTSIDE.match(info.filename) is not None
        if info.is_dir() or (_is_by_the_way(info.filename) and not leads_out):
            continue
        part = _own_name(info.filename[:200], taken)
        name = f"{part} in {source.name}"
        if leads_out:
            yield refused(part, name, "has a path that leads out of the archive")
        elif info.flag_bits & 0x1:
            yield refused(part, name, "is protected by a password")
        else:
            yield Source(name, part, info.file_size, partial(_open_member, archive, info, name))


def refused(part: str, name: str, why: str) -> FileError:
    """The error for a member that is not opened; its `path` is the member's name."""
    return FileError(f"{name} {why}, so it was not read.", action="Pack it again without that.", path=part)


def _is_by_the_way(path: str) -> bool:
    """Whether the archive's maker put this there and not a person: macOS and hidden files."""
    return path.startswith("__MACOSX/") or path.rsplit("/", 1)[-1].startswith(".")


def _own_name(name: str, taken: set[str]) -> str:
    """The member's name; numbered where the archive has two of that name."""
    own, number = name, 1
    while own in taken:
        number += 1
        own = f"{name} ({number})"
    taken.add(own)
    return own


def _open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> BinaryIO:
    try:
        packed = cast(BinaryIO, archive.open(info))
    except DAMAGE as error:
        raise FileError(f"{name} is damaged or packed in an unusual way.", action=AGAIN) from error
    return io.BufferedReader(Unpacked(packed, name, info.compress_size), BUFFER)


@contextmanager
def seekable(source: Source) -> Iterator[BinaryIO]:
    """The source as a stream that can be read from anywhere: what is inside an archive is unpacked to a nameless file."""
    with source.open() as stream:
        if stream.seekable():
            yield stream
            return
        with tempfile.TemporaryFile() as unpacked:
            shutil.copyfileobj(stream, unpacked, BUFFER)
            unpacked.seek(0)
            yield cast(BinaryIO, unpacked)
