"""The same against the companies' stand-in: its own guards, its own arrays, its own lost answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations.models import FieldConflict, OutgoingEdit
from integrations.twoway import conflicts, pushing
from integrations.twoway.creating import create
from integrations.twoway.editing import edit, edit_many
from portfolio.models import Contact, MaintenanceJob, Property, Prospect, Tenant
from providers.choices import Kind
from tests.integrations.companies import SLUG, asked, companies  # noqa: F401  (a fixture)
from tests.integrations.rentmanager.office import BOTH_WAYS, Company, in_step, minutes_later
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db
NEW = {"first_name": "Dora", "last_name": "Doe", "email": "dora@example.com"}


@pytest.fixture
def office(companies: SandboxServer) -> Company:  # noqa: F811
    """A location in step, whose kinds go both ways."""
    companies.control("PATCH", "settings", {"rate_limit": 100_000})
    return in_step(companies, **BOTH_WAYS)


def a_tenant(office: Company) -> tuple[str, Tenant]:
    """A tenant's id there with our row."""
    key = next(iter(office.theirs("Tenants")))
    return key, ours(office, Tenant, key)


def ours(office: Company, model: Any, key: str) -> Any:
    """Our row of the vendor's."""
    company, number = office.account.split("/")
    return model.objects.get(agency=office.agency, external_id=f"{company}:{number}:{key}")


def statuses() -> list[str]:
    return list(OutgoingEdit.objects.order_by("pk").values_list("status", flat=True))


def lose_next(office: Company, path: str, seconds: float = 0) -> None:
    office.vendor.fault(path, "stored_then_lost", provider=SLUG, seconds=seconds)


def test_edits_on_both_sides_of_different_fields_are_merged(office: Company) -> None:
    key, row = a_tenant(office)
    edit(row, {"first_name": "Augusta"}, office.user)
    office.change("Tenants", key, LastName="Byron")

    sent = office.push()
    office.run()

    row.refresh_from_db()
    there = office.theirs("Tenants")[key]
    assert (sent, statuses()) == (1, ["sent"])
    assert (there["FirstName"], there["LastName"]) == (row.first_name, row.last_name) == ("Augusta", "Byron")


def test_a_change_that_an_answer_showed_is_what_the_next_edit_starts_from(office: Company) -> None:
    key, row = a_tenant(office)
    edit(row, {"first_name": "Augusta"}, office.user)
    office.change("Tenants", key, LastName="Byron")
    office.push()
    row.refresh_from_db()
    seen = row.last_name

    edit(row, {"last_name": "Lovelace"}, office.user)
    office.push()

    assert (seen, FieldConflict.objects.count()) == ("Byron", 0)
    assert office.theirs("Tenants")[key]["LastName"] == "Lovelace"


def test_a_change_beside_a_part_with_a_guard_of_its_own_comes_in_before_it_can_be_overwritten(office: Company) -> None:
    key, row = a_tenant(office)
    office.change("Tenants", key, LastName="Byron")
    edit(row, {"email": "augusta@example.com"}, office.user)  # guarded by the contact's own stamp
    office.push()
    row.refresh_from_db()
    seen = row.last_name

    follower = edit(row, {"last_name": "Lovelace"}, office.user)
    office.push()

    assert follower is not None and follower.changes["last_name"]["base"] == "Byron"
    assert (seen, office.theirs("Tenants")[key]["LastName"]) == ("Byron", "Lovelace")


def test_edits_of_the_same_field_wait_for_a_decision_that_both_sides_then_have(office: Company) -> None:
    key, row = a_tenant(office)
    edit(row, {"last_name": "King"}, office.user)
    office.change("Tenants", key, LastName="Byron")

    office.push()
    (waiting,) = FieldConflict.objects.open()
    conflicts.decide(waiting, "edited", "Lovelace", office.user)
    office.push()
    log = office.run("full")

    row.refresh_from_db()
    assert (waiting.ours, waiting.theirs) == ("King", "Byron")
    assert (row.last_name, office.theirs("Tenants")[key]["LastName"]) == ("Lovelace", "Lovelace")
    assert log.counts["tenants"]["updated"] <= 1  # the name that the vendor shows follows its parts


