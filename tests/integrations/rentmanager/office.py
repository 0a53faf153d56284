"""An agency at work with one location of a company: signs in by its form, syncs, edits, pushes, and is compared with a twin."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from django.db import connections, models
from django.utils import timezone

from agencies.models import Agency, User
from integrations import runs
from integrations.models import Connection, OutgoingEdit, PropertyMapping, SyncLog
from integrations.sync.engine import execute
from integrations.sync.targets import TARGETS
from integrations.twoway.pushing import push_waiting
from providers.rentmanager.written import WRITINGS
from tests.factories import a_member, an_agency
from tests.integrations.companies import LOGIN, SLUG, connect
from tests.integrations.office import PASSING, Office
from tests.processes import wait_until
from tests.sandbox_server import SandboxServer

Rows = dict[str, list[dict[str, Any]]]
RowOf = TypeVar("RowOf", bound=models.Model)
BOTH_WAYS = {"directions": {writing.kind.value: "both" for writing in WRITINGS}}
# The collections that tests look at, by the name of their key.
KEYS = {
    "Appointments": "AppointmentID",
    "ArchitecturalRequests": "ArchitecturalRequestID",
    "Charges": "ChargeID",
    "Contacts": "ContactID",
    "LeaseRenewals": "LeaseRenewalID",
    "Leases": "LeaseID",
    "Owners": "OwnerID",
    "Prospects": "ProspectID",
    "RecurringCharges": "RecurringChargeID",
    "Screenings": "ScreeningID",
    "ServiceManagerIssues": "ServiceManagerIssueID",
    "Tenants": "TenantID",
    "Units": "UnitID",
    "Vendors": "VendorID",
    "Violations": "ViolationID",
}
SYNCED = {target.model for target in TARGETS.values()}


class Company(Office):
    """An office whose connection is one location of a company. Every property comes in by itself."""

    def configure(self, **config: Any) -> None:
        """Set some of the connection's config; the rest stays."""
        Connection.objects.filter(pk=self.connection.pk).update(config=self.fresh().config | config)

    def run(self, sync_type: str = SyncLog.Type.INCREMENTAL, **options: Any) -> SyncLog:
        """The log of a run with these options, carried out here and now."""
        log = self.waiting(sync_type, **options)
        execute(log.pk)
        log.refresh_from_db()
        return log

    def waiting(self, sync_type: str = SyncLog.Type.INCREMENTAL, **options: Any) -> SyncLog:
        """The log of a run that no worker is told of."""
        return runs.request_sync(
            self.fresh(), sync_type, SyncLog.Trigger.PERSON, user=self.user, options=options, to_worker=False
        )

    def push(self) -> int:
        """The outbox is pushed."""
        return push_waiting(self.connection.pk)

    @property
    def account(self) -> str:
        """The location by the vendor's names: company and number."""
        return str(self.connection.provider_user_id)

    def theirs(self, collection: str) -> dict[str, dict[str, Any]]:
        """The vendor's own rows by id."""
        found = self.vendor.control("GET", f"{SLUG}/{collection}?account={self.account}")
        return {str(row[KEYS[collection]]): row for row in found}

    def row(self, model: type[RowOf], key: str) -> RowOf:
        """Our row of the vendor's id."""
        named = self.account.replace("/", ":")
        found: RowOf = model._default_manager.get(agency=self.agency, external_id=f"{named}:{key}")
        return found

    def change(self, collection: str, key: str, **values: Any) -> None:
        """Somebody changes a row at the vendor."""
        self.vendor.control("PATCH", f"{SLUG}/{collection}/{key}?account={self.account}", values)

    def take_away(self, collection: str, key: str) -> None:
        """A row is deleted at the vendor, and nobody says so."""
        self.vendor.control("DELETE", f"{SLUG}/{collection}/{key}?account={self.account}")

    def advance(self, days: int = 1) -> list[dict[str, Any]]:
        """What the vendor says has changed while that many days passed."""
        changes: list[dict[str, Any]] = self.vendor.control("POST", "advance", {"days": days})["changes"]
        return [change for change in changes if change["provider"] == SLUG]


