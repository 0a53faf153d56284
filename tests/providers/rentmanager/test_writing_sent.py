"""What exactly goes to Rent Manager with a write, and what is made of each kind of answer."""

import json

import pytest
import responses

from providers.base import Change, ProviderConfig
from providers.errors import RateLimitError, RefusedError, StaleError, UnavailableError, UnknownOutcomeError
from providers.records import Kind
from providers.rentmanager import RentManager
from tests.providers.given import Naps, Wallet
from tests.providers.rentmanager.rows import a_property, a_tenant

API = "https://samplehomes.api.example"
CONFIG = ProviderConfig(
    "", API, sign_in="login", account={"company": "samplehomes", "location": "1"}, backoff_seconds=0
)
TENANT = Change("k1", "samplehomes:1:920", "2026-10-09T13:27:55;4410@2026-06-20T15:31:08", {})


def vendor(**how):
    return RentManager(CONFIG, Wallet(), sleep=Naps(), **how)


def change(key="k1", external_id="samplehomes:1:12", version="2026-10-09T13:27:55#17", **values):
    return Change(key, external_id, version, values)


def sent(resource):
    """The bodies of the writes to a resource."""
    posts = [call.request for call in responses.calls if call.request.method == "POST"]
    return [json.loads(request.body) for request in posts if request.url.startswith(f"{API}/{resource}?")]


@responses.activate
def test_a_row_goes_out_with_its_key_its_stamps_and_what_changed():
    responses.post(f"{API}/Properties", json=[{"PropertyID": 12}])
    responses.get(f"{API}/Properties", json=[a_property(Name="Maple Yard")])

    (outcome,) = vendor().push(Kind.PROPERTY, [change(name="Maple Yard")])

    assert json.loads(responses.calls[0].request.body) == [
        {"PropertyID": 12, "UpdateDate": "2026-10-09T13:27:55", "ConcurrencyID": 17, "Name": "Maple Yard"}
    ]
    assert responses.calls[1].request.params["filters"] == "PropertyID,in,(12)"
    assert outcome.record.name == "Maple Yard"


@responses.activate
def test_a_person_goes_out_in_two_parts_each_with_its_own_stamp():
    responses.post(f"{API}/Contacts", json=[{"ContactID": 4410}])
    responses.post(f"{API}/Tenants", json=[{"TenantID": 920}])
    responses.get(f"{API}/Tenants", json=[a_tenant()])
    edit = Change(TENANT.key, TENANT.external_id, TENANT.version, {"email": "ana@example.com", "first_name": "Ana"})

    vendor().push(Kind.TENANT, [edit])

    assert [json.loads(call.request.body) for call in responses.calls[:2]] == [
        [{"ContactID": 4410, "UpdateDate": "2026-06-20T15:31:08", "Email": "ana@example.com"}],
        [{"TenantID": 920, "UpdateDate": "2026-10-09T13:27:55", "FirstName": "Ana"}],
    ]


@responses.activate
def test_a_field_of_the_companys_own_goes_out_with_its_own_key_and_stamp_or_without_where_it_is_new():
    held = {"UserDefinedValueID": 9410, "UserDefinedFieldID": 230, "Value": "2", "UpdateDate": "2026-08-02T11:15:00"}
    responses.get(f"{API}/Tenants", json=[{"TenantID": 920, "UserDefinedValues": [held]}])
    responses.get(f"{API}/Tenants", json=[a_tenant()])
    fields = [("Household Size", 230), ("Student", 231)]
    responses.get(
        f"{API}/UserDefinedFields",
        json=[{"UserDefinedFieldID": key, "Name": name, "ParentType": "Tenant"} for name, key in fields],
    )
    responses.post(f"{API}/Tenants/920/UserDefinedValues", json=[])
    values = {"custom.Household Size": "3", "custom.Student": "Yes"}

    vendor().push(Kind.TENANT, [Change(TENANT.key, TENANT.external_id, TENANT.version, values)])

    first = responses.calls[0].request.params
    assert (first["filters"], first["embeds"]) == ("TenantID,in,(920)", "UserDefinedValues")
    assert first["fields"] == "TenantID,UserDefinedValues"
    (post,) = [call.request for call in responses.calls if call.request.method == "POST"]
    assert json.loads(post.body) == [
        {"UserDefinedValueID": 9410, "UpdateDate": "2026-08-02T11:15:00", "UserDefinedFieldID": 230, "Value": "3"},
        {"UserDefinedFieldID": 231, "Value": "Yes"},
    ]


