"""Natural keys: what a row is called where its list prints no ids. docs/layouts.md tells them to people; a change here gives
every row that was stored under such a key another one, so there is none without a way to carry them over."""

import re
from hashlib import blake2b

from providers.records import NATURAL

LONGEST = 150
TAIL = 16
WORDS = re.compile(r"[^\W_]+")
UNIT_WORDS = frozenset("unit u apartment apt flat".split())
LAST_WORDS = frozenset(("australia",))


def key_of(*parts: str) -> str:
    """The key of these texts, "" where they say nothing: letters and digits in small letters, a dash between words."""
    words = WORDS.findall(" ".join(parts).lower())
    return _short("-".join(words)) if words else ""


def address_key(address: str) -> str:
    """The key of an address. Commas, a word for "unit" in front and the country behind make no difference."""
    words = WORDS.findall(address.lower())
    if len(words) > 2 and words[0] in UNIT_WORDS and words[1][:1].isdecimal():
        words = words[1:]
    if len(words) > 1 and words[-1] in LAST_WORDS:
        words.pop()
    return _short("-".join(words)) if words else ""


def joined(*keys: str) -> str:
    """The key of several keys in a row; "" where one of them is missing."""
    return _short("-".join([key.removeprefix(NATURAL) for key in keys])) if all(keys) else ""


def _short(key: str) -> str:
    if len(key) < LONGEST:
        return NATURAL + key
    tail = blake2b(key.encode(), digest_size=TAIL // 2).hexdigest()
    return f"{NATURAL}{key[: LONGEST - TAIL - 2]}-{tail}"
