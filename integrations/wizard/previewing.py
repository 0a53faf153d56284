"""The first rows of an import as they would come in."""

from dataclasses import dataclass
from typing import Any

import msgspec

from integrations.models import WizardImport
from integrations.wizard.mapping import list_of
from providers.exports.custom import layout_from, read_as
from providers.exports.pages import RowReader
from providers.records import Record, Rejected

ROWS_SHOWN = 20
NOT_SHOWN = ("external_id", "natural_key")


@dataclass(frozen=True)
class PreviewRow:
    """One row: the records that it gives, each as its kind and its filled fields, or why it gives none."""

    number: int
    records: list[tuple[str, list[tuple[str, Any]]]]
    trouble: str = ""


def preview(imported: WizardImport) -> list[PreviewRow]:
    """The first rows as they would come in, each for itself: what is here already is not looked at."""
    given = list_of(imported)
    layout = layout_from("preview", "", imported.kind, imported.columns)
    reader = RowReader(given.headings, read_as(layout, given.headings), imported.file.name)
    return [_shown(row.number, reader(row.number, row.cells)) for row in given.rows[:ROWS_SHOWN]]


def _shown(number: int, rows: tuple[Record | Rejected, ...]) -> PreviewRow:
    rejected = next((row for row in rows if isinstance(row, Rejected)), None)
    if rejected is not None:
        return PreviewRow(number, [], f"{rejected.message} {rejected.action}".strip())
    return PreviewRow(number, [(row.kind.value, _filled(row)) for row in rows if isinstance(row, Record)])


def _filled(record: Record) -> list[tuple[str, Any]]:
    """A record's own values. What refers to other rows is a key, and says nothing to people."""
    values: dict[str, Any] = {name: getattr(record, name) for name in record.__struct_fields__}
    return [
        (name, msgspec.to_builtins(value) if isinstance(value, tuple) else value)
        for name, value in values.items()
        if value not in (None, "", ()) and name not in NOT_SHOWN and not name.endswith(("_id", "_ids"))
    ]
