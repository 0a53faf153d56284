"""A storm of webhooks: thousands of changes at once, told out of order and some of them twice."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.rentmanager.memory import keep
from sandbox.rentmanager.people import BUSY, SYNC_USER, login_of
from sandbox.rentmanager.schema import PRIMARY
from sandbox.rentmanager.steps import Written
from sandbox.rentmanager.webhooks import AREAS, CONTACTS, event

if TYPE_CHECKING:
    from sandbox.rentmanager.dialect import RentManager

TEXTS = {"Contacts": "Comment", "ServiceManagerIssues": "NoteText"}  # what is edited; elsewhere the comment


@dataclass(frozen=True)
class Storm:
    """What is asked for. So many rows are edited, the same one often more than once; `duplicates` is the share of the
    deliveries that are sent again on top."""

    count: int = 5000
    duplicates: float = 0.3
    shuffle: bool = True
    seed: int = 1
    account: str = BUSY
    url: str = ""


def read_storm(wanted: dict[str, Any]) -> Storm:
    """The storm that a caller described in JSON; ValueError says what is not understood."""
    unknown = set(wanted) - set(Storm.__dataclass_fields__)
    if unknown:
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
    storm = Storm(**wanted)
    if not isinstance(storm.count, int) or not 1 <= storm.count <= 100_000:
        raise ValueError("count must be a whole number from 1 to 100000")
    if not isinstance(storm.duplicates, int | float) or not 0 <= storm.duplicates <= 1:
        raise ValueError("duplicates must be a share from 0 to 1")
    return storm


def raise_storm(dialect: RentManager, storm: Storm) -> list[dict[str, Any]]:
    """The bodies in the order in which they are to be delivered. The caller holds the village's lock."""
    if storm.account not in dialect.locations:
        raise ValueError(f"account must be one of {', '.join(dialect.locations)}")
    location = dialect.locations[storm.account]
    rng = random.Random(f"storm/{storm.seed}")
    user = login_of(location.company, SYNC_USER).user_id
    rows = [(resource, row) for resource in AREAS for row in location.tables[resource].values()]
    rows += [("Contacts", row) for row in location.tables["Contacts"].values() if row.get("ParentType") in CONTACTS]
    touched: dict[tuple[str, int], Written] = {}
    bodies = []
    for number in range(storm.count):
        resource, row = rng.choice(rows)
        row[TEXTS.get(resource, "Comment")] = f"Edited in the storm, change {number + 1}"
        location.stamp(resource, row, user)
        touched[resource, row[PRIMARY[resource]]] = Written(resource, "Edit", row)
        body = event(location, resource, "Edit", row)
        assert body is not None
        bodies.append(body)
    keep(dialect, location, list(touched.values()))
    bodies += rng.sample(bodies, round(storm.count * storm.duplicates))
    if storm.shuffle:
        rng.shuffle(bodies)
    return bodies
