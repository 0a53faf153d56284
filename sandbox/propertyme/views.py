"""How stored rows become the rows of each endpoint: which fields, in which order, with what beside them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.propertyme import fields
from sandbox.propertyme.estate import Estate, Row
from sandbox.settings import Settings

STORED: dict[str, tuple[str, ...]] = {
    "lots": fields.LOT_FEED,
    "sales": fields.LOT_SALE,
    "tenancies": fields.BALANCE,
    "contacts": fields.CONTACT_FEED,
    "ownerships": fields.OWNERSHIP,
    "jobs": fields.JOB_FEED,
    "quotations": fields.QUOTATION,
    "inspections": fields.INSPECTION_FEED,
    "members": fields.MEMBER,
    "bills": fields.BILL,
}
KNOWN = {collection: frozenset(names) for collection, names in STORED.items()}


@dataclass(frozen=True)
class View:
    """One endpoint's row. `extra` gives the fields that are not stored, or stand there for another value."""

    name: str
    collection: str
    fields: tuple[str, ...]
    extra: Callable[[Estate, Row], Row] | None = None
    drift: tuple[str, Any] = ("PortalVisibility", "Default")  # the unknown field that a few rows carry

    def row(self, estate: Estate, key: str, settings: Settings) -> Row:
        """The row as it goes over the wire. Fields that an edit planted and no document knows go along."""
        stored = estate[self.collection][key]
        full = stored | self.extra(estate, stored) if self.extra else stored
        if settings["write_nulls"]:
            row: Row = {name: full.get(name) for name in self.fields}
        else:
            row = {name: full[name] for name in self.fields if name in full}
        known = KNOWN[self.collection]
        row |= {name: value for name, value in stored.items() if name not in known}
        if settings["unknown_fields"] and zlib.crc32(key.encode()) % 40 == 7:
            row[self.drift[0]] = self.drift[1]
        return row

    def encoded(self, estate: Estate, key: str, settings: Settings) -> bytes:
        """The row's JSON, worked out once until something changes that it shows."""
        mark = (self.name, settings["write_nulls"], settings["unknown_fields"])
        if self.extra:
            cache, at = estate.joined, (mark, key)
        else:
            cache, at = estate.encoded.setdefault((self.collection, key), {}), (mark, "")
        found = cache.get(at)
        if found is None:
            found = cache[at] = as_json(self.row(estate, key, settings))
        return found

    def body(self, estate: Estate, keys: Iterable[str], settings: Settings) -> bytes:
        """A bare array of rows."""
        return b"[" + b",".join([self.encoded(estate, key, settings) for key in keys]) + b"]"


def as_json(value: Any) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
