"""Ids that a vendor keeps unique only within one account, made unique among all by a prefix, and made bare again."""

from functools import cache
from typing import TypeVar

import msgspec

from providers.records import NATURAL, Record, Rejected

Row = TypeVar("Row", bound=Record | Rejected)


def scoped(row: Row, prefix: str) -> Row:
    """The record with the prefix before its own id and every id that it refers to. Natural keys stay as they are."""
    if not prefix:
        return row
    one, several = _id_fields(row.__struct_fields__)
    changes: dict[str, str | tuple[str, ...]] = {}
    for name in one:
        value = getattr(row, name)
        if value and not value.startswith(NATURAL):
            changes[name] = prefix + value
    for name in several:
        values = getattr(row, name)
        if values:
            changes[name] = tuple([own if own.startswith(NATURAL) else prefix + own for own in values])
    return msgspec.structs.replace(row, **changes)


def bare(external_id: str, prefix: str) -> str:
    """The id as the vendor knows it."""
    return external_id.removeprefix(prefix)


@cache
def _id_fields(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of a record's fields that hold one id, and those that hold several."""
    return tuple(name for name in names if name.endswith("_id")), tuple(name for name in names if name.endswith("_ids"))
