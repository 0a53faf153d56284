"""Sessions at vendors that sign in by user and password: one for each signer, shared by all workers and connections.

Who finds the session refused waits for its row's lock and reads it again: of many who were refused one opens the next one."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from integrations.calls import OnCall, signing_in
from integrations.models import Connection, VendorSession
from integrations.vault.columns import read, with_secrets
from integrations.vault.config import config_of
from integrations.vault.secrets import secrets_of
from integrations.vault.signers import Signer
from providers.auth import Tokens
from providers.errors import CredentialsError, ProviderError

EXPIRES_SOON = timedelta(seconds=60)
NOTED_EVERY = timedelta(minutes=1)
# Vendors lock a user after some wrong passwords: of many workers who wait to sign in again one alone tries.
REFUSED_FOR = 60

logger = logging.getLogger(__name__)


class SessionCredentials:
    """The token of a signer's session, for one of the signer's connections."""

    def __init__(self, connection_id: UUID, signer: Signer, on_call: OnCall | None = None) -> None:
        self._connection_id = connection_id
        self._signer = signer
        self._on_call = on_call
        self._token = ""
        self._noted_at = timezone.now() - NOTED_EVERY

    def __repr__(self) -> str:
        return f"<SessionCredentials of {self._connection_id}>"

    def token(self) -> str:
        """The token of the live session; one is opened where there is none."""
        if not self._token:
            self.renew(refused="")
        elif timezone.now() - self._noted_at >= NOTED_EVERY:
            self._noted_at = timezone.now()
            VendorSession.objects.filter(**_which(self._signer)).update(used_at=self._noted_at)
        return self._token

    def renew(self, refused: str) -> str:
        """A token other than the refused one: that of the session which somebody has opened meanwhile, or of a new one.
        CredentialsError where the vendor does not take the password."""
        with transaction.atomic():
            row = _locked(self._signer)
            replaced = row.token
            if not _is_good(row, refused):
                _write(row, self._open(row))
            self._token, self._noted_at = row.token, timezone.now()
        if replaced not in ("", refused, self._token):
            close(self._signer, replaced)
        return self._token

    def held(self) -> tuple[str, ...]:
        """Nothing: others may use the session, so it is given back by `end_unless_used`."""
        return ()

    def _open(self, row: VendorSession) -> Tokens:
        provider = self._signer.provider
        if words := cache.get(_refused_name(row)):
            raise CredentialsError(words, provider=provider.slug)
        secrets = secrets_of(self._connection_id, provider.slug).current
        if not secrets:
            raise CredentialsError(f"{provider.label} is not signed in to any more.", provider=provider.slug)
        config = config_of(provider, sign_in=self._signer.kind.slug, account=self._signer.account)
        try:
            with signing_in(self._on_call):
                return provider.open_session(config, {**self._signer.account, **secrets})
        except CredentialsError as error:
            cache.set(_refused_name(row), error.message, REFUSED_FOR)
            raise


def adopt(signer: Signer, tokens: Tokens) -> str:
    """Make a session that was opened to try a sign-in the signer's own; the token of the one that it replaces, which the
    caller closes once all is kept, "" where there was none. Workers go on with the new one."""
    with transaction.atomic():
        row = _locked(signer)
        replaced = row.token
        _write(row, tokens)
    cache.delete(_refused_name(row))
    return replaced


def end_unless_used(signer: Signer) -> None:
    """Give the signer's session back to the vendor, unless another connection still signs in as the same."""
    with transaction.atomic():
        row = with_secrets(VendorSession).select_for_update().filter(**_which(signer)).first()
        if row is None or any(found.status in Connection.SIGNED_IN for found in signer.connections()):
            return
        token = row.token
        row.delete()
    close(signer, token)


def close(signer: Signer, token: str) -> None:
    """Tell the vendor that a session is over. Where it cannot be told, the session runs out by itself."""
    if not token:
        return
    try:
        config = config_of(signer.provider, sign_in=signer.kind.slug, account=signer.account)
        signer.provider.close_session(config, token)
    except ProviderError as error:
        logger.warning("%s could not be told that a session is over: %s", signer.provider.slug, error.message)


def _which(signer: Signer) -> dict[str, Any]:
    return {"agency_id": signer.agency_id, "provider": signer.provider.slug, "key": signer.key}


def _locked(signer: Signer) -> VendorSession:
    """The signer's row, held until the transaction ends."""
    VendorSession.objects.get_or_create(**_which(signer))
    return read(with_secrets(VendorSession).select_for_update().filter(**_which(signer)), signer.provider.slug)


def _is_good(row: VendorSession, refused: str) -> bool:
    if not row.token or row.token == refused:
        return False
    return row.expires_at is None or row.expires_at - timezone.now() >= EXPIRES_SOON


def _write(row: VendorSession, tokens: Tokens) -> None:
    now = timezone.now()
    row.token, row.opened_at, row.used_at = tokens.access_token, now, now
    row.expires_at = now + timedelta(seconds=tokens.expires_in) if tokens.expires_in else None
    row.opened += 1
    row.save(update_fields=["token", "opened_at", "used_at", "expires_at", "opened"])


def _refused_name(row: VendorSession) -> str:
    return f"sign-in-refused-{row.pk}"
