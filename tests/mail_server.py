"""A real SMTP server that keeps what it is sent, and can be away for a while."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.services import a_free_port


class Letterbox:
    """Keeps every message that the server accepts: to whom, and what. While `answer` is set, it refuses with that."""

    def __init__(self) -> None:
        self.mail: list[tuple[list[str], EmailMessage]] = []
        self.answer = ""
        self._port = a_free_port()
        self._server: Controller | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer:
            return self.answer
        message: Any = message_from_bytes(envelope.content, policy=policy.default)
        self.mail.append((envelope.rcpt_tos, message))
        return "250 Message accepted for delivery"

    def open(self, settings: Any) -> None:
        """Listen, where the settings point."""
        self._server = Controller(self, hostname="127.0.0.1", port=self._port)
        self._server.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", self._port

    def close(self) -> None:
        """Be away."""
        if self._server:
            self._server.stop()
        self._server = None


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    """What a real SMTP server receives that the settings point at."""
    box = Letterbox()
    box.open(settings)
    yield box
    box.close()


def part(message: EmailMessage, kind: str) -> str:
    """The message's text in that form: plain or html."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())
