"""Processes of our own that tests start: with the run's settings, database and broker handed down."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from tests.sandbox_server import SandboxServer

ROOT = Path(__file__).resolve().parent.parent


def wait_until(happened: Callable[[], object], seconds: float = 60.0) -> None:
    """Return once it has happened; AssertionError where it takes too long."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, f"it did not happen within {seconds:.0f} seconds"
        time.sleep(0.05)


def database_url() -> str:
    """The address of the database that the running test uses."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["PMSYNC_TEST_DATABASE_URL"])._replace(path=f"/{name}").geturl()


def surroundings(vendor: SandboxServer) -> dict[str, str]:
    """The environment of a process of this run: its settings, database and broker, with a sandbox for a vendor."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PMSYNC_TEST_DATABASE_URL": database_url(),
        "PMSYNC_TEST_REDIS_URL": settings.REDIS_URL,
        "PROPERTYME_AUTH_URL": f"{vendor.url}/propertyme",
        "PROPERTYME_API_URL": f"{vendor.url}/propertyme/api",
        "RENTMANAGER_API_URL": f"{vendor.url}/rentmanager/{{company}}",
    }


class Worker:
    """A real Celery worker, on the database and the broker of this run, with a sandbox for a vendor. One that has a queue of
    its own takes nothing from the run's."""

    def __init__(self, vendor: SandboxServer, folder: Path, queue: str = "") -> None:
        self.log = folder / f"worker{queue}.log"
        self._queue = queue
        self._environment = surroundings(vendor)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        options = ["--pool", "threads", "--concurrency", "2", "--without-gossip", "--without-mingle"]
        options += ["--queues", self._queue] if self._queue else []
        command = [sys.executable, "-m", "celery", "--app", "pmsync", "worker", *options, "--loglevel", "INFO"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def run(command: list[str], environment: Mapping[str, str], seconds: float = 60.0) -> subprocess.CompletedProcess[str]:
    """A command that ended, with what it said. Only these variables and PATH are its environment."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**inherited, "ENV_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
