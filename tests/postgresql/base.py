"""Django's PostgreSQL, emptied quickly. After a test that commits, Django truncates every table there is, and PostgreSQL makes
and syncs a new file for each of their indexes: a third of a second, for a few rows in a dozen tables."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql import base, operations

REFUSES_DELETE = {"agencies_auditentry"}  # by a trigger, as nobody takes a line out of the audit trail


class DatabaseOperations(operations.DatabaseOperations):
    """Deletes rows where there are any."""

    def sql_flush(
        self, style: Any, tables: Sequence[str], *, reset_sequences: bool = False, allow_cascade: bool = False
    ) -> list[str]:
        """A statement for each table that holds rows; foreign keys are checked when all is done. Django's own where ids are to
        begin anew."""
        if reset_sequences:
            return super().sql_flush(style, tables, reset_sequences=True, allow_cascade=allow_cascade)
        any_row = " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {self.quote_name(table)})" for table in tables
        )
        with self.connection.cursor() as cursor:
            cursor.execute(any_row)
            filled = [table for (table,) in cursor.fetchall()]
        return [
            f"{'TRUNCATE' if table in REFUSES_DELETE else 'DELETE FROM'} {self.quote_name(table)}" for table in filled
        ]


class DatabaseWrapper(base.DatabaseWrapper):
    """What ENGINE names."""

    ops_class = DatabaseOperations
