"""What a run changed, in words: each field's old and new value as people write it, less what a role may not see."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse

from agencies.models import Membership
from agencies.permissions import Permission
from integrations.models import RowChange
from integrations.pages.words import column_words, plain
from portfolio.models import (
    Charge,
    Contact,
    Lease,
    MaintenanceJob,
    Owner,
    Property,
    Prospect,
    RecurringCharge,
    RetailSale,
    SecurityDeposit,
    Subsidy,
    Tenant,
    Transaction,
    Unit,
)
from portfolio.models.synced import Synced

TABLES: dict[str, type[models.Model]] = {
    model._meta.db_table: model for model in apps.get_app_config("portfolio").get_models() if issubclass(model, Synced)
}
# What is hidden from a role without the right; the same as in the API.
HIDDEN_TABLES = {
    Permission.SEE_MONEY: tuple(
        model._meta.db_table for model in (Transaction, Charge, RecurringCharge, SecurityDeposit, Subsidy, RetailSale)
    )
}
MONEY = {
    "rent_amount",
    "bond_amount",
    "market_rent",
    "quote_amount",
    "amount",
    "allocated",
    "balance",
    "rent_from",
    "rent_to",
}
HIDDEN_FIELDS = {
    Permission.SEE_MONEY: {"bond_reference", "paid_to", *MONEY},
    Permission.SEE_CONTACTS: {"email", "phone", "people", "board", "committees", "custom"},
}
# Tables whose rows have a page of their own.
PAGES = {Property._meta.db_table: "portfolio:property", Lease._meta.db_table: "portfolio:lease"}
# Columns that point at other rows, by the model that they point at.
POINTERS: dict[str, type[models.Model]] = {
    "property_id": Property,
    "unit_id": Unit,
    "lease_id": Lease,
    "supplier_id": Contact,
    "tenant_id": Tenant,
    "prospect_id": Prospect,
    "job_id": MaintenanceJob,
    "owners": Owner,
    "tenants": Tenant,
}


@dataclass(frozen=True)
class Value:
    """One value. `form` is text, day, moment, money (with `currency`), none or hidden."""

    form: str
    content: Any = ""
    currency: str = ""


@dataclass(frozen=True)
class FieldChange:
    """One field's old and new value."""

    name: str
    before: Value
    after: Value


@dataclass(frozen=True)
class Change:
    """One row that a run changed. `table` is what kind of row it is, in words; `address` that of its page, "" where it has
    none. `is_removed` rows are gone, and their fields are what they held."""

    label: str
    table: str
    action: str
    address: str
    is_removed: bool
    fields: list[FieldChange]


@dataclass(frozen=True)
class Known:
    """What reading changes takes beside them: the names of rows by id, the currencies of leases and transactions, and which
    of the changed properties and leases are still here and have a page."""

    names: Mapping[str, str]
    currencies: Mapping[UUID, str]
    present: frozenset[UUID]


def hidden_fields(member: Membership) -> frozenset[str]:
    """The fields whose values the person may not see."""
    return frozenset(name for right, names in HIDDEN_FIELDS.items() if not member.allows(right) for name in names)


def is_hidden(name: str, hidden: Collection[str]) -> bool:
    """Whether a field is among those that are hidden: one of the agency's own (`custom.<name>`) is with all of them."""
    return name in hidden or name.partition(".")[0] in hidden


def hidden_tables(member: Membership) -> list[str]:
    """The tables whose rows the person may not see at all."""
    return [table for right, tables in HIDDEN_TABLES.items() if not member.allows(right) for table in tables]


def pointed_at(rows: Iterable[RowChange]) -> dict[type[models.Model], set[str]]:
    """The ids that old and new values point at, by model."""
    found: dict[type[models.Model], set[str]] = {}
    for row in rows:
        for values in (row.before, row.after):
            for name in POINTERS.keys() & values.keys():
                ids = values[name] if isinstance(values[name], list) else [values[name]]
                found.setdefault(POINTERS[name], set()).update(key for key in ids if key)
    return found


def in_words(row: RowChange, known: Known, hidden: frozenset[str]) -> Change:
    """The change as a page shows it. A new row has no fields: it is its own best description."""
    model = TABLES.get(row.table)
    words = plain(str(model._meta.verbose_name)) if model else plain(row.table.split("_", 1)[-1])
    currency = known.currencies.get(row.row_id, "")
    fields = []
    for name in sorted({*row.before, *row.after}):
        pair = [
            Value("hidden")
            if is_hidden(name, hidden)
            else _value(model, name, values.get(name), known, values.get("currency") or currency)
            for values in (row.before, row.after)
        ]
        fields.append(FieldChange(column_words(name), *pair))
    page = PAGES.get(row.table) if row.row_id in known.present else None
    address = reverse(page, args=[row.row_id]) if page else ""
    is_removed = row.action == RowChange.Action.REMOVED
    return Change(row.label or words, words, row.get_action_display(), address, is_removed, fields)


def in_value(model: type[models.Model], name: str, stored: Any) -> Value:
    """One stored value of a column that points at nothing, as a page shows it."""
    return _value(model, name, stored, Known({}, {}, frozenset()), "")


def _value(model: type[models.Model] | None, name: str, stored: Any, known: Known, currency: str) -> Value:
    if stored in (None, "", [], {}):
        return Value("none")
    if name in POINTERS:
        ids = stored if isinstance(stored, list) else [stored]
        return Value("text", ", ".join(known.names.get(key, "a row that is gone") for key in ids))
    try:
        return _of_column(model._meta.get_field(name) if model else None, name, stored, currency)
    except (ValueError, TypeError, InvalidOperation, FieldDoesNotExist):
        return Value("text", stored)


def _of_column(column: Any, name: str, stored: Any, currency: str) -> Value:
    """A stored value by its column's type. Raises where it is not of that type."""
    if isinstance(stored, list):
        return Value("text", ", ".join(_one(part) for part in stored))
    if isinstance(stored, dict):
        return Value("text", ", ".join(f"{field}: {part}" for field, part in sorted(stored.items())))
    if getattr(column, "choices", None):
        return Value("text", dict(column.flatchoices).get(stored, stored))
    if isinstance(column, models.DateTimeField):
        return Value("moment", datetime.fromisoformat(stored))
    if isinstance(column, models.DateField):
        return Value("day", date.fromisoformat(stored))
    if isinstance(column, models.BooleanField):
        return Value("text", "yes" if stored else "no")
    if name in MONEY:
        return Value("money", Decimal(stored), currency)
    return Value("text", stored)


def _one(part: Any) -> str:
    """One of several: a label, or the details of one of several people."""
    return " ".join(str(value) for value in part.values() if value) if isinstance(part, dict) else str(part)
