"""Changes on their way to Rent Manager. A collection takes an array and may refuse it whole for one bad row, so a refused array
is sent again row by row; new rows always go one by one, because nothing at the vendor keeps one from being made twice."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from providers.base import Change, Kind, Outcome, Record
from providers.client import Client
from providers.errors import (
    ProviderError,
    RefusedError,
    StaleError,
    UnavailableError,
    UnknownOutcomeError,
)
from providers.rentmanager.lookups import named, priorities
from providers.rentmanager.owning import VALUES, Item, OwnFields, OwnValue
from providers.rentmanager.versions import parsed
from providers.rentmanager.written import CUSTOM, PRIORITY, WRITINGS, Goes

Fetch = Callable[[Kind, list[str]], Mapping[str, Record]]


class Post:
    """The changes of one kind under way. `fetch` reads rows back by their vendor's id."""

    def __init__(self, client: Client, kind: Kind, fetch: Fetch) -> None:
        self._client = client
        self._writing = next(writing for writing in WRITINGS if writing.kind == kind)
        self._own = OwnFields(client, self._writing)
        self._fetch = fetch
        self._was_sent = False

    def push(self, changes: Sequence[Change]) -> list[Outcome]:
        """What became of each, in their order. Raises only where nothing at all was sent."""
        errors: dict[str, ProviderError] = {}
        ids = {change.key: change.external_id for change in changes if change.external_id}
        ready = [change for change in changes if self._is_fit(change, errors)]
        for change in ready:
            if not change.external_id:
                self._guarded([change], errors, lambda: ids.update({change.key: self._create(change)}))  # noqa: B023
        self._update([change for change in ready if change.external_id], errors)
        records = self._read_back([ids[change.key] for change in changes if change.key not in errors])
        return [self._outcome(change, ids, errors, records) for change in changes]

    def _outcome(
        self, change: Change, ids: Mapping[str, str], errors: Mapping[str, ProviderError], records: Mapping[str, Record]
    ) -> Outcome:
        if change.key in errors:
            return Outcome(change.key, error=errors[change.key])
        record = records.get(ids[change.key])
        if record is None:
            return Outcome(change.key, error=self._unknown())
        return Outcome(change.key, record)

    def _is_fit(self, change: Change, errors: dict[str, ProviderError]) -> bool:
        """Whether it may be sent at all; what stands against it is noted. A row whose stamp nobody knows is to be read first."""
        if change.external_id and not change.version:
            words = f"pmsync has not read this row of {self._client.label}'s yet."
            errors[change.key] = StaleError(words, **self._client.where(self._writing.resource))
            return False
        known = self._writing.fields if change.external_id else self._writing.new
        own = bool(self._writing.parent) and bool(change.external_id)
        for name, value in change.values.items():
            if name not in known and not (own and name.startswith(f"{CUSTOM}.")):
                errors[change.key] = self._refused(
                    f"pmsync cannot write {name.replace('_', ' ')} to {self._client.label}."
                )
            elif value is None or value == "":
                errors[change.key] = self._refused(
                    f"{name.replace('_', ' ').capitalize()} is blank, and blanks are not sent. Empty it in "
                    f"{self._client.label} itself."
                )
        return change.key not in errors

    def _update(self, changes: Sequence[Change], errors: dict[str, ProviderError]) -> None:
        """Every part of these changes: the rows, their main contacts, the customer's own fields."""
        rows: list[tuple[Change, Item]] = []
        contacts: list[tuple[Change, Item]] = []
        own = self._own_of(changes, errors)
        for change in changes:
            if change.key in errors:
                continue
            try:
                row, contact = self._items(change)
            except RefusedError as error:
                errors[change.key] = error
                continue
            stamps = parsed(change.version)
            if row:
                rows.append((change, {self._writing.key: int(change.external_id), **stamps.guards(), **row}))
            if contact and not stamps.contact_id:
                errors[change.key] = self._refused("The row has no contact to keep this on. Add one there first.")
            elif contact:
                guard = {"ContactID": stamps.contact_id, "UpdateDate": stamps.contact_date}
                contacts.append((change, guard | contact))
        self._post_all("Contacts", [pair for pair in contacts if pair[0].key not in errors], errors)
        self._post_all(self._writing.resource, [pair for pair in rows if pair[0].key not in errors], errors)
        for change in changes:
            if own.get(change.key) and change.key not in errors:
                self._guarded([change], errors, lambda: self._post_own(change, own[change.key]))  # noqa: B023

    def _own_of(self, changes: Sequence[Change], errors: dict[str, ProviderError]) -> dict[str, list[Item]]:
        """What is to be sent of the customer's own fields, by the change's key; what stands against it is noted."""
        setting = [change for change in changes if self._own.of(change)]
        held: dict[str, list[OwnValue]] = {}
        seen: dict[str, Record] = {}
        items: dict[str, list[Item]] = {}

        def read() -> None:
            held.update(self._own.read(setting))
            seen.update(self._fetch(self._writing.kind, [change.external_id for change in setting]))

        def take(change: Change) -> None:
            key = change.external_id
            items[change.key] = self._own.items(change, held.get(key, []), seen.get(key))

        if setting:
            self._guarded(setting, errors, read)
        for change in setting:
            if change.key not in errors:
                self._guarded([change], errors, lambda: take(change))  # noqa: B023
        return items

    def _items(self, change: Change) -> tuple[Item, Item]:
        """The vendor's fields of the row and of its main contact."""
        known = self._writing.fields if change.external_id else self._writing.new
        row: Item = {}
        contact: Item = {}
        for name, value in change.values.items():
            if name.startswith(f"{CUSTOM}."):
                continue
            goes = known[name]
            (contact if goes.to_contact else row)[goes.name] = self._spelt(goes, value)
        return row, contact

    def _spelt(self, goes: Goes, value: Any) -> Any:
        if goes is PRIORITY:
            return named(self._client, self._priorities, str(value), "priority", self._writing.resource)
        try:
            return goes.spell(value)
        except (ValueError, TypeError, ArithmeticError):
            raise self._refused(f"{goes.name} cannot be set to this value.") from None

    def _create(self, change: Change) -> str:
        """The new row's id."""
        row, contact = self._items(change)
        if change.marker:
            row[self._writing.marked] = f"{row.get(self._writing.marked, '')} [{change.marker}]".strip()
        if self._writing.needs_contact:
            names = {name: row[name] for name in ("FirstName", "LastName") if name in row}
            person = {"IsPrimary": True, "IsActive": True} | names | contact
            row[self._writing.needs_contact] = [person] if self._writing.needs_contact == "Contacts" else person
        saved = self._post(self._writing.resource, [row])
        return str(saved[0])

    def _post_all(self, resource: str, pairs: list[tuple[Change, Item]], errors: dict[str, ProviderError]) -> None:
        """One array; row by row where that was refused, so that one row's trouble is its own."""
        if not pairs:
            return
        found: dict[str, ProviderError] = {}
        self._guarded([change for change, _ in pairs], found, lambda: self._post(resource, [item for _, item in pairs]))
        if len(pairs) > 1 and any(isinstance(error, (StaleError, RefusedError)) for error in found.values()):
            for change, item in pairs:
                self._guarded([change], errors, lambda: self._post(resource, [item]))  # noqa: B023
        else:
            errors.update(found)

    def _post_own(self, change: Change, items: list[Item]) -> None:
        """The customer's own fields of one row."""
        self._was_sent = True
        self._client.post(f"{self._writing.resource}/{change.external_id}/{VALUES}", items)

    def _post(self, resource: str, items: list[Item]) -> list[int]:
        """The keys of the saved rows; UnknownOutcomeError where the answer does not tell them."""
        key = "ContactID" if resource == "Contacts" else self._writing.key
        self._was_sent = True
        answer = self._client.post(resource, items, {"fields": key})
        try:
            rows: list[dict[str, int]] = msgspec.json.decode(answer.body, type=list[dict[str, int]])
            return [row[key] for row in rows[: len(items)]] if len(rows) >= len(items) else self._nothing_told()
        except (msgspec.MsgspecError, UnicodeDecodeError, KeyError):
            return self._nothing_told()

    def _nothing_told(self) -> list[int]:
        raise self._unknown()

    def _guarded(self, changes: Sequence[Change], errors: dict[str, ProviderError], do: Callable[[], Any]) -> None:
        """Do it, and note its error with each of these changes. What is raised before anything was sent goes on up."""
        before = self._was_sent
        try:
            do()
        except UnavailableError as error:
            self._was_sent = before
            if not before:
                raise
            errors.update({change.key: error for change in changes})
        except ProviderError as error:
            errors.update({change.key: error for change in changes})

    def _read_back(self, ids: list[str]) -> Mapping[str, Record]:
        """The rows as they are now; none where they cannot be read, which makes their outcome unknown."""
        try:
            return self._fetch(self._writing.kind, ids) if ids else {}
        except ProviderError:
            return {}

    @cached_property
    def _priorities(self) -> dict[str, int]:
        return priorities(self._client)

    def _refused(self, sentence: str) -> RefusedError:
        return RefusedError(sentence, **self._client.where(self._writing.resource))

    def _unknown(self) -> UnknownOutcomeError:
        return UnknownOutcomeError(
            f"{self._client.label} took the change and did not say what became of it.",
            **self._client.where(self._writing.resource),
        )
