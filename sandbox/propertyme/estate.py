"""One portfolio's rows, the indexes over them, and what happens when a row is touched."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sandbox.clock import Clock
from sandbox.propertyme.wire import id_from, instant, ticks

Row = dict[str, Any]
COLLECTIONS = (
    "lots",
    "sales",
    "tenancies",
    "contacts",
    "ownerships",
    "jobs",
    "quotations",
    "inspections",
    "members",
    "bills",
)
STEP = 1_234_567  # ticks between two changes of one moment


class Estate:
    """The tables of one portfolio. A row carries what its change feed shows, nulls left out."""

    def __init__(self, account: str, agency: str, customer_id: str, clock: Clock) -> None:
        self.account = account
        self.agency = agency
        self.customer_id = customer_id
        self.clock = clock
        self.tables: dict[str, dict[str, Row]] = {name: {} for name in COLLECTIONS}
        self.folios: dict[str, int] = {}  # contact -> folio number
        self.last_tick = 0
        self.encoded: dict[tuple[str, str], dict[Any, bytes]] = {}
        self.joined: dict[Any, bytes] = {}
        self._quotes_of_job: dict[str, list[str]] | None = None

    def __getitem__(self, collection: str) -> dict[str, Row]:
        return self.tables[collection]

    def put(self, collection: str, row: Row) -> Row:
        """The row itself, entered under its id."""
        self.tables[collection][row["Id"]] = row
        self.forget(collection, row["Id"])
        return row

    def stamp(self, moment: datetime) -> int:
        """A cursor value for a row changed at that moment; used while building, in order of time."""
        fraction = self.last_tick * 7919 % 9_999_991  # some of a second, so that all eighteen digits matter
        self.last_tick = max(self.last_tick + STEP, ticks(moment) + fraction)
        return self.last_tick

    def touch(self, collection: str, key: str, *, updated: bool = True) -> None:
        """Give a row the next cursor value and, unless told otherwise, a new UpdatedOn."""
        row = self.tables[collection][key]
        self.last_tick = max(self.last_tick + STEP, ticks(self.clock.now))
        if collection in ("lots", "contacts", "jobs", "inspections", "bills"):
            row["Timestamp"] = self.last_tick
        if updated and collection not in ("quotations", "members", "sales"):
            row["UpdatedOn"] = instant(self.moment())
        self.forget(collection, key)

    def moment(self) -> datetime:
        """Now by the sandbox's clock, a little later with every change."""
        first = ticks(self.clock.now)
        return self.clock.now + timedelta(microseconds=max(0, self.last_tick - first) // 10)

    def forget(self, collection: str, key: str) -> None:
        """Drop the encoded bytes that no longer hold after a change of this row."""
        self.encoded.pop((collection, key), None)
        self.joined.clear()
        if collection == "quotations":
            self._quotes_of_job = None

    def quotes_of(self, job_id: str) -> list[str]:
        """Keys of the quotations of one job, oldest first."""
        if self._quotes_of_job is None:
            self._quotes_of_job = {}
            for key, row in self.tables["quotations"].items():
                self._quotes_of_job.setdefault(str(row.get("JobTaskId")), []).append(key)
        return self._quotes_of_job.get(job_id, [])

    def find(self, collection: str, key: object) -> Row:
        """The row, or an empty one: rows may point to nothing."""
        return self.tables[collection].get(str(key), {})

    def folio_id(self, key: str) -> str:
        """The folio of a contact or ownership: it has no row of its own."""
        return id_from(self.customer_id, "folio", key)

    def folio_code(self, kind: str, key: object) -> str:
        """`OWN00087`, `TEN00412`, `SUP00019`; empty for a contact without folio."""
        number = self.folios.get(str(key))
        return f"{kind}{number:05d}" if number else ""
