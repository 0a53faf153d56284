"""Many rows in a few statements, on PostgreSQL and on SQLite behind the same functions. Rows are dicts by column.

PostgreSQL gets them by COPY into a temporary table and from there by one statement. SQLite, which is in the same process,
gets one prepared statement and all rows with it. Both are built from the models' own `_meta`. What is the `same` in every
row is given once and travels once."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.db import connection, models

Row = dict[str, Any]
Keys = dict[tuple[Any, ...], Any]
Adapt = Callable[[Any], Any]

EMPTY = {dict: "{}", list: "[]", tuple: "[]", type(None): None}
# Fields whose values every driver takes as they are. Just these: a field that encrypts is a kind of TextField too.
PLAIN = (
    models.BooleanField,
    models.CharField,
    models.IntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.TextField,
)


def upsert(
    model: type[models.Model],
    rows: Sequence[Row],
    unique: Sequence[str],
    *,
    keep: Sequence[str] = (),
    same: Row | None = None,
) -> Keys:
    """The primary keys of the written rows, by their `unique` values.

    Inserts rows, all with the same columns; where `unique` columns meet an existing row, that one is changed and keeps its
    key. Columns in `unique` and `keep` are never changed; with nothing left to change, an existing row stays as it is and
    is not in the answer. Without `unique` columns rows are only inserted, and no keys are given. New rows get the model's
    defaults in the columns that are not given."""
    if not rows:
        return {}
    same = same or {}
    fixed = same | _defaults(model, (*rows[0], *same))
    columns, given = _columns(model, tuple(rows[0])), _columns(model, tuple(same))
    constants, all_columns = _constants(model, fixed), (*columns, *_columns(model, tuple(fixed)))
    arbiters = _columns(model, tuple(unique))
    insert = f"INSERT INTO {_table(model)} ({_list(all_columns)})"
    conflict = _on_conflict(arbiters, [column for column in (*columns, *given) if column.name not in (*unique, *keep)])
    key, asked = model._meta.pk.attname, [column for column in arbiters if column.name not in same]
    if connection.vendor == "postgresql":
        values = ", ".join([*(column.quoted for column in columns), *["%s"] * len(constants)])
        returning = f"RETURNING {_list((*_columns(model, (key,)), *asked))}" if unique else ""
        with _heap(model, columns, rows) as (heap, cursor):
            cursor.execute(f"{insert} SELECT {values} FROM {heap} {conflict} {returning}", constants)
            written = cursor.fetchall() if unique else []
        return _keyed(unique, same, [column.name for column in (*_columns(model, (key,)), *asked)], written)
    marks = ", ".join(["%s"] * len(all_columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"{insert} VALUES ({marks}) {conflict}", [(*values, *constants) for values in _adapted(columns, rows)]
        )
    # Writers take turns on SQLite, so no row can have come in since the caller looked.
    names = (key, *(column.name for column in asked))
    return _keyed(unique, same, names, [tuple(map(row.get, names)) for row in rows]) if unique else {}


def update(model: type[models.Model], rows: Sequence[Row], *, same: Row | None = None) -> None:
    """Change existing rows: each dict holds the primary key and the columns to set, all the same ones."""
    if not rows:
        return
    same = same or {}
    key = _columns(model, (model._meta.pk.attname,))[0]
    changing = _columns(model, tuple(name for name in rows[0] if name != key.name))
    fixed, constants = [f"{column.quoted} = %s" for column in _columns(model, tuple(same))], _constants(model, same)
    if connection.vendor == "postgresql":
        with _heap(model, (key, *changing), rows) as (heap, cursor):
            changes = ", ".join([*(f"{column.quoted} = incoming.{column.quoted}" for column in changing), *fixed])
            table = _table(model)
            cursor.execute(
                f"UPDATE {table} SET {changes} FROM {heap} AS incoming WHERE {table}.{key.quoted} = incoming.{key.quoted}",
                constants,
            )
        return
    changes = ", ".join([*fixed, *(f"{column.quoted} = %s" for column in changing)])
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {_table(model)} SET {changes} WHERE {key.quoted} = %s",
            [(*constants, *values) for values in _adapted((*changing, key), rows)],
        )


def refresh_statistics(*tables: type[models.Model]) -> None:
    """Tell PostgreSQL's planner of tables that have just grown much; it would take a minute or more to notice."""
    if connection.vendor == "postgresql" and tables:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(map(_table, tables))}")


