"""A connection's life: sign in, renew, pause, lose, disconnect. Each step is one transaction."""

import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from agencies import audit
from agencies.models import Agency, User
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations import notices, runs, schedule, vault
from integrations.models import Connection, SignIn, SyncLog
from integrations.models.connections import SECRETS_OF_CONNECTION
from providers import auth, registry
from providers.base import Identity, Provider, Status
from providers.errors import CredentialsError, ForbiddenError, ProviderError

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)

# What stands in for a vendor account where a system's files come in: one agency has one such connection per system.
FILES = "files"
BEGIN_AGAIN = "Begin again from the settings page."


@dataclass(frozen=True)
class Beginning:
    """A sign-in under way: the connection it is for, and the vendor's page to send the person to; None where the connection
    needs no sign-in."""

    connection: Connection
    authorization_url: str | None


def binding_of(request: "HttpRequest") -> str:
    """What ties a sign-in to the one who began it: their browser session, or their account where they use tokens."""
    session_key = getattr(getattr(request, "session", None), "session_key", None)
    holder = f"session:{session_key}" if session_key else f"user:{request.user.pk}"
    return salted_hmac("integrations.sign-in", holder, algorithm="sha256").hexdigest()


def sign_in_hosts(provider: type[Provider]) -> list[str]:
    """Where the forms that begin a sign-in send the browser on to: origins such as https://login.example.com."""
    address = urlsplit(vault.config_of(provider).auth_url)
    return [f"{address.scheme}://{address.netloc}"] if address.netloc else []


def begin(
    user: User, agency: Agency, slug: str, binding: str, redirect_uri: str, connection: Connection | None = None
) -> Beginning:
    """Start a sign-in at a vendor, for a new connection or to renew the one given. Refusal where it cannot be."""
    provider = registry.get(slug)
    config = vault.config_of(provider)
    if provider.status != Status.AVAILABLE or provider.sign_in is None:
        raise Refusal("not_available", f"{provider.label} cannot be connected yet.")
    if not config.client_id:
        raise Refusal(
            "not_configured",
            f"pmsync has no client id for {provider.label}.",
            f"Ask an operator to set {slug.upper()}_CLIENT_ID and {slug.upper()}_CLIENT_SECRET.",
        )
    if urlsplit(redirect_uri)[:2] != urlsplit(settings.SITE_URL)[:2]:
        raise Refusal(
            "wrong_host", "The sign-in must come back to this site.", f"Use an address under {settings.SITE_URL}."
        )
    if connection is None:
        pending = {"agency": agency, "provider": slug, "user": user, "status": Connection.Status.PENDING}
        connection = Connection.objects.filter(**pending).first() or Connection.objects.create(**pending)
    state = secrets.token_urlsafe(32)
    url, verifier = auth.authorization_url(provider.sign_in, config, redirect_uri, state)
    SignIn.objects.create(
        state=state,
        connection=connection,
        user=user,
        binding=binding,
        code_verifier=verifier,
        redirect_uri=redirect_uri,
    )
    return Beginning(connection, url)


@transaction.atomic
def take_files(user: User, agency: Agency, slug: str) -> Connection:
    """The agency's connection to a system by its export files, which needs no sign-in: active, with its first night planned.
    Where it was disconnected it is taken up again. Refusal where the system's files are not known."""
    provider = registry.get(slug)
    if provider.status != Status.AVAILABLE or not provider.takes_files:
        raise Refusal("not_available", f"pmsync knows no export files of {provider.label}.")
    identity = {"agency": agency, "provider": slug, "provider_user_id": FILES}
    connection = Connection.objects.filter(**identity).first() or Connection(**identity)
    if connection.status in Connection.SIGNED_IN:
        raise Refusal("already_connected", f"{provider.label} already comes in by export files.", conflict=True)
    connection.user, connection.status = user, Connection.Status.ACTIVE
    connection.auth_type, connection.unmapped = Connection.AuthType.FILES, Connection.Unmapped.CREATE
    connection.account_name = f"{provider.label} export files" if provider.label != "Export files" else provider.label
    connection.next_sync_at = schedule.next_night(connection, timezone.now())
    connection.save()
    audit.record(audit.Action.CONNECTED, connection, agency=agency, person=user, provider=slug)
    return connection


