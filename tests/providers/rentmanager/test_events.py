"""Webhooks of Rent Manager: which records they are about."""

import json

import pytest

from providers.base import ProviderConfig, Touched
from providers.errors import RecordError
from providers.records import Kind
from providers.rentmanager import RentManager

CONFIG = ProviderConfig("", "", account={"company": "samplehomes", "location": "1"})


def event(event_type, ids, **changes):
    said = {"EventType": event_type, "IDParentIDDict": ids, "LocationID": 1, "LocationName": "Default"}
    return json.dumps(said | changes).encode()


def touched(*args, **changes):
    return RentManager.touched(CONFIG, event(*args, **changes))


@pytest.mark.parametrize(
    ("event_type", "ids", "records"),
    [
        pytest.param("Tenant_Edit", {"920": 920}, [Touched(Kind.TENANT, "samplehomes:1:920")], id="a tenant"),
        pytest.param("Tenant_Delete", {"920": 0}, [Touched(Kind.TENANT, "samplehomes:1:920", True)], id="gone"),
        pytest.param(
            "Prospect_Add",
            {"1": None, "2": None},
            [Touched(Kind.PROSPECT, "samplehomes:1:1"), Touched(Kind.PROSPECT, "samplehomes:1:2")],
            id="several",
        ),
        pytest.param(
            "TenantContact_Delete", {"4410": 920}, [Touched(Kind.TENANT, "samplehomes:1:920")], id="a contact"
        ),
        pytest.param(
            "Tenant Contact_Edit", {"1": 920, "2": "920"}, [Touched(Kind.TENANT, "samplehomes:1:920")], id="spelt apart"
        ),
        pytest.param("Vendor_Edit", {"77": 77}, [Touched(Kind.CONTACT, "samplehomes:1:77")], id="a vendor"),
        pytest.param("Owner_Edit", {"41": 41}, [Touched(Kind.OWNER, "samplehomes:1:41")], id="an owner"),
        pytest.param("ServiceIssue_Edit", {"5": 5}, [Touched(Kind.MAINTENANCE_JOB, "samplehomes:1:5")], id="an issue"),
        pytest.param("ProspectHistory_Add", {"582": 177}, [], id="history is not kept"),
        pytest.param("Loan_Add", {"3": 3}, [], id="nothing that is read"),
    ],
)
def test_an_event_names_the_records_that_it_is_about(event_type, ids, records):
    found_type, found = touched(event_type, ids)

    assert found_type == event_type
    assert {(one.kind, one.external_id, one.is_gone) for one in found} == {
        (one.kind, one.external_id, one.is_gone) for one in records
    }


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param({"LocationID": 2}, id="another location"),
        pytest.param({"CorporateID": "oakridge"}, id="another company"),
    ],
)
def test_an_event_of_another_account_is_refused_with_what_to_do(elsewhere):
    with pytest.raises(RecordError, match="this connection is samplehomes, location 1") as caught:
        touched("Tenant_Edit", {"920": 920}, **elsewhere)

    assert caught.value.action == "Register this address at its own location only."


def test_the_first_location_is_meant_where_the_sign_in_told_of_none():
    config = ProviderConfig("", "", account={"company": "samplehomes"})

    found = RentManager.touched(config, event("Tenant_Edit", {"920": 920}))

    assert found == ("Tenant_Edit", (Touched(Kind.TENANT, "samplehomes:1:920"),))


def test_a_partners_event_names_the_company_in_any_case():
    assert touched("Tenant_Edit", {"920": 920}, CorporateID="SampleHomes")[1]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"EventType": 5}', b"\xff"])
def test_what_is_no_event_is_refused(body):
    with pytest.raises(RecordError, match="not as Rent Manager's documents say"):
        RentManager.touched(CONFIG, body)


@pytest.mark.parametrize("name", ["abc", "", "1,2", "1);Name,ct,a", "-1", "٣", "9" * 19])
def test_an_id_that_is_no_number_is_refused_before_it_is_asked_for(name):
    for event_type, ids in (("Tenant_Edit", {"920": 920, name: None}), ("TenantContact_Edit", {"1": name or " "})):
        with pytest.raises(RecordError, match="not as Rent Manager's documents say"):
            touched(event_type, ids)
