"""Mail to an agency's admins, over a real SMTP server."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from agencies.permissions import Role
from integrations import notices
from tests.factories import a_connection, a_member, an_agency
from tests.services import a_free_port

pytestmark = pytest.mark.django_db


class Letterbox:
    """Keeps every message that the server accepts."""

    def __init__(self) -> None:
        self.mail: list[tuple[list[str], Message]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mail.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        return "250 Message accepted for delivery"


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    """What a real SMTP server receives that the settings point at."""
    box = Letterbox()
    server = Controller(box, hostname="127.0.0.1", port=a_free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    yield box
    server.stop()


def test_the_admins_are_asked_to_reconnect_with_a_link_to_the_page(letterbox: Letterbox, settings: Any) -> None:
    agency = an_agency()
    admin = a_member(agency, Role.ADMIN)
    a_member(agency, Role.STAFF)
    connection = a_connection(agency, account_name="Harbour & Hill")

    notices.sign_in_lost(connection, "PropertyMe no longer accepts this sign-in.")

    [(to, mail)] = letterbox.mail
    body = mail.get_payload(decode=True).decode()
    assert (to, mail["Subject"]) == ([admin.email], "PropertyMe needs you: reconnect Harbour & Hill")
    assert body.startswith("PropertyMe no longer accepts this sign-in.")
    assert f"{settings.SITE_URL}/settings/integrations/propertyme" in body
    assert "secret" not in body


def test_a_mail_server_that_is_away_stops_nothing(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", a_free_port()
    agency = an_agency()
    a_member(agency, Role.ADMIN)

    notices.sign_in_lost(a_connection(agency), "PropertyMe no longer accepts this sign-in.")

    assert "could not be sent" in caplog.text
