"""Which values a table cannot hold. Checked before writing, so that one such value costs its row and not its page."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection, models

from providers.records import Record, Rejected

Fault = str | None
Check = Callable[[Any], Fault]

# Ids get prefixes and numbers of ours, and all of it has to fit into 200 characters.
LONGEST_ID = 150
NUL = "holds a NUL character"


def too_long(record: Record) -> Rejected:
    """A record whose id is too long to be kept, set aside under as much of it as fits."""
    return Rejected(
        kind=record.kind,
        external_id=record.external_id[:LONGEST_ID],
        code="value_does_not_fit",
        message=f"Its id has {len(record.external_id)} characters, {LONGEST_ID} at most fit.",
        action="Tell support: without its id the row cannot be kept.",
        field="id",
    )


def misfit(model: type[models.Model], values: Mapping[str, Any]) -> tuple[str, str] | None:
    """The first column whose value does not fit, and why, in words; None where all fit."""
    for column, check in _checks(model):
        value = values.get(column)
        if value and (fault := check(value)):  # nothing, zero and "" fit everywhere
            return column, fault
    # All texts at once: that one of them holds a NUL is rare, and to look for it costs more than anything else here.
    if "\x00" in "".join([value for value in values.values() if isinstance(value, str)]):
        return next((column, NUL) for column, value in values.items() if isinstance(value, str) and "\x00" in value)
    return None


@cache
def _checks(model: type[models.Model]) -> tuple[tuple[str, Check], ...]:
    return tuple(
        (field.attname, check) for field in model._meta.concrete_fields if (check := _check_of(field)) is not None
    )


def _check_of(field: models.Field) -> Check | None:
    if isinstance(field, models.CharField | models.TextField):
        longest = field.max_length
        if longest is None:
            return None
        return lambda value: f"has {len(value)} characters, {longest} at most fit" if len(value) > longest else None
    if isinstance(field, models.DecimalField):
        most = Decimal(10) ** (field.max_digits - field.decimal_places)
        return lambda value: None if -most < value < most else "is too large an amount"
    if isinstance(field, models.IntegerField):
        low, high = connection.ops.integer_field_range(field.get_internal_type())
        if "Positive" in field.get_internal_type():
            low = 0
        return lambda value: None if (low or 0) <= value <= high else "is out of range"
    return None
