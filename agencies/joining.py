"""Taking an invitation up: the way in for everybody but the agency's first admin."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies import audit
from agencies.inviting import digest
from agencies.models import Invitation, Membership, User
from agencies.permissions import Role
from agencies.refusals import Refusal

ASK = "Ask who invited you for a new one."


def find(token: str) -> Invitation:
    """The invitation of a link, good to be taken up. Refusal, in plain words, where it is not."""
    found = Invitation.objects.for_page().filter(token_digest=digest(token)).first()
    if found is None:
        raise Refusal("unknown_invitation", "This invitation is not good any more: a newer one was sent.", ASK)
    _check(found)
    return found


def account(invitation: Invitation) -> User | None:
    """Who logs in with the invited address: None where the person must choose a name and a password first."""
    user = User.objects.filter(email=invitation.email).first()
    if user is not None and not user.is_active:
        raise Refusal("closed_account", f"The account of {user.email} is closed.", "Ask whoever runs pmsync.")
    return user if user is not None and user.has_usable_password() else None


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Membership:
    """The membership of a person who is logged in. Refusal where the invitation is for another address."""
    invitation = _take_turn(invitation)
    if user.email != invitation.email:
        raise Refusal(
            "another_address",
            f"This invitation is for {invitation.email}, and you are logged in as {user.email}.",
            f"Log out, and open the link again as {invitation.email}.",
        )
    return _join(invitation, user)


@transaction.atomic
def accept_as_new(invitation: Invitation, first_name: str, last_name: str, password: str) -> Membership:
    """The membership of a person who has just chosen this name and password. Who holds the link reads the mail of the
    address, which is what a password reset asks for too."""
    invitation = _take_turn(invitation)
    if account(invitation) is not None:
        raise Refusal("known_address", f"{invitation.email} has an account already.", "Log in to accept.")
    names = {"first_name": first_name, "last_name": last_name}
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = _new(invitation, names, password)
    else:  # made without a password, by an operator
        user.first_name, user.last_name = first_name, last_name
        user.set_password(password)
        user.save(update_fields=["first_name", "last_name", "password"])
    return _join(invitation, user)


def _new(invitation: Invitation, names: dict[str, str], password: str) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(invitation.email, password, **names)
    except IntegrityError as error:  # another agency's invitation was taken up at the same moment
        raise Refusal("known_address", f"{invitation.email} has an account already.", "Log in to accept.") from error


def _take_turn(invitation: Invitation) -> Invitation:
    """The invitation, locked and read again: of two who take it up at the same moment one does."""
    found = Invitation.objects.select_for_update(of=("self",)).for_page().get(pk=invitation.pk)
    if found.token_digest != invitation.token_digest:
        raise Refusal("unknown_invitation", "This invitation is not good any more: a newer one was sent.", ASK)
    _check(found)
    return found


def _check(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise Refusal("used_invitation", "This invitation has been accepted.", "Log in to go on.")
    if invitation.withdrawn_at:
        raise Refusal("withdrawn_invitation", "This invitation was withdrawn.", ASK)
    if invitation.has_run_out:
        raise Refusal("old_invitation", "This invitation has run out.", ASK)


def _join(invitation: Invitation, user: User) -> Membership:
    if Membership.objects.filter(agency=invitation.agency, user=user).exists():
        raise Refusal("a_member", f"You work at {invitation.agency} already.", "There is nothing to accept.")
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    member = Membership.objects.create(agency=invitation.agency, user=user, role=Role(invitation.role))
    by = invitation.invited_by.email if invitation.invited_by else ""
    audit.record(
        audit.Action.MEMBER_JOINED, user.email, agency=invitation.agency, person=user, role=member.role, invited_by=by
    )
    return member
