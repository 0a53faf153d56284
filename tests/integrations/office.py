"""An agency at work with the sandbox: signs in, maps, syncs, and looks at what it has."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from agencies.models import Agency, User
from integrations import connecting, mapping, runs
from integrations.models import Connection, PropertyMapping, RentBalance, SyncIssue, SyncLog
from integrations.sync.engine import execute
from portfolio.models import Contact, Inspection, Lease, MaintenanceJob, Owner, Property, Tenant, Transaction
from tests.factories import a_member, an_agency
from tests.sandbox_server import SandboxServer

CALLBACK = "http://localhost:8000/api/integrations/propertyme/callback"
SUM = ("created", "updated", "unchanged", "held", "rejected")
# What is never the same in two runs, or says only when a row was written.
PASSING = {"id", "created_at", "updated_at", "synced_at", "withdrawn_at", "fingerprint", "agency", "connection"}
SYNCED = (Contact, Inspection, Lease, MaintenanceJob, Owner, Property, Tenant)


@dataclass
class Office:
    """One agency, the person who connects, and the connection under test."""

    vendor: SandboxServer
    agency: Agency
    user: User
    connection: Connection

    def sync(self, sync_type: str = SyncLog.Type.INCREMENTAL, kinds: tuple[Any, ...] = ()) -> SyncLog:
        """The log of a run, carried out here and now; the one that is queued already where there is one."""
        log = SyncLog.objects.live().filter(connection=self.connection).first() or self.request(sync_type, kinds)
        execute(log.pk)
        log.refresh_from_db()
        assert_counts_add_up(log)
        return log

    def request(self, sync_type: str = SyncLog.Type.INCREMENTAL, kinds: tuple[Any, ...] = ()) -> SyncLog:
        """The log of a run that is queued."""
        return runs.request_sync(self.fresh(), sync_type, SyncLog.Trigger.PERSON, user=self.user, kinds=kinds)

    def fresh(self) -> Connection:
        """The connection as it stands in the database, read as pages read it."""
        return Connection.objects.select_related("agency").get(pk=self.connection.pk)

    def map_all(self) -> mapping.AutoResult:
        """Every open property gets its suggested own one, or a new one."""
        return mapping.accept_suggestions(self.fresh(), 90, create_unmatched=True)

    def configure(self, **config: Any) -> None:
        """Set the connection's config."""
        Connection.objects.filter(pk=self.connection.pk).update(config=config)

    def issues(self) -> set[tuple[str, str, str]]:
        """Kind, row and code of every open issue."""
        issues = SyncIssue.objects.open().filter(connection=self.connection)
        return set(issues.values_list("kind", "external_id", "code"))

    def raw(self, collection: str, account: str = "first") -> dict[str, dict[str, Any]]:
        """The vendor's own rows by id."""
        rows = self.vendor.control("GET", f"propertyme/{collection}?account={account}")
        return {row["Id"]: row for row in rows if "Id" in row}

    def edit(self, collection: str, key: str, account: str = "first", quiet: bool = False, **values: Any) -> None:
        """Change a row at the vendor; `quiet` leaves its Timestamp alone."""
        query = urlencode({"account": account, "quiet": "1" if quiet else "0"})
        self.vendor.control("PATCH", f"propertyme/{collection}/{key}?{query}", values)

    def add(self, collection: str, like: str | None = None, **values: Any) -> str:
        """The key of a row that is new at the vendor."""
        query = f"?like={like}" if like else ""
        key: str = self.vendor.control("POST", f"propertyme/{collection}{query}", values)["key"]
        return key

    def remove(self, collection: str, key: str, account: str = "first") -> None:
        """Take a row away at the vendor without a word."""
        self.vendor.control("DELETE", f"propertyme/{collection}/{key}?account={account}")

    def advance(self, days: int = 1) -> list[dict[str, Any]]:
        """What the vendor says has changed while that many days passed."""
        changes: list[dict[str, Any]] = self.vendor.control("POST", "advance", {"days": days})["changes"]
        return [change for change in changes if change["provider"] == "propertyme"]

    def asked(self, path: str) -> list[dict[str, Any]]:
        """The requests that the vendor noted for paths which hold this text."""
        entries: list[dict[str, Any]] = self.vendor.control("GET", f"requests?path={path}")
        return entries


def assert_counts_add_up(log: SyncLog) -> None:
    """Every kind's rows went exactly one way."""
    for kind, count in log.counts.items():
        assert count["read"] == sum(count[name] for name in SUM), (kind, count)


def answer_of(authorization_url: str, **choices: str) -> dict[str, str]:
    """What the vendor sends the browser back with when a person allows everything, or as `choices` say."""
    reply = requests.get(
        f"{authorization_url}&{urlencode({'auto': '1', **choices})}", allow_redirects=False, timeout=10
    )
    assert reply.status_code == 302, reply.text
    return {name: values[0] for name, values in parse_qs(urlsplit(reply.headers["Location"]).query).items()}


def sign_in(user: User, agency: Agency, connection: Connection | None = None, **choices: str) -> Connection:
    """The connection after a whole sign-in over the sandbox's pages."""
    beginning = connecting.begin(user, agency, "propertyme", "browser", CALLBACK, connection)
    answer = answer_of(beginning.authorization_url, **choices)
    return connecting.finish(user, answer["state"], answer.get("code", ""), answer.get("error", ""), "browser")


def signed_in(vendor: SandboxServer, agency: Agency | None = None, **choices: str) -> Office:
    """An office whose account has just been connected."""
    agency = agency or an_agency()
    user = a_member(agency)
    return Office(vendor, agency, user, sign_in(user, agency, **choices))


def portfolio() -> dict[str, list[dict[str, Any]]]:
    """All rows that syncs have written, without what is never the same twice: two runs that did the same give the same."""
    return {
        model.__name__: sorted(map(_plain, model._default_manager.all()), key=lambda row: (row["_"], str(row)))
        for model in (*SYNCED, Transaction, PropertyMapping, RentBalance)
    }


def _plain(row: Any) -> dict[str, Any]:
    """A row's own columns, with the rows that it points at by the vendor's ids."""
    values = {"_": getattr(row, "external_id", None) or getattr(row, "provider_transaction_id", "") or ""}
    for field in row._meta.concrete_fields:
        if field.name in PASSING:
            continue
        value = getattr(row, field.name)
        values[field.name] = getattr(value, "external_id", value) if field.is_relation else value
    for field in row._meta.many_to_many:
        values[field.name] = sorted(getattr(row, field.name).values_list("external_id", flat=True))
    values["is_withdrawn"] = getattr(row, "withdrawn_at", None) is not None
    return values
