"""Answers that are not as usual: rows in another order, and lists that announce more than they show."""

import random
from typing import Any

import pytest

from portfolio.models import Contact, Tenant
from tests.integrations.rentmanager.gateway import behind_a_gateway
from tests.integrations.rentmanager.office import in_step, rows, signed_in, standing
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db


def shuffled(path: str, headers: dict[str, str], value: Any) -> Any:
    """The rows of a page in another order each time."""
    return random.sample(value, len(value)) if isinstance(value, list) else value


def hiding_a_supplier(path: str, headers: dict[str, str], value: Any) -> Any:
    """As for a user who may not see one of those who are counted."""
    if "/Vendors?" in path:
        headers["X-Total-Results"] = str(int(headers["X-Total-Results"]) + 1)
    return value


@pytest.mark.parametrize("workers", [1, 4])
def test_rows_of_a_page_in_another_order_end_as_the_same_rows(
    companies: SandboxServer, settings: Any, workers: int
) -> None:
    twin = in_step(companies)
    companies.control("PATCH", "settings", {"page_cap": 50})

    with behind_a_gateway(companies, settings, shuffled):
        office = signed_in(companies)
        logs = [office.run("full", batch_size=100, max_workers=workers) for _ in range(2)]

    assert [(log.status, log.errors) for log in logs] == [("completed", [])] * 2
    assert standing(rows(office)) == standing(rows(twin))


def test_a_list_that_hides_a_row_stops_alone_and_says_so(companies: SandboxServer, settings: Any) -> None:
    twin = signed_in(companies)
    whole = twin.run("full")

    with behind_a_gateway(companies, settings, hiding_a_supplier):
        office = signed_in(companies)
        log = office.run("full")

    assert (whole.status, log.status) == ("completed", "completed")
    assert [(error["kind"], error["code"]) for error in log.errors] == [("contacts", "reply_not_as_documented")]
    assert "announces" in log.errors[0]["message"] and "rows of Vendors" in log.errors[0]["message"]
    assert ("contacts", "") in {issue[:2] for issue in office.issues()}
    others = whole.counts.keys() - {"contacts"}
    assert {kind: log.counts[kind]["created"] for kind in others} == {
        kind: whole.counts[kind]["created"] for kind in others
    }


def test_nothing_of_a_list_that_hides_a_row_is_withdrawn(companies: SandboxServer, settings: Any) -> None:
    with behind_a_gateway(companies, settings) as gateway:
        office = in_step(companies)
        gone, left = next(iter(office.theirs("Vendors"))), next(iter(office.theirs("Tenants")))
        office.take_away("Vendors", gone)
        office.change("Tenants", left, FirstName="Renamed")

        gateway.alter = hiding_a_supplier
        office.run("full")
        hidden = Contact.objects.get(external_id=f"samplehomes:1:{gone}").withdrawn_at
        gateway.alter = shuffled
        office.run("full")

    assert hidden is None
    assert Contact.objects.get(external_id=f"samplehomes:1:{gone}").withdrawn_at is not None
    assert Tenant.objects.get(external_id=f"samplehomes:1:{left}").first_name == "Renamed"
