"""An agency at work on rows that a vendor keeps: edits, syncs, pushes, and looks at both sides."""

from dataclasses import dataclass
from typing import Any

from agencies.models import Agency, User
from integrations import runs
from integrations.models import Connection, FieldConflict, OutgoingEdit, RowChange, SyncLog
from integrations.sync.engine import execute
from integrations.twoway.editing import edit
from integrations.twoway.pushing import push_waiting
from portfolio.models import Contact
from tests.integrations.office import assert_counts_add_up
from tests.integrations.twoway.desk import Vendor


@dataclass
class Bureau:
    """One agency, the person who edits, and the connection. Rows go by the vendor's ids: c1, c2, c3."""

    vendor: Vendor
    agency: Agency
    person: User
    connection: Connection

    def fresh(self) -> Connection:
        """The connection as it stands."""
        return Connection.objects.for_page().get(pk=self.connection.pk)

    def row(self, key: str = "c1") -> Contact:
        """Our row of it."""
        return Contact.objects.get(external_id=key)

    def edit(self, key: str = "c1", **values: Any) -> OutgoingEdit | None:
        """A person edits the row here."""
        return edit(self.row(key), values, self.person)

    def sync(self, sync_type: str = SyncLog.Type.INCREMENTAL) -> SyncLog:
        """A run, carried out."""
        log = runs.request_sync(self.fresh(), sync_type, SyncLog.Trigger.PERSON, to_worker=False)
        execute(log.pk)
        log.refresh_from_db()
        assert (log.status, log.errors) == ("completed", [])
        assert_counts_add_up(log)
        return log

    def push(self) -> int:
        """The outbox is pushed."""
        return push_waiting(self.connection.pk)

    def owned_by(self, owner: str, *fields: str) -> None:
        """Whose these fields are."""
        config = self.fresh().config | {"ownership": {"contacts": dict.fromkeys(fields, owner)}}
        Connection.objects.filter(pk=self.connection.pk).update(config=config)

    def theirs(self, key: str = "c1", field: str = "phone") -> Any:
        """The value at the vendor."""
        return self.vendor.rows[key][field]

    def both(self, key: str = "c1", field: str = "phone") -> tuple[Any, Any]:
        """The value here and there."""
        return getattr(self.row(key), field), self.theirs(key, field)

    def outbox(self) -> list[tuple[str, dict[str, Any]]]:
        """The status of each edit, with what each of its fields is to be."""
        return [
            (edit.status, {name: pair["ours"] for name, pair in edit.changes.items()})
            for edit in OutgoingEdit.objects.order_by("pk")
        ]

    def conflicts(self) -> list[tuple[str, Any, Any, Any]]:
        """Field, base, ours and theirs of each open conflict."""
        rows = FieldConflict.objects.open().order_by("field", "external_id")
        return [(row.field, row.base, row.ours, row.theirs) for row in rows]

    def noted(self, log: SyncLog) -> list[tuple[str, dict[str, Any]]]:
        """What a run says that it changed."""
        changes = RowChange.objects.filter(sync_log=log).order_by("pk")
        return [(change.label, change.after) for change in changes]
