"""Mail to an agency's admins about what needs them."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db.models import QuerySet
from django.urls import reverse

from agencies.models import Agency, Membership
from agencies.permissions import Role
from integrations.models import Connection
from providers import registry

logger = logging.getLogger(__name__)

REFUSED_FOR_GOOD = 500
# Asks other programs not to answer, as one does that is away on holiday.
HEADERS = {"Auto-Submitted": "auto-generated"}


class MailServerAway(Exception):
    """The mail server could not be reached, or asks to be tried again later."""


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


def admins(agency: Agency) -> QuerySet[Membership]:
    """The memberships of the agency's admins who can log in: mail holds what only admins see all of. One query."""
    return agency.memberships.filter(role=Role.ADMIN, user__is_active=True)


def send(subject: str, text: str, html: str, to: list[str]) -> None:
    """Hand one message with both forms to the mail server, for all of these addresses at once: it takes the message or does
    not. MailServerAway where it may take it later; what it refuses for good is logged and not tried again."""
    message = EmailMultiAlternatives(" ".join(subject.split()), text, to=to, headers=HEADERS)
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        if not _is_final(error):
            raise MailServerAway(str(error)) from error
        logger.exception("The mail server refuses a message to %s people.", len(to))


def _is_final(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= REFUSED_FOR_GOOD for code, _ in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= REFUSED_FOR_GOOD


def _mail(connection: Connection, subject: str, body: str) -> None:
    addresses = list(admins(connection.agency).values_list("user__email", flat=True))
    if not addresses:
        return
    try:
        EmailMessage(" ".join(subject.split()), body, to=addresses).send()
    except (SMTPException, OSError):
        logger.exception("The mail about connection %s could not be sent.", connection.pk)
