"""Mail to an agency's admins, over a real SMTP server."""

from typing import Any

import pytest

from agencies.permissions import Role
from integrations import notices
from tests.factories import a_connection, a_member, an_agency
from tests.mail_server import Letterbox, part
from tests.services import a_free_port

pytestmark = pytest.mark.django_db


def test_the_admins_are_asked_to_reconnect_with_a_link_to_the_page(letterbox: Letterbox, settings: Any) -> None:
    agency = an_agency()
    admin = a_member(agency, Role.ADMIN)
    a_member(agency, Role.STAFF)
    connection = a_connection(agency, account_name="Harbour & Hill")

    notices.sign_in_lost(connection, "PropertyMe no longer accepts this sign-in.")

    [(to, mail)] = letterbox.mail
    body = part(mail, "plain")
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
