"""What one read has seen so far: in a temporary table, as long as the list is and none of it in memory.

`with Seen() as seen:` around one read, on the connection that its pages are written with (`store_pages` does so). It lasts
through the pages' transactions; what a page had added goes with the page when that is rolled back. `add`
notes a page's ids, with a mark each if wanted (a row's number, a digest), and gives the marks of those that an earlier page
had noted. `missing` narrows a queryset to the rows that were not seen."""

from collections.abc import Iterable, Mapping
from itertools import count
from types import TracebackType
from typing import Self

import msgspec
from django.db import connection, models
from django.db.models.expressions import RawSQL

_numbers = count(1)

TABLE = """
CREATE TEMPORARY TABLE {table}
(kind text NOT NULL, id text NOT NULL, mark text NOT NULL, page integer NOT NULL, PRIMARY KEY (kind, id))
"""
# The ids travel as one JSON object with their marks, however many they are.
NOTE = """
INSERT INTO {table} (kind, id, mark, page) SELECT %s, key, value, %s FROM {each}(%s) WHERE true ON CONFLICT DO NOTHING
"""
NOTED = "SELECT id, mark FROM {table} WHERE kind = %s AND page < %s AND id IN (SELECT key FROM {each}(%s))"
UNSEEN = "NOT EXISTS (SELECT 1 FROM {table} WHERE {table}.kind = %s AND {table}.id = {column})"


class Seen:
    """The ids of one read, by kind. A kind is any word."""

    def __init__(self) -> None:
        each = "json_each_text" if connection.vendor == "postgresql" else "json_each"
        self._names = {"table": f"seen_{next(_numbers)}", "each": each}
        self._page = 0

    def __enter__(self) -> Self:
        self._execute(TABLE)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:  # else the session may not be able to; the table ends with it
            self._execute("DROP TABLE {table}")

    def add(self, kind: str, ids: Iterable[str] | Mapping[str, str]) -> dict[str, str]:
        """Note the ids of one page; the marks of those that an earlier page had noted, which keep theirs. One query, and
        one more where there are any such."""
        marks = ids if isinstance(ids, Mapping) else dict.fromkeys(ids, "")
        marks = {noted: mark for noted, mark in marks.items() if "\x00" not in noted}  # which no row can have
        self._page += 1
        sent = msgspec.json.encode(marks).decode()
        if self._execute(NOTE, kind, self._page, sent) == len(marks):
            return {}
        with connection.cursor() as cursor:
            cursor.execute(NOTED.format(**self._names), [kind, self._page, sent])
            return dict(cursor.fetchall())

    def missing(self, kind: str, rows: models.QuerySet, column: str) -> models.QuerySet:
        """The rows whose id, which is in `column`, was not seen."""
        quote = connection.ops.quote_name
        where = f"{quote(rows.model._meta.db_table)}.{quote(column)}"
        unseen = RawSQL(UNSEEN.format(column=where, **self._names), [kind], models.BooleanField())
        return rows.filter(unseen)

    def _execute(self, statement: str, *values: str | int) -> int:
        """How many rows it wrote."""
        with connection.cursor() as cursor:
            cursor.execute(statement.format(**self._names), values)
            return cursor.rowcount
