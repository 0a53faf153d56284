"""Who signs in: what connections of one agency may share."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.crypto import salted_hmac

from integrations.models import Connection
from integrations.vault.config import account_of
from providers import registry
from providers.base import FormSignIn, Provider


@dataclass(frozen=True)
class Signer:
    """One user, partner or key of an agency's at a vendor. Connections of the same signer share a session and their secrets."""

    agency_id: UUID
    provider: type[Provider]
    kind: FormSignIn
    account: Mapping[str, str]

    @property
    def key(self) -> str:
        """A keyed digest, so that tables and logs do not say who signs in."""
        named = self.kind.shared_by or tuple(field.name for field in self.kind.fields if not field.secret)
        parts = (self.provider.slug, self.kind.slug, *(f"{name}={self.account.get(name, '')}" for name in named))
        return salted_hmac("integrations.signer", "\n".join(parts), algorithm="sha256").hexdigest()

    def connections(self) -> list[Connection]:
        """The agency's connections that sign in as this signer, whatever their state: one query."""
        rows = Connection.objects.filter(
            agency_id=self.agency_id, provider=self.provider.slug, auth_type=self.kind.slug
        )
        return [row for row in rows.order_by("pk") if signer_of(row) == self]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Signer) and (self.agency_id, self.key) == (other.agency_id, other.key)

    def __hash__(self) -> int:
        return hash((self.agency_id, self.key))


def signer_of(connection: Connection) -> Signer | None:
    """Who signs in for a connection; None where that is not typed into a form."""
    provider = registry.get(connection.provider)
    kind = next((kind for kind in provider.form_sign_ins if kind.slug == connection.auth_type), None)
    return None if kind is None else Signer(connection.agency_id, provider, kind, account_of(connection))
