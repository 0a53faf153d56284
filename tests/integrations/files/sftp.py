"""A host for SFTP on a real socket, for tests: ask for the fixture `host`. It serves a folder."""

import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko
import pytest

USER, PASSWORD = "harbour", "open sesame"


class Door(paramiko.ServerInterface):
    """Lets one person in, by password or by key."""

    def __init__(self, known: paramiko.PKey) -> None:
        self._known = known

    def check_auth_password(self, username: str, password: str) -> int:
        """Whether the password is right."""
        good = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        """Whether the key is the known one."""
        return paramiko.AUTH_SUCCESSFUL if key == self._known else paramiko.AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        """Either."""
        return "password,publickey"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        """Anything."""
        return paramiko.OPEN_SUCCEEDED


class Handle(paramiko.SFTPHandle):
    """An open file."""

    def stat(self) -> paramiko.SFTPAttributes:
        """As the disk has it."""
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


class Disk(paramiko.SFTPServerInterface):
    """A folder as an SFTP host shows it."""

    root: Path

    def __init__(self, server: Any, *args: Any, root: Path, **more: Any) -> None:
        super().__init__(server, *args, **more)
        self.root = root

    def canonicalize(self, path: str) -> str:
        """The path with its links followed."""
        inside = os.path.normpath(f"/{path}")
        real = os.path.realpath(f"{self.root}{inside}")
        return f"/{os.path.relpath(real, self.root)}" if real.startswith(f"{self.root}/") else inside

    def _plain(self, path: str) -> str:
        return f"{self.root}{os.path.normpath(f'/{path}')}"

    def list_folder(self, path: str) -> Any:
        """What lies in a folder; links as links."""
        try:
            names = os.listdir(self._plain(path))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        return [paramiko.SFTPAttributes.from_stat(os.lstat(f"{self._plain(path)}/{name}"), name) for name in names]

    def stat(self, path: str) -> Any:
        """Links followed."""
        return self._about(os.stat, path)

    def lstat(self, path: str) -> Any:
        """Links as links."""
        return self._about(os.lstat, path)

    def _about(self, ask: Any, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat(ask(self._plain(path)))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    def open(self, path: str, flags: int, attr: paramiko.SFTPAttributes) -> Any:
        """A file, to read or write."""
        try:
            mode = "wb" if flags & os.O_WRONLY else "rb"
            file = os.fdopen(os.open(self._plain(path), flags, 0o600), mode)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        handle = Handle(flags)
        handle.readfile = handle.writefile = file  # type: ignore[attr-defined]
        return handle

    def rename(self, oldpath: str, newpath: str) -> int:
        """Never over another file, as the protocol says."""
        if os.path.exists(self._plain(newpath)):
            return paramiko.SFTP_FAILURE
        os.rename(self._plain(oldpath), self._plain(newpath))
        return paramiko.SFTP_OK

    def mkdir(self, path: str, attr: paramiko.SFTPAttributes) -> int:
        """A new folder."""
        os.mkdir(self._plain(path))
        return paramiko.SFTP_OK

    def chattr(self, path: str, attr: paramiko.SFTPAttributes) -> int:
        """Its rights."""
        if attr.st_mode is not None:
            os.chmod(self._plain(path), attr.st_mode)
        return paramiko.SFTP_OK


@dataclass(frozen=True)
class Host:
    """A running host."""

    root: Path
    port: int
    host_key: str
    private_key: str

    @property
    def url(self) -> str:
        """The address of the folder that agencies put exports in."""
        return f"sftp://{USER}@127.0.0.1:{self.port}/exports"


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A host whose folder `exports` is empty."""
    root = tmp_path / "sftp"
    (root / "exports").mkdir(parents=True)
    own_key, known = paramiko.ECDSAKey.generate(), paramiko.ECDSAKey.generate()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening, own_key, known, root), daemon=True).start()
        line = f"{own_key.get_name()} {own_key.get_base64()}"
        yield Host(root, listening.getsockname()[1], line, _text_of(known, tmp_path))


def _serve(listening: socket.socket, own_key: paramiko.PKey, known: paramiko.PKey, root: Path) -> None:
    while True:
        try:
            caller, _ = listening.accept()
        except OSError:  # the test is over
            return
        transport = paramiko.Transport(caller)
        transport.add_server_key(own_key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Disk, root=root)
        try:
            transport.start_server(server=Door(known))
        except (paramiko.SSHException, EOFError):  # the caller did not like our key
            transport.close()


def _text_of(key: paramiko.ECDSAKey, folder: Path) -> str:
    path = folder / "key"
    key.write_private_key_file(str(path))
    return path.read_text()
