"""The customer's own fields at the companies' stand-in: each value is a row of its own there, with a guard of its own."""

from typing import Any

import pytest

from integrations.models import FieldConflict, OutgoingEdit
from integrations.twoway.editing import edit
from portfolio.models import Tenant
from tests.integrations.companies import SLUG, companies  # noqa: F401  (a fixture)
from tests.integrations.rentmanager.office import BOTH_WAYS, Company, in_step
from tests.integrations.twoway.test_with_companies import ours, statuses
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db
FIELD = "custom.Household Size"


@pytest.fixture
def office(companies: SandboxServer) -> Company:  # noqa: F811
    """A location in step, whose kinds go both ways."""
    companies.control("PATCH", "settings", {"rate_limit": 100_000})
    return in_step(companies, **BOTH_WAYS)


def values(office: Company, tenant: str | None = None) -> list[dict[str, Any]]:
    """The household sizes that the vendor has."""
    found = office.vendor.control("GET", f"{SLUG}/UserDefinedValues?account={office.account}")
    named = [row for row in found if row["Name"] == FIELD.removeprefix("custom.")]
    return [row for row in named if tenant in (None, str(row["ParentID"]))]


def held(office: Company) -> tuple[dict[str, Any], Tenant]:
    """One of them, with our row of its tenant."""
    value = values(office)[0]
    return value, ours(office, Tenant, str(value["ParentID"]))


def test_a_value_that_only_we_change_is_changed_there_and_comes_back_as_no_change(office: Company) -> None:
    value, row = held(office)

    edit(row, {FIELD: "7"}, office.user)
    office.push()
    again = office.run("full")

    (there,) = values(office, str(value["ParentID"]))
    row.refresh_from_db()
    assert (there["UserDefinedValueID"], there["Value"]) == (value["UserDefinedValueID"], "7")
    assert (row.custom["Household Size"], statuses()) == ("7", ["sent"])
    assert again.counts["tenants"]["updated"] == 0


def test_a_value_that_both_sides_change_asks_a_person(office: Company) -> None:
    value, row = held(office)
    edit(row, {FIELD: "7", "first_name": "Augusta"}, office.user)
    office.change("UserDefinedValues", str(value["UserDefinedValueID"]), Value="9")

    office.push()

    (conflict,) = FieldConflict.objects.open()
    (there,) = values(office, str(value["ParentID"]))
    assert (conflict.field, conflict.base, conflict.ours, conflict.theirs) == (FIELD, value["Value"], "7", "9")
    assert (there["Value"], sorted(statuses())) == ("9", ["conflict", "sent"])
    assert office.theirs("Tenants")[str(value["ParentID"])]["FirstName"] == "Augusta"


def test_a_value_that_changed_there_while_another_field_was_sent_is_what_the_next_edit_starts_from(
    office: Company,
) -> None:
    value, row = held(office)
    office.change("UserDefinedValues", str(value["UserDefinedValueID"]), Value="9")
    edit(row, {"first_name": "Augusta"}, office.user)
    office.push()
    row.refresh_from_db()
    seen = row.custom["Household Size"]

    follower = edit(row, {FIELD: "7"}, office.user)
    office.push()

    assert follower is not None and follower.changes[FIELD]["base"] == seen == "9"
    assert [there["Value"] for there in values(office, str(value["ParentID"]))] == ["7"]


def test_a_value_that_was_never_set_is_made_once(office: Company) -> None:
    taken = {str(value["ParentID"]) for value in values(office)}
    key = next(key for key in office.theirs("Tenants") if key not in taken)
    row = ours(office, Tenant, key)

    for size in ("2", "3"):
        edit(row, {FIELD: size}, office.user)
        office.push()
        row.refresh_from_db()

    assert [there["Value"] for there in values(office, key)] == ["3"]
    assert set(OutgoingEdit.objects.values_list("status", flat=True)) == {"sent"}
