"""What happens when rows were written: the webhooks tell it, and a restart will repeat it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.rentmanager.estate import Location
from sandbox.rentmanager.schema import FIELDS, PRIMARY
from sandbox.rentmanager.steps import Written

if TYPE_CHECKING:
    from sandbox.rentmanager.dialect import RentManager


def remember(dialect: RentManager, location: Location, touched: list[Written]) -> None:
    """Tell and keep what one write touched. The caller holds the village's lock."""
    for written in touched:
        dialect.deliveries.tell(location, *written)
    keep(dialect, location, touched)


def keep(dialect: RentManager, location: Location, touched: list[Written]) -> None:
    """Keep it only, where there is a file to keep it in. The caller holds the village's lock."""
    if dialect.village.file.path is None:
        return
    dialect.village.journal += [to_repeat(dialect.slug, location, written) for written in touched]
    dialect.village.save()


def to_repeat(provider: str, location: Location, written: Written) -> dict[str, Any]:
    """The change as the village's journal has it: the row as it stands, whatever it was before."""
    resource, what, row = written
    event = {"provider": provider, "account": location.account, "collection": resource}
    key = str(row[PRIMARY[resource]])
    if what == "Add":
        return event | {"do": "add", "values": dict(row), "like": None}
    if what == "Delete":
        return event | {"do": "remove", "key": key}
    absent = [name for name in FIELDS[resource] if name not in row]
    return event | {"do": "edit", "key": key, "values": row | {"__remove__": absent}, "quiet": False}
