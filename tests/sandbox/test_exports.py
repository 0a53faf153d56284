"""The files that systems export, as the sandbox makes them."""

import csv
import io
import zipfile

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from sandbox.app import create_app
from sandbox.exports.lists import SYSTEMS


@pytest.fixture
def client() -> FlaskClient:
    return create_app().test_client()


def rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    text = client.get(f"/_sandbox/exports/{address}").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_exports_all_properties_under_management(client: FlaskClient, system: str) -> None:
    assert len(rows(client, f"{system}/properties.csv")) == 187


def test_an_export_is_the_same_each_time_it_is_asked_for(client: FlaskClient) -> None:
    first = client.get("/_sandbox/exports/console/all.zip?troubles=3").data

    again = client.get("/_sandbox/exports/console/all.zip?troubles=3").data

    with zipfile.ZipFile(io.BytesIO(first)) as one, zipfile.ZipFile(io.BytesIO(again)) as two:
        assert [one.read(name) for name in one.namelist()] == [two.read(name) for name in two.namelist()]


def test_a_lease_is_printed_as_the_system_prints_it(client: FlaskClient) -> None:
    lease = rows(client, "propertyme/leases.csv")[0]

    assert lease["Rent"].startswith("$") and lease["Rent"][-3] == "."
    assert lease["Tenant Folio Code"].startswith("TEN")
    assert "/" in lease["Agreement Start"] and not lease["Agreement Start"].startswith("0")
    assert lease["Current Tenant"] == "TRUE"


def test_as_many_rows_are_spoilt_as_were_asked_for(client: FlaskClient) -> None:
    good, bad = rows(client, "propertytree/leases.csv"), rows(client, "propertytree/leases.csv?troubles=3")

    assert sum(one != other for one, other in zip(good, bad, strict=True)) == 3


def test_a_workbook_is_grouped_and_says_nothing_of_its_size(client: FlaskClient) -> None:
    book = client.get("/_sandbox/exports/propertyme/leases.xlsx").data

    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    lines = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert b"<dimension" not in parts.read("xl/worksheets/sheet1.xml")
    assert lines[0][:3] == (None, "Manager", "Property")
    assert any(line[0] == "Subtotal" for line in lines) and lines[-1][0] == "Total"


def test_what_is_not_exported_is_not_found(client: FlaskClient) -> None:
    for address in ("nobody/properties.csv", "console/rent.csv", "console/properties.pdf", "console/properties.zip"):
        assert client.get(f"/_sandbox/exports/{address}").status_code == 404
