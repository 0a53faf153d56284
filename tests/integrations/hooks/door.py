"""The site as it is served, by a real gunicorn on a real socket, with a receiver to post to."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import pytest
import requests

from integrations import vault
from integrations.hooks import receivers
from integrations.models import Connection, WebhookEvent, WebhookReceiver
from tests.processes import ROOT, database_url, wait_until
from tests.services import a_free_port


class Door:
    """A web process. `post` posts to a path below /hooks/."""

    def __init__(self, **environment: str) -> None:
        port = a_free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = ["-m", "gunicorn", "--no-control-socket", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
        self._process = subprocess.Popen(
            [sys.executable, *command, "--worker-class", "gthread", "--log-level", "error", "pmsync.wsgi"],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "PMSYNC_TEST_DATABASE_URL": database_url(),
                **environment,
            },
            start_new_session=True,
        )
        wait_until(self._answers)

    def _answers(self) -> bool:
        with suppress(requests.ConnectionError):
            return self.post("nobody").status_code == 404
        return False

    def post(self, path: str, body: bytes = b'{"type": "Tenant_Edit", "ids": ["1"]}', **more: Any) -> requests.Response:
        return requests.post(f"{self.url}/hooks/{path}", data=body, timeout=30, **more)

    def kill(self) -> None:
        """End it as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@pytest.fixture(scope="session")
def one_door(django_db_setup: None, django_db_blocker: Any) -> Iterator[Door]:
    """A web process that all tests of a run share."""
    with django_db_blocker.unblock():
        door = Door()
    yield door
    door.kill()


@pytest.fixture
def door(one_door: Door, transactional_db: None) -> Door:
    """The web process, with what the test commits before its eyes."""
    return one_door


@pytest.fixture
def doors(transactional_db: None) -> Iterator[Callable[..., Door]]:
    """Opens web processes of the test's own."""
    opened: list[Door] = []

    def open_one(**environment: str) -> Door:
        opened.append(Door(**environment))
        return opened[-1]

    yield open_one
    for each in opened:
        each.kill()


class Opened(NamedTuple):
    """A receiver and the secret part of its address."""

    receiver: WebhookReceiver
    path: str


def a_receiver(connection: Connection, **given: Any) -> Opened:
    """A receiver of that connection, whatever its vendor."""
    receiver = WebhookReceiver(connection=connection, **given)
    receivers._move(receiver)
    receiver.save(force_insert=True)
    return Opened(receiver, vault.opened(WebhookReceiver.objects.filter(pk=receiver.pk), "path")[0][1])


def bodies() -> list[str]:
    """What has been stored, in the order in which it came."""
    return [body for _, body in sorted(vault.opened(WebhookEvent.objects.all(), "body"))]
