"""Sessions at vendors that sign in by user and password: one for each signer, shared by all workers and connections.

Of many who find the session refused one opens the next one: it says so on the session's row and signs in outside of any
transaction, in which nobody else could write to a database that is one file. The others wait and read the row again."""

import logging
import time
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
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
# A vendor's sign-in must answer within so many seconds. Whoever opens a session is waited for until even a slow answer has
# come, and then taken for dead.
LONGEST_ANSWER = 20.0
OPENING_FOR = timedelta(seconds=100)
LOOKED_AGAIN = 0.1

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Turn:
    """One worker's turn to open a session. While it lasts the row has no token and expires when the turn does; what stood
    there before is put back if nothing comes of it."""

    row_id: int
    until: datetime
    replaced: str = field(repr=False)
    expired_at: datetime | None


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
        CredentialsError where the vendor does not take the password, RateLimitError where it asks us to wait."""
        turn = self._turn(refused)
        if turn is None:
            return self._token
        try:
            tokens = self._open(turn)
        except BaseException:
            _put_back(turn)
            raise
        for token in self._keep(turn, tokens, refused):
            close(self._signer, token)
        if not self._token:
            raise self._gone()
        return self._token

    def held(self) -> tuple[str, ...]:
        """Nothing: others may use the session, so it is given back by `end_unless_used`."""
        return ()

    def _turn(self, refused: str) -> Turn | None:
        """Ours to open a session, None once there is a good one. Waits while another worker opens one."""
        while True:
            with transaction.atomic():
                row = _locked(self._signer)
                if _is_good(row, refused):
                    self._take(row)
                    return None
                if not _is_being_opened(row):
                    return _begin(row)
            time.sleep(LOOKED_AGAIN)

    def _open(self, turn: Turn) -> Tokens:
        provider = self._signer.provider
        if words := cache.get(_refused_name(turn.row_id)):
            raise CredentialsError(words, provider=provider.slug)
        secrets = secrets_of(self._connection_id, provider.slug).current
        if not secrets:
            raise self._gone()
        config = config_of(provider, sign_in=self._signer.kind.slug, account=self._signer.account)
        config = replace(config, timeout_seconds=min(config.timeout_seconds, LONGEST_ANSWER))
        try:
            with signing_in(self._on_call):
                return provider.open_session(config, {**self._signer.account, **secrets})
        except CredentialsError as error:
            cache.set(_refused_name(turn.row_id), error.message, REFUSED_FOR)
            raise

    def _keep(self, turn: Turn, tokens: Tokens, refused: str) -> set[str]:
        """The sessions that are left over once the new one is the signer's; or it is one of them, where somebody has stored
        another, or has ended all, meanwhile."""
        with transaction.atomic():
            row = with_secrets(VendorSession).select_for_update().filter(pk=turn.row_id).first()
            if row is not None and not _is_good(row, refused):
                _write(row, tokens)
            self._take(row)
        return {turn.replaced, tokens.access_token} - {"", refused, self._token}

    def _take(self, row: VendorSession | None) -> None:
        self._token, self._noted_at = row.token if row else "", timezone.now()

    def _gone(self) -> CredentialsError:
        provider = self._signer.provider
        return CredentialsError(f"{provider.label} is not signed in to any more.", provider=provider.slug)


def adopt(signer: Signer, tokens: Tokens) -> str:
    """Make a session that was opened to try a sign-in the signer's own; the token of the one that it replaces, which the
    caller closes once all is kept, "" where there was none. Workers go on with the new one."""
    with transaction.atomic():
        row = _locked(signer)
        replaced = row.token
        _write(row, tokens)
    cache.delete(_refused_name(row.pk))
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
    VendorSession.objects.select_for_update().get_or_create(**_which(signer))  # one that is being removed is waited for
    return read(with_secrets(VendorSession).filter(**_which(signer)), signer.provider.slug)


def _is_good(row: VendorSession, refused: str) -> bool:
    if not row.token or row.token == refused:
        return False
    return row.expires_at is None or row.expires_at - timezone.now() >= EXPIRES_SOON


def _is_being_opened(row: VendorSession) -> bool:
    return not row.token and row.expires_at is not None and row.expires_at > timezone.now()


def _begin(row: VendorSession) -> Turn:
    """A turn, noted on the row, which the caller holds."""
    turn = Turn(row.pk, timezone.now() + OPENING_FOR, row.token, row.expires_at if row.token else None)
    row.token, row.expires_at = "", turn.until
    row.save(update_fields=["token", "expires_at"])
    return turn


def _put_back(turn: Turn) -> None:
    """The turn is over, and the row as it was; unless somebody has stored a session meanwhile."""
    ours = VendorSession.objects.filter(pk=turn.row_id, expires_at=turn.until)
    ours.update(token=turn.replaced, expires_at=turn.expired_at)


def _write(row: VendorSession, tokens: Tokens) -> None:
    now = timezone.now()
    row.token, row.opened_at, row.used_at = tokens.access_token, now, now
    row.expires_at = now + timedelta(seconds=tokens.expires_in) if tokens.expires_in else None
    row.opened += 1
    row.save(update_fields=["token", "opened_at", "used_at", "expires_at", "opened"])


def _refused_name(row_id: int) -> str:
    return f"sign-in-refused-{row_id}"