def finish(user: User, state: str, code: str, error: str, binding: str) -> Connection:
    """The connection, signed in and active, with its first look at the account under way. Refusal, in plain words, where
    the answer is not one that this person asked for just now, or is for an account that may not be used."""
    sign_in = _take(user, state, binding)
    provider = registry.get(sign_in.connection.provider)
    if error or not code:
        raise _denied(provider, error)
    assert provider.sign_in is not None
    config = vault.config_of(provider)
    try:
        tokens = auth.exchange(
            provider.sign_in, config, code=code, verifier=sign_in.code_verifier, redirect_uri=sign_in.redirect_uri
        )
        identity = provider(config, vault.HeldCredentials(tokens.access_token)).identify()
    except CredentialsError as problem:
        raise Refusal("code_refused", f"{provider.label} did not accept the sign-in.", BEGIN_AGAIN) from problem
    except ForbiddenError as problem:
        message = f"{provider.label} was not allowed to show whose account this is."
        raise Refusal("missing_scope", message, "Sign in again and leave the boxes ticked.") from problem
    connection = _keep(sign_in, provider, identity, tokens)
    _first_look(connection, user)
    return connection


def _take(user: User, state: str, binding: str) -> SignIn:
    """The sign-in of this state, used up. Of two who ask at the same moment one gets it."""
    now = timezone.now()
    sign_in = (
        SignIn.objects.select_related("connection__agency").defer(*SECRETS_OF_CONNECTION).filter(state=state).first()
    )
    if sign_in is None:
        raise Refusal("wrong_state", "This sign-in was not started here.", BEGIN_AGAIN)
    if sign_in.user_id != user.pk or sign_in.binding != binding:
        raise Refusal("wrong_person", "This sign-in was started by somebody else or in another browser.", BEGIN_AGAIN)
    member = sign_in.connection.agency.memberships.filter(user=user).first()
    if member is None:
        raise Refusal("wrong_person", "You no longer work at the agency that this sign-in was for.", BEGIN_AGAIN)
    if not member.allows(Permission.CONNECT):
        raise Refusal("wrong_role", "Your role no longer allows to connect accounts.", "Ask an admin of your agency.")
    if sign_in.created_at < now - SignIn.LIFETIME:
        raise Refusal("expired_state", "This sign-in took too long.", BEGIN_AGAIN)
    if not SignIn.objects.filter(state=state, used_at__isnull=True).update(used_at=now):
        raise Refusal("used_state", "This sign-in has been used already.", BEGIN_AGAIN)
    return sign_in


def _denied(provider: type[Provider], error: str) -> Refusal:
    if error == "access_denied":
        return Refusal("access_denied", f"Access to {provider.label} was not allowed.", "Nothing was connected.")
    return Refusal("sign_in_failed", f"{provider.label} could not complete the sign-in.", BEGIN_AGAIN)


