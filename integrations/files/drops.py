"""An agency's drop, whatever it is: a folder, a bucket, a host for SFTP. All of it through Django's storage interface."""

import hashlib
import logging
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File

from agencies.models import Agency
from integrations import vault
from integrations.files.folders import FolderStorage
from integrations.files.places import BUCKET, FOLDER, Address, Found, Place, check_key, parse, usual_address
from integrations.models import Drop, ImportFile
from providers.errors import FileError

__all__ = ["Found", "address_of", "fetched", "listing", "put", "reaching", "storage_of"]

logger = logging.getLogger(__name__)

# What programs call a file that they have not finished, or that only marks another one.
UNFINISHED = (".part", ".filepart", ".partial", ".tmp", ".crdownload", ".lock")
BYTES_AT_ONCE = 1024 * 1024


def address_of(agency: Agency) -> str:
    """The address of an agency's drop, as people may see it."""
    return str(_address(Drop.objects.filter(agency=agency).first(), agency))


def storage_of(agency: Agency) -> Any:
    """The storage that is the agency's drop: it sees nothing outside of it."""
    drop = Drop.objects.filter(agency=agency).first()
    address = _address(drop, agency)
    own = drop is not None and drop.url
    if address.scheme == FOLDER:
        if not own:  # the embedded place needs no setting up
            _make_folder(Path(address.path))
        return FolderStorage(address.path)
    secrets = vault.drop_secrets(drop) if drop is not None and own else settings.DROP_SECRETS
    # Clients of stores are slow to import, and most processes never need one.
    if address.scheme == BUCKET:
        from integrations.files.buckets import BucketStorage

        return BucketStorage(address, secrets)
    from integrations.files.hosts import HostStorage

    return HostStorage(address, secrets)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FileError("The drop's folder cannot be made.", action="Ask an operator to look at DROP_URL.") from error


def _address(drop: Drop | None, agency: Agency) -> Address:
    return parse(drop.url) if drop is not None and drop.url else usual_address(agency)


@contextmanager
def reaching(storage: Place, agency: Agency) -> Iterator[None]:
    """Turns whatever a place throws into FileError, and closes its connection. The reason is for operators."""
    try:
        yield
    except storage.troubles as error:
        response = getattr(error, "response", {})  # of a store, which says why in a word
        reason = response.get("Error", {}).get("Code", "") if isinstance(response, dict) else ""
        logger.warning("Drop of agency %s: %s %s", agency.pk, type(error).__name__, reason)
        message = "The drop cannot be reached, or does not let us in."
        raise FileError(message, action="Ask an operator to look at the agency's drop.") from error
    finally:
        if hasattr(storage, "close"):
            storage.close()


def listing(agency: Agency) -> list[Found]:
    """Every file in the agency's drop. FileError where the drop cannot be reached."""
    storage = storage_of(agency)
    with reaching(storage, agency):
        found = {file.key: file for file in storage.found()}
    return [
        replace(file, is_held=any(f"{key}{mark}" in found for mark in UNFINISHED))
        for key, file in sorted(found.items())
        if not _is_passed_over(key)
    ]


def _is_passed_over(key: str) -> bool:
    """Whether a name says that the file is nobody's list: hidden, or made by a program for itself."""
    parts = key.split("/")
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts) or key.lower().endswith(UNFINISHED)


@contextmanager
def fetched(file: ImportFile) -> Iterator[Path]:
    """A local copy of a file for as long as it is needed, streamed to disk; sets `file.digest` (unsaved). FileError where
    it is gone, has changed since it was found, or is too large."""
    with tempfile.TemporaryDirectory(prefix="pmsync-") as folder:
        path = Path(folder) / "file"
        _fetch(file, path)
        yield path


def _fetch(file: ImportFile, path: Path) -> None:
    storage, key = storage_of(file.agency), check_key(file.drop_key)
    with reaching(storage, file.agency):
        _check(file, storage.now(key))
        with closing(storage.open(key, "rb")) as remote, path.open("wb") as local:
            file.digest = _copy(remote, local)
        _check(file, storage.now(key))


def _check(file: ImportFile, now: Found | None) -> None:
    """Raises FileError where the file is no longer the one that was found, or is larger than any list."""
    if now is None:
        raise FileError(f"{file.name} is gone from the drop.", action="Put it there again.")
    if now.version != file.version:
        action = "Nothing to do: the next import reads it as it is now."
        raise FileError(f"{file.name} was changed before it could be read.", action=action)
    if now.size > settings.DROP_MOST_BYTES:
        raise _too_large(file.name)


def _copy(remote: IO[bytes], local: IO[bytes]) -> str:
    """The SHA-256 of what was copied."""
    digest, size = hashlib.sha256(), 0
    while chunk := remote.read(BYTES_AT_ONCE):
        size += len(chunk)
        if size > settings.DROP_MOST_BYTES:
            raise _too_large("The file")
        digest.update(chunk)
        local.write(chunk)
    return digest.hexdigest()


def _too_large(name: str) -> FileError:
    most = settings.DROP_MOST_BYTES // 1024**2
    return FileError(f"{name} is larger than {most:,} MB.", action="Export it in parts.")


def put(agency: Agency, key: str, content: IO[bytes]) -> Found:
    """Store a file in the agency's drop, streamed, under that key or a free one like it."""
    storage = storage_of(agency)
    with reaching(storage, agency):
        stored = storage.save(check_key(key), File(content, name=key))
        found: Found | None = storage.now(stored)
    if found is None:
        raise FileError("The file was taken away as soon as it was stored.", action="Hand it in again.")
    return found


def remove(file: ImportFile) -> None:
    """Take a file out of the drop, where it is still the one that was found; it is no longer read."""
    storage, key = storage_of(file.agency), check_key(file.drop_key)
    with reaching(storage, file.agency):
        found = storage.now(key)
        if found is not None and found.version == file.version:
            storage.delete(key)
