"""Which connection a secret path belongs to, and how it wants to be posted to. Kept for a few seconds in each process, so that
a storm of events does not ask the database for the same row each time."""

from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from time import monotonic
from uuid import UUID

from django.db import close_old_connections

from integrations import vault
from integrations.models import Connection, WebhookReceiver
from integrations.subscriptions.signing import still_good

KEPT_SECONDS = 3.0
MOST_KEPT = 10_000

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, repr=False)
class Receiver:
    """What the door needs to know of a receiver. `secrets` are two while one replaces the other."""

    connection_id: UUID
    is_on: bool
    secrets: tuple[str, ...]
    networks: tuple[Network, ...]

    def lets_in(self, address: str | None) -> bool:
        """Whether a post may come from there."""
        if not self.networks:
            return True
        try:
            found = ip_address(address or "")
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None)
        return any((mapped or found) in network for network in self.networks)


_kept: dict[str, tuple[float, Receiver | None]] = {}


def digest_of(path: str) -> str:
    """What the database knows a path by."""
    return sha256(path.encode("utf-8", "replace")).hexdigest()


def receiver_at(path: str) -> Receiver | None:
    """The receiver with that path, as it stood at most three seconds ago; None where there is none."""
    digest, now = digest_of(path), monotonic()
    until, found = _kept.get(digest, (0.0, None))
    if until <= now:
        found = _look_up(digest)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[digest] = now + KEPT_SECONDS, found
    return found


def _look_up(digest: str) -> Receiver | None:
    close_old_connections()  # nobody else does before a request that passes Django by
    rows = WebhookReceiver.objects.filter(path_digest=digest).select_related(None)
    row = rows.values("pk", "is_on", "networks", "old_secret_until", "connection__status").first()
    if row is None:
        return None
    _, secret, old_secret = vault.opened(rows, "secret", "old_secret")[0]
    is_old_good = still_good(row["old_secret_until"])
    return Receiver(
        connection_id=row["pk"],
        is_on=row["is_on"] and row["connection__status"] in Connection.IN_USE,
        secrets=tuple(filter(None, (secret, old_secret if is_old_good else ""))),
        networks=tuple(map(ip_network, row["networks"])),
    )
