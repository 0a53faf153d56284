"""The steps of a receiver's life: opened, moved to a new address, signed, narrowed to networks, switched off. Each is one
transaction and leaves a line in the audit trail, which holds no secret."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.refusals import Refusal
from integrations import vault
from integrations.hooks.known import digest_of
from integrations.models import Connection, WebhookReceiver
from integrations.subscriptions import signing
from providers import registry

OVERLAP = timedelta(hours=24)
MOST_NETWORKS = 50
PATH_BYTES = 32


def receiver_of(connection: Connection) -> WebhookReceiver | None:
    """The connection's receiver, None where nobody has opened one: one query."""
    return WebhookReceiver.objects.filter(connection=connection).first()


def address_of(receiver: WebhookReceiver) -> str:
    """Where the vendor posts to, for those who may connect: whoever knows it may post. One query."""
    path = vault.opened(WebhookReceiver.objects.filter(pk=receiver.pk), "path")[0][1]
    return f"{settings.SITE_URL}/hooks/{path}"


@transaction.atomic
def open_for(connection: Connection) -> WebhookReceiver:
    """The connection's receiver, made where there is none. Refusal where its vendor sends no events."""
    provider = registry.get(connection.provider)
    if not provider.event_kinds or connection.takes_files:
        raise Refusal(
            "no_events",
            f"{provider.label} sends no events that pmsync can read.",
            "Its changes come in with each sync.",
        )
    Connection.objects.select_for_update().get(pk=connection.pk)  # two people may open it at once
    found = receiver_of(connection)
    if found is not None:
        return found
    made = WebhookReceiver(connection=connection)
    _move(made)
    made.save(force_insert=True)
    _note(connection, opened=True)
    return made


@transaction.atomic
def new_address(receiver: WebhookReceiver) -> None:
    """Another address. The old one stops within seconds."""
    _move(receiver)
    receiver.save(update_fields=["path", "path_digest", "updated_at"])
    _note(receiver.connection, address="replaced")


@transaction.atomic
def new_secret(receiver: WebhookReceiver) -> str:
    """A new secret, to be shown once. One that it replaces goes on being good for a day."""
    made = signing.new_secret()
    fields = ["secret", "has_secret", "updated_at"]
    row = WebhookReceiver.objects.filter(pk=receiver.pk).select_for_update(no_key=True)  # two people may do it at once
    (old_secret,) = vault.opened(row, "secret")[0][1:]
    if old_secret:
        receiver.old_secret, receiver.old_secret_until = old_secret, timezone.now() + OVERLAP
        fields += ["old_secret", "old_secret_until"]
    _note(receiver.connection, secret="replaced" if old_secret else "set")
    receiver.secret, receiver.has_secret = made, True
    receiver.save(update_fields=fields)
    return made


@transaction.atomic
def without_secret(receiver: WebhookReceiver) -> None:
    """Take events unsigned."""
    if receiver.has_secret:
        _note(receiver.connection, secret="removed")
    receiver.secret = receiver.old_secret = ""
    receiver.has_secret, receiver.old_secret_until = False, None
    receiver.save(update_fields=["secret", "old_secret", "has_secret", "old_secret_until", "updated_at"])


@transaction.atomic
def change(receiver: WebhookReceiver, *, is_on: bool | None = None, networks: list[str] | None = None) -> bool:
    """Whether that changed anything. Networks are as `parse_networks` gives them."""
    wanted = {"is_on": is_on, "networks": networks}
    changed = {name: value for name, value in wanted.items() if value is not None and value != getattr(receiver, name)}
    told = {name: audit.change(getattr(receiver, name), value) for name, value in changed.items()}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(receiver, name, value)
    receiver.save(update_fields=[*changed, "updated_at"])
    _note(receiver.connection, **told)
    return True


def parse_networks(words: Iterable[str]) -> list[str]:
    """The networks that these words name, such as 203.0.113.7 or 2001:db8::/32, each once. Refusal for one that is none."""
    found: dict[str, None] = {}
    for word in words:
        try:
            found[str(ip_network(word.strip(), strict=False))] = None
        except ValueError as error:
            message = f"{word.strip()[:60]!r} is no address and no network."
            raise Refusal("bad_network", message, "Write them like 203.0.113.7 or 203.0.113.0/24.") from error
    if len(found) > MOST_NETWORKS:
        raise Refusal("too_many_networks", f"At most {MOST_NETWORKS} networks can be kept.")
    return list(found)


def _move(receiver: WebhookReceiver) -> None:
    receiver.path = secrets.token_urlsafe(PATH_BYTES)
    receiver.path_digest = digest_of(receiver.path)


def _note(connection: Connection, **details: Any) -> None:
    audit.record(audit.Action.RECEIVER_CHANGED, connection, agency=connection.agency, **details)


@transaction.atomic
def apply(connection: Connection, asked: Mapping[str, Any]) -> str | None:
    """Open the receiver where there is none and change what is asked for: is_on, networks, new_address, and secret (replace or
    remove). A new secret comes back. Refusal leaves everything as it was."""
    receiver = open_for(connection)
    networks = parse_networks(asked["networks"]) if "networks" in asked else None
    change(receiver, is_on=asked.get("is_on"), networks=networks)
    if asked.get("new_address"):
        new_address(receiver)
    if asked.get("secret") == "remove":
        without_secret(receiver)
    return new_secret(receiver) if asked.get("secret") == "replace" else None
