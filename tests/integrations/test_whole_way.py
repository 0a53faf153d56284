"""Connecting as a browser and as a program do it: from our page, over the vendor's real socket, and back."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from integrations.models import Connection, SyncLog
from tests.factories import PASSWORD, a_mapping, a_member, a_property, an_agency
from tests.integrations.office import answer_of
from tests.sandbox_server import SandboxServer

HERE = "/settings/integrations/propertyme"
API = "/api/integrations/propertyme"


HOST = "localhost:8000"  # the vendor knows this site by that name
CALLBACK = f"{API}/callback"


@pytest.mark.django_db
def test_a_browser_goes_from_the_connect_button_to_the_mapping_bench(vendor: SandboxServer) -> None:
    agency = an_agency()
    browser = Client(HTTP_HOST=HOST)
    browser.force_login(a_member(agency))

    begun = browser.post(f"{HERE}/connect")
    answer = answer_of(begun["Location"])
    landed = browser.get(CALLBACK, answer, follow=True)
    again = browser.get(CALLBACK, answer, follow=True)

    connection = Connection.objects.get()
    assert (connection.agency, connection.status) == (agency, "active")
    assert landed.redirect_chain[-1][0] == f"{HERE}/mappings?connection={connection.pk}"
    assert "is connected. Now say which" in landed.content.decode()
    assert "has been used already" in again.content.decode()
    assert SyncLog.objects.get().trigger == "connect"


@pytest.mark.django_db
def test_who_signs_in_again_is_told_that_everything_is_still_mapped(vendor: SandboxServer) -> None:
    agency = an_agency()
    browser = Client(HTTP_HOST=HOST)
    browser.force_login(a_member(agency))
    browser.get(CALLBACK, answer_of(browser.post(f"{HERE}/connect")["Location"]))
    connection = Connection.objects.get()
    a_mapping(connection, property=a_property(agency))
    browser.post(f"{HERE}/disconnect?connection={connection.pk}")

    landed = browser.get(CALLBACK, answer_of(browser.post(f"{HERE}/connect")["Location"]), follow=True)

    assert Connection.objects.get().status == "active"
    assert landed.redirect_chain[-1][0] == HERE
    assert "is connected again. What you mapped is still mapped." in landed.content.decode()


@pytest.mark.django_db
def test_a_program_connects_with_a_token_and_disconnects(vendor: SandboxServer) -> None:
    agency = an_agency()
    user = a_member(agency)
    program = APIClient(HTTP_HOST=HOST)
    tokens = program.post("/api/auth/token", {"email": user.email, "password": PASSWORD}, format="json").json()
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")

    begun = program.post(f"{API}/connections", {"org_id": str(agency.pk)}, format="json").json()
    answer = answer_of(begun["authorization_url"])
    body = {"code": answer["code"], "state": answer["state"]}
    address = f"{API}/connections/{agency.pk}"
    done = program.post(f"{address}/oauth/callback", body, format="json")
    again = program.post(f"{address}/oauth/callback", body, format="json")
    ended = program.delete(address)

    assert (done.status_code, done.json()["status"]) == (200, "active")
    assert done.json()["connection_id"] == begun["connection_id"]
    assert (again.status_code, again.json()["code"]) == (400, "used_state")
    assert ended.status_code == 204
    assert program.get(f"{address}/status").json()["status"] == "disconnected"


@pytest.mark.django_db
def test_a_vendor_that_is_down_while_signing_in_is_told_on_the_page(vendor: SandboxServer) -> None:
    browser = Client(HTTP_HOST=HOST)
    browser.force_login(a_member())
    answer = answer_of(browser.post(f"{HERE}/connect")["Location"])

    vendor.fault("*", "500", times=20)
    landed = browser.get(CALLBACK, answer, follow=True)

    assert landed.redirect_chain[0][0] == HERE
    assert 'class="message error"' in landed.content.decode()
