"""What one write would change. Everything is looked at before anything is touched, so one bad item refuses them all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response

from sandbox.rentmanager.children import CHILDREN, DEFINED, LINKS, Child
from sandbox.rentmanager.comparing import moment
from sandbox.rentmanager.errors import error_model, written
from sandbox.rentmanager.estate import Location, Row
from sandbox.rentmanager.readonly import is_servers
from sandbox.rentmanager.removing import has_history
from sandbox.rentmanager.rules import HARD_CLOSE, MONEY, NEEDED, REFERENCES, REQUIRED
from sandbox.rentmanager.schema import FIELDS, PRIMARY
from sandbox.rentmanager.steps import Step
from sandbox.rentmanager.webhooks import hook_problems

WANTED = {"i": "a whole number", "d": "a number", "b": "true or false", "t": "a date", "s": "a text", "e": "a name"}


class Plan:
    """The steps of one write and what stands in their way."""

    def __init__(self, location: Location, hard_close: str, options: frozenset[str]) -> None:
        self.location = location
        self.closed_before = "" if HARD_CLOSE in options else hard_close
        self.problems: dict[str, list[str]] = {}
        self.is_stale = False
        self.is_closed = False
        self.hooks: set[str] = set()

    def refusal(self) -> Response | None:
        """The answer when the write cannot be carried out. That one bad item refuses a whole array, that ModelState names its
        place, and the bodies of 409 and 412 are guesses."""
        if self.problems:
            return written({"Message": "The request is invalid.", "ModelState": self.problems}, 400)
        if self.is_stale:
            return error_model(409)
        if self.is_closed:
            reason = f"The books are closed before {self.closed_before}. Use the save option {HARD_CLOSE}."
            return error_model(412, developer=reason)
        return None

    def upsert(self, resource: str, sent: Any, where: str, ties: Row | None = None) -> Step | None:
        """One item of an array: it changes the row whose key it holds, or makes a row."""
        if not isinstance(sent, dict):
            self._wrong(where, "An object is expected.")
            return None
        found_wrong = len(self.problems)
        row = self._named(resource, sent, where, ties)
        return None if len(self.problems) > found_wrong else self.item(resource, sent, where, row, ties)

    def item(self, resource: str, sent: Row, where: str, row: Row | None, ties: Row | None = None) -> Step:
        """What one object would change of a row, or how it would make one."""
        prefix = f"{where}." if where else ""
        values = self._read(resource, sent, prefix) | (ties or {})
        if row is None:
            for name in NEEDED.get(resource, ()):
                if values.get(name) is None:
                    self._wrong(prefix + name, f"The {name} field is required.")
            for name in REQUIRED.get(resource, ()):
                if name not in sent:
                    self._wrong(prefix + name, f"The {name} list is required when creating.")
        else:
            self._guard_against_others(resource, sent, row)
        self._guard_closed_books(resource, values, row)
        if resource == "WebhookDetails":
            for name, reason in hook_problems(self.location, values, row, self.hooks):
                self._wrong(prefix + name, reason)
            self.hooks.add(values.get("WebhookEventType", ""))
        step = Step(resource, values, row, row is None)
        for name, child in CHILDREN.get(resource, {}).items():
            if name in sent:
                self._below(step, name, child, sent[name], prefix + name)
        return step

    def below(self, resource: str, name: str, parent: Row, sent: Any, where: str) -> Step | None:
        """One item of an array that is sent to a list of an existing row."""
        child = CHILDREN[resource][name]
        made = self.upsert(child.target, sent, where, child.tie(parent))
        if made is not None:
            self._check_kind(resource, made, where)
        return made

    def _below(self, step: Step, name: str, child: Child, sent: Any, where: str) -> None:
        """The rows of a list inside an object. An item may be a single object where the parent has one only."""
        items = sent if isinstance(sent, list) else [sent]
        ties = child.tie(step.row) if step.row is not None else dict.fromkeys(child.tie(dict.fromkeys(KEYS, 0)), 0)
        for at, one in enumerate(items):
            place = f"{where}[{at}]" if isinstance(sent, list) else where
            if name in LINKS and isinstance(one, dict):
                one = {LINKS[name]: one.get(LINKS[name])}
                if one[LINKS[name]] is None:
                    self._wrong(f"{place}.{LINKS[name]}", f"The {LINKS[name]} field is required.")
            made = self.upsert(child.target, one, place, ties)
            if made is not None:
                self._check_kind(step.resource, made, place)
                step.below.append((child, made))

    def _check_kind(self, resource: str, made: Step, where: str) -> None:
        """A defined value must be of a field that this kind of record has."""
        if made.resource != "UserDefinedValues":
            return
        key = made.values.get("UserDefinedFieldID") or (made.row or {}).get("UserDefinedFieldID") or 0
        defined = self.location.tables["UserDefinedFields"].get(key, {})
        if defined and defined.get("ParentType") != DEFINED[resource]:
            self._wrong(f"{where}.UserDefinedFieldID", f"The field {key} is not one of {resource}.")

    def _named(self, resource: str, sent: Row, where: str, ties: Row | None) -> Row | None:
        """The row that an item speaks of, None for a new one."""
        table, name = self.location.tables[resource], PRIMARY[resource]
        key = sent.get(name) or (sent.get("ID") if "ID" in FIELDS[resource] else None)
        if key:
            row = table.get(key) if isinstance(key, int) else None
            if row is None or (ties and not ties.items() <= row.items()):
                self._wrong(f"{where}.{name}" if where else name, f"There is no row with the {name} {key}.")
            return row
        return None

    def _read(self, resource: str, sent: Row, prefix: str) -> Row:
        """The fields of the object that a caller may set, each of the right kind. Unknown names are passed over."""
        values: Row = {}
        for name, value in sent.items():
            letter = FIELDS[resource].get(name)
            if letter is None or name == PRIMARY[resource] or is_servers(resource, name):
                continue
            if value is None:
                values[name] = None
                continue
            try:
                values[name] = typed(letter, value)
            except ValueError:
                self._wrong(
                    prefix + name, f"The value '{value}' is not valid for {name}: {WANTED[letter]} is expected."
                )
                continue
            tables = REFERENCES.get(name, "").split()
            if tables and not any(values[name] in self.location.tables[table] for table in tables):
                self._wrong(prefix + name, f"There is no row with the {name} {value}.")
        return values

    def _guard_against_others(self, resource: str, sent: Row, row: Row) -> None:
        """An update shows which state of the row it was made from."""
        if "UpdateDate" in row and not same_moment(sent.get("UpdateDate"), row["UpdateDate"]):
            self.is_stale = True
        if "ConcurrencyID" in row and sent.get("ConcurrencyID") != row["ConcurrencyID"]:
            self.is_stale = True

    def _guard_closed_books(self, resource: str, values: Row, row: Row | None) -> None:
        if resource not in MONEY or not self.closed_before:
            return
        dates = [values.get("TransactionDate"), (row or {}).get("TransactionDate")]
        if any(date and str(date)[:10] < self.closed_before for date in dates):
            self.is_closed = True

    def removal(self, resource: str, keys: list[int]) -> Response | None:
        """The answer when rows may not go: money from before the close of the books, accounts with money on them."""
        for key in keys:
            self._guard_closed_books(resource, {}, self.location.tables[resource][key])
            if has_history(self.location, resource, key):
                return error_model(412, developer=f"There are transactions on account {key}.")
        return self.refusal()

    def _wrong(self, where: str, reason: str) -> None:
        self.problems.setdefault(where, []).append(reason)


KEYS = set(PRIMARY.values())


def typed(letter: str, value: Any) -> Any:
    """The value as rows hold it; ValueError when it is of another kind. Numbers in quotes are no numbers, a guess."""
    if letter in "id":
        if isinstance(value, bool) or not isinstance(value, int if letter == "i" else int | float):
            raise ValueError(value)
        return value if letter == "i" else float(value)
    if letter == "b":
        if not isinstance(value, bool):
            raise ValueError(value)
        return value
    if not isinstance(value, str):
        raise ValueError(value)
    return moment(value) if letter == "t" else value


def same_moment(sent: Any, kept: str) -> bool:
    """Whether a time that a caller read and sent back is the row's, to the second."""
    try:
        return isinstance(sent, str) and moment(sent) == datetime.fromisoformat(kept).strftime("%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
