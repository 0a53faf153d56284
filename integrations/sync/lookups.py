"""A lookup for long lists of ids: one parameter however many, where `__in` makes one for each."""

import json
from typing import Any

from django.db.models import Field, ForeignObject, Lookup
from django.db.models.sql.compiler import SQLCompiler

SEPARATOR = "\x1f"  # ASCII's unit separator


@ForeignObject.register_lookup  # foreign keys do not take over what is registered on fields
@Field.register_lookup
class AnyOf(Lookup):
    """`column__any_of=[...]`: the column is one of these texts or UUIDs."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """SQLite's way: the list travels as JSON."""
        column, params = self.process_lhs(compiler, connection)
        values = [self.lhs.output_field.get_db_prep_value(value, connection) for value in self.rhs]
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(values)]

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """PostgreSQL's way: the list travels as one text, which the planner turns into a constant array."""
        column, params = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.rel_db_type(connection)
        return f"{column} = ANY(string_to_array(%s, %s)::{kind}[])", [
            *params,
            SEPARATOR.join(map(str, self.rhs)),
            SEPARATOR,
        ]
