"""What people typed into a sign-in form and is secret: kept as JSON, the previous one beside it while it may still be needed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from integrations.models import Connection
from integrations.vault.columns import opened, read, with_secrets
from integrations.vault.config import account_of, house_of
from providers import registry

COLUMNS = ("secrets", "config", "access_token", "refresh_token", "token_expires_at", "scopes", "updated_at")
# Says in the connection's config, where pages may look, that a previous secret is kept, and since when.
KEPT_SINCE = "previous_secret_since"


@dataclass(frozen=True)
class Secrets:
    """By the names of the form's fields. `previous` is empty where none is kept; it holds what it needs of its account, too."""

    current: dict[str, str] = field(repr=False)
    previous: dict[str, str] = field(default_factory=dict, repr=False)


def secrets_of(connection_id: UUID, provider: str = "") -> Secrets:
    """A connection's secrets; none where it has none."""
    return _parsed(read(with_secrets(Connection).filter(pk=connection_id), provider))


def holding_the_same(connection: Connection) -> list[Connection]:
    """The agency's other connections that sign in by the very same secret, at the same host of the vendor's."""
    provider = registry.get(connection.provider)
    own, house = secrets_of(connection.pk, provider.slug).current, house_of(provider, account_of(connection))
    rows = Connection.objects.filter(
        agency_id=connection.agency_id, provider=connection.provider, auth_type=connection.auth_type
    )
    kept = dict(opened(rows.exclude(pk=connection.pk), "secrets")) if own else {}
    same = [pk for pk, secrets in kept.items() if json.loads(secrets or "{}").get("current") == own]
    others = Connection.objects.for_page().filter(pk__in=same).order_by("pk")
    return [row for row in others if house_of(provider, account_of(row)) == house]


def previous_since(connection: Connection) -> datetime | None:
    """Since when a secret that was replaced is kept; None where none is."""
    noted = connection.config.get(KEPT_SINCE)
    return datetime.fromisoformat(noted) if noted else None


def store_secrets(
    connection: Connection,
    current: dict[str, str],
    *,
    account: Mapping[str, str] | None = None,
    keep_previous: bool = False,
) -> None:
    """Keep these from now on, in place of whatever signed the connection in before, scopes included, and what it knows of its
    account, if that is given. What is replaced stays beside it where it should: with what it knew of its account, which may
    be another."""
    with transaction.atomic():
        row = _held(connection.pk)
        before, known = _parsed(row).current, account_of(row)
        previous = {**known, **before} if keep_previous and before and before != current else {}
        if account is not None:
            row.config = row.config | {"account": dict(account)}
        row.access_token = row.refresh_token = ""
        row.token_expires_at, row.scopes = None, []
        _write(row, Secrets(current, previous))
    connection.config, connection.scopes = row.config, []


def drop_previous(connection_id: UUID, worked: dict[str, str] | None = None) -> bool:
    """Forget the secret that was replaced; whether there was one. With `worked`, only where that is the current one."""
    with transaction.atomic():
        row = _held(connection_id)
        secrets = _parsed(row)
        if not secrets.previous or worked not in (None, secrets.current):
            return False
        _write(row, Secrets(secrets.current))
        return True


def _held(connection_id: UUID) -> Connection:
    return read(with_secrets(Connection).select_for_update(of=("self",)).filter(pk=connection_id))


def _parsed(row: Connection) -> Secrets:
    found = json.loads(row.secrets or "{}")
    return Secrets(found.get("current", {}), found.get("previous", {}))


def _write(row: Connection, secrets: Secrets) -> None:
    kept = {"current": secrets.current} | ({"previous": secrets.previous} if secrets.previous else {})
    row.secrets = json.dumps(kept)
    row.config = {name: value for name, value in row.config.items() if name != KEPT_SINCE}
    if secrets.previous:
        row.config[KEPT_SINCE] = timezone.now().isoformat()
    row.save(update_fields=COLUMNS)
