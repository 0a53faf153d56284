"""An agency whose system leaves files in its drop, and the runs that bring them in. Everything is real but the system."""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from integrations import runs
from integrations.models import Connection, ImportFile, SyncIssue, SyncLog
from integrations.sync.engine import execute
from tests.factories import a_file_connection, an_agency
from tests.integrations.files.test_drops import write
from tests.integrations.office import assert_counts_add_up

OWNERS = "Ownership Id,Ownership Name,Property Address,Email,Mobile,ABN"
PROPERTIES = "Property Id,Property Address,Suburb,State,Post Code,Bedrooms,Bathrooms,Ownership Id"
# The same list as people export it who have switched the ids off.
HOUSES = "Property Address,Suburb,State,Post Code,Bedrooms,Bathrooms"
LEASES = "Tenancy Id,Tenancy Name,Property Id,Property Address,Rent Amount,Rent Period,Lease Start,Lease End,Effective Paid To"
CHECKS = "Compliance Id,Property Id,Property Address,Compliance Category,Last Service Date,Expiry Date"

P1 = "P-1,1 Wattle Street,Ultimo,NSW,2007,2,1,"
P2 = "P-2,2 Wattle Street,Ultimo,NSW,2007,3,2,"
L1 = "T-1,Tim Tenant,P-1,1 Wattle Street,650.00,Weekly,14/03/2025,13/03/2026,27/11/2026"
L2 = "T-2,Tess Tenant,P-2,2 Wattle Street,700.00,Weekly,1/02/2025,31/01/2026,20/11/2026"


def a_list(headings: str, *rows: str) -> bytes:
    """A CSV file."""
    return "\r\n".join((headings, *rows, "")).encode()


@dataclass
class Nights:
    """One agency's nights. Files are as old as they are put in order: each a minute younger than the one before."""

    connection: Connection
    at: datetime = field(default_factory=lambda: datetime(2026, 7, 1, tzinfo=UTC))

    def put(self, key: str, *rows: str | bytes) -> Path:
        """A file in the drop: bytes as they are, or headings and rows."""
        content = rows[0] if isinstance(rows[0], bytes) else a_list(*rows)  # type: ignore[arg-type]
        path = write(self.connection.agency, key, content)
        self.at += timedelta(minutes=1)
        os.utime(path, (self.at.timestamp(), self.at.timestamp()))
        return path

    def run(self, sync_type: str = SyncLog.Type.INCREMENTAL, **more: Any) -> SyncLog:
        """The log of a run, carried out here and now; the one that is queued already where there is one. Its counts add up."""
        queued = SyncLog.objects.live().filter(connection=self.connection).first()
        log = queued or self.request(sync_type, **more)
        execute(log.pk)
        log.refresh_from_db()
        assert_counts_add_up(log)
        return log

    def request(self, sync_type: str = SyncLog.Type.INCREMENTAL, **more: Any) -> SyncLog:
        """The log of a run that is queued."""
        return runs.request_sync(self.fresh(), sync_type, SyncLog.Trigger.SCHEDULE, to_worker=False, **more)

    def fresh(self) -> Connection:
        """The connection as it stands in the database."""
        return Connection.objects.select_related("agency").get(pk=self.connection.pk)

    def file(self, name: str) -> ImportFile:
        """The last file of that name."""
        files = ImportFile.objects.filter(agency=self.connection.agency, drop_key__endswith=name)
        found = files.order_by("as_of", "found_at").last()
        assert found is not None, name
        return found

    def issues(self) -> set[tuple[str, str, str]]:
        """Kind, row and code of every open issue."""
        issues = SyncIssue.objects.open().filter(connection=self.connection)
        return set(issues.values_list("kind", "external_id", "code"))

    def issue(self, code: str) -> SyncIssue:
        """The one open issue of that code."""
        return SyncIssue.objects.open().defer(None).get(connection=self.connection, code=code)


def some_nights(provider: str = "propertytree", **given: Any) -> Nights:
    """Nights of a new agency."""
    agency = an_agency(**given)
    later = timezone.now() + timedelta(days=1)
    return Nights(a_file_connection(agency, provider, next_sync_at=later))
