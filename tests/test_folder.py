"""The folder that carries messages: what a worker finds there is whole."""

from pathlib import Path
from queue import Empty
from typing import Any

from django.conf import settings
from kombu import Connection

from pmsync import celery_app
from pmsync.folder import Transport


class Watched:
    """A part of a message that takes what is in the folder while it is being written down."""

    def __init__(self, channel: Any) -> None:
        self.channel = channel
        self.taken: list[Any] = []

    def __json__(self) -> str:
        self.taken += take(self.channel)
        return "written"


def take(channel: Any) -> list[Any]:
    """The next message, if there is one."""
    try:
        return [channel._get("celery")]
    except Empty:
        return []


def test_a_message_that_is_being_written_is_not_taken_yet(tmp_path: Path) -> None:
    options = {"data_folder_in": tmp_path, "data_folder_out": tmp_path, "control_folder": tmp_path / "control"}

    with Connection("filesystem://", transport=Transport, transport_options=options) as connection:
        part = Watched(connection.channel())
        writer: Any = connection.channel()
        writer._put("celery", {"body": part})
        then = take(part.channel)

    assert (part.taken, then) == ([], [{"body": "written"}])
    assert list(tmp_path.iterdir()) == []


def test_messages_go_through_the_folder_where_there_is_no_redis() -> None:
    with celery_app.connection_for_write() as connection:
        assert isinstance(connection.transport, Transport) == (not settings.REDIS_URL)
