"""Whether a body was signed by somebody who knows the receiver's secret. The body itself is only hashed, never read."""

import hmac
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Iterable, Mapping
from hashlib import sha256

from django.utils import timezone
from standardwebhooks.webhooks import hmac_data

from integrations.subscriptions.signing import PREFIX

SIGNATURE = "HTTP_X_WEBHOOK_SIGNATURE"  # hexadecimal, "sha256=" before it or not
STANDARD = ("HTTP_WEBHOOK_ID", "HTTP_WEBHOOK_TIMESTAMP", "HTTP_WEBHOOK_SIGNATURE")
TOLERANCE_SECONDS = 300


def is_signed(secrets: Iterable[str], headers: Mapping[str, str], body: bytes) -> bool:
    """Whether one of the secrets signed the body: plainly in X-Webhook-Signature, or as Standard Webhooks do. `headers` are
    as WSGI names them."""
    plain = headers.get(SIGNATURE, "").strip().removeprefix("sha256=").lower()
    name, at, standard = (headers.get(header, "") for header in STANDARD)
    for secret in secrets:
        if plain and _same(hmac.new(secret.encode(), body, sha256).hexdigest(), plain):
            return True
        if standard and _is_fresh(at) and _is_standard(secret, f"{name}.{at}.".encode() + body, standard):
            return True
    return False


def key_of(secret: str) -> bytes:
    """The bytes that a Standard Webhooks secret stands for."""
    return b64decode(secret.removeprefix(PREFIX))


def _is_standard(secret: str, signed: bytes, signatures: str) -> bool:
    """The library's own `verify` wants text and a clock without zone; what it hashes is the same."""
    expected = hmac_data(key_of(secret), signed)
    given = (part.removeprefix("v1,") for part in signatures.split() if part.startswith("v1,"))
    return any(hmac.compare_digest(expected, _decoded(part)) for part in given)


def _is_fresh(at: str) -> bool:
    return at.isdecimal() and abs(int(at[:12]) - timezone.now().timestamp()) <= TOLERANCE_SECONDS


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text)
    except (BadBase64, ValueError):
        return b""