def test_our_own_change_coming_back_is_none(office: Company) -> None:
    _, row = a_tenant(office)
    edit(row, {"email": "augusta@example.com"}, office.user)
    office.push()
    office.run()

    again = office.run("full")

    row.refresh_from_db()
    assert (row.email, statuses(), office.push()) == ("augusta@example.com", ["sent"], 0)
    assert {count["updated"] for count in again.counts.values()} == {0}


@pytest.mark.parametrize(
    ("kind", "values", "model", "collection", "named"),
    [
        pytest.param(
            Kind.PROSPECT,
            NEW,
            Prospect,
            "Prospects",
            ("LastName", "Doe"),
            id="prospect",
        ),
        pytest.param(
            Kind.MAINTENANCE_JOB,
            {"summary": "The gate squeaks", "description": "It does"},
            MaintenanceJob,
            "ServiceManagerIssues",
            ("Title", "The gate squeaks"),
            id="job",
        ),
    ],
)
def test_a_new_row_whose_answer_is_lost_is_made_once_on_both_sides(
    office: Company, kind: Kind, values: dict[str, Any], model: Any, collection: str, named: tuple[str, str]
) -> None:
    if kind in (Kind.MAINTENANCE_JOB, Kind.PROSPECT):
        values = values | {"property_id": str(Property.objects.filter(agency=office.agency, withdrawn_at=None)[0].pk)}
    before = model.objects.count()
    row = create(kind, values, office.user, office.fresh())
    lose_next(office, collection)

    office.push()
    office.run()
    minutes_later()
    office.push()
    log = office.run("full")

    field, value = named
    there = [key for key, one in office.theirs(collection).items() if one.get(field) == value]
    assert len(there) == 1 and ours(office, model, there[0]) == row
    assert (statuses(), model.objects.count()) == (["sent"], before + 1)
    assert log.counts[kind.value]["created"] == 0
    assert len([one for one in asked(office.vendor, collection) if one["method"] == "POST"]) == 1


