"""What an agency's own rules may set: the fields of each kind's record, and what their values look like."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args

import msgspec

from providers import lettings, records
from providers.choices import Kind
from providers.exports.cells import as_text, positive_money, text, wrong, yes_no
from providers.exports.days import day
from providers.exports.layouts import Cell
from providers.records import Record

# Before the name of a field of the agency's own.
CUSTOM = "custom."
# Money that has moved is as its source has it; of such rows only the words may be set, and they hold no fields of one's own.
LEDGERS = (Kind.RENT_PAYMENT, Kind.BILL)
# Where a row belongs, what it is called by its source, and whether it is still there.
NEVER = ("external_id", "natural_key", "version", "archived_on", "currency", "is_derived", "balance")
NOT_READ = (records.RentBalanceRecord, records.MaintenanceInvoiceRecord)  # what receipts and bills are worked out from


class Shape(StrEnum):
    """What the values of a field look like."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    FLAG = "yes or no"


SHAPES: dict[type, Shape] = {
    str: Shape.TEXT,
    int: Shape.NUMBER,
    Decimal: Shape.MONEY,
    date: Shape.DAY,
    bool: Shape.FLAG,
}


def whole_number(cell: Cell, source: str) -> int | None:
    """The number, never less than zero; None where the cell is blank."""
    shown = text(cell, source)
    if not shown:
        return None
    whole, _, rest = shown.replace(",", "").partition(".")
    if not whole.isdecimal() or not whole.isascii() or rest.strip("0") or len(whole) > 9:
        raise wrong(source, shown, "which is no whole number", is_private=True)
    return int(whole)


READERS: Mapping[Shape, Callable[[Cell, str], Any]] = {
    Shape.TEXT: text,
    Shape.NUMBER: whole_number,
    Shape.MONEY: positive_money,
    Shape.DAY: day,
    Shape.FLAG: yes_no,
}


@cache
def record_types() -> Mapping[Kind, type[Record]]:
    """The record of each kind whose fields may be set."""
    modules = (records, lettings)
    found = [getattr(module, name) for module in modules for name in module.__all__]
    kinds = [cls for cls in found if isinstance(cls, type) and issubclass(cls, Record) and hasattr(cls, "kind")]
    return {cls.kind: cls for cls in kinds if cls not in NOT_READ}


@cache
def targets_of(kind: Kind) -> Mapping[str, Shape]:
    """The fields of a kind that may be set, in the order of its record; none for a kind that has none."""
    cls = record_types().get(kind)
    if cls is None:
        return {}
    found = {field.name: _shape(field.type) for field in msgspec.structs.fields(cls)}
    return {
        name: shape
        for name, shape in found.items()
        if shape is not None
        and name not in NEVER
        and not name.endswith(("_id", "_ids"))
        and (kind not in LEDGERS or shape == Shape.TEXT)
    }


def has_custom(kind: Kind) -> bool:
    """Whether rows of this kind hold fields of an agency's own."""
    return kind in record_types() and kind not in LEDGERS


def read_custom(cell: Cell, source: str) -> str:
    """A value as a field of one's own keeps it: text, days in ISO, yes or no."""
    return ("yes" if cell else "no") if isinstance(cell, bool) else text(as_text(cell), source)


def _shape(kind: Any) -> Shape | None:
    if isinstance(kind, UnionType):
        inner = [part for part in get_args(kind) if part is not type(None)]
        kind = inner[0] if len(inner) == 1 else None
    return SHAPES.get(kind) if isinstance(kind, type) else None
