"""The customer's own fields on their way out. Rent Manager keeps each value as a row of its own, which the stamp of its record
does not guard: they are read first, compared with what was last seen, and sent with their own key and stamp."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from providers.base import Change, Record
from providers.client import Client
from providers.errors import StaleError
from providers.reading import text
from providers.rentmanager.asking import one_of
from providers.rentmanager.lookups import named, own_fields
from providers.rentmanager.written import CUSTOM, Writing

VALUES = "UserDefinedValues"
Item = dict[str, Any]


class OwnValue(msgspec.Struct):
    """One value; always text. Its own key and stamp guard a change of it."""

    id: int = msgspec.field(name="UserDefinedValueID")
    field: int = msgspec.field(name="UserDefinedFieldID")
    update_date: str = msgspec.field(name="UpdateDate")
    value: str | None = msgspec.field(name="Value", default=None)


class OwnFields:
    """The own fields of one kind of record."""

    def __init__(self, client: Client, writing: Writing) -> None:
        self._client = client
        self._writing = writing

    @staticmethod
    def of(change: Change) -> dict[str, str]:
        """The own fields that a change sets, by their names at the vendor."""
        prefix = f"{CUSTOM}."
        return {
            name.removeprefix(prefix): str(value) for name, value in change.values.items() if name.startswith(prefix)
        }

    def read(self, changes: Sequence[Change]) -> dict[str, list[OwnValue]]:
        """The values that these records have now, by the record's id. One call."""
        key = self._writing.key
        shape = msgspec.defstruct("Owning", [("id", int), ("own", list[OwnValue])], rename={"id": key, "own": VALUES})
        params = {
            "filters": one_of(key, [change.external_id for change in changes]),
            "fields": f"{key},{VALUES}",
            "embeds": VALUES,
            "pagesize": "1000",
            "pagenumber": "1",
        }
        body = self._client.get(self._writing.resource, params)
        rows: list[Any] = self._client.decode(body, list[shape], self._writing.resource) if body else []  # type: ignore[valid-type]
        return {str(row.id): row.own for row in rows}

    def items(self, change: Change, held: Sequence[OwnValue], record: Record | None) -> list[Item]:
        """What is to be sent of a change, less what is so already. `held` was read before `record`, which says what can be seen
        of it: StaleError where that is not what was seen last."""
        values = {one.field: one for one in held}
        found = []
        for name, value in self.of(change).items():
            key = named(self._client, self._defined, name, "field of its own", self._writing.resource)
            there = values.get(key)
            if there is not None and text(there.value) == text(value):
                continue
            if not _is_as_seen(change.bases, name, record):
                raise StaleError(f"{name} has changed at {self._client.label}.", **self._client.where(VALUES))
            guard = {} if there is None else {"UserDefinedValueID": there.id, "UpdateDate": there.update_date}
            found.append(guard | {"UserDefinedFieldID": key, "Value": value})
        return found

    @cached_property
    def _defined(self) -> dict[str, int]:
        return own_fields(self._client, self._writing.parent)


def _is_as_seen(bases: Mapping[str, Any], name: str, record: Record | None) -> bool:
    if f"{CUSTOM}.{name}" not in bases:
        return True
    base = bases[f"{CUSTOM}.{name}"]
    return record is not None and dict(record.custom).get(name, "") == ("" if base is None else str(base))
