"""Signatures as Standard Webhooks have them (standardwebhooks.com, version 1): HMAC-SHA256 of id, time and body."""

import secrets as randomness
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from standardwebhooks.webhooks import Webhook

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """A secret, in the form in which libraries of all languages take it."""
    return PREFIX + b64encode(randomness.token_bytes(SECRET_BYTES)).decode()


def still_good(until: datetime | None) -> datetime | None:
    """Until when a secret that was replaced is good; None where that is over, or nothing was replaced."""
    return until if until is not None and until > timezone.now() else None


def headers(message_id: str, at: datetime, body: str, secrets: Iterable[str]) -> dict[str, str]:
    """The headers of one try: a signature by each of the secrets."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(message_id, at, body) for secret in secrets),
    }
