"""Workers that are shot while they write back: nothing is made twice, nothing is lost, and both sides end alike."""

from pathlib import Path
from typing import Any

import pytest

from integrations.models import OutgoingEdit
from integrations.twoway.creating import create
from integrations.twoway.editing import edit
from integrations.twoway.outcomes import Outcomes
from portfolio.models import Property, Tenant
from providers.choices import Kind
from providers.client import Client
from providers.rentmanager import RentManager
from tests.integrations.companies import SLUG, asked
from tests.integrations.rentmanager.office import (
    BOTH_WAYS,
    Company,
    die,
    in_step,
    minutes_later,
    rows,
    shot,
    standing,
)
from tests.processes import Worker, wait_until
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db(transaction=True)
NEW = {"first_name": "Dora", "last_name": "Doe", "email": "dora@example.com"}
NEW_ADDRESS = "pushed@example.com"


@pytest.fixture
def office(companies: SandboxServer) -> Company:
    """A small location that is written back to."""
    return in_step(companies, location="2", **BOTH_WAYS)


def begin(office: Company, kind: str) -> None:
    """A person edits a tenant here, or makes a prospect."""
    if kind == "edit":
        edit(somebody(office), {"email": NEW_ADDRESS}, office.user)
    else:
        home = Property.objects.filter(agency=office.agency).order_by("external_id")[0]
        create(Kind.PROSPECT, NEW | {"property_id": home.pk}, office.user, office.fresh())


def somebody(office: Company) -> Tenant:
    tenants = Tenant.objects.filter(agency=office.agency).exclude(email="").order_by("external_id")
    return tenants[0]


def arrived(office: Company, kind: str) -> list[dict[str, Any]]:
    """What the vendor has of it."""
    if kind == "edit":
        return [row for row in office.theirs("Contacts").values() if row.get("Email") == NEW_ADDRESS]
    return [row for row in office.theirs("Prospects").values() if row.get("LastName") == "Doe"]


def arrived_tenants(office: Company) -> list[dict[str, Any]]:
    """The tenants that bear their new name at the vendor."""
    return [row for row in office.theirs("Tenants").values() if row.get("FirstName") == "Augusta"]


def posts(vendor: SandboxServer) -> int:
    """How many writes reached the vendor."""
    return posts_to(vendor, "Contacts") + posts_to(vendor, "Prospects")


def posts_to(vendor: SandboxServer, path: str) -> int:
    """How many reached one list."""
    return sum(entry["method"] == "POST" for entry in asked(vendor, path))


def finish(office: Company) -> None:
    """Minutes go by, twice, in which the outbox is pushed; then a night comes."""
    for _ in range(2):
        minutes_later()
        office.push()
    assert office.run("full").status == "completed"


def assert_once(office: Company, kind: str) -> None:
    """It is at the vendor once and here once, and the rows are those of somebody who begins now."""
    assert {(edit.status, str(edit.error)) for edit in OutgoingEdit.objects.all()} == {("sent", "None")}
    assert len(arrived(office, kind)) == 1
    assert standing(rows(office)) == standing(rows(in_step(office.vendor, location="2")))


@pytest.mark.parametrize("kind", ["edit", "new row"])
@pytest.mark.parametrize(
    ("where", "what", "reached"),
    [
        pytest.param(Client, "post", 0, id="before it is sent"),
        pytest.param(Outcomes, "sent", 1, id="before the answer is written down"),
    ],
)
def test_a_worker_that_is_shot(
    office: Company, monkeypatch: pytest.MonkeyPatch, kind: str, where: type, what: str, reached: int
) -> None:
    begin(office, kind)

    with monkeypatch.context() as patch:
        patch.setattr(where, what, die)
        was_shot = shot(office.push)
    left = OutgoingEdit.objects.get().status
    at_once, sent_by_then = office.push(), posts(office.vendor)
    finish(office)

    assert (was_shot, left, at_once, sent_by_then) == (True, "sending", 0, reached)
    assert posts(office.vendor) == 1
    assert_once(office, kind)


@pytest.mark.parametrize(
    ("kind", "where", "what"),
    [
        pytest.param("edit", RentManager, "fetch", id="an edit, before it is looked for"),
        pytest.param("edit", Outcomes, "compared", id="an edit, before what was found is written down"),
        pytest.param("new row", RentManager, "find_created", id="a new row, before it is looked for"),
        pytest.param("new row", Outcomes, "_arrive", id="a new row, while what was found is written down"),
    ],
)
def test_a_worker_that_is_shot_while_it_looks_what_became_of_an_edit(
    office: Company, monkeypatch: pytest.MonkeyPatch, kind: str, where: type, what: str
) -> None:
    begin(office, kind)
    with monkeypatch.context() as patch:
        patch.setattr(Outcomes, "sent", die)
        assert shot(office.push)
    minutes_later()

    with monkeypatch.context() as patch:
        patch.setattr(where, what, die)
        was_shot = shot(office.push)
    left = OutgoingEdit.objects.get().status
    finish(office)

    assert (was_shot, left, posts(office.vendor)) == (True, "unknown", 1)
    assert_once(office, kind)


def test_a_worker_that_is_shot_between_the_two_parts_of_an_edit(
    office: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(somebody(office), {"email": NEW_ADDRESS, "first_name": "Augusta"}, office.user)
    post = Client.post

    def dying(client: Client, path: str, *more: Any) -> Any:
        return die() if path == "Tenants" else post(client, path, *more)

    with monkeypatch.context() as patch:
        patch.setattr(Client, "post", dying)
        was_shot = shot(office.push)
    half = [row.get("FirstName") for row in arrived_tenants(office)]
    at_once = office.push()
    finish(office)

    assert (was_shot, half, at_once) == (True, [], 0)
    assert len(arrived_tenants(office)) == 1
    assert [posts_to(office.vendor, path) for path in ("Contacts", "Tenants")] == [1, 1]
    assert_once(office, "edit")


def test_a_real_worker_that_is_killed_after_the_vendor_has_stored_a_new_row(
    office: Company, companies: SandboxServer, tmp_path: Path
) -> None:
    companies.fault("Prospects", "stored_then_lost", provider=SLUG, seconds=30.0)

    with Worker(companies, tmp_path) as worker:
        begin(office, "new row")
        wait_until(lambda: arrived(office, "new row"))
        worker.kill()
    left = OutgoingEdit.objects.get().status
    office.run()
    finish(office)

    assert left == "sending"
    assert posts(companies) == 1
    assert_once(office, "new row")
