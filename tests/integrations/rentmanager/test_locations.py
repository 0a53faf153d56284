"""Two locations of one company, whose ids are the same: two connections of one agency that never meet."""

import pytest

from integrations import connecting
from portfolio.models import Lease, Property, Tenant
from tests.integrations.companies import LOGINS, LOGOUTS, asked
from tests.integrations.rentmanager.office import rows, signed_in
from tests.sandbox_server import SandboxServer


@pytest.mark.django_db
def test_two_locations_of_one_agency_hold_what_two_agencies_hold_with_one_each(companies: SandboxServer) -> None:
    first, river = signed_in(companies), signed_in(companies, location="2")
    both = signed_in(companies)
    other = signed_in(companies, agency=both.agency, location="2")

    logs = [office.run("full") for office in (first, river, other, both)]

    assert [(log.status, log.errors) for log in logs] == [("completed", [])] * 4
    alone = {name: sorted(table + rows(river)[name], key=str) for name, table in rows(first).items()}
    assert rows(both) == alone
    for model in (Property, Tenant, Lease):
        ids = [key.split(":") for key in model.objects.filter(agency=both.agency).values_list("external_id", flat=True)]
        here, there = ({key for _, number, key in ids if number == location} for location in ("1", "2"))
        assert here & there


@pytest.mark.django_db
def test_a_location_that_is_disconnected_leaves_the_session_to_the_other(companies: SandboxServer) -> None:
    first = signed_in(companies)
    river = signed_in(companies, agency=first.agency, location="2")
    river.run("full")
    before = rows(river)
    companies.control("DELETE", "requests")

    connecting.disconnect(first.fresh())
    log = river.run("full")

    assert (log.status, log.errors, river.fresh().status) == ("completed", [], "active")
    assert (asked(companies, LOGINS), asked(companies, LOGOUTS)) == ([], [])
    assert rows(river) == before