def signed_in(
    vendor: SandboxServer, agency: Agency | None = None, location: str = "1", user: User | None = None, **config: Any
) -> Company:
    """An office whose location has just been connected; nothing is read yet, and no run waits."""
    agency = agency or an_agency()
    user = user or a_member(agency)
    connection = connect({**LOGIN, "location": location}, agency=agency, user=user)
    SyncLog.objects.filter(connection=connection).delete()
    Connection.objects.filter(pk=connection.pk).update(unmapped=Connection.Unmapped.CREATE)
    office = Company(vendor, agency, user, connection)
    office.configure(**config)
    return office


def in_step(vendor: SandboxServer, **config: Any) -> Company:
    """An office that has read everything there is."""
    office = signed_in(vendor, **config)
    assert office.run("full").status == "completed"
    return office


def rows(office: Office) -> Rows:
    """All rows of the office's agency, without what is never the same twice: two agencies that read the same have the same."""
    ids = {pk: key for model in SYNCED for pk, key in model._default_manager.values_list("pk", _id_of(model))}
    found = {model.__name__: _plain(model, ids, agency=office.agency) for model in SYNCED}
    return found | {"PropertyMapping": _plain(PropertyMapping, ids, connection__agency=office.agency)}


def standing(found: Rows) -> Rows:
    """These rows without what tells of the past: rows that are gone, and which of a house's leases moved last."""
    return {
        name: [row | {"metadata": None} if "metadata" in row else row for row in table if not row["is_withdrawn"]]
        for name, table in found.items()
    }


def _id_of(model: type[models.Model]) -> str:
    return next(target.id_column for target in TARGETS.values() if target.model is model)


def _plain(model: type[models.Model], ids: dict[Any, Any], **which: Any) -> list[dict[str, Any]]:
    """A model's rows with those that they point at by the vendor's ids."""
    columns = {field.attname: field for field in model._meta.concrete_fields if field.name not in PASSING}
    linked: dict[Any, dict[str, list[Any]]] = {}
    for link in model._meta.many_to_many:
        for pk, other in model._default_manager.filter(**which).values_list("pk", link.name):
            linked.setdefault(pk, {}).setdefault(link.name, []).append(ids.get(other))
    stamps = ("withdrawn_at",) if any(field.name == "withdrawn_at" for field in model._meta.concrete_fields) else ()
    found = []
    for row in model._default_manager.filter(**which).values("pk", *columns, *stamps):
        plain = {
            name: ids.get(row[name], row[name]) if field.is_relation else row[name] for name, field in columns.items()
        }
        plain |= {name: sorted(map(str, keys)) for name, keys in linked.get(row["pk"], {}).items()}
        found.append(plain | {"is_withdrawn": bool(stamps) and row["withdrawn_at"] is not None})
    return sorted(found, key=str)


@contextmanager
def under_way(log: SyncLog, feed: str) -> Iterator[None]:
    """The run goes on in a thread of its own and has come to this feed; at the end it is over."""
    thread = threading.Thread(target=_in_thread, args=(lambda: execute(log.pk),))
    thread.start()
    try:
        wait_until(SyncLog.objects.filter(pk=log.pk, activity__startswith=f"Reading {feed} ").exists, 30)
        yield
    finally:
        thread.join()
    log.refresh_from_db()


def _in_thread(step: Callable[[], object]) -> None:
    try:
        step()
    finally:
        connections.close_all()


def shot(step: Callable[[], object]) -> bool:
    """Whether a process of its own that carries out the step is shot on the way."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            step()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def die(*_: object, **__: object) -> None:
    """This process is gone."""
    os.kill(os.getpid(), signal.SIGKILL)


def minutes_later() -> None:
    """So much time passes for edits on their way that their worker is given up."""
    past = timezone.now() - timedelta(minutes=10)
    OutgoingEdit.objects.filter(status="sending").update(claimed_at=past)
    OutgoingEdit.objects.filter(not_before__isnull=False).update(not_before=past)
