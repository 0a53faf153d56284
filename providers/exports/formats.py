"""Telling what a file is by what is in it: names are often wrong."""

import zipfile
from enum import Enum

from providers.errors import FileError
from providers.exports.archives import open_zip, seekable
from providers.exports.sources import Source

HEAD = 1024  # bytes
GZIP, PDF, OLE = b"\x1f\x8b", b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<body", b"<style", b"<meta")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OLE_SECTORS = 4 * 1024 * 1024  # bytes, at either end of an old Office file, in which its directory is looked for

SAVE_AS = "Open it in Excel, save it as an Excel workbook (.xlsx) or as CSV, and upload that."


class Format(Enum):
    """What a file is read as."""

    TEXT = "text"
    WORKBOOK = "workbook"
    GZIP = "gzip"
    ZIP = "zip"


def tell_format(source: Source) -> Format:
    """What the source is. FileError where it is something that pmsync does not read."""
    with source.open() as stream:
        head = stream.read(HEAD)
    if head.startswith(GZIP):
        return Format.GZIP
    if head.startswith(ZIPS):
        with seekable(source) as stream, open_zip(stream, source.name) as archive:
            return _tell_package(archive, source.name)
    if head.startswith(OLE):
        raise _old_office(source)
    if head.startswith(PDF):
        raise FileError(f"{source.name} is a PDF: a printed page, no list.", action="Export the list as CSV or Excel.")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise FileError(f"{source.name} is a web page, whatever its name says.", action=SAVE_AS)
    return Format.TEXT


def _tell_package(archive: zipfile.ZipFile, name: str) -> Format:
    """Office files are archives too."""
    paths = archive.namelist()
    if "xl/workbook.bin" in paths:
        raise FileError(f"{name} is a binary Excel workbook (.xlsb), which pmsync does not read.", action=SAVE_AS)
    if "[Content_Types].xml" in paths:
        if any(path.startswith("xl/") for path in paths):
            return Format.WORKBOOK
        raise FileError(
            f"{name} is an Office file, but not an Excel workbook.", action="Export the list as CSV or Excel."
        )
    if paths[:1] == ["mimetype"] and "content.xml" in paths:
        raise FileError(f"{name} is an OpenDocument file, which pmsync does not read.", action=SAVE_AS)
    return Format.ZIP


def _old_office(source: Source) -> FileError:
    with seekable(source) as stream:
        found = ENCRYPTED in stream.read(OLE_SECTORS)
        stream.seek(max(0, source.size - OLE_SECTORS))
        found = found or ENCRYPTED in stream.read(OLE_SECTORS)
    if found:
        return FileError(
            f"{source.name} is protected by a password.", action="Take the password off in Excel, and upload it again."
        )
    return FileError(f"{source.name} is in the old Excel format (.xls), which pmsync does not read.", action=SAVE_AS)
