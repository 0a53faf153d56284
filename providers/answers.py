"""What a vendor's answer means: fine, or which of our errors. Pure, but for reading the response it is given."""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from providers.errors import (
    CredentialsError,
    ForbiddenError,
    NotFoundError,
    ProviderError,
    RefusedError,
    ReplyError,
    StaleError,
    UnavailableError,
    UnknownOutcomeError,
    Where,
)

REQUEST_ID_HEADERS = ("X-Request-Id", "Request-Id", "X-Correlation-Id", "CF-Ray")
LONGEST_WORDS = 200
PIECE = 1 << 16

# A vendor's error text is quoted to people, so whatever looks like an address or a token is taken out of it.
PRIVATE = re.compile(r"\S+@\S+|[A-Za-z0-9_\-+/=.]{40,}")


@dataclass(frozen=True)
class Answer:
    """A whole answer. The names of `headers` may be asked for in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def pieces(response: requests.Response) -> Iterator[bytes]:
    """The body as it arrives; raises urllib3's own errors. `iter_content` waits until a piece is full, so that a slow drip is
    never seen."""
    while piece := response.raw.read1(PIECE, decode_content=True):
        yield piece


def without_mark(body: bytes) -> bytes:
    """The body without the byte order mark that some servers begin with."""
    return body.removeprefix(codecs.BOM_UTF8)


def request_id(response: requests.Response | Answer) -> str:
    """The vendor's own id of this request, "" where it sends none."""
    return next((response.headers[name] for name in REQUEST_ID_HEADERS if name in response.headers), "")


def is_html(answer: Answer) -> bool:
    """Whether a page for people came where data was expected."""
    body = answer.body.lstrip()
    return body[:1] == b"<" or (bool(body) and "html" in answer.headers.get("Content-Type", "").lower())


def is_cut_short(response: requests.Response, body: bytes) -> bool:
    """Whether a JSON list or object lacks its end, where the vendor announced no length that would give it away."""
    if "Content-Length" in response.headers or "Transfer-Encoding" in response.headers:
        return False
    stripped = body.strip()
    begun = {b"[": b"]", b"{": b"}"}.get(stripped[:1])
    return not stripped or (begun is not None and stripped[-1:] != begun)


def retry_after(response: requests.Response | Answer) -> float | None:
    """Seconds that `Retry-After` asks to wait, be it a number or a date; else until the instant that `X-RateLimit-Reset`
    names; None where neither says anything."""
    value = response.headers.get("Retry-After", "").strip()
    if not value:
        return _until_reset(response.headers.get("X-RateLimit-Reset", "").strip())
    try:
        return max(float(value), 0.0) if value.replace(".", "", 1).isdigit() else _seconds_until(value)
    except ValueError:
        return None


def safe_words(words: str) -> str:
    """The vendor's words fit for a message: one line, no addresses, no tokens, not long."""
    line = PRIVATE.sub("…", " ".join(words.split()))
    return line if len(line) <= LONGEST_WORDS else line[: LONGEST_WORDS - 1] + "…"


def write_refusal(status: int, words: str, *, label: str, html: bool, where: Where) -> ProviderError | None:
    """The error of a write's final status; None where it is the same as a read's."""
    said = f" It says: {safe_words(words)}" if words else ""
    if status == 409:
        return StaleError(f"The row has changed at {label} since it was last read, so nothing was written.", **where)
    if status in (400, 405, 412, 422):
        return RefusedError(f"{label} does not take this change.{said}", **where)
    if status == 403 and not html:
        return ForbiddenError(f"{label} does not let this connection write this.{said}", **where)
    if status >= 500:
        return UnknownOutcomeError(
            f"{label} had trouble of its own (status {status}), so the change may or may not have been stored.{said}",
            **where,
        )
    return None


def refusal(status: int, words: str, *, label: str, html: bool, missing: bool, where: Where) -> ProviderError:
    """The error of a final status. `words` is the vendor's text, `missing` whether it means that no such row exists."""
    said = f" It says: {safe_words(words)}" if words else ""
    if status == 401:
        return CredentialsError(
            f"{label} no longer accepts this connection, even with a fresh token. Please reconnect.",
            revoked=True,
            **where,
        )
    if status == 403:
        if html:
            return ForbiddenError(f"{label}'s gate refused the request before it was read (403).", **where)
        return ForbiddenError(f"{label} does not let this connection read this.{said}", **where)
    if status == 404 or missing:
        return NotFoundError(f"{label} does not know this address or row.{said}", **where)
    if status >= 500:
        return UnavailableError(f"{label} has trouble of its own (status {status}).{said}", **where)
    if 300 <= status < 400:
        return ReplyError(f"{label} sent us on to another address, which pmsync does not follow.", **where)
    return ReplyError(f"{label} refused the request as wrong (status {status}).{said}", **where)


def _until_reset(value: str) -> float | None:
    """Seconds until this instant in unix time; None where it is none, or past."""
    left = float(value) - datetime.now(UTC).timestamp() if value.isdecimal() else 0.0
    return left if left > 0 else None


def _seconds_until(http_date: str) -> float:
    moment = parsedate_to_datetime(http_date)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)
