"""The sandbox as its own process, for tests that cross real sockets."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests

ROOT = Path(__file__).resolve().parent.parent
READY = "sandbox ready on "
PATIENCE = 30.0


class SandboxServer:
    """A running sandbox: `url` is where it listens. Use it as a context manager, or call `start` and `stop`."""

    def __init__(self, *options: str) -> None:
        self.url = ""
        self._options = options
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> Self:
        """Starts it on a free port and waits until it says that it is ready."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", "--port", "0", *self._options],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        alarm = threading.Timer(PATIENCE, self._process.kill)
        alarm.start()
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(READY):
                self.url = line.removeprefix(READY).strip()
                break
        alarm.cancel()
        if not self.url:
            raise RuntimeError("The sandbox did not start.")
        # Whatever it prints from now on must not fill the pipe.
        threading.Thread(target=self._process.stdout.read, daemon=True).start()
        return self

    def stop(self) -> None:
        """Ends it."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
            self._process = None

    def control(self, method: str, path: str, json: Any = None) -> Any:
        """What the control API answers, for instance to `control("POST", "advance", {"days": 1})`."""
        answer = requests.request(method, f"{self.url}/_sandbox/{path.lstrip('/')}", json=json, timeout=60)
        if not answer.ok:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    def fault(self, path: str, fault: str, *, provider: str = "propertyme", **how: Any) -> None:
        """Makes requests to a path go wrong: once, unless `times` says otherwise."""
        self.control("POST", "faults", {"provider": provider, "path": path, "fault": fault, **how})

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
