"""Whose rows a file speaks of: natural keys become the ids of the rows that have them, and rows get the ids that a later file
knows them by. So one thing stays one row, whether its files print ids or not."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import models
from django.db.models.functions import Lower

from integrations.files.doubles import Numbered
from integrations.models import PropertyMapping
from integrations.sync.bulk import update
from integrations.sync.facts import Facts
from integrations.sync.refs import identified
from integrations.sync.targets import TARGETS
from providers.records import NATURAL, Kind, Record, Rejected

AMBIGUOUS = "ambiguous_name"

Names = dict[Kind, set[str]]


@dataclass(frozen=True)
class Pointing:
    """A field of a record that names other rows by their ids: one of them, or several."""

    field: str
    kind: Kind
    is_many: bool


def _pointing(kind: Kind) -> tuple[Pointing, ...]:
    target = TARGETS[kind]
    found = [Pointing(ref.of, ref.kind, False) for ref in target.refs]
    found += [Pointing(link.of, link.kind, True) for link in target.links]
    if kind == Kind.OWNER:
        found.append(Pointing("property_ids", Kind.PROPERTY, True))
    return tuple(found)


POINTING = {kind: _pointing(kind) for kind in TARGETS}


@dataclass
class Known:
    """What names mean: by kind, the ids of the rows that have a natural key (more than one where it is ambiguous), and the
    stored spelling of ids that were written in other letters."""

    keys: dict[Kind, dict[str, set[str]]] = field(default_factory=dict)
    spellings: dict[Kind, dict[str, str]] = field(default_factory=dict)

    def ids_of(self, kind: Kind, name: str) -> set[str]:
        """The ids that a name may mean; the name itself where nothing else is known."""
        if name.startswith(NATURAL):
            return self.keys.get(kind, {}).get(name) or {name}
        return {self.spellings.get(kind, {}).get(name, name)}


class Identities:
    """The names in one run's lists. Queries: a constant number for each page and kind that is named on it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._kinds_with_keys: dict[Kind, bool] = {}
        self._kinds_with_rows: dict[Kind, bool] = {}
        self.respelt = 0

    def begin(self, kinds: Iterable[Kind]) -> None:
        """Before a list of these kinds: whether there are rows that it may rename or spell otherwise. Two queries a kind."""
        for kind in kinds:
            rows = TARGETS[kind].model._default_manager.filter(
                agency_id=self._facts.agency_id, external_source=self._facts.source
            )
            has_keys = rows.filter(external_id__startswith=NATURAL).exists()
            self._kinds_with_keys[kind] = has_keys or (kind == Kind.PROPERTY and self._mappings_of_keys().exists())
            self._kinds_with_rows[kind] = rows.exists()
        self.respelt = 0

    def settle(self, rows: Sequence[Numbered]) -> list[Numbered]:
        """The rows with every name that stands for an id replaced by it. Inside the page's transaction."""
        records = [row.row for row in rows if not isinstance(row.row, Rejected)]
        self._take_over(records)
        known = self._known(records)
        if not known.keys and not known.spellings:
            return list(rows)
        return [
            row if isinstance(row.row, Rejected) else Numbered(self._settled(row.row, known), row.number)
            for row in rows
        ]

    def property_ids(self, names: Collection[str]) -> dict[str, str]:
        """The id of the property that each natural key means, for those that mean just one. One query."""
        found = self._ids_by_key(Kind.PROPERTY, names)
        return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}

    def _settled(self, record: Record, known: Known) -> Record | Rejected:
        changed: dict[str, Any] = {}
        own = known.ids_of(record.kind, record.external_id)
        if len(own) > 1:
            return _ambiguous(record, record.kind, record.external_id)
        if record.external_id not in own:
            self.respelt += not record.external_id.startswith(NATURAL)
            changed["external_id"] = next(iter(own))
        for pointing in POINTING[record.kind]:
            named = getattr(record, pointing.field)
            if not named:
                continue
            meant = [known.ids_of(pointing.kind, name) for name in (named if pointing.is_many else (named,))]
            if not pointing.is_many and len(meant[0]) > 1:
                return _ambiguous(record, pointing.kind, named)
            # A link that may mean several people is left out: a wrong name on a lease is worse than none.
            ids = tuple(dict.fromkeys(next(iter(ids)) for ids in meant if len(ids) == 1))
            if ids != (named if pointing.is_many else (named,)):
                changed[pointing.field] = ids if pointing.is_many else ids[0]
        return msgspec.structs.replace(record, **changed) if changed else record

    def _known(self, records: Sequence[Record]) -> Known:
        keys: Names = {}
        ids: Names = {}
        known = Known()
        for record in records:
            _add(record.kind, record.external_id, keys, ids)
            for pointing in POINTING[record.kind]:
                named = getattr(record, pointing.field) or ()
                for name in named if pointing.is_many else (named,):
                    if name:
                        _add(pointing.kind, name, keys, ids)
        for kind, names in keys.items():
            known.keys[kind] = self._ids_by_key(kind, names)
        for record in records:
            key = record.natural_key
            if key in keys.get(record.kind, ()) and key != record.external_id:  # its row is not stored yet
                known.keys[record.kind].setdefault(key, set()).add(record.external_id)
        for kind, names in ids.items():
            if self._has_rows(kind) and (spellings := self._spellings(kind, names)):
                known.spellings[kind] = spellings
        return known

    def _ids_by_key(self, kind: Kind, keys: Collection[str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        if not keys:
            return found
        rows = TARGETS[kind].model._default_manager.filter(
            agency_id=self._facts.agency_id,
            external_source=self._facts.source,
            natural_key__any_of=list(keys),
            external_id__isnull=False,
        )
        live: dict[str, set[str]] = {}
        for key, external_id, is_gone in rows.values_list("natural_key", "external_id", "withdrawn_at"):
            (found if is_gone else live).setdefault(key, set()).add(external_id)
        return found | live  # a row that is gone is meant only where no other has the key

    def _spellings(self, kind: Kind, names: Collection[str]) -> dict[str, str]:
        """The stored ids of rows that these names mean, where only capital letters differ and just one row is meant."""
        target = TARGETS[kind]
        stored = set(identified(self._facts, target, names).values_list(target.id_column, flat=True))
        missing = {name.lower(): name for name in names if name not in stored}
        if not missing:
            return {}
        rows = target.model._default_manager.filter(
            agency_id=self._facts.agency_id, **{target.source_column: self._facts.source}
        )
        folded: dict[str, set[str]] = {}
        found = rows.annotate(folded=Lower(target.id_column)).filter(folded__any_of=list(missing))
        for name, external_id in found.values_list("folded", target.id_column):
            folded.setdefault(name, set()).add(external_id)
        return {
            missing[name]: next(iter(ids)) for name, ids in folded.items() if len(ids) == 1 and not ids & set(names)
        }

    def _take_over(self, records: Iterable[Record]) -> None:
        """Give the rows that are stored under their natural keys the ids that this page knows them by. Silent: nothing that
        people would call a change."""
        wanted: dict[Kind, dict[str, str]] = {}
        for record in records:
            key = record.natural_key
            if key and not record.external_id.startswith(NATURAL) and self._has_keys(record.kind):
                wanted.setdefault(record.kind, {}).setdefault(key, record.external_id)
        for kind, ids in wanted.items():
            target = TARGETS[kind]
            taken = set(identified(self._facts, target, ids.values()).values_list("external_id", flat=True))
            rows = identified(self._facts, target, ids).values_list("pk", "external_id")
            renamed = [{"id": pk, "external_id": ids[key]} for pk, key in rows if ids[key] not in taken]
            update(target.model, renamed)
            if kind == Kind.PROPERTY:
                self._rename_mappings(ids)

    def _rename_mappings(self, ids: dict[str, str]) -> None:
        mappings = PropertyMapping.objects.filter(connection_id=self._facts.connection_id)
        taken = set(
            mappings.filter(provider_property_id__any_of=list(ids.values())).values_list(
                "provider_property_id", flat=True
            )
        )
        rows = mappings.filter(provider_property_id__any_of=list(ids)).values_list("pk", "provider_property_id")
        renamed = [{"id": pk, "provider_property_id": ids[key]} for pk, key in rows if ids[key] not in taken]
        update(PropertyMapping, renamed)

    def _mappings_of_keys(self) -> models.QuerySet[PropertyMapping]:
        """Those of properties without an id, which may have no row here: somebody has left them out."""
        mappings = PropertyMapping.objects.filter(connection_id=self._facts.connection_id)
        return mappings.filter(provider_property_id__startswith=NATURAL)

    def _has_keys(self, kind: Kind) -> bool:
        if kind not in self._kinds_with_keys:
            self.begin([kind])
        return self._kinds_with_keys[kind]

    def _has_rows(self, kind: Kind) -> bool:
        if kind not in self._kinds_with_rows:
            self.begin([kind])
        return self._kinds_with_rows[kind]


def _add(kind: Kind, name: str, keys: Names, ids: Names) -> None:
    """Note a name where it has to be looked up: natural keys, and ids with letters that may be written otherwise."""
    if name.startswith(NATURAL):
        keys.setdefault(kind, set()).add(name)
    elif not name.isdecimal() and not _is_guid(name):
        ids.setdefault(kind, set()).add(name)


def _is_guid(name: str) -> bool:
    """Those are written in one way already, when a row is read."""
    return len(name) == 36 and name.count("-") == 4


def _ambiguous(record: Record, kind: Kind, name: str) -> Rejected:
    words = {Kind.PROPERTY: "property", Kind.LEASE: "lease"}.get(kind, "row")
    return Rejected(
        kind=record.kind,
        external_id=record.external_id,
        code=AMBIGUOUS,
        message=f"More than one {words} is called like this, so it is not clear which one is meant.",
        action="Export the list with ids, or give each of them a name of its own in your system.",
        value=name,
    )
