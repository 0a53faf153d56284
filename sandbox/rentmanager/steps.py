"""One row of a write, before and after it is carried out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from sandbox.rentmanager.children import Child
from sandbox.rentmanager.estate import Row


@dataclass
class Step:
    """One row to be made or changed. In `values` None takes a field away; `row` is None until the row is made."""

    resource: str
    values: Row
    row: Row | None
    is_new: bool
    below: list[tuple[Child, Step]] = field(default_factory=list)


class Written(NamedTuple):
    """One row that a write touched; `what` is `Add`, `Edit` or `Delete`."""

    resource: str
    what: str
    row: Row
