"""A connection's life: sign in, renew, pause, lose, disconnect. Each step is one transaction."""

import logging
import secrets
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from agencies import audit
from agencies.models import Agency, User
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations import keeping, notices, runs, schedule, vault
from integrations.events import emit
from integrations.models import Connection, SignIn, SyncLog
from integrations.models.connections import SECRETS_OF_CONNECTION
from providers import auth, registry
from providers.base import OAuth2, Provider, Status
from providers.errors import CredentialsError, ForbiddenError, ProviderError

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)

# What stands in for a vendor account where a system's files come in: one agency has one such connection per system.
FILES = "files"
BEGIN_AGAIN = "Begin again from the settings page."
# In the connection's config: the scopes that its person chose to ask for, none for all. The next sign-in asks for them again.
ASKED_SCOPES = "asked_scopes"
# The name that OpenID Connect gives to tokens that can be renewed.
KEEPS_ALIVE = "offline_access"


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
    user: User,
    agency: Agency,
    slug: str,
    binding: str,
    redirect_uri: str,
    connection: Connection | None = None,
    scopes: Collection[str] = (),
) -> Beginning:
    """Start a sign-in at a vendor, for a new connection or to renew the one given. It asks for these scopes, for those of the
    last time where none are named, and for all at the first. Refusal where it cannot be."""
    provider = registry.get(slug)
    config = vault.config_of(provider)
    if provider.status != Status.AVAILABLE or provider.sign_in is None:
        raise Refusal("not_available", f"{provider.label} cannot be connected yet.")
    if not config.client_id or not config.auth_url:
        raise Refusal(
            "not_configured",
            f"pmsync has no client id for {provider.label}, or does not know where people sign in.",
            f"Ask an operator to set {slug.upper()}_CLIENT_ID, {slug.upper()}_CLIENT_SECRET and {slug.upper()}_AUTH_URL.",
        )
    if unknown := sorted(set(scopes) - set(provider.sign_in.scopes)):
        known = ", ".join(provider.sign_in.scopes)
        raise Refusal("unknown_scope", f"{provider.label} has no scope {', '.join(unknown)}.", f"It has {known}.")
    if urlsplit(redirect_uri)[:2] != urlsplit(settings.SITE_URL)[:2]:
        raise Refusal(
            "wrong_host", "The sign-in must come back to this site.", f"Use an address under {settings.SITE_URL}."
        )
    if connection is None:
        pending = {"agency": agency, "provider": slug, "user": user, "status": Connection.Status.PENDING}
        connection = Connection.objects.filter(**pending).first() or Connection.objects.create(**pending)
    if scopes or connection.status == Connection.Status.PENDING:
        _remember_scopes(connection, scopes)
    state = secrets.token_urlsafe(32)
    url, verifier = auth.authorization_url(_sign_in_of(connection, provider), config, redirect_uri, state)
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
def _remember_scopes(connection: Connection, scopes: Collection[str]) -> None:
    row = Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    connection.config = row.config | {ASKED_SCOPES: sorted(scopes)}
    Connection.objects.filter(pk=connection.pk).update(config=connection.config)


def _sign_in_of(connection: Connection, provider: type[Provider]) -> OAuth2:
    """The provider's sign-in, asking for no more than this connection's person chose. What keeps a sign-in alive while nobody
    is there is always asked for."""
    assert provider.sign_in is not None
    chosen = {*connection.config.get(ASKED_SCOPES, ())}
    if not chosen:
        return provider.sign_in
    asked = tuple(scope for scope in provider.sign_in.scopes if scope in chosen | {KEEPS_ALIVE})
    return replace(provider.sign_in, scopes=asked)


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
    begun = _take(user, state, binding)
    provider = registry.get(begun.connection.provider)
    if error or not code:
        raise _denied(provider, error)
    sign_in, config = _sign_in_of(begun.connection, provider), vault.config_of(provider)
    try:
        tokens = auth.exchange(
            sign_in, config, code=code, verifier=begun.code_verifier, redirect_uri=begun.redirect_uri
        )
        config = vault.config_of(provider, account=tokens.account)
        identity = provider(config, vault.HeldCredentials(tokens.access_token)).identify()
    except CredentialsError as problem:
        raise Refusal("code_refused", f"{provider.label} did not accept the sign-in.", BEGIN_AGAIN) from problem
    except ForbiddenError as problem:
        message = f"{provider.label} was not allowed to show whose account this is."
        raise Refusal("missing_scope", message, "Sign in again and leave the boxes ticked.") from problem
    accepted = keeping.Accepted(
        user,
        provider,
        identity,
        Connection.AuthType.OAUTH2,
        lambda connection: vault.store_tokens(connection, tokens),
        tokens.account,
    )
    connection = keeping.keep(begun.connection.agency, accepted, begun.connection)
    keeping.look_first(connection, user)
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
    with transaction.atomic():
        moved = Connection.objects.filter(pk=connection.pk, status__in=Connection.SIGNED_IN).update(
            status=status, error=trouble, updated_at=timezone.now()
        )
        if moved:
            _tell_lost(connection, status)
    if moved:
        notices.sign_in_lost(connection, error.message)


def _tell_lost(connection: Connection, status: str) -> None:
    link = settings.SITE_URL + reverse("integrations:provider", args=[connection.provider])
    about = {"connection_id": str(connection.pk), "provider": connection.provider, "status": str(status), "link": link}
    emit(connection.agency_id, "connection.lost", about)


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
    if signer := vault.signer_of(connection):
        vault.end_unless_used(signer)
