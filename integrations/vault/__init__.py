"""The only room that opens credentials: stores them, hands out valid tokens, renews them under a row lock.

In goes what a sign-in gave. Out come providers that are ready to speak for a connection (`open_provider`) and, for what is
encrypted beside sign-ins, the text of a column (`opened`, `drop_secrets`)."""

from integrations.vault.columns import (
    UNREADABLE,
    drop_secrets,
    forget,
    opened,
    store_drop_secrets,
    store_tokens,
)
from integrations.vault.config import PRODUCTION, config_of, environment_of
from integrations.vault.keys import check_keys, rotate_keys
from integrations.vault.opening import open_provider
from integrations.vault.secrets import drop_previous, holding_the_same, previous_since, secrets_of, store_secrets
from integrations.vault.sessions import SessionCredentials, adopt, close, end_unless_used
from integrations.vault.signers import Signer, signer_of
from integrations.vault.tokens import HeldCredentials, StaticCredentials, StoredCredentials

__all__ = [
    "PRODUCTION",
    "UNREADABLE",
    "HeldCredentials",
    "SessionCredentials",
    "Signer",
    "StaticCredentials",
    "StoredCredentials",
    "adopt",
    "check_keys",
    "close",
    "config_of",
    "drop_previous",
    "drop_secrets",
    "end_unless_used",
    "environment_of",
    "forget",
    "holding_the_same",
    "open_provider",
    "opened",
    "previous_since",
    "rotate_keys",
    "secrets_of",
    "signer_of",
    "store_drop_secrets",
    "store_secrets",
    "store_tokens",
]
