"""A drop that is a folder of this machine, or one that is mounted there."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import FileSystemStorage

from integrations.files.places import Found


class FolderStorage(FileSystemStorage):
    """A folder whose links are not followed: what lies elsewhere is not the agency's."""

    troubles: tuple[type[Exception], ...] = (OSError, SuspiciousFileOperation)

    def __init__(self, path: str) -> None:
        super().__init__(location=path, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def found(self) -> Iterator[Found]:
        """Every file in the folder and the folders in it."""
        return self._below(Path(self.location), "")

    def _below(self, folder: Path, prefix: str) -> Iterator[Found]:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from self._below(Path(entry.path), f"{prefix}{entry.name}/")
                elif entry.is_file(follow_symlinks=False):
                    found = self.now(f"{prefix}{entry.name}")
                    if found is not None:
                        yield found

    def now(self, key: str) -> Found | None:
        """One file as it is now, None where it is gone."""
        try:
            about = os.lstat(self._own(key))
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(about.st_mode):
            return None
        moment = datetime.fromtimestamp(about.st_mtime, UTC)
        return Found(key, f"{about.st_mtime_ns}-{about.st_size}", about.st_size, moment)

    def _open(self, name: str, mode: str = "rb") -> File:
        return File(open(self._own(name), mode))

    def _save(self, name: str, content: Any) -> str:
        self._own(name)
        return str(super()._save(name, content))  # type: ignore[misc]

    def _own(self, name: str) -> str:
        """The path of a file, which no link on its way leads out of the folder."""
        path = self.path(name)
        inside = os.path.relpath(path, self.location)
        if os.path.realpath(path) != os.path.join(os.path.realpath(self.location), inside):
            raise SuspiciousFileOperation("A link leads out of the drop.")
        return path
