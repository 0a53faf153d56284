"""Undoing a run over files, and bringing the same files in again."""

import pytest

from integrations import undoing
from portfolio.models import Owner, Property
from tests.integrations.files.nights import OWNERS, P1, P2, PROPERTIES, Nights, some_nights

pytestmark = pytest.mark.django_db


@pytest.fixture
def nights() -> Nights:
    """An agency with Property Tree's files."""
    return some_nights()


def test_what_an_undo_took_away_comes_back_with_the_same_file(nights: Nights) -> None:
    nights.put("properties.csv", PROPERTIES, P1, P2)
    nights.put("owners.csv", OWNERS, "O-1,Olive Owner,1 Wattle Street Ultimo NSW 2007,,,")
    log = nights.run()

    undoing.undo(log, None)
    assert (Property.objects.count(), Owner.objects.count()) == (0, 0)
    nights.put("properties-again.csv", PROPERTIES, P1, P2)
    nights.put("owners-again.csv", OWNERS, "O-1,Olive Owner,1 Wattle Street Ultimo NSW 2007,,,")
    nights.run()

    assert nights.file("properties-again.csv").status == "imported"
    assert [house.external_id for house in Owner.objects.get().properties.all()] == ["P-1"]


def test_an_undo_puts_values_and_links_back(nights: Nights) -> None:
    headings = "Ownership Id,Ownership Name,Property Id"
    nights.put("properties.csv", PROPERTIES, P1, P2)
    nights.put("owners.csv", headings, "O-1,Olive Owner,P-1")
    nights.run()
    nights.put("properties-2.csv", PROPERTIES, P1.replace("Ultimo", "Glebe"))
    nights.put("owners-2.csv", headings, "O-1,Olive Owner,P-2", "O-2,Otto,P-1")
    log = nights.run()

    undoing.undo(log, None)

    first, second = Property.objects.order_by("external_id")
    assert (first.suburb, [owner.name for owner in first.owners.all()]) == ("Ultimo", ["Olive Owner"])
    assert (second.withdrawn_at, list(second.owners.all())) == (None, [])
    assert Owner.objects.count() == 1


def test_a_full_sync_after_an_undo_brings_the_rows_back_without_a_new_file(nights: Nights) -> None:
    nights.put("properties.csv", PROPERTIES, P1)
    undoing.undo(nights.run(), None)

    nights.run("full")

    assert Property.objects.count() == 1
