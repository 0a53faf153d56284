"""What a provider can be told: declared writes, a row's changed fields on their way out, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from providers.choices import Kind
from providers.errors import ProviderError
from providers.records import Record


@dataclass(frozen=True)
class Write:
    """One kind that can be written. `fields` are the record's fields that may be changed, `create_fields` those that a new
    row may be given (none: rows cannot be made). `batch` is how many rows the vendor takes at once."""

    kind: Kind
    fields: tuple[str, ...]
    create_fields: tuple[str, ...] = ()
    batch: int = 1


@dataclass(frozen=True)
class Change:
    """One row to be written. `key` is ours and comes back with the outcome. `external_id` "" makes a new row. `version` is the
    vendor's stamp that the row was last read with. `values` are by record field; ids in them are the vendor's. `bases` are what
    the vendor had there before, for parts of a row that `version` does not guard. `marker` is a text that a new row may carry,
    so that it can be found again."""

    key: str
    external_id: str
    version: str
    values: Mapping[str, Any]
    marker: str = ""
    bases: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of one change: the row as the vendor has it now, or why not. A StaleError says that the vendor's row has
    changed since `version`; an UnknownOutcomeError that it may or may not have been stored."""

    key: str
    record: Record | None = None
    error: ProviderError | None = field(default=None)


@dataclass(frozen=True)
class Touched:
    """One record that a vendor's event is about. `is_gone` says that the vendor has removed it."""

    kind: Kind
    external_id: str
    is_gone: bool = False
