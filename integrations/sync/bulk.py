"""Many rows in a few statements, on PostgreSQL and on SQLite behind the same function."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models

Row = dict[str, Any]

EMPTY = {dict: "{}", list: "[]", type(None): None}


def upsert(
    model: type[models.Model], rows: Sequence[Row], unique: Sequence[str], *, keep: Sequence[str] = ()
) -> dict[tuple[Any, ...], Any]:
    """The primary keys of the written rows, by their `unique` values.

    Inserts rows (dicts by column, all with the same keys); where `unique` columns meet an existing row, that one is
    changed and keeps its key. Columns in `unique` and `keep` are never changed; with nothing left to change, an existing
    row stays as it is and is not in the answer. Without `unique` columns rows are only inserted. New rows get the model's
    defaults in the columns that are not given. On PostgreSQL rows go by COPY into a temporary table and from there by one
    INSERT; on SQLite, where writers take turns, by `bulk_create`."""
    if not rows:
        return {}
    columns = tuple(rows[0])
    changing = [column for column in columns if column not in unique and column not in keep] if unique else []
    if connection.vendor == "postgresql":
        return _copy(model, columns, rows, unique, changing)
    written = model._default_manager.bulk_create(
        [model(**row) for row in rows],
        update_conflicts=bool(changing),
        update_fields=_names(model, changing) or None,
        unique_fields=_names(model, unique) if changing else None,
        ignore_conflicts=bool(unique) and not changing,
    )
    return {tuple(getattr(row, name) for name in unique): row.pk for row in written}


class Column(NamedTuple):
    """A field as SQL and COPY need it."""

    quoted: str
    field: models.Field
    is_json: bool


@cache
def _columns(model: type[models.Model], names: tuple[str, ...]) -> tuple[Column, ...]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return tuple(
        Column(connection.ops.quote_name(fields[name].column), fields[name], isinstance(fields[name], models.JSONField))
        for name in names
    )


def _defaults(model: type[models.Model], given: Sequence[str]) -> Row:
    """The model's defaults for the columns that are not given, ready for COPY."""
    missing = [field for field in model._meta.concrete_fields if field.attname not in given and not field.null]
    return {
        field.attname: field.get_db_prep_save(field.get_default(), connection)
        for field in missing
        if not isinstance(field, models.AutoField)
    }


def _names(model: type[models.Model], attnames: Sequence[str]) -> list[str]:
    """Field names of columns, as `bulk_create` wants them."""
    return [column.field.name for column in _columns(model, tuple(attnames))]


def _copy(
    model: type[models.Model], names: tuple[str, ...], rows: Sequence[Row], unique: Sequence[str], changing: Sequence[str]
) -> dict[tuple[Any, ...], Any]:
    columns = _columns(model, names)
    table = connection.ops.quote_name(model._meta.db_table)
    key = connection.ops.quote_name(model._meta.pk.column)
    heap = connection.ops.quote_name(f"incoming_{model._meta.db_table}")
    encoders = {name: column.field.encoder for name, column in zip(names, columns, strict=True) if column.is_json}
    defaults = _defaults(model, names)
    names += tuple(defaults)
    quoted = ", ".join(column.quoted for column in _columns(model, names))
    changes = ", ".join(f"{column.quoted} = EXCLUDED.{column.quoted}" for column in _columns(model, tuple(changing)))
    unique_columns = [column.quoted for column in _columns(model, tuple(unique))]
    target = ", ".join(unique_columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {heap} ON COMMIT DROP AS SELECT {quoted} FROM {table} WITH NO DATA")
        with cursor.copy(f"COPY {heap} ({quoted}) FROM STDIN") as copy:
            for row in rows:
                row = defaults | row
                for name, encoder in encoders.items():
                    row[name] = json.dumps(row[name], cls=encoder) if row[name] else EMPTY[row[name].__class__]
                copy.write_row([row[name] for name in names])
        cursor.execute(
            f"INSERT INTO {table} ({quoted}) SELECT {quoted} FROM {heap} "
            + (f"ON CONFLICT ({target}) DO {f'UPDATE SET {changes}' if changes else 'NOTHING'} " if unique else "")
            + f"RETURNING {', '.join((key, *unique_columns))}"
        )
        written = {tuple(values): pk for pk, *values in cursor.fetchall()}
        cursor.execute(f"DROP TABLE {heap}")
    return written