@transaction.atomic
def _keep(sign_in: SignIn, provider: type[Provider], identity: Identity, tokens: auth.Tokens) -> Connection:
    """Store the sign-in on the right connection: the one to renew, a former one to the same account, or the new one."""
    Agency.objects.select_for_update().get(
        pk=sign_in.connection.agency_id
    )  # two people may sign in to one account at once
    pending = sign_in.connection
    pending.refresh_from_db(fields=["provider_user_id", "account_name", "status"])
    connection = pending
    if pending.provider_user_id:
        if pending.provider_user_id != identity.external_id:
            raise Refusal(
                "wrong_account",
                f"That was {identity.name}, but this connection is for {pending.account_name}.",
                f"Sign out of {provider.label}, sign in as {pending.account_name}, and try again.",
            )
    else:
        same_account = Connection.objects.filter(
            agency=pending.agency, provider=pending.provider, provider_user_id=identity.external_id
        )
        former = same_account.first()
        if former is not None and former.status in Connection.SIGNED_IN:
            raise Refusal(
                "already_connected",
                f"{identity.name} is connected already.",
                f"To connect another account, sign out of {provider.label} first.",
                conflict=True,
            )
        if former is not None:
            connection = former
    before = connection.status
    connection.user = sign_in.user
    connection.provider_user_id = identity.external_id
    connection.account_name = identity.name
    connection.status = Connection.Status.ACTIVE
    connection.error = None
    connection.next_sync_at = schedule.next_night(connection, timezone.now())
    connection.save(
        update_fields=["user", "provider_user_id", "account_name", "status", "error", "next_sync_at", "updated_at"]
    )
    vault.store_tokens(connection, tokens)
    audit.record(
        audit.Action.CONNECTED,
        connection,
        agency=connection.agency,
        person=sign_in.user,
        provider=provider.label,
        status=audit.change(before, connection.status),
    )
    if connection != pending:
        pending.delete()
    return connection


def _first_look(connection: Connection, user: User) -> None:
    """Read the account once straight away, so that there is something to map."""
    try:
        runs.request_sync(connection, SyncLog.Type.FULL, SyncLog.Trigger.CONNECT, user=user)
    except Refusal as refusal:
        logger.info("No first look at connection %s: %s", connection.pk, refusal.code)


@transaction.atomic
def pause(connection: Connection) -> None:
    """Stop the nights of an active connection."""
    _move(connection, Connection.Status.ACTIVE, Connection.Status.PAUSED, "Only an active connection can be paused.")
    audit.record(audit.Action.PAUSED, connection, agency=connection.agency)


@transaction.atomic
def resume(connection: Connection) -> None:
    """Run the nights of a paused connection again, from the next one."""
    _move(connection, Connection.Status.PAUSED, Connection.Status.ACTIVE, "Only a paused connection can be resumed.")
    Connection.objects.filter(pk=connection.pk).update(next_sync_at=schedule.next_night(connection, timezone.now()))
    audit.record(audit.Action.RESUMED, connection, agency=connection.agency)


def _move(connection: Connection, before: str, after: str, otherwise: str) -> None:
    if not Connection.objects.filter(pk=connection.pk, status=before).update(status=after, updated_at=timezone.now()):
        raise Refusal("wrong_status", otherwise, conflict=True)
    connection.status = after


def lose(connection: Connection, error: CredentialsError) -> None:
    """Mark a connection whose sign-in the vendor no longer accepts, and tell the agency's admins once."""
    status = Connection.Status.REVOKED if error.revoked else Connection.Status.EXPIRED
    trouble = {"code": error.code, "message": error.message, "action": "Reconnect the account."}
    moved = Connection.objects.filter(pk=connection.pk, status__in=Connection.SIGNED_IN).update(
        status=status, error=trouble, updated_at=timezone.now()
    )
    if moved:
        notices.sign_in_lost(connection, error.message)


def disconnect(connection: Connection) -> None:
    """End a connection: tell the vendor where it can be told, stop its run, forget its secrets. The rows stay."""
    for log in SyncLog.objects.live().filter(connection=connection):
        with suppress(Refusal):  # it has just ended by itself
            runs.stop(log)
    if connection.status in Connection.SIGNED_IN and not connection.takes_files:
        try:
            vault.open_provider(connection).disconnect()
        except ProviderError as error:
            logger.warning("%s could not be told of a disconnect: %s", connection.provider, error.message)
    before = connection.status
    with transaction.atomic():
        vault.forget(connection)
        Connection.objects.filter(pk=connection.pk).update(
            status=Connection.Status.DISCONNECTED, next_sync_at=None, error=None, updated_at=timezone.now()
        )
        if before != Connection.Status.DISCONNECTED:
            status = audit.change(before, Connection.Status.DISCONNECTED)
            audit.record(audit.Action.DISCONNECTED, connection, agency=connection.agency, status=status)
    connection.status = Connection.Status.DISCONNECTED
