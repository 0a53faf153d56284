"""Which values a table cannot hold. Checked before writing, so that one such value costs its row and not its page."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection, models

Fault = str | None
Check = Callable[[Any], Fault]


def misfit(model: type[models.Model], values: Mapping[str, Any]) -> tuple[str, str] | None:
    """The first column whose value does not fit, and why, in words; None where all fit."""
    for column, check in _checks(model):
        if column in values and values[column] is not None and (fault := check(values[column])):
            return column, fault
    return None


@cache
def _checks(model: type[models.Model]) -> tuple[tuple[str, Check], ...]:
    return tuple(
        (field.attname, check) for field in model._meta.concrete_fields if (check := _check_of(field)) is not None
    )


def _check_of(field: models.Field) -> Check | None:
    if isinstance(field, models.CharField | models.TextField):
        longest = field.max_length

        def text(value: str) -> Fault:
            if longest is not None and len(value) > longest:
                return f"has {len(value)} characters, {longest} at most fit"
            return "holds a NUL character" if "\x00" in value else None

        return text
    if isinstance(field, models.DecimalField):
        most = Decimal(10) ** (field.max_digits - field.decimal_places)
        return lambda value: None if -most < value < most else "is too large an amount"
    if isinstance(field, models.IntegerField):
        low, high = connection.ops.integer_field_range(field.get_internal_type())
        if "Positive" in field.get_internal_type():
            low = 0
        return lambda value: None if (low or 0) <= value <= high else "is out of range"
    return None
