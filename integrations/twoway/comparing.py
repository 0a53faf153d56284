"""Three-way comparison of one field: what both sides last agreed on, what it is here, what it is at the vendor. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Any


class Owner(StrEnum):
    """Whose value counts where both sides have changed a field."""

    VENDOR = "vendor"
    US = "us"
    NEWEST = "newest"
    ASK = "ask"


class Verdict(StrEnum):
    """What becomes of the field."""

    SAME = "same"
    KEEP_OURS = "keep_ours"
    TAKE_THEIRS = "take_theirs"
    CONFLICT = "conflict"


def three_way(
    base: Any,
    ours: Any,
    theirs: Any,
    owner: Owner = Owner.ASK,
    ours_at: datetime | None = None,
    theirs_at: datetime | None = None,
) -> Verdict:
    """What becomes of a field. Only where both sides have changed it does its owner matter, and a side that left it blank then
    has nothing to say: blanks never overwrite. `newest` asks a person where one side's time is not known."""
    if same(ours, theirs):
        return Verdict.SAME
    if same(theirs, base):
        return Verdict.KEEP_OURS
    if same(ours, base):
        return Verdict.TAKE_THEIRS
    if is_blank(theirs):
        return Verdict.KEEP_OURS
    if is_blank(ours):
        return Verdict.TAKE_THEIRS
    if owner == Owner.NEWEST and ours_at is not None and theirs_at is not None:
        return Verdict.KEEP_OURS if ours_at > theirs_at else Verdict.TAKE_THEIRS
    return {Owner.US: Verdict.KEEP_OURS, Owner.VENDOR: Verdict.TAKE_THEIRS}.get(owner, Verdict.CONFLICT)


def same(one: Any, other: Any) -> bool:
    """Whether two values of one column say the same: spaces around a text and parts of a millisecond do not count."""
    if is_blank(one) or is_blank(other):
        return is_blank(one) and is_blank(other)
    return bool(_comparable(one) == _comparable(other))


def alike(one: Any, other: Any) -> bool:
    """Whether one value may be the other as a vendor would write it: for texts only letters and digits count, in any case."""
    if isinstance(one, str) and isinstance(other, str):
        return _letters(one) == _letters(other) and bool(_letters(one))
    return same(one, other)


def is_blank(value: Any) -> bool:
    """Whether there is nothing. Zero and False are something."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {}, ())


def _comparable(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    return list(value) if isinstance(value, tuple) else value


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
