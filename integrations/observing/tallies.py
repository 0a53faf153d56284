"""Counting over all processes: each number is one row that grows in one statement, so no two workers lose a count."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Case, F, FloatField, Value, When

from integrations.models import Tally

Labels = tuple[tuple[str, str], ...]


def add(name: str, by: float = 1, **labels: str) -> None:
    """Count one thing: four queries at most."""
    add_all({(name, labels_of(labels)): by})


def add_all(counted: Mapping[tuple[str, Labels], float]) -> None:
    """Count many things: four queries at most, two where all of them have been counted before. Rows are locked in one
    order, so that workers do not wait in circles."""
    grown = {(name, _text(labels)): by for (name, labels), by in counted.items() if by}
    if not grown:
        return
    with transaction.atomic():
        rows = _locked(grown)
        if len(rows) < len(grown):
            new = [Tally(name=name, labels=labels) for name, labels in sorted(set(grown) - set(rows))]
            Tally.objects.bulk_create(new, ignore_conflicts=True)
            rows = _locked(grown)
        more = Case(*(When(pk=pk, then=Value(grown[named])) for named, pk in rows.items()), output_field=FloatField())
        Tally.objects.filter(pk__in=rows.values()).update(value=F("value") + more)


def labels_of(labels: Mapping[str, str]) -> Labels:
    """Sorted, without what would part one label from the next."""
    return tuple(sorted((key, value.replace(",", " ").replace("=", " ")) for key, value in labels.items()))


def read() -> dict[str, list[tuple[dict[str, str], float]]]:
    """Every counter's values by name. One query."""
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for name, labels, value in Tally.objects.values_list("name", "labels", "value"):
        parted = dict(pair.split("=", 1) for pair in labels.split(",") if pair)
        found.setdefault(name, []).append((parted, value))
    return found


def _locked(wanted: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], int]:
    """The rows that exist of those wanted, by name and labels."""
    names, labels = ({key[part] for key in wanted} for part in (0, 1))
    rows = Tally.objects.select_for_update().filter(name__in=names, labels__in=labels).order_by("name", "labels")
    return {(row.name, row.labels): row.pk for row in rows if (row.name, row.labels) in wanted}


def _text(labels: Labels) -> str:
    return ",".join(f"{key}={value}" for key, value in labels)[:200]