def prefer_indexes() -> None:
    """For the rest of the transaction, let PostgreSQL look a page's ids up by index. It thinks of disks that spin, and
    would rather read a large table through for each page."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL random_page_cost = 1.1")


class Column(NamedTuple):
    """A field as SQL needs it. `adapt` turns a value into what the driver takes; None where it takes it as it is."""

    name: str
    quoted: str
    adapt: Adapt | None


@cache
def _columns(model: type[models.Model], names: tuple[str, ...]) -> tuple[Column, ...]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return tuple(
        Column(name, connection.ops.quote_name(fields[name].column or name), _adapter(fields[name])) for name in names
    )


def _adapter(field: Any) -> Adapt | None:
    if isinstance(field, models.JSONField):
        return _json_writer(field.encoder)
    is_djangos_own = type(field).__module__.startswith("django.db.models.")
    if type(field) in PLAIN or (connection.vendor == "postgresql" and is_djangos_own):
        return None
    pointed_at = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(pointed_at, models.UUIDField):
        return lambda value: value.hex if type(value) is UUID else field.get_db_prep_save(value, connection)
    return lambda value: field.get_db_prep_save(value, connection)


def _json_writer(encoder: type[json.JSONEncoder] | None) -> Adapt:
    """Turns a value into JSON text; most values are empty, and those need no encoder."""
    encode = encoder().encode if encoder else lambda value: msgspec.json.encode(value).decode()
    return lambda value: EMPTY[type(value)] if not value and type(value) in EMPTY else encode(value)


@cache
def _defaulted(model: type[models.Model], given: tuple[str, ...]) -> tuple[models.Field, ...]:
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field.attname not in given and not field.null and not isinstance(field, models.AutoField)
    )


def _defaults(model: type[models.Model], given: tuple[str, ...]) -> Row:
    return {field.attname: field.get_default() for field in _defaulted(model, given)}


def _constants(model: type[models.Model], values: Row) -> list[Any]:
    """What is the same in every row, as parameters of the statement."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return [fields[name].get_db_prep_save(value, connection) for name, value in values.items()]


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _list(columns: Sequence[Column]) -> str:
    return ", ".join(column.quoted for column in columns)


def _on_conflict(arbiters: Sequence[Column], changing: Sequence[Column]) -> str:
    if not arbiters:
        return ""
    changes = ", ".join(f"{column.quoted} = EXCLUDED.{column.quoted}" for column in changing)
    return f"ON CONFLICT ({_list(arbiters)}) DO " + (f"UPDATE SET {changes}" if changes else "NOTHING")


def _keyed(unique: Sequence[str], same: Row, names: Sequence[str], written: Sequence[Sequence[Any]]) -> Keys:
    """Primary keys by the unique values; `written` has the key first in each row, `names` says what stands behind it."""
    if not written:
        return {}
    found = dict(zip(names, zip(*written, strict=True), strict=True))
    identities = zip(*(repeat(same[name]) if name in same else found[name] for name in unique), strict=False)
    return dict(zip(identities, found[names[0]], strict=False))


def _adapted(columns: Sequence[Column], rows: Sequence[Row]) -> Iterable[tuple[Any, ...]]:
    """The rows as the driver takes them. Column by column, which costs a fraction of row by row."""
    return zip(*(_values(column, rows) for column in columns), strict=True)


def _values(column: Column, rows: Sequence[Row]) -> list[Any]:
    name, adapt = column.name, column.adapt
    if adapt is None:
        return [row[name] for row in rows]
    return [None if (value := row[name]) is None else adapt(value) for row in rows]


@contextmanager
def _heap(model: type[models.Model], columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[tuple[str, Any]]:
    """A temporary table that holds the rows, and the cursor to go on with."""
    name = connection.ops.quote_name(f"incoming_{model._meta.db_table}")
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS SELECT {_list(columns)} FROM {_table(model)} WITH NO DATA"
        )
        with cursor.copy(f"COPY {name} ({_list(columns)}) FROM STDIN") as copy:
            for values in _adapted(columns, rows):
                copy.write_row(values)
        yield name, cursor
        cursor.execute(f"DROP TABLE {name}")
