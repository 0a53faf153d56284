"""Mail to an agency's admins about what needs them."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from agencies.permissions import Role
from integrations.models import Connection
from providers import registry

logger = logging.getLogger(__name__)


def sign_in_lost(connection: Connection, why: str) -> None:
    """Ask the agency's admins to reconnect an account. The link leads to the page where one click does it."""
    label = registry.get(connection.provider).label
    page = settings.SITE_URL + reverse("integrations:provider", args=[connection.provider])
    _mail(
        connection,
        f"{label} needs you: reconnect {connection}",
        f"{why}\n\nUntil somebody reconnects {connection}, nothing from {label} is kept in step.\n"
        f"What has come in before stays.\n\nReconnect here: {page}\n",
    )


def _mail(connection: Connection, subject: str, body: str) -> None:
    admins = connection.agency.memberships.filter(role=Role.ADMIN, user__is_active=True)
    addresses = list(admins.values_list("user__email", flat=True))
    if not addresses:
        return
    try:
        EmailMessage(subject, body, to=addresses).send()
    except (SMTPException, OSError):
        logger.exception("The mail about connection %s could not be sent.", connection.pk)
