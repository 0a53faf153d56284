"""What a vendor says of itself on its status page, in the one format that is read: Statuspage's `status.json`
(https://metastatuspage.com/api, read 2026-11)."""

import time
from dataclasses import dataclass

import msgspec
import requests
from urllib3.exceptions import HTTPError

from providers.answers import pieces
from providers.config import USER_AGENT
from providers.hosts import check_host

TIMEOUT = 5.0
MOST_BYTES = 64 * 1024
LONGEST_WORDS = 300
UP = "none"
TROUBLE = ("minor", "major", "critical", "maintenance")


class Status(msgspec.Struct):
    """How all of it stands: `indicator` is none, minor, major, critical or maintenance."""

    indicator: str
    description: str = ""


class Body(msgspec.Struct):
    """The answer. Unknown keys are ignored."""

    status: Status


@dataclass(frozen=True)
class Said:
    """`is_up` None: the page could not be read, and `words` say why."""

    is_up: bool | None
    words: str


def read(url: str) -> Said:
    """What the page at this address says. Never raises: a page that is away says nothing about the vendor. Redirects are not
    followed, at most 64 KB are read, and it takes no longer than some seconds."""
    check_host(url)
    began = time.monotonic()
    try:
        with requests.get(
            url, timeout=TIMEOUT, stream=True, allow_redirects=False, headers={"User-Agent": USER_AGENT}
        ) as answer:
            if answer.status_code != 200:
                return Said(None, f"The status page answered with status {answer.status_code}.")
            body = b""
            for chunk in pieces(answer):
                body += chunk
                if len(body) > MOST_BYTES or time.monotonic() - began > TIMEOUT:
                    return Said(None, "The status page gave no short answer.")
    except (requests.RequestException, HTTPError):
        return Said(None, "The status page cannot be reached.")
    return understood(body)


def understood(body: bytes) -> Said:
    """What the body of an answer says."""
    try:
        status = msgspec.json.decode(body, type=Body).status
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Said(None, "The status page answered something else than expected.")
    words = " ".join(status.description.split())[:LONGEST_WORDS]
    if status.indicator == UP:
        return Said(True, words or "No trouble is reported.")
    if status.indicator in TROUBLE:
        return Said(False, words or "Trouble is reported.")
    return Said(None, words)
