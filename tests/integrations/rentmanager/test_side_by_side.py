"""Many at work on one location at once: pages read side by side, and two worker processes of which one pulls and one pushes."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from celery import current_app
from django.db.models import Q

from integrations.models import FieldConflict, OutgoingEdit, SyncLog
from integrations.runs import RUN_SYNC
from integrations.twoway.conflicts import decide_many
from integrations.twoway.creating import create
from integrations.twoway.editing import edit
from integrations.twoway.queueing import PUSH_OUTBOX
from portfolio.models import Property, Prospect, Tenant
from providers.choices import Kind
from tests.integrations.companies import SLUG, asked
from tests.integrations.rentmanager.office import (
    BOTH_WAYS,
    Company,
    in_step,
    minutes_later,
    rows,
    signed_in,
    standing,
    under_way,
)
from tests.processes import Worker, wait_until
from tests.sandbox_server import SandboxServer

PULLS, PUSHES, TURNS = "pulls", "pushes", 3


@pytest.mark.django_db(transaction=True)
def test_pages_that_eight_read_side_by_side_give_the_rows_that_one_reads_in_turn(companies: SandboxServer) -> None:
    one, eight = signed_in(companies), signed_in(companies)
    companies.control("PATCH", "settings", {"page_cap": 50})

    logs = [
        one.run("full", max_workers=1, batch_size=100),
        eight.run("full", max_workers=8, batch_size=100),
    ]

    assert [(log.status, log.errors) for log in logs] == [("completed", [])] * 2
    assert logs[0].counts == logs[1].counts
    assert len(asked(companies, "Charges")) > 20
    assert rows(one) == rows(eight)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("workers", [8, 3])
def test_as_many_pages_as_were_allowed_are_on_their_way_at_once(companies: SandboxServer, workers: int) -> None:
    office = signed_in(companies)
    companies.control("PATCH", "settings", {"page_cap": 50})
    companies.fault("Charges", "held", provider=SLUG, after=1, times=None, seconds=60)
    log = office.waiting("full", max_workers=workers)

    with under_way(log, "charges"):
        try:
            wait_until(lambda: len(held(companies)) >= workers)
            together = held(companies)
        finally:
            companies.control("DELETE", "faults")

    assert (log.status, log.errors) == ("completed", [])
    assert sorted(page_of(address) for address in together) == list(range(2, workers + 2))


@pytest.mark.django_db(transaction=True)
def test_two_workers_of_which_one_pulls_and_one_pushes_the_same_rows_leave_both_sides_alike(
    companies: SandboxServer, tmp_path: Path
) -> None:
    office = in_step(companies, location="2", **BOTH_WAYS)
    people = list(Tenant.objects.filter(agency=office.agency).exclude(email="").order_by("external_id")[:6])
    home = Property.objects.filter(agency=office.agency).order_by("external_id")[0]

    with Worker(companies, tmp_path, PULLS) as pulls, Worker(companies, tmp_path, PUSHES) as pushes:
        for turn in range(TURNS):
            office.change("Contacts", contact_of(office, people[0]), Email=f"theirs.{turn}@example.com")
            edit(people[0], {"email": f"ours.{turn}@example.com"}, office.user)
            log = office.waiting("full")
            current_app.send_task(RUN_SYNC, [str(log.pk)], queue=PULLS)
            for at, person in enumerate(people[1:]):
                push(office)
                edit(person, {"email": f"ours.{turn}.{at}@example.com"}, office.user)
                office.change("Tenants", own_id(person), FirstName=f"Theirs {turn} {at}")
            create(Kind.PROSPECT, a_prospect(turn, home), office.user, office.fresh())
            push(office)
            wait_until(lambda: not SyncLog.objects.live().exists())
        wait_until(is_at_rest)
    both_sides = FieldConflict.objects.count()
    settle(office)

    assert [(has_done(worker, RUN_SYNC), has_done(worker, PUSH_OUTBOX)) for worker in (pulls, pushes)] == [
        (True, False),
        (False, True),
    ]
    assert both_sides
    assert not OutgoingEdit.objects.waiting().exists() and not FieldConflict.objects.open().exists()
    assert {
        own_id(row): (row.first_name, row.email) for row in Tenant.objects.filter(pk__in=[p.pk for p in people])
    } == {
        own_id(person): (office.theirs("Tenants")[own_id(person)]["FirstName"], address_of(office, person))
        for person in people
    }
    made = [row["LastName"] for row in office.theirs("Prospects").values() if row.get("FirstName") == "Dora"]
    assert sorted(made) == [f"Doe {turn}" for turn in range(TURNS)]
    assert Prospect.objects.filter(agency=office.agency, first_name="Dora").count() == TURNS
    assert standing(rows(office)) == standing(rows(in_step(companies, location="2")))


def held(vendor: SandboxServer) -> list[str]:
    """The addresses that the vendor is asked for and has not answered."""
    addresses: list[str] = vendor.control("GET", "faults/held")
    return addresses


def page_of(address: str) -> int:
    return int(parse_qs(urlsplit(address).query)["pagenumber"][0])


def push(office: Company) -> None:
    """The worker that pushes is told."""
    current_app.send_task(PUSH_OUTBOX, [str(office.connection.pk)], queue=PUSHES)


def has_done(worker: Worker, task: str) -> bool:
    """Whether the worker was given such a task."""
    return f"Task {task}[" in worker.log.read_text()


def is_at_rest() -> bool:
    """Whether nothing is on the wire, or about to be."""
    on_the_way = Q(status="sending") | Q(status="pending", not_before__isnull=True)
    return not OutgoingEdit.objects.filter(on_the_way).exists()


def settle(office: Company) -> None:
    """A person decides what both sides changed, and what waits is pushed and read."""
    for _ in range(3):
        assert office.run("full").status == "completed"
        decide_many(office.fresh(), "tenants", "email", "ours", office.user)
        minutes_later()
        office.push()
    assert office.run("full").status == "completed"


def a_prospect(turn: int, home: Property) -> dict[str, Any]:
    return {
        "first_name": "Dora",
        "last_name": f"Doe {turn}",
        "email": f"dora.{turn}@example.com",
        "property_id": home.pk,
    }


def own_id(row: Tenant) -> str:
    return str(row.external_id).rpartition(":")[2]


def contact_of(office: Company, person: Tenant) -> str:
    """The id of a tenant's main contact at the vendor."""
    found = office.theirs("Contacts")
    return next(key for key, row in found.items() if is_main(row, own_id(person)))


def address_of(office: Company, person: Tenant) -> str:
    address: str = office.theirs("Contacts")[contact_of(office, person)]["Email"]
    return address


def is_main(contact: dict[str, Any], tenant: str) -> bool:
    return contact["ParentType"] == "Tenant" and str(contact["ParentID"]) == tenant and contact["IsPrimary"]