@responses.activate
def test_a_refused_array_is_sent_again_row_by_row():
    responses.post(f"{API}/Properties", status=409)
    responses.post(f"{API}/Properties", json=[{"PropertyID": 12}])
    responses.post(f"{API}/Properties", status=409)
    responses.get(f"{API}/Properties", json=[a_property(Name="A")])

    first, second = vendor().push(
        Kind.PROPERTY, [change("a", name="A"), change("b", external_id="samplehomes:1:15", name="B")]
    )

    assert [len(json.loads(call.request.body)) for call in responses.calls[:3]] == [2, 1, 1]
    assert first.record.name == "A"
    assert isinstance(second.error, StaleError)


@responses.activate
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"status": 500}, id="trouble"),
        pytest.param({"body": "not json"}, id="no answer to speak of"),
        pytest.param({"json": []}, id="fewer rows than were sent"),
    ],
)
def test_an_array_without_a_clear_answer_is_unknown_and_not_repeated(answer):
    responses.post(f"{API}/Properties", **answer)

    (outcome,) = vendor().push(Kind.PROPERTY, [change(name="A")])

    assert isinstance(outcome.error, UnknownOutcomeError)
    assert len(responses.calls) == 1


@responses.activate
def test_a_row_that_was_stored_and_cannot_be_read_back_is_unknown():
    responses.post(f"{API}/Properties", json=[{"PropertyID": 12}])
    responses.get(f"{API}/Properties", status=503)

    (outcome,) = vendor().push(Kind.PROPERTY, [change(name="A")])

    assert isinstance(outcome.error, UnknownOutcomeError)


@responses.activate
def test_a_limit_before_anything_was_sent_gives_all_back():
    responses.post(f"{API}/Properties", status=429, headers={"Retry-After": "600"})

    with pytest.raises(RateLimitError):
        vendor().push(Kind.PROPERTY, [change(name="A")])


@responses.activate
def test_a_limit_after_something_was_sent_is_the_outcome_of_the_rest():
    responses.post(f"{API}/ServiceManagerIssues", json=[{"ServiceManagerIssueID": 1}], status=201)
    responses.post(f"{API}/ServiceManagerIssues", status=429, headers={"Retry-After": "600"})
    responses.get(f"{API}/ServiceManagerIssues", status=204)
    new = [Change(key, "", "", {"summary": key}) for key in "ab"]

    first, second = vendor().push(Kind.MAINTENANCE_JOB, new)

    assert isinstance(first.error, UnknownOutcomeError)
    assert isinstance(second.error, UnavailableError)


@responses.activate
def test_new_rows_go_one_by_one_with_their_marker():
    responses.post(f"{API}/ServiceManagerIssues", json=[{"ServiceManagerIssueID": 1}], status=201)
    responses.post(f"{API}/ServiceManagerIssues", status=400, json={"ModelState": {"[0].Title": ["Too long."]}})
    responses.get(f"{API}/ServiceManagerIssues", status=204)
    values = {"summary": "Drip", "description": "It drips", "property_id": "samplehomes:1:12"}

    _, second = vendor().push(
        Kind.MAINTENANCE_JOB, [Change("a", "", "", values, "pmsync-1"), Change("b", "", "", {"summary": "x"})]
    )

    assert sent("ServiceManagerIssues") == [
        [{"Title": "Drip", "Description": "It drips [pmsync-1]", "LinkedProperties": [{"PropertyID": 12}]}],
        [{"Title": "x"}],
    ]
    assert isinstance(second.error, RefusedError)
    assert "Too long." in second.error.message
