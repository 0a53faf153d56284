"""The whole estate against the agency's own spreadsheet: how many find their house, and that none finds another's."""

import csv
import io
import re

import pytest
import requests

from integrations import mapping, suggesting
from integrations.models import PropertyMapping
from portfolio.models import Property
from tests.integrations.office import Office, signed_in
from tests.sandbox_server import SandboxServer

# The agency's own list may lack a house, or say too little to tell it from its neighbour.
ENOUGH = 0.9


@pytest.fixture
def listed(vendor: SandboxServer, db: None) -> Office:
    """An office with the full estate at the vendor and its spreadsheet here."""
    vendor.control("POST", "reset", {"lots": 187, "jobs": 5, "today": "2026-11-23"})
    office = signed_in(vendor)
    sheet = requests.get(f"{vendor.url}/_sandbox/propertyme/spreadsheet.csv", timeout=30).text
    Property.objects.bulk_create(
        Property(
            agency=office.agency,
            address=row["Address"].strip(),
            suburb=row["Suburb"],
            state=row["State"],
            postcode=row["Postcode"],
        )
        for row in csv.DictReader(io.StringIO(sheet))
    )
    office.sync()
    return office


def is_right(entry: PropertyMapping, own: Property) -> bool:
    """Whether they are one house, judged by the vendor's separate fields and not by our own parser."""
    details = entry.metadata["details"]
    numbers = re.findall(r"\d+", details.get("unit", "")) + re.findall(r"\d+", details["street"])
    typed = re.findall(r"\d+", own.address)
    street, whole = (
        re.sub(r"[^a-z ]", "", text.lower()) for text in (details["street"], f"{own.address} {own.suburb}")
    )
    return numbers == typed and street.split()[0] in whole and details["suburb"].lower() in whole


def test_most_of_the_estate_finds_its_house_and_none_a_wrong_one(listed: Office) -> None:
    own = {row.pk: row for row in Property.objects.all()}

    done = mapping.accept_suggestions(listed.fresh(), 90, create_unmatched=False)

    mapped = [(entry, own[entry.property_id]) for entry in PropertyMapping.objects.mapped() if entry.property_id]
    wrong = [(str(entry), str(house)) for entry, house in mapped if not is_right(entry, house)]
    assert wrong == []
    assert done.mapped == len(mapped)
    listed_lots = [
        entry
        for entry in PropertyMapping.objects.filter(withdrawn_at__isnull=True)
        if any(is_right(entry, house) for house in own.values())
    ]
    assert done.mapped >= ENOUGH * len(listed_lots) > 0.8 * 187 * ENOUGH
    assert done.left == 187 - done.mapped


def test_what_is_suggested_below_that_score_says_why(listed: Office) -> None:
    suggesting.suggest(listed.fresh())

    for entry in PropertyMapping.objects.in_states(["suggested"]).filter(suggestion_score__lt=90):
        assert entry.suggestion_score is not None and 60 <= entry.suggestion_score < 90
        assert entry.suggestion_reason not in ("", "Same street, same postcode")
