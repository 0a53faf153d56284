"""pmsync's web process, as the Procfile starts it, on the database and the broker of this run."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

from tests.processes import ROOT, surroundings, wait_until
from tests.sandbox_server import SandboxServer
from tests.services import a_free_port


class Site:
    """A running site: `url` is its address. Use it as a context manager."""

    def __init__(self, vendor: SandboxServer, folder: Path) -> None:
        self.port = a_free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "site.log"
        self._environment = {
            **surroundings(vendor),
            "DJANGO_SETTINGS_MODULE": "tests.browser.site_settings",
            "PMSYNC_TEST_SITE_URL": self.url,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        options = ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--threads", "4"]
        command = [sys.executable, "-m", "gunicorn", "--no-control-socket", *options, "pmsync.wsgi"]
        with self.log.open("wb") as log:
            process = self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        wait_until(lambda: self._answers() or process.poll() is not None)
        assert process.poll() is None, self.log.read_text()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _answers(self) -> bool:
        with suppress(requests.RequestException):
            return requests.get(f"{self.url}/healthz", timeout=5).ok
        return False
