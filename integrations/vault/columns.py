"""Encrypted columns: reading them with all their texts, and writing tokens and the secrets of drops."""

import json
from datetime import timedelta
from typing import Any, TypeVar

from cryptography.fernet import InvalidToken
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from integrations.models import Connection, Drop
from providers.auth import Tokens
from providers.errors import ClientError

UNREADABLE = (
    "A stored sign-in cannot be read with the keys in FIELD_ENCRYPTION_KEYS. Put the key that wrote it back into the list "
    "(the first key encrypts, every key decrypts), then run `manage.py rotate_keys` before you remove it."
)
Row = TypeVar("Row", bound=models.Model)


def with_secrets(model: type[Row]) -> QuerySet[Row]:
    """Rows with their encrypted columns, which managers leave unread."""
    return model._default_manager.defer(None)


def read(rows: QuerySet[Row], provider: str = "") -> Row:
    """The only one of these rows. ClientError where our keys do not open it: that is ours to mend, not the agency's."""
    try:
        return rows.get()
    except InvalidToken as error:
        raise ClientError(UNREADABLE, provider=provider) from error


def opened(rows: QuerySet[Any], *columns: str) -> list[tuple[Any, ...]]:
    """The key of each of these rows, with what stands in its encrypted `columns`. One query. ClientError where our keys do not
    open them."""
    try:
        return list(rows.values_list("pk", *columns))
    except InvalidToken as error:
        raise ClientError(UNREADABLE) from error


def store_tokens(connection: Connection, tokens: Tokens) -> None:
    """Keep a sign-in's tokens, in place of whatever else signed the connection in; an answer that names no refresh token or
    scopes leaves the old ones."""
    now = timezone.now()
    connection.access_token, connection.secrets = tokens.access_token, ""
    connection.token_expires_at = now + timedelta(seconds=tokens.expires_in) if tokens.expires_in else None
    fields = ["access_token", "secrets", "token_expires_at", "updated_at"]
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
    found: dict[str, str] = json.loads(read(with_secrets(Drop).filter(pk=drop.pk)).secrets or "{}")
    return found


def store_drop_secrets(drop: Drop, secrets: dict[str, str]) -> None:
    """Keep what signs us in at an agency's own drop; nothing wipes it."""
    drop.secrets = json.dumps(secrets) if secrets else ""
    drop.save(update_fields=["secrets", "updated_at"])
