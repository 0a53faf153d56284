"""Writes that were carried out though nobody was told, and what a restart keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from tests.sandbox.rentmanager.guest import Guest
from tests.sandbox.rentmanager.rows import a_charge, a_tenant, ids
from tests.sandbox_server import SandboxServer


@pytest.mark.parametrize("seconds", [0, 30], ids=["reset at once", "until the client gives up"])
def test_a_write_can_be_stored_and_its_answer_lost(office: Guest, seconds: int) -> None:
    tenant = a_tenant(office)
    before = ids(office, "Charges", "ChargeID")
    path = f"{office.url}/rentmanager/samplehomes/Tenants/{tenant['TenantID']}/Charges"
    fault = {"provider": "rentmanager", "path": "Charges", "fault": "stored_then_lost", "seconds": seconds}
    office.control("POST", "faults", fault)

    with pytest.raises((requests.ConnectionError, requests.Timeout)):
        requests.post(path, json=[a_charge(office)], headers=office.headers, timeout=(5, 1))

    assert len(ids(office, "Charges", "ChargeID") - before) == 1
    assert office.post(f"Tenants/{tenant['TenantID']}/Charges", [a_charge(office)]).status_code == 201
    (lost, kept) = office.control("GET", "requests?path=Charges")
    assert (lost["status"], kept["status"]) == (0, 201)


def test_a_lost_answer_holds_up_nobody_and_takes_no_read(office: Guest) -> None:
    fault = {"provider": "rentmanager", "path": "*", "fault": "stored_then_lost", "seconds": 30}
    office.control("POST", "faults", fault)

    read = office.get("Tenants")
    with pytest.raises(requests.Timeout):
        requests.post(
            f"{office.url}/rentmanager/samplehomes/Owners",
            json=[{"Name": "Lost"}],
            headers=office.headers,
            timeout=(5, 0.5),
        )

    assert read.status_code == 200
    assert office.post("Owners", [{"Name": "Kept"}]).status_code == 201


def test_writes_survive_a_restart(tmp_path: Path) -> None:
    options = ("--lots", "5", "--today", "2026-11-23", "--state", str(tmp_path / "sandbox.json"))
    resources = ("Tenants", "Contacts", "Charges", "ServiceManagerIssues", "ServiceManagerIssueLinks", "Appointments")
    with SandboxServer(*options) as server:
        office = Guest(server.url)
        office.sign_in()
        tenant = a_tenant(office)
        path = f"Tenants/{tenant['TenantID']}"
        first = office.post(path, {"Comment": "Call first", "UpdateDate": tenant["UpdateDate"]}).json()
        office.post(path, {"Comment": None, "WebMessage": "Hello", "UpdateDate": first["UpdateDate"]})
        office.post(f"{path}/Charges", [a_charge(office)])
        office.post("ServiceManagerIssues", [{"Title": "Tap", "LinkedTenants": [{"TenantID": tenant["TenantID"]}]}])
        office.delete("Appointments", ids=min(ids(office, "Appointments", "AppointmentID")))
        before = {name: office.raw(name) for name in resources}

    with SandboxServer(*options) as server:
        office.url = server.url
        assert {name: office.raw(name) for name in resources} == before
        (later,) = office.post("Owners", [{"Name": "Later"}]).json()
        assert later["UpdateDate"] > max(row["UpdateDate"] for row in before["Tenants"])
