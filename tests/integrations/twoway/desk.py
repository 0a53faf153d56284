"""A small vendor on a real socket: keeps contacts, guards them by version, takes arrays of changes, and may lose its answers."""

import json
import re
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import msgspec

from providers.base import Change, Feed, Identity, Kind, Outcome, Page, Provider, Record, Reply, Since, Write
from providers.errors import RefusedError, StaleError
from providers.records import ContactRecord

FIELDS = ("name", "company", "email", "phone")


@dataclass
class Vendor:
    """What the vendor keeps, how it misbehaves, and what it was asked. `posts` holds each array of changes that reached it.
    `lose` answers are dropped after the change was stored; `down` requests are turned away; `gate` holds answers to writes;
    `guards` False takes any version."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    posts: list[list[dict[str, Any]]] = field(default_factory=list)
    lose: int = 0
    down: int = 0
    guards: bool = True
    tidies_phones: bool = False
    refuses: str = ""
    is_signed_out: bool = False
    gate: threading.Event | None = None
    reached: threading.Event = field(default_factory=threading.Event)
    versions: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def has(self, **values: str) -> str:
        """The id of a row that is new there."""
        with self.lock:
            key = f"c{len(self.rows) + 1}"
            blank = dict.fromkeys((*FIELDS, "comment"), "")
            self.rows[key] = blank | {"custom": {}} | values | {"id": key}
            return self.changes(key)

    def changes(self, key: str, **values: Any) -> str:
        """Somebody changes a row there; its id."""
        with self.lock:
            self.versions += 1
            self.rows[key] |= values | {"version": f"{self.versions}@{datetime.now(UTC).isoformat()}"}
            return key

    def take(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What becomes of an array of changes."""
        with self.lock:
            self.posts.append(items)
            return [self._take(item) for item in items]

    def _take(self, item: dict[str, Any]) -> dict[str, Any]:
        values, key = dict(item["values"]), item.get("id") or ""
        if self.refuses and self.refuses in values.values():
            return {"key": item["key"], "status": "refused"}
        if key and self.guards and self.rows[key]["version"] != item["version"]:
            return {"key": item["key"], "status": "stale"}
        own = {name.removeprefix("custom."): values.pop(name) for name in list(values) if name.startswith("custom.")}
        if self.tidies_phones and "phone" in values:
            values["phone"] = " ".join(re.findall("..?", re.sub(r"\D", "", values["phone"])))
        key = key or self.has(comment=item.get("marker", ""))
        self.changes(key, custom=self.rows[key]["custom"] | own, **values)
        return {"key": item["key"], "status": "saved", "row": self.rows[key]}


class Server:
    """The vendor listening, from `with` to its end. `url` is where."""

    def __init__(self) -> None:
        self.vendor = vendor = Vendor()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                with vendor.lock:
                    rows = [dict(row) for row in vendor.rows.values() if _is_asked_for(row, query)]
                self.answer(rows)

            def do_POST(self) -> None:
                items = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if vendor.is_signed_out or vendor.down:
                    self.answer({})
                    return
                results = vendor.take(items)
                vendor.reached.set()
                if vendor.gate is not None:
                    vendor.gate.wait(30)
                if vendor.lose:
                    vendor.lose -= 1
                    self.close_connection = True
                    self.connection.shutdown(2)
                    return
                self.answer(results)

            def answer(self, value: Any) -> None:
                status = 401 if vendor.is_signed_out else 503 if vendor.down else 200
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                if vendor.down:
                    self.send_header("Retry-After", "900")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *of: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _is_asked_for(row: Mapping[str, Any], query: Mapping[str, str]) -> bool:
    if "ids" in query:
        return row["id"] in query["ids"].split(",")
    if "comment" in query:
        return query["comment"] == row["comment"]
    return int(row["version"].partition("@")[0]) >= int(query.get("since", 0))


class Row(Reply):
    """One contact."""

    id: str
    version: str
    name: str
    company: str = ""
    email: str = ""
    phone: str = ""
    custom: dict[str, str] = {}


class Result(msgspec.Struct):
    """What became of one change."""

    key: str
    status: str
    row: Row | None = None


def to_contact(row: Row) -> ContactRecord:
    return ContactRecord(
        external_id=row.id,
        version=row.version,
        name=row.name,
        company=row.company,
        email=row.email,
        phone=row.phone,
        custom=tuple(row.custom.items()),
    )


SINCE = Since(
    "since",
    mark=lambda row: int(row.version.partition("@")[0]),
    ask=lambda mark: str(max(0, int(mark) - 100)),
    repeats=True,
)


class Desk(Provider):
    """Speaks with it."""

    slug = "desk"
    label = "Desk"
    feeds = (Feed(Kind.CONTACT, "contacts", Row, to_contact, since=SINCE, whole_from_start=True),)
    writes = (Write(Kind.CONTACT, (*FIELDS, "custom"), ("name", "email", "phone"), batch=100),)

    def identify(self) -> Identity:
        """The only account."""
        return Identity("desk-1", "Desk account")

    def fetch(self, kind: Kind, external_ids: Collection[str]) -> Iterator[Page]:
        """Rows by id."""
        yield Page(tuple(self._rows({"ids": ",".join(sorted(external_ids))})), is_last=True)

    def push(self, kind: Kind, changes: Sequence[Change]) -> list[Outcome]:
        """New rows one by one, as of vendors that cannot be told not to make them twice; the others in one array."""
        new = [[change] for change in changes if not change.external_id]
        old = [change for change in changes if change.external_id]
        return [outcome for part in (*new, old) if part for outcome in self._push(part)]

    def _push(self, changes: Sequence[Change]) -> list[Outcome]:
        items = [
            {"key": one.key, "id": one.external_id, "version": one.version, "values": one.values, "marker": one.marker}
            for one in changes
        ]
        answer = self.client.post("contacts", items)
        return [outcome_of(result) for result in self.client.decode(answer.body, list[Result], "contacts")]

    def find_created(self, kind: Kind, change: Change) -> Record | None:
        """By the marker in its comment."""
        return next(iter(self._rows({"comment": change.marker})), None)

    @classmethod
    def changed_at(cls, version: str) -> datetime | None:
        """The second half of the version."""
        return datetime.fromisoformat(version.partition("@")[2])

    def _rows(self, params: Mapping[str, str]) -> list[ContactRecord]:
        return [to_contact(row) for row in self.client.get_as(list[Row], "contacts", params)]


def outcome_of(result: Result) -> Outcome:
    if result.row is not None:
        return Outcome(result.key, to_contact(result.row))
    if result.status == "stale":
        return Outcome(result.key, error=StaleError("The row has changed at Desk."))
    return Outcome(result.key, error=RefusedError("Desk does not take this change."))
