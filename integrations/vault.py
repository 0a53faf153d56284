"""The only place that opens credentials: stores tokens, hands out valid ones, refreshes them under a row lock."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from integrations.models import Connection, Drop, SignIn, SyncIssue, WizardImport
from integrations.models.connections import SECRET_COLUMNS
from providers import auth, registry
from providers.auth import Tokens
from providers.base import Provider, ProviderConfig
from providers.errors import ClientError, CredentialsError

# A token is renewed this long before it runs out, so that it outlives the request it is used for.
EXPIRES_SOON = timedelta(seconds=60)
UNREADABLE = (
    "A stored sign-in cannot be read with the keys in FIELD_ENCRYPTION_KEYS. Put the key that wrote it back into the list "
    "(the first key encrypts, every key decrypts), then run `manage.py rotate_keys` before you remove it."
)


def check_keys() -> None:
    """Raises ImproperlyConfigured where a stored secret cannot be read with the keys we have. Nothing is changed."""
    if Connection._meta.db_table not in database.introspection.table_names():
        return
    try:
        for rows in (_with_secrets(), Drop.objects.defer(None)):
            for _ in rows.iterator(chunk_size=500):
                pass
    except InvalidToken as error:
        raise ImproperlyConfigured(UNREADABLE) from error


def rotate_keys() -> int:
    """Encrypt every stored secret anew with the first key; how many connections and sign-ins that were. One transaction."""
    with transaction.atomic():
        rotated = 0
        for row in _with_secrets().select_for_update():
            row.save(update_fields=SECRET_COLUMNS)
            rotated += 1
        for sign_in in SignIn.objects.select_for_update():
            sign_in.save(update_fields=["code_verifier"])
        for drop in Drop.objects.defer(None).select_for_update():
            drop.save(update_fields=["secrets"])
        for issue in SyncIssue.objects.filter(raw__isnull=False).select_for_update().iterator(chunk_size=500):
            issue.save(update_fields=["raw"])
        for imported in WizardImport.objects.defer(None).exclude(step=WizardImport.Step.ABANDONED).select_for_update():
            imported.save(update_fields=["sample"])
        return rotated


def _with_secrets() -> Any:
    return Connection.objects.defer(None)


def store_tokens(connection: Connection, tokens: Tokens) -> None:
    """Keep a sign-in's tokens; an answer that names no refresh token or scopes leaves the old ones."""
    now = timezone.now()
    connection.access_token = tokens.access_token
    connection.token_expires_at = now + timedelta(seconds=tokens.expires_in) if tokens.expires_in else None
    fields = ["access_token", "token_expires_at", "updated_at"]
    if tokens.refresh_token:
        connection.refresh_token = tokens.refresh_token
        fields.append("refresh_token")
    if tokens.scopes:
        connection.scopes = sorted(tokens.scopes)
        fields.append("scopes")
    connection.save(update_fields=fields)


def forget(connection: Connection) -> None:
    """Wipe every secret of a connection."""
    Connection.objects.filter(pk=connection.pk).update(
        access_token="", refresh_token="", secrets="", token_expires_at=None, updated_at=timezone.now()
    )


def drop_secrets(drop: Drop) -> dict[str, str]:
    """What signs us in at an agency's own drop: password, private_key, host_key, or access_key and secret_key."""
    try:
        stored = Drop.objects.defer(None).get(pk=drop.pk).secrets
    except InvalidToken as error:
        raise ClientError(UNREADABLE) from error
    found: dict[str, str] = json.loads(stored or "{}")
    return found


def store_drop_secrets(drop: Drop, secrets: dict[str, str]) -> None:
    """Keep what signs us in at an agency's own drop; nothing wipes it."""
    drop.secrets = json.dumps(secrets) if secrets else ""
    drop.save(update_fields=["secrets", "updated_at"])


class StoredCredentials:
    """A connection's bearer tokens, read from and written to its row. Two workers never spend one refresh token twice:
    who waited for the row's lock reads it again and finds the new token."""

    def __init__(self, connection_id: UUID, provider: type[Provider]) -> None:
        self._connection_id = connection_id
        self._provider = provider
        self._token = ""
        self._expires_at = timezone.now()

    def __repr__(self) -> str:
        return f"<StoredCredentials of {self._connection_id}>"

    def token(self) -> str:
        """A token that is valid for at least the next minute."""
        if not self._token or self._expires_at - timezone.now() < EXPIRES_SOON:
            self._renew(refused="")
        return self._token

    def renew(self, refused: str) -> str:
        """A token other than the refused one; CredentialsError where the vendor gives none."""
        self._renew(refused)
        return self._token

    def _renew(self, refused: str) -> None:
        with transaction.atomic():
            try:
                row = _with_secrets().select_for_update().get(pk=self._connection_id)
            except InvalidToken as error:
                raise ClientError(UNREADABLE, provider=self._provider.slug) from error  # ours, not the agency's
            if not _is_good(row, refused):
                if not row.refresh_token or self._provider.sign_in is None:
                    raise CredentialsError(f"{self._provider.label} gave no way to renew this sign-in.")
                store_tokens(row, auth.refresh(self._provider.sign_in, config_of(self._provider), row.refresh_token))
            self._token = row.access_token
            self._expires_at = row.token_expires_at or timezone.now() + timedelta(minutes=5)


def _is_good(row: Connection, refused: str) -> bool:
    """Whether the stored token may be used as it is."""
    if not row.access_token or row.access_token == refused:
        return False
    return row.token_expires_at is None or row.token_expires_at - timezone.now() >= EXPIRES_SOON


class HeldCredentials:
    """One fresh token, for looking at an account before its connection is kept."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str:
        """The token."""
        return self._token

    def renew(self, refused: str) -> str:
        """There is no other."""
        raise CredentialsError("The sign-in was refused straight away.", revoked=True)


def config_of(provider: type[Provider]) -> ProviderConfig:
    """Where a provider lives and who we are to it, from the settings."""
    ours = settings.PROVIDERS[provider.slug]
    return ProviderConfig(
        auth_url=ours["auth_url"] or provider.default_auth_url,
        api_url=ours["api_url"] or provider.default_api_url,
        client_id=ours["client_id"],
        client_secret=ours["client_secret"],
        paced=settings.PROVIDERS_PACED,
        backoff_seconds=settings.PROVIDERS_BACKOFF_SECONDS,
        timeout_seconds=settings.PROVIDERS_TIMEOUT_SECONDS,
    )


def open_provider(connection: Connection, on_wait: Callable[[float, str], None] | None = None) -> Provider:
    """The provider, ready to speak for this connection."""
    provider = registry.get(connection.provider)
    return provider(config_of(provider), StoredCredentials(connection.pk, provider), on_wait=on_wait)
