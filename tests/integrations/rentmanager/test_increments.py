"""What an incremental run must find although the row that it belongs to bears no new date, and dates that are not so."""

from datetime import UTC, datetime
from typing import Any

import pytest

from integrations.models import Cursor
from portfolio.models import Charge, MaintenanceJob, Prospect
from tests.integrations.companies import SLUG
from tests.integrations.conftest import SMALL
from tests.integrations.rentmanager.office import Company, in_step, rows, standing
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db


def raw(office: Company, collection: str) -> list[dict[str, Any]]:
    """The vendor's rows of a list that has no kind of its own."""
    found: list[dict[str, Any]] = office.vendor.control("GET", f"{SLUG}/{collection}?account={office.account}")
    return found


def test_an_open_issue_that_is_linked_to_another_property_moves_there(companies: SandboxServer) -> None:
    office = in_step(companies)
    link = next(row for row in raw(office, "ServiceManagerIssueLinks") if row["ServiceManagerIssueID"] == 5372)

    office.change("ServiceManagerIssueLinks", str(link["ServiceManagerIssueLinkID"]), PropertyID=21)
    log = office.run()

    job = MaintenanceJob.objects.get(external_id="samplehomes:1:5372")
    assert (log.status, log.errors, link["PropertyID"]) == ("completed", [], 15)
    assert job.property is not None and job.property.external_id == "samplehomes:1:21"
    assert standing(rows(office)) == standing(rows(in_step(companies)))


def test_a_prospects_own_fields_and_telephone_come_although_the_prospect_is_as_it_was(companies: SandboxServer) -> None:
    office = in_step(companies)
    contact = next(row for row in raw(office, "Contacts") if (row["ParentType"], row["ParentID"]) == ("Prospect", 177))
    phone = next(
        row
        for row in raw(office, "PhoneNumbers")
        if (row["ParentType"], row["ParentID"]) == ("Contact", contact["ContactID"]) and row["IsPrimary"]
    )
    at_the_vendor = f"{SLUG}/UserDefined{{}}?account={office.account}"
    own = {"Name": "Parking", "FieldType": "Text", "ParentType": "Prospect"}
    made = companies.control("POST", at_the_vendor.format("Fields"), own)
    office.change("Prospects", "178", Comment="Called a day later than all others")
    office.run()

    office.change("PhoneNumbers", str(phone["PhoneNumberID"]), PhoneNumber="(937) 555-0199")
    value = {"UserDefinedFieldID": int(made["key"]), "Name": "Parking", "FieldType": "Text"}
    companies.control("POST", at_the_vendor.format("Values"), value | {"ParentID": 179, "Value": "Two cars"})
    log = office.run()

    assert (log.status, log.errors) == ("completed", [])
    called, drives = (Prospect.objects.get(external_id=f"samplehomes:1:{key}") for key in (177, 179))
    assert called.phone == "(937) 555-0199"
    assert drives.custom == {"Parking": "Two cars"}
    assert standing(rows(office)) == standing(rows(in_step(companies)))


def test_a_date_of_the_future_hides_nothing_that_changes_later(companies: SandboxServer) -> None:
    companies.control("POST", "reset", SMALL | {"today": datetime.now(UTC).date().isoformat()})
    office = in_step(companies)
    wrong, other = list(office.theirs("Charges"))[:2]
    office.change("Charges", wrong, UpdateDate="2099-01-01T00:00:00")
    office.run()

    office.change("Charges", other, Comment="Written later")
    office.run()

    cursor = Cursor.objects.get(connection=office.connection, feed="Charges")
    assert cursor.value is not None and cursor.value <= datetime.now(UTC).isoformat()
    assert Charge.objects.get(external_id=f"samplehomes:1:{other}").description == "Written later"
