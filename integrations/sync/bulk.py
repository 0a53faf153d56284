"""Many rows in a few statements, on PostgreSQL and on SQLite behind the same functions. Rows are dicts by column.

PostgreSQL gets them by COPY into a temporary table and from there by one statement. SQLite, which is in the same process,
gets one prepared statement and all rows with it. Both are built from the models' own `_meta`."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models

Row = dict[str, Any]
Keys = dict[tuple[Any, ...], Any]

EMPTY = {dict: "{}", list: "[]", tuple: "[]", type(None): None}


def upsert(model: type[models.Model], rows: Sequence[Row], unique: Sequence[str], *, keep: Sequence[str] = ()) -> Keys:
    """The primary keys of the written rows, by their `unique` values.

    Inserts rows, all with the same columns; where `unique` columns meet an existing row, that one is changed and keeps its
    key. Columns in `unique` and `keep` are never changed; with nothing left to change, an existing row stays as it is and
    is not in the answer. Without `unique` columns rows are only inserted. New rows get the model's defaults in the columns
    that are not given."""
    if not rows:
        return {}
    defaults = _defaults(model, tuple(rows[0]))
    given, all_columns = _columns(model, tuple(rows[0])), _columns(model, (*rows[0], *defaults))
    arbiters = _columns(model, tuple(unique))
    insert = f"INSERT INTO {_table(model)} ({_list(all_columns)})"
    conflict = _on_conflict(arbiters, [column for column in given if column.name not in (*unique, *keep)])
    if connection.vendor == "postgresql":
        returning = _list((*_columns(model, (model._meta.pk.attname,)), *arbiters))
        with _heap(model, all_columns, [defaults | row for row in rows]) as (heap, cursor):
            cursor.execute(f"{insert} SELECT {_list(all_columns)} FROM {heap} {conflict} RETURNING {returning}")
            return {tuple(values): pk for pk, *values in cursor.fetchall()}
    marks = ", ".join(["%s"] * len(all_columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"{insert} VALUES ({marks}) {conflict}", list(_adapted(all_columns, rows, defaults)))
    # Writers take turns on SQLite, so no row can have come in since the caller looked.
    return {tuple(row[name] for name in unique): row.get(model._meta.pk.attname) for row in rows}


def update(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Change existing rows: each dict holds the primary key and the columns to set, all the same ones."""
    if not rows:
        return
    key = _columns(model, (model._meta.pk.attname,))[0]
    changing = _columns(model, tuple(name for name in rows[0] if name != key.name))
    if connection.vendor == "postgresql":
        with _heap(model, (key, *changing), rows) as (heap, cursor):
            changes = ", ".join(f"{column.quoted} = incoming.{column.quoted}" for column in changing)
            table = _table(model)
            cursor.execute(
                f"UPDATE {table} SET {changes} FROM {heap} AS incoming WHERE {table}.{key.quoted} = incoming.{key.quoted}"
            )
        return
    changes = ", ".join(f"{column.quoted} = %s" for column in changing)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {_table(model)} SET {changes} WHERE {key.quoted} = %s", list(_adapted((*changing, key), rows, {}))
        )


def refresh_statistics(model: type[models.Model]) -> None:
    """Tell PostgreSQL's planner of a table that has just grown much; it would take a minute or more to notice."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {_table(model)}")


class Column(NamedTuple):
    """A field as SQL needs it. `adapt` turns a value into what SQLite stores; `encoder` is set on JSON columns."""

    name: str
    quoted: str
    adapt: Callable[[Any, Any], Any]
    is_json: bool
    encoder: type[json.JSONEncoder] | None


@cache
def _columns(model: type[models.Model], names: tuple[str, ...]) -> tuple[Column, ...]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return tuple(
        Column(
            name,
            connection.ops.quote_name(fields[name].column or name),
            fields[name].get_db_prep_save,
            isinstance(fields[name], models.JSONField),
            getattr(fields[name], "encoder", None),
        )
        for name in names
    )


@cache
def _defaulted(model: type[models.Model], given: tuple[str, ...]) -> tuple[models.Field, ...]:
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field.attname not in given and not field.null and not isinstance(field, models.AutoField)
    )


def _defaults(model: type[models.Model], given: tuple[str, ...]) -> Row:
    return {field.attname: field.get_default() for field in _defaulted(model, given)}


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _list(columns: Sequence[Column]) -> str:
    return ", ".join(column.quoted for column in columns)


def _on_conflict(arbiters: Sequence[Column], changing: Sequence[Column]) -> str:
    if not arbiters:
        return ""
    changes = ", ".join(f"{column.quoted} = EXCLUDED.{column.quoted}" for column in changing)
    return f"ON CONFLICT ({_list(arbiters)}) DO " + (f"UPDATE SET {changes}" if changes else "NOTHING")


def _adapted(columns: Sequence[Column], rows: Sequence[Row], defaults: Row) -> Iterator[list[Any]]:
    for row in rows:
        row = defaults | row
        yield [column.adapt(row[column.name], connection) for column in columns]


@contextmanager
def _heap(model: type[models.Model], columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[tuple[str, Any]]:
    """A temporary table that holds the rows, and the cursor to go on with."""
    name = connection.ops.quote_name(f"incoming_{model._meta.db_table}")
    names = [column.name for column in columns]
    encoders = [(column.name, column.encoder) for column in columns if column.is_json]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS SELECT {_list(columns)} FROM {_table(model)} WITH NO DATA"
        )
        with cursor.copy(f"COPY {name} ({_list(columns)}) FROM STDIN") as copy:
            for row in rows:
                if encoders:
                    row = row | {column: _as_json(row[column], encoder) for column, encoder in encoders}
                copy.write_row([row[column] for column in names])
        yield name, cursor
        cursor.execute(f"DROP TABLE {name}")


def _as_json(value: Any, encoder: type[json.JSONEncoder] | None) -> str | None:
    """JSON text; most values are empty, and those need no encoder."""
    return EMPTY[type(value)] if not value and type(value) in EMPTY else json.dumps(value, cls=encoder)
