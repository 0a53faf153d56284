"""Which properties an owner's rows name. They are linked once all lists of a run are in, because the owners' list may come
before the properties', and one owner may stand in many rows."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

import msgspec

from integrations.files.doubles import Numbered
from integrations.files.identities import Identities
from integrations.models import RowChange
from integrations.sync.links import links_of, relink
from integrations.sync.pages import Run, note_changes
from integrations.sync.refs import mapped_properties, rows_by_id
from integrations.sync.targets import TARGETS
from portfolio.models import Property
from providers.records import NATURAL, Kind, OwnerRecord

OWNERS_AT_ONCE = 1000

Pairs = set[tuple[UUID, UUID]]


class Holdings:
    """What the owners' rows of one run say, kept in a file of its own: as large as the lists are, and none of it in memory.

    `lists` are those that named properties, each with the number of properties that could not be found."""

    def __init__(self) -> None:
        self.lists: dict[str, int] = {}
        self._said = sqlite3.connect("", isolation_level=None)
        self._said.execute("PRAGMA journal_mode = OFF")
        self._said.execute(
            "CREATE TABLE said (owner TEXT, property TEXT, list TEXT, lets_go INTEGER, PRIMARY KEY (owner, property, list)) "
            "WITHOUT ROWID"
        )

    def close(self) -> None:
        """Forget all of it."""
        self._said.close()

    def take(self, rows: Sequence[Numbered], source: str, *, lets_go: bool) -> list[Numbered]:
        """The rows, with the owners' properties taken out of them and remembered. `source` names the list; where it
        `lets_go`, it names all properties of its owners."""
        kept, said = [], []
        for row, number in rows:
            if isinstance(row, OwnerRecord) and row.property_ids is not None:
                said += [(row.external_id, name, source, lets_go) for name in row.property_ids or ("",)]
                row = msgspec.structs.replace(row, property_ids=None)
            kept.append(Numbered(row, number))
        if said:
            self.lists.setdefault(source, 0)
            self._said.execute("BEGIN")
            self._said.executemany("INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?)", said)
            self._said.execute("COMMIT")
        return kept

    def link(self, run: Run, identities: Identities) -> None:
        """Make the links of a run what its lists have said since the last time: one transaction for each 1,000 owners, a
        constant number of queries in each. Links to properties of other systems stay."""
        for owners in list(self._owners()):
            with run.journal.page():
                self._link(run, identities, owners)
        self._said.execute("DELETE FROM said")

    def _owners(self) -> Iterator[list[str]]:
        found = self._said.execute("SELECT DISTINCT owner FROM said ORDER BY owner")
        while some := [owner for (owner,) in islice(found, OWNERS_AT_ONCE)]:
            yield some

    def _said_of(self, owners: Iterable[str]) -> list[tuple[str, str, str, int]]:
        found: list[tuple[str, str, str, int]] = []
        for owner in owners:
            found += self._said.execute("SELECT owner, property, list, lets_go FROM said WHERE owner = ?", (owner,))
        return found

    def _link(self, run: Run, identities: Identities, owners: list[str]) -> None:
        said = self._said_of(owners)
        natural = identities.property_ids({name for _, name, _, _ in said if name.startswith(NATURAL)})
        names = {natural.get(name, name) for _, name, _, _ in said if name}
        own = mapped_properties(run.facts, names)
        keys = rows_by_id(run.facts, TARGETS[Kind.OWNER], set(owners))
        wanted: Pairs = set()
        letting_go: set[UUID] = set()
        for owner, name, source, lets_go in said:
            if owner not in keys:
                continue
            if lets_go:
                letting_go.add(keys[owner])
            if not name:
                continue
            external_id = natural.get(name, name)
            if external_id not in own:
                self.lists[source] += 1
            elif (found := own[external_id]) is not None:
                wanted.add((found, keys[owner]))
        self._relink(run, wanted, _held(run, keys.values()), letting_go)

    def _relink(self, run: Run, wanted: Pairs, held: Pairs, letting_go: set[UUID]) -> None:
        gone = {(pk, owner) for pk, owner in held - wanted if owner in letting_go}
        new = wanted - held
        touched = {pk for pk, _ in gone | new}
        if not touched:
            return
        before = links_of(Property, "owners", touched)
        after = _after(touched, before, gone, new)
        relink(Property, "owners", after, {pk: before.get(pk, []) for pk in touched})
        _note(run, touched, before, after)


def _held(run: Run, owners: Iterable[UUID]) -> Pairs:
    """The links that these owners have to properties of this connection."""
    links = Property.owners.through._default_manager.filter(
        owner_id__any_of=list(owners),
        property__external_source=run.facts.source,
        property__external_account=run.facts.account,
    )
    return set(links.values_list("property_id", "owner_id"))


def _after(touched: set[UUID], before: dict[UUID, list[UUID]], gone: Pairs, new: Pairs) -> dict[UUID, list[UUID]]:
    after = {pk: [owner for owner in before.get(pk, ()) if (pk, owner) not in gone] for pk in touched}
    for pk, owner in sorted(new):
        after[pk].append(owner)
    return after


def _note(run: Run, touched: set[UUID], before: dict[UUID, list[UUID]], after: dict[UUID, list[UUID]]) -> None:
    """Keep what changed. Of properties that this very run has brought there is no before."""
    older = Property.objects.filter(pk__any_of=list(touched)).exclude(created_at=run.facts.started_at)
    changes = [
        {
            "table": Property._meta.db_table,
            "row_id": pk,
            "action": RowChange.Action.UPDATED.value,
            "label": address,
            "before": {"owners": sorted(map(str, before.get(pk, ())))},
            "after": {"owners": sorted(map(str, after[pk]))},
        }
        for pk, address in older.values_list("pk", "address")
    ]
    note_changes(run, changes)
