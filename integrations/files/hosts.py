"""A drop that is a folder of another host, over SFTP. The host proves itself by the key that we were told, or nothing is
sent to it."""

import posixpath
import stat
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import IO, Any

import paramiko
from storages.backends.sftpstorage import SFTPStorage

from integrations.files.places import Address, Found
from providers.errors import FileError

SECONDS = 30
KINDS_OF_KEY = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


class HostStorage(SFTPStorage):
    """A folder of another host, whose links are not followed."""

    troubles: tuple[type[Exception], ...] = (OSError, EOFError, paramiko.SSHException)

    def __init__(self, address: Address, secrets: dict[str, str]) -> None:
        self._address = address
        self._secrets = secrets
        super().__init__(host=address.name, root_path=address.path or ".", file_mode=0o600, dir_mode=0o700)

    def __repr__(self) -> str:
        return f"<HostStorage {self._address}>"

    def found(self) -> Iterator[Found]:
        """Every file in the folder and the folders in it."""
        return self._below("")

    def _below(self, prefix: str) -> Iterator[Found]:
        for about in self.sftp.listdir_attr(self._remote_path(prefix)):
            if stat.S_ISDIR(about.st_mode or 0):
                yield from self._below(f"{prefix}{about.filename}/")
            elif stat.S_ISREG(about.st_mode or 0):
                yield _found(f"{prefix}{about.filename}", about)

    def now(self, key: str) -> Found | None:
        """One file as it is now, None where it is gone or there is a link."""
        try:
            real, root = self.sftp.normalize(self._remote_path(key)), self.sftp.normalize(self.root_path)
            about = self.sftp.lstat(self._remote_path(key))
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(about.st_mode or 0) or real != posixpath.join(root, key):
            return None
        return _found(key, about)

    def make_folder(self) -> None:
        """Makes the folder on the host, where it is not there yet."""
        if not self._path_exists(self.root_path):
            self._mkdir(self.root_path)

    def _save(self, name: str, content: IO[bytes]) -> str:
        """Stores it under another name first, so that nobody finds half of it and nothing is written over."""
        part = f"{name}.part"
        super()._save(part, content)
        self.sftp.rename(self._remote_path(part), self._remote_path(name))
        return name

    def _connect(self) -> None:
        client = paramiko.SSHClient()
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        port = self._address.port
        known = self._address.name if port == 22 else f"[{self._address.name}]:{port}"
        host_key = _host_key(self._secrets.get("host_key", ""))
        client.get_host_keys().add(known, host_key.get_name(), host_key)
        client.connect(
            self._address.name,
            port=port,
            username=self._address.user,
            password=self._secrets.get("password") or None,
            pkey=_private_key(self._secrets.get("private_key", "")),
            allow_agent=False,
            look_for_keys=False,
            timeout=SECONDS,
            banner_timeout=SECONDS,
            auth_timeout=SECONDS,
        )
        self._ssh = client
        self._sftp = client.open_sftp()
        self._sftp.get_channel().settimeout(SECONDS * 2)


def _found(key: str, about: paramiko.SFTPAttributes) -> Found:
    changed, size = about.st_mtime or 0, about.st_size or 0
    return Found(key, f"{changed}-{size}", size, datetime.fromtimestamp(changed, UTC))


def _host_key(line: str) -> paramiko.PKey:
    """The key of the host, from a line as `ssh-keyscan` writes it, with or without the host's name in front."""
    words = line.split()
    kinds = [number for number, word in enumerate(words) if word.startswith(("ssh-", "ecdsa-"))]
    if not kinds or len(words) < kinds[0] + 2:
        raise FileError("The key of the SFTP host is not known.", action="Give its line from ssh-keyscan.")
    try:
        return paramiko.PKey.from_type_string(words[kinds[0]], b64decode(words[kinds[0] + 1], validate=True))
    except (paramiko.SSHException, ValueError) as error:
        raise FileError("The key of the SFTP host cannot be read.", action="Give its line from ssh-keyscan.") from error


def _private_key(text: str) -> Any:
    """The key by which we sign in, None where none was given."""
    for kind in KINDS_OF_KEY if text else ():
        try:
            return kind.from_private_key(StringIO(text))
        except (paramiko.SSHException, ValueError):
            continue
    if text:
        raise FileError("The key for the SFTP host cannot be read.", action="Give it without a passphrase.")
    return None
