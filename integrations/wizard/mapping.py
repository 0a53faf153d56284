"""What the columns of an import mean, as a person says it. Each step stores it on the import."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from agencies.refusals import Refusal
from integrations.models import ColumnMapping, WizardImport
from integrations.wizard.guessing import as_columns, guess_columns
from integrations.wizard.sampling import Sample, SampleList
from providers.exports.own_lists import LISTS
from providers.exports.transforms import MOST_STEPS, is_step

MOST_HEADINGS = 4
LONGEST_CONSTANT = 200
# The least share of headings that a list has in common with the one that a mapping was made for.
ALIKE_ENOUGH = 0.7
OVER = ("import_over", "That import is over.", "Begin a new one.")
UNREADABLE = ("unreadable", "Those columns could not be read, so nothing was changed.", "Try again.")

Columns = dict[str, dict[str, Any]]


def sample_of(imported: WizardImport) -> Sample:
    """The first rows of an import's file."""
    return Sample.from_json(imported.sample)


def list_of(imported: WizardImport) -> SampleList:
    """The list that is imported. Refusal where it has not been chosen, or its first rows are no longer kept."""
    found = sample_of(imported).of(imported.part)
    if found is None or found.trouble:
        raise Refusal("no_list", "Choose first which list of the file is meant.")
    return found


def choose_list(imported: WizardImport, part: str, kind: str) -> None:
    """Say which list is meant and what kind it is. Its columns are those of a mapping that knows it, else guessed."""
    given = sample_of(imported).of(part)
    if given is None or given.trouble or kind not in LISTS:
        raise Refusal("no_list", "Choose a list, and what kind of list it is.")
    known = next((row for row in known_mappings(imported, given) if row.kind == kind), None)
    columns = known.columns if known else as_columns(guess_columns(given, kind), given, kind)
    _store(
        imported, part=part, kind=kind, columns=columns, mapping=known, is_complete=bool(known and known.is_complete)
    )


def known_mappings(imported: WizardImport, given: SampleList) -> list[ColumnMapping]:
    """The mappings that were made for such a list: its headings are nearly the same. The nearest first. One query."""
    there = set(given.named)
    alike = {
        row: len(there & set(row.headings)) / len(there | set(row.headings))
        for row in ColumnMapping.objects.filter(agency=imported.agency, connection=imported.connection)
        if headings_used(row.columns) <= there
    }
    rows = [row for row, share in alike.items() if share >= ALIKE_ENOUGH]
    return sorted(rows, key=lambda row: alike[row], reverse=True)


def save_columns(imported: WizardImport, columns: Mapping[str, Any], is_complete: bool) -> None:
    """Keep what the person says. What a dry run said before counts no longer."""
    _store(imported, columns=cleaned(imported.kind, columns), is_complete=is_complete)


def check(imported: WizardImport) -> None:
    """Raises Refusal where rows cannot be read with these columns yet."""
    given = list_of(imported)
    for problem in problems(imported.kind, imported.columns, given.headings):
        raise Refusal("columns_not_ready", problem)


def problems(kind: str, columns: Mapping[str, Any], headings: Iterable[str]) -> list[str]:
    """What stands in the way of importing with these columns, in sentences."""
    if kind not in LISTS:
        return ["Say first what kind of list this is."]
    there, found = set(headings), []
    given = LISTS[kind]
    missing = [field.words for field in given.fields if field.is_required and not _is_given(columns.get(field.name))]
    if missing:
        found.append(f"Choose a column for {_listed(missing)}: no row can come in without.")
    names = {field.name for field in given.fields if _is_given(columns.get(field.name))}
    found += [choice.words for choice in given.one_of if not names & set(choice.fields)]
    gone = sorted(headings_used(columns) - there)
    if gone:
        found.append(f"The file has no column {_listed(gone)}.")
    return found


def cleaned(kind: str, columns: Mapping[str, Any]) -> Columns:
    """The columns in the shape that is kept, those without a meaning left out. Refusal where they have another shape."""
    fields = {field.name for field in LISTS[kind].fields} if kind in LISTS else set()
    kept = {}
    for name, entry in columns.items():
        if name not in fields or not isinstance(entry, dict):
            raise Refusal(*UNREADABLE)
        headings, steps, constant = entry.get("headings") or [], entry.get("transforms") or [], entry.get("constant")
        is_readable = (
            isinstance(headings, list)
            and len(headings) <= MOST_HEADINGS
            and all(isinstance(heading, str) for heading in headings)
            and isinstance(steps, list)
            and len(steps) <= MOST_STEPS
            and all(map(is_step, steps))
            and (constant is None or (isinstance(constant, str) and len(constant) <= LONGEST_CONSTANT))
        )
        if not is_readable:
            raise Refusal(*UNREADABLE)
        entry = {"headings": headings, "transforms": steps, "constant": constant or None}
        if _is_given(entry):
            kept[name] = entry
    return kept


def headings_used(columns: Mapping[str, Any]) -> set[str]:
    """The headings that a mapping reads."""
    return {heading for entry in columns.values() for heading in entry.get("headings", ())}


def unused(columns: Mapping[str, Any], given: SampleList) -> list[str]:
    """The headings of a list that nothing is read from."""
    used = headings_used(columns)
    return [heading for heading in given.named if heading not in used]


def _is_given(entry: Mapping[str, Any] | None) -> bool:
    return bool(entry and (entry.get("headings") or entry.get("constant")))


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _store(imported: WizardImport, **values: Any) -> None:
    """Refusal where the import is over: in another tab, perhaps."""
    values |= {"step": WizardImport.Step.MAP, "heartbeat_at": None, "outcome": {}, "updated_at": timezone.now()}
    if not WizardImport.objects.filter(pk=imported.pk, step__in=WizardImport.OPEN).update(**values):
        raise Refusal(*OVER, conflict=True)
    for name, value in values.items():
        setattr(imported, name, value)
