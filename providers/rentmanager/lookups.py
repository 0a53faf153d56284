"""What Rent Manager knows by number and people by name: priorities, and the fields that a customer made."""

from collections.abc import Mapping

import msgspec

from providers.client import Client
from providers.errors import RefusedError
from providers.rentmanager.words import UNREADABLE_TYPES


class Lookup(msgspec.Struct):
    """A row of a lookup, by name. `parent` and `type` are said by user-defined fields only."""

    name: str = msgspec.field(name="Name", default="")
    priority: int = msgspec.field(name="ServiceManagerPriorityID", default=0)
    field: int = msgspec.field(name="UserDefinedFieldID", default=0)
    parent: str = msgspec.field(name="ParentType", default="")
    type: str | int | None = msgspec.field(name="FieldType", default=None)


def priorities(client: Client) -> dict[str, int]:
    """The ids of the priorities, by their names in lower case."""
    return {row.name.lower(): row.priority for row in _rows(client, "ServiceManagerPriorities")}


def own_fields(client: Client, parent: str) -> dict[str, int]:
    """The ids of the customer's own fields of one kind of record, by their names in lower case. Those that nobody can read over
    the interface are left out: they could not be compared."""
    return {
        row.name.lower(): row.field
        for row in _rows(client, "UserDefinedFields")
        if row.parent == parent and str(row.type).lower() not in UNREADABLE_TYPES
    }


def named(client: Client, rows: Mapping[str, int], name: str, what: str, resource: str) -> int:
    """The id of the row of that name. RefusedError naming those that there are."""
    found = rows.get(name.strip().lower())
    if found is None:
        offered = ", ".join(sorted(rows)) or "none"
        raise RefusedError(
            f"{client.label} knows no {what} called {name!r}, only: {offered}.", **client.where(resource)
        )
    return found


def _rows(client: Client, path: str) -> list[Lookup]:
    body = client.get(path, {"pagesize": "1000", "pagenumber": "1"})
    found: list[Lookup] = client.decode(body, list[Lookup], path) if body else []
    return found
