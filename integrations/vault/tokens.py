"""Tokens of connections: those that are renewed at the vendor, those that last, and those that are only being tried."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from integrations.calls import OnCall, signing_in
from integrations.models import Connection
from integrations.vault.columns import read, store_tokens, with_secrets
from integrations.vault.config import config_of
from integrations.vault.secrets import Secrets, drop_previous, secrets_of
from integrations.vault.signers import Signer
from providers import auth
from providers.base import Provider
from providers.errors import CredentialsError

# A token is renewed this long before it runs out, so that it outlives the request it is used for.
EXPIRES_SOON = timedelta(seconds=60)


class StoredCredentials:
    """A connection's bearer tokens, read from and written to its row. Two workers never spend one refresh token twice:
    who waited for the row's lock reads it again and finds the new token."""

    def __init__(self, connection_id: UUID, provider: type[Provider], on_call: OnCall | None = None) -> None:
        self._connection_id = connection_id
        self._provider = provider
        self._on_call = on_call
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

    def held(self) -> tuple[str, ...]:
        """The refresh token and the access token, where there are any."""
        row = read(with_secrets(Connection).filter(pk=self._connection_id), self._provider.slug)
        return tuple(token for token in (row.refresh_token, row.access_token) if token)

    def _renew(self, refused: str) -> None:
        with transaction.atomic():
            rows = with_secrets(Connection).select_for_update().filter(pk=self._connection_id)
            row = read(rows, self._provider.slug)
            if not _is_good(row, refused):
                if not row.refresh_token or self._provider.sign_in is None:
                    raise CredentialsError(f"{self._provider.label} gave no way to renew this sign-in.")
                config = config_of(self._provider, row)
                with signing_in(self._on_call):
                    tokens = auth.refresh(self._provider.sign_in, config, row.refresh_token)
                store_tokens(row, tokens)
            self._token = row.access_token
            self._expires_at = row.token_expires_at or timezone.now() + timedelta(minutes=5)


def _is_good(row: Connection, refused: str) -> bool:
    """Whether the stored token may be used as it is."""
    if not row.access_token or row.access_token == refused:
        return False
    return row.token_expires_at is None or row.token_expires_at - timezone.now() >= EXPIRES_SOON


class StaticCredentials:
    """A token or key that lasts. While it is being changed the previous one is the way out if the new one is refused; it is
    forgotten once the new one has worked for somebody who began with it."""

    def __init__(self, connection_id: UUID, signer: Signer) -> None:
        self._connection_id = connection_id
        self._signer = signer
        self._token = ""
        self._refused: set[str] = set()
        self._on_trial: Secrets | None = None

    def __repr__(self) -> str:
        return f"<StaticCredentials of {self._connection_id}>"

    def token(self) -> str:
        """The token."""
        if not self._token:
            secrets = secrets_of(self._connection_id, self._signer.provider.slug)
            if not secrets.current:
                raise self._refusal()
            self._on_trial = secrets if secrets.previous else None
            self._token = self._made_of(secrets.current)
        return self._token

    def renew(self, refused: str) -> str:
        """The token that it was changed to meanwhile, or the previous one. CredentialsError where all were refused."""
        self._refused.add(refused)
        self._on_trial = None
        secrets = secrets_of(self._connection_id, self._signer.provider.slug)
        known = [self._made_of(answers) for answers in (secrets.current, secrets.previous) if answers]
        found = next((token for token in known if token not in self._refused), None)
        if found is None:
            raise self._refusal()
        self._token = found
        return found

    def held(self) -> tuple[str, ...]:
        """Nothing: a lasting token or key is its owner's."""
        return ()

    def worked(self) -> None:
        """A call with the token was answered: a secret that it has replaced is needed no more."""
        if self._on_trial is not None:
            secrets, self._on_trial = self._on_trial, None
            drop_previous(self._connection_id, worked=secrets.current)

    def _made_of(self, secrets: dict[str, str]) -> str:
        return self._signer.kind.token_of({**self._signer.account, **secrets})

    def _refusal(self) -> CredentialsError:
        provider, kind = self._signer.provider, self._signer.kind
        sentence = f"{provider.label} no longer accepts what this connection signs in with ({kind.label})."
        return CredentialsError(sentence, revoked=True, provider=provider.slug)


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

    def held(self) -> tuple[str, ...]:
        """The token."""
        return (self._token,)
