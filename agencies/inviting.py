"""Inviting people to an agency. The link holds a token that nobody can guess; the table keeps its digest.

Each step is one transaction. Mail goes out after it: a mail server that is away undoes nothing, and is told in words."""

import hashlib
import logging
import secrets
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agencies import audit
from agencies.membership import take_turn
from agencies.models import Agency, Invitation, Membership
from agencies.permissions import Role
from agencies.refusals import Refusal

logger = logging.getLogger(__name__)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(email: str, role: Role, by: Membership) -> Invitation:
    """An open invitation whose mail is on its way. One that was open for the address already is renewed: its old link is
    dead. Refusal for somebody who works here, or where no mail could be sent; the invitation then stays."""
    with transaction.atomic():
        agency = take_turn(by)
        email = email.strip().lower()
        if agency.memberships.filter(user__email=email).exists():
            raise Refusal("a_member", f"{email} works here already.", "Change their role in the list.", conflict=True)
        invitation = agency.invitations.open().filter(email=email).first() or Invitation(agency=agency, email=email)
        invitation.role = role
        token = _renew(invitation, by)
        audit.record(audit.Action.MEMBER_INVITED, email, agency=agency, role=role)
    _mail(invitation, token)
    return invitation


def resend(invitation: Invitation, by: Membership) -> Invitation:
    """The invitation, with a new link, good for another seven days, on its way. Refusal as for `invite`."""
    return invite(_open(invitation, by).email, Role(invitation.role), by)


@transaction.atomic
def withdraw(invitation: Invitation, by: Membership) -> None:
    """End an open invitation: its link is dead."""
    agency = take_turn(by)
    found = _open(invitation, by)
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    audit.record(audit.Action.INVITATION_WITHDRAWN, found.email, agency=agency, role=found.role)


def _open(invitation: Invitation, by: Membership) -> Invitation:
    """The invitation to the acting member's agency as it is now. Refusal where it has been taken up or withdrawn."""
    found = Invitation.objects.open().filter(pk=invitation.pk, agency=by.agency_id).first()
    if found is None:
        raise Refusal("not_open", f"The invitation of {invitation.email} is not open any more.", conflict=True)
    return found


def _renew(invitation: Invitation, by: Membership) -> str:
    """The token of a new link. The one before opens nothing from here on."""
    token = secrets.token_urlsafe(32)
    invitation.token_digest = digest(token)
    invitation.invited_by = by.user
    invitation.sent_at = None
    invitation.expires_at = timezone.now() + Invitation.LIFETIME
    invitation.save()
    return token


def _mail(invitation: Invitation, token: str) -> None:
    agency, who = invitation.agency, invitation.invited_by
    link = settings.SITE_URL + reverse("agencies:invitation", args=[token])
    body = (
        f"{who.get_full_name() or who.email if who else 'Somebody'} asks you to work with {agency} in pmsync, as "
        f"{invitation.get_role_display().lower()}.\n\nTo accept, open this link:\n\n{link}\n\n"
        f"It is meant for {invitation.email} alone, works once, and ends {_day(agency, invitation)}.\n"
        f"If you do not know what this is about, you need not do anything.\n"
    )
    try:
        EmailMessage(f"{agency} invites you to pmsync", body, to=[invitation.email]).send()
    except (SMTPException, OSError) as error:
        logger.exception("The mail about invitation %s could not be sent.", invitation.pk)
        raise Refusal(
            "mail_failed",
            f"{invitation.email} is invited, but the mail could not be sent.",
            "Choose Send again in a while. If it keeps failing, tell whoever runs pmsync.",
        ) from error
    invitation.sent_at = timezone.now()
    # By its digest: where somebody has sent it again meanwhile, this mail is not the last one.
    Invitation.objects.filter(token_digest=invitation.token_digest).update(sent_at=invitation.sent_at)


def _day(agency: Agency, invitation: Invitation) -> str:
    day = agency.local_day(invitation.expires_at)
    return f"on {day.day} {day:%B %Y}"