def test_a_new_row_that_the_vendor_shows_in_a_form_that_cannot_be_read_waits_for_a_person_and_is_made_once(
    office: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = Property.objects.filter(agency=office.agency, withdrawn_at=None)[0]
    row = create(Kind.PROSPECT, NEW | {"property_id": str(house.pk)}, office.user, office.fresh())
    lose_next(office, "Prospects")
    with monkeypatch.context() as patch:
        patch.setattr(pushing, "look", lambda *of: None)
        office.push()
    (key,) = [key for key, one in office.theirs("Prospects").items() if one.get("LastName") == "Doe"]
    office.change("Prospects", key, RentMin=1e14)

    minutes_later()
    office.push()
    failed = OutgoingEdit.objects.get()
    told = failed.error
    conflicts.retry(failed, office.user)
    office.push()
    still = OutgoingEdit.objects.get()
    office.change("Prospects", key, RentMin=900)
    conflicts.retry(failed, office.user)
    office.push()
    office.run("full")

    assert told == {
        "code": "refused",
        "message": "Rent Manager has made this row, in a form that pmsync cannot read: RentMin is no sensible amount of money.",
        "action": "Correct RentMin at its source. Then try again.",
    }
    assert (still.status, set(statuses())) == ("failed", {"sent"})
    assert ours(office, Prospect, key) == row and Prospect.objects.filter(last_name="Doe").count() == 1
    assert len([one for one in office.theirs("Prospects").values() if one.get("LastName") == "Doe"]) == 1
    assert len([one for one in asked(office.vendor, "Prospects") if one["method"] == "POST"]) == 1


def test_an_edit_whose_answer_takes_too_long_is_found_and_not_sent_again(office: Company, settings: Any) -> None:
    key, row = a_tenant(office)
    edit(row, {"first_name": "Augusta"}, office.user)
    settings.PROVIDERS_TIMEOUT_SECONDS = 2
    lose_next(office, "Tenants", seconds=30)

    office.push()
    office.push()

    assert (statuses(), office.theirs("Tenants")[key]["FirstName"]) == (["sent"], "Augusta")
    assert len([one for one in asked(office.vendor, "Tenants") if one["method"] == "POST"]) == 1


@pytest.mark.parametrize(
    ("fault", "code", "goes"),
    [
        pytest.param("403", "not_permitted", True, id="may not be read any more"),
        pytest.param("html", "reply_not_as_documented", True, id="another kind of answer"),
        pytest.param("503", "vendor_unavailable", False, id="away"),
    ],
)
def test_a_kind_that_cannot_be_looked_up_says_why_and_keeps_no_other_back(
    office: Company, fault: str, code: str, goes: bool
) -> None:
    _, row = a_tenant(office)
    edit(row, {"first_name": "Augusta"}, office.user)
    OutgoingEdit.objects.update(status="unknown", attempts=1)
    job = MaintenanceJob.objects.filter(agency=office.agency, withdrawn_at=None)[0]
    edit(job, {"summary": "The gate squeaks"}, office.user)
    office.vendor.fault("Tenants", fault, provider=SLUG, times=None)

    sent_at_once = office.push()
    waits = OutgoingEdit.objects.get(kind="tenants")
    office.push()
    office.vendor.control("DELETE", "faults")
    minutes_later()
    office.push()

    assert (sent_at_once, statuses()) == (int(goes), ["sent", "sent"])
    assert (waits.status, (waits.error or {})["code"], (waits.error or {})["misses"]) == ("unknown", code, 1)
    assert (waits.error or {})["action"] == "pmsync looks it up again by itself."
    assert waits.not_before is not None and waits.not_before > timezone.now()


def test_a_new_row_that_cannot_be_looked_for_keeps_the_look_that_it_had(office: Company) -> None:
    house = Property.objects.filter(agency=office.agency, withdrawn_at=None)[0]
    create(Kind.PROSPECT, NEW | {"property_id": str(house.pk)}, office.user, office.fresh())
    OutgoingEdit.objects.update(status="unknown", attempts=1)

    office.push()
    office.vendor.fault("Prospects", "403", provider=SLUG)
    minutes_later()
    office.push()
    waits = OutgoingEdit.objects.get()
    minutes_later()
    office.push()

    assert (waits.status, (waits.error or {})["looks"], (waits.error or {})["misses"]) == ("unknown", 1, 1)
    assert statuses() == ["sent"]


def test_of_many_jobs_those_that_name_what_is_not_there_are_refused_and_the_rest_arrive(office: Company) -> None:
    jobs = list(MaintenanceJob.objects.filter(agency=office.agency, withdrawn_at=None).order_by("pk"))
    own = Contact.objects.create(agency=office.agency, name="Sam of our own")
    wrong = {jobs[0].pk: {"priority": "Whenever"}, jobs[-1].pk: {"supplier_id": own.pk}}
    wanted = [(job, wrong.get(job.pk, {"summary": f"S {job.number}"})) for job in jobs]

    edit_many(wanted, office.user)
    sent = office.push()

    there = {one["Title"] for one in office.theirs("ServiceManagerIssues").values()}
    assert (sent, statuses().count("failed")) == (len(jobs) - 2, 2)
    assert {f"S {job.number}" for job in jobs if job.pk not in wrong} <= there
    refused = dict(OutgoingEdit.objects.filter(status="failed").values_list("row_id", "error"))
    assert "knows no priority called 'Whenever'" in (refused[jobs[0].pk] or {})["message"]
    assert (refused[jobs[-1].pk] or {})["message"] == "The supplier that was chosen is not known there."


@pytest.mark.parametrize(("days", "held"), [(-365, "Byron"), (365, "King")], ids=["theirs is newer", "ours is newer"])
def test_the_newest_wins_where_a_field_is_so_owned(office: Company, days: int, held: str) -> None:
    office.configure(ownership={"tenants": {"last_name": "newest"}})
    key, row = a_tenant(office)
    edit(row, {"last_name": "King"}, office.user)
    waiting = OutgoingEdit.objects.get()
    waiting.changes["last_name"]["at"] = (timezone.now() + timedelta(days=days)).isoformat()
    waiting.save()
    office.change("Tenants", key, LastName="Byron")

    office.push()

    row.refresh_from_db()
    assert (row.last_name, office.theirs("Tenants")[key]["LastName"]) == (held, held)
    assert not FieldConflict.objects.exists()
