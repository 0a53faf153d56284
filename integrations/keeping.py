"""Keeping a sign-in that the vendor has accepted: on which connection, and what becomes of the account."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.models import Agency, User
from agencies.refusals import Refusal
from integrations import runs, schedule, vault
from integrations.models import Connection, SyncLog
from providers.base import Identity, Provider

# What a sign-in says of its connection.
KEPT = (
    "user",
    "provider_user_id",
    "account_name",
    "auth_type",
    "status",
    "error",
    "next_sync_at",
    "config",
    "updated_at",
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Accepted:
    """A sign-in that works. `account` is what it knows of the account that is no secret; `store` puts what signs the
    connection in into the vault."""

    user: User
    provider: type[Provider]
    identity: Identity
    auth_type: str
    store: Callable[[Connection], None]
    account: Mapping[str, str] = field(default_factory=dict)


def keep(agency: Agency, accepted: Accepted, begun: Connection | None = None) -> Connection:
    """The connection that the sign-in is stored on, now active: the one to renew, a former one to the same account, or a new
    one. `begun` is the one that the sign-in was begun for. Refusal where it is for another account, or connected already. What
    signed in for it until now is ended at the vendor once that is committed, if nothing else uses it."""
    connection, signed_in_before = _keep(agency, accepted, begun)
    if signed_in_before is not None and signed_in_before != vault.signer_of(connection):
        transaction.on_commit(partial(vault.end_unless_used, signed_in_before))
    return connection


@transaction.atomic
def _keep(agency: Agency, accepted: Accepted, begun: Connection | None) -> tuple[Connection, vault.Signer | None]:
    """The connection, and who signed in for it until now."""
    Agency.objects.select_for_update().get(pk=agency.pk)  # two people may sign in to one account at once
    connection = _rightful(agency, accepted, begun)
    before, signed_in_before = connection.status, vault.signer_of(connection)
    connection.user = accepted.user
    connection.provider_user_id = accepted.identity.external_id
    connection.account_name = accepted.identity.name
    connection.auth_type = accepted.auth_type
    connection.status = Connection.Status.ACTIVE
    connection.error = None
    connection.next_sync_at = schedule.next_night(connection, timezone.now())
    if begun is not None and connection != begun:
        connection.config = connection.config | begun.config  # how it was set up while the sign-in was under way
    if accepted.account:
        connection.config = connection.config | {"account": dict(accepted.account)}
    connection.save(update_fields=None if connection._state.adding else KEPT)
    accepted.store(connection)
    audit.record(
        audit.Action.CONNECTED,
        connection,
        agency=agency,
        person=accepted.user,
        provider=accepted.provider.label,
        status=audit.change(before, connection.status),
    )
    if begun is not None and connection != begun:
        begun.delete()
    return connection, signed_in_before


def look_first(connection: Connection, user: User) -> None:
    """Read the account once straight away, so that there is something to map."""
    try:
        runs.request_sync(connection, SyncLog.Type.FULL, SyncLog.Trigger.CONNECT, user=user)
    except Refusal as refusal:
        logger.info("No first look at connection %s: %s", connection.pk, refusal.code)


def check_account(connection: Connection, identity: Identity, provider: type[Provider], auth_type: str) -> None:
    """Refusal where the sign-in is for another account than the connection's."""
    if connection.provider_user_id and connection.provider_user_id != identity.external_id:
        name = connection.account_name
        at_vendor = f"Sign out of {provider.label}, sign in as {name}, and try again."
        raise Refusal(
            "wrong_account",
            f"That was {identity.name}, but this connection is for {name}.",
            at_vendor if auth_type == Connection.AuthType.OAUTH2 else f"Type what signs in to {name}, and try again.",
        )


def _rightful(agency: Agency, accepted: Accepted, begun: Connection | None) -> Connection:
    provider, identity = accepted.provider, accepted.identity
    held = Connection.objects.select_for_update(of=("self",))
    mine = held.select_related("agency").filter(agency=agency, provider=provider.slug)
    if begun is not None:
        begun.refresh_from_db(fields=["provider_user_id", "account_name", "status", "config"], from_queryset=held)
        if begun.provider_user_id:
            check_account(begun, identity, provider, accepted.auth_type)
            return begun
    former = mine.filter(provider_user_id=identity.external_id).first()
    if former is None:
        return begun or Connection(agency=agency, provider=provider.slug)
    if former.status in Connection.SIGNED_IN:
        is_at_vendor = accepted.auth_type == Connection.AuthType.OAUTH2
        raise Refusal(
            "already_connected",
            f"{identity.name} is connected already.",
            f"To connect another account, sign out of {provider.label} first." if is_at_vendor else "",
            conflict=True,
        )
    return former
