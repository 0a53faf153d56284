"""The import wizard in words: how an import stands, what its dry run said, and what a file looks like."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.text import capfirst

from agencies.models import Membership
from integrations.models import ColumnMapping, RowChange, WizardImport
from integrations.pages.changes import Change, hidden_fields, hidden_tables, in_words
from integrations.pages.run_queries import known
from integrations.pages.run_words import Counted, Line, Saying
from integrations.pages.standing import State, run_state
from integrations.pages.words import column_words, plain
from integrations.sync.counts import Count
from integrations.wizard import rehearsing
from integrations.wizard.guessing import guess_kind
from integrations.wizard.previewing import PreviewRow
from integrations.wizard.sampling import SampleList
from providers import registry
from providers.exports.own_lists import LISTS
from providers.exports.recognising import recognise

STATES = {
    WizardImport.Step.MAP: State("Columns to name", "warn"),
    WizardImport.Step.CHECKING: State("Being checked", "busy"),
    WizardImport.Step.CHECKED: State("Ready to import", "good"),
    WizardImport.Step.FAILED: State("Could not be checked", "bad"),
    WizardImport.Step.DONE: State("Imported", "good"),
}


@dataclass(frozen=True)
class ImportRow:
    """One import in the list."""

    imported: WizardImport
    state: State
    kind: str
    is_open: bool


@dataclass(frozen=True)
class KindChoice:
    """One kind of list to choose: how sure the guess is, and whether it is the best."""

    name: str
    label: str
    help: str
    is_best: bool
    reason: str


@dataclass(frozen=True)
class Vendor:
    """The system whose list this seems to be."""

    slug: str
    label: str
    list_label: str
    reason: str


@dataclass(frozen=True)
class Cause:
    """Why some rows would not come in."""

    title: str
    action: str
    number: int
    rows: list[dict[str, Any]]
    more: int


def import_rows(imports: Iterable[WizardImport]) -> list[ImportRow]:
    """The imports in words."""
    return [
        ImportRow(
            row,
            run_state(row.sync_log) if row.sync_log else STATES[WizardImport.Step(row.step)],
            LISTS[row.kind].label if row.kind in LISTS else "",
            row.step in WizardImport.OPEN,
        )
        for row in imports
    ]


def kinds_to_choose(imported: WizardImport, given: SampleList, mappings: list[ColumnMapping]) -> list[KindChoice]:
    """The kinds of list, the chosen one or the best guess marked."""
    guessed, score = guess_kind(given)
    remembered = mappings[0] if mappings else None
    best = imported.kind or (remembered.kind if remembered else guessed)
    choices = []
    for name, each in LISTS.items():
        reason = f"{score} % by its headings and values" if name == guessed else ""
        if remembered and name == remembered.kind:
            reason = f"as in {remembered.name}, which you imported before"
        choices.append(KindChoice(name, each.label, each.help, name == best, reason))
    return choices


def looks_like(given: SampleList) -> Vendor | None:
    """The system that exports such lists, where one is known."""
    providers = [provider for provider in registry.all_providers() if provider.layouts]
    found = [(provider, recognise(given.headings, provider.layouts, ())) for provider in providers]
    provider, best = max(found, key=lambda pair: pair[1].score if pair[1].layout else -1)
    if best.layout is None:
        return None
    return Vendor(provider.slug, provider.label, best.layout.label, best.reason)


def under_way(imported: WizardImport) -> Saying | None:
    """What a dry run is doing; None where none is under way."""
    if imported.step != WizardImport.Step.CHECKING:
        return None
    sign = rehearsing.sign_of(imported)
    if sign is None or timezone.now() - sign["at"] > rehearsing.LOST_AFTER:
        return Saying("Nothing has been heard from the check for minutes. Begin it again.", is_trouble=True)
    rows = f"{sign['rows']:,} row{'' if sign['rows'] == 1 else 's'} tried so far"
    return Saying(
        f"{capfirst(sign['activity']) or 'Trying all rows'}: {rows}" if sign["rows"] else "Waiting for its turn"
    )


def in_words_too(rows: list[PreviewRow]) -> list[PreviewRow]:
    """The first rows with their kinds and fields in words. People stand in the names already."""
    return [
        replace(
            row,
            records=[
                (plain(kind), [(column_words(name), _joined(value)) for name, value in values if name != "people"])
                for kind, values in row.records
            ],
        )
        for row in rows
    ]


def _joined(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def checked(imported: WizardImport, member: Membership) -> dict[str, Any]:
    """What the dry run said, as its page shows it. Queries: as many as the shown rows have tables that they point at."""
    outcome = imported.outcome
    if imported.step != WizardImport.Step.CHECKED:
        return {"counted": None}
    lines = [Line(kind, plain(kind), Count(**count)) for kind, count in outcome["counts"].items()]
    total = Count(**{name: sum(getattr(line.count, name) for line in lines) for name in Count.__dataclass_fields__})
    return {
        "counted": Counted(lines, total),
        "causes": [_cause(group) for group in outcome["causes"]],
        "updated": _changes(outcome["updated"], member),
        "created": _changes(outcome["created"], member),
        "gone": _changes(outcome["withdrawn"], member),
        "is_worthwhile": bool(total.created or total.updated or total.withdrawn),
    }


def _cause(group: dict[str, Any]) -> Cause:
    column = f", column {group['column']}" if group["column"] else ""
    title = f"{plain(group['kind'])}{column}: {group['words']}"
    return Cause(title, group["action"], group["number"], group["rows"], group["number"] - len(group["rows"]))


def _changes(rows: list[dict[str, Any]], member: Membership) -> list[Change]:
    """Changed rows in words, less what the person may not see."""
    secret = hidden_tables(member)
    changes = [RowChange(**row | {"row_id": UUID(row["row_id"])}) for row in rows if row["table"] not in secret]
    beside, hidden = known(changes), hidden_fields(member)
    return [in_words(row, beside, hidden) for row in changes]
