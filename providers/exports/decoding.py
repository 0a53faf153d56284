"""Telling a text's encoding, by reading all of it once: a file that starts well may end otherwise.

Exports come as UTF-8, as Windows-1252 ("CSV" of an Australian Excel), as UTF-16 ("Unicode text"), and glued from two of these."""

import codecs
import io
import re
from dataclasses import dataclass

from providers.errors import FileError
from providers.exports.sources import Source

CHUNK = 1024 * 1024
SAMPLE = 64 * 1024
LONGEST_LINE = 32 * 1024 * 1024  # characters; a whole line is held in memory
MANY_ZEROS, FEW_ZEROS = 0.4, 0.05  # shares of every other byte
MOST_CONTROLS = 0.1  # of a text's bytes; pictures, PDFs and programs have more

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\r")))

# What UTF-8 gives for the characters that people here use. Two odd letters of Windows-1252 in a row may pass for UTF-8 by
# chance, and give the phonetic letters between these.
PLAUSIBLE = re.compile("[\u00a0-\u017f\u0370-\ufefe\uff00-\ufffc\U00010000-\U0010ffff]")

MIXED = (
    "Some of the text is in one encoding (UTF-8) and some in another (Windows-1252). Each was read in its own: "
    "look over names with accents."
)
UNKNOWN_CHARACTERS = (
    "Some characters belong to no known encoding and are shown as \ufffd: look over names with accents."
)


@dataclass(frozen=True)
class Decoding:
    """How to decode a text, what people should know of it, and whether a NUL character is in it."""

    encoding: str
    errors: str = "strict"
    notes: tuple[str, ...] = ()
    has_nul: bool = False


def windows_instead(error: UnicodeError) -> tuple[str, int]:
    """The bytes that are not UTF-8, read as Windows-1252: an error handler of the codecs."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


WINDOWS_INSTEAD = "windows-1252-instead"
codecs.register_error(WINDOWS_INSTEAD, windows_instead)


def examine(source: Source) -> Decoding:
    """How the text is to be decoded. FileError where it is no text, or has a line that no memory should hold."""
    with source.open() as stream:
        sample = stream.read(SAMPLE)
    encoding = marked(sample) or evident_utf16(sample)
    if encoding is None:
        _refuse_binary(sample, source.name)
    if encoding and encoding.startswith("utf-16"):
        return _wide(source, encoding)
    return _narrow(source, encoding or "utf-8")


def marked(sample: bytes) -> str | None:
    """The encoding that a byte order mark names."""
    return next((encoding for mark, encoding in BYTE_ORDER_MARKS if sample.startswith(mark)), None)


def evident_utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: nearly every other byte is zero, and those between are not."""
    low, high = sample[0::2], sample[1::2]
    if len(high) < 2:
        return None
    zero_low, zero_high = low.count(0) / len(low), high.count(0) / len(high)
    if zero_high > MANY_ZEROS and zero_low < FEW_ZEROS:
        return "utf-16-le"
    if zero_low > MANY_ZEROS and zero_high < FEW_ZEROS:
        return "utf-16-be"
    return None


def _refuse_binary(sample: bytes, name: str) -> None:
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    if controls > len(sample) * MOST_CONTROLS:
        raise FileError(
            f"{name} is not text: it may be a picture, a PDF or a program.",
            action="Export the list as CSV or Excel, and upload that.",
        )


def _wide(source: Source, encoding: str) -> Decoding:
    try:
        return Decoding(encoding, has_nul=_survey(source, encoding, "strict").has_nul)
    except UnicodeError:
        return Decoding(encoding, "replace", (UNKNOWN_CHARACTERS,), _survey(source, encoding, "replace").has_nul)


def _narrow(source: Source, utf8: str) -> Decoding:
    try:
        return Decoding(utf8, has_nul=_survey(source, utf8, "strict").has_nul)
    except UnicodeError:
        is_mixed = _survey(source, utf8, "replace").has_accents
    is_marked = utf8 != "utf-8"
    encoding, errors = (utf8, WINDOWS_INSTEAD) if is_mixed or is_marked else ("cp1252", "replace")
    survey = _survey(source, encoding, errors)
    said = {MIXED: is_mixed, UNKNOWN_CHARACTERS: survey.has_lost}
    return Decoding(encoding, errors, tuple(note for note, holds in said.items() if holds), survey.has_nul)


@dataclass(frozen=True)
class _Survey:
    """What a text holds when it is decoded in one way."""

    has_nul: bool
    has_accents: bool
    has_lost: bool


def _survey(source: Source, encoding: str, errors: str) -> _Survey:
    """What the whole text holds in this encoding. UnicodeError where it cannot be read so."""
    has_nul = has_accents = has_lost = False
    line, length = 1, 0
    with source.open() as binary, io.TextIOWrapper(binary, encoding, errors, newline="") as text:
        while chunk := text.read(CHUNK):
            has_nul = has_nul or "\0" in chunk
            if not chunk.isascii():
                has_accents = has_accents or PLAUSIBLE.search(chunk) is not None
                has_lost = has_lost or "\ufffd" in chunk
            end = "\n" if "\n" in chunk else "\r"
            first, last = chunk.find(end), chunk.rfind(end)
            if length + (len(chunk) if first < 0 else first) > LONGEST_LINE:
                raise _too_long(line, source.name)
            line += chunk.count(end)
            length = length + len(chunk) if first < 0 else len(chunk) - last - 1
    return _Survey(has_nul, has_accents, has_lost)


def _too_long(line: int, name: str) -> FileError:
    return FileError(
        f"Line {line:,} of {name} is longer than {LONGEST_LINE // 1024 // 1024} million characters: that is no list.",
        action="Export the list again as CSV or Excel. Nothing of this file was read.",
    )
