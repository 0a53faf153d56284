"""Properties that come again as they were are told apart at once; whatever else has become of them is still noticed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from integrations.models import PropertyMapping
from integrations.sync.pages import Run, store
from portfolio.models import Property
from providers.records import Kind, OwnerRecord, PropertyRecord
from tests.factories import a_file_connection
from tests.integrations.sync.running import a_run, stored

pytestmark = pytest.mark.django_db

HOUSE = PropertyRecord(external_id="P-1", address="1 Wattle Street, Ultimo NSW 2007", bedrooms=3, owner_ids=("O-1",))


@pytest.fixture
def run() -> Run:
    run = a_run(a_file_connection())
    stored(run, HOUSE)
    return run


def counted(run: Run) -> tuple[int, int, int, int]:
    count = run.journal.counts[Kind.PROPERTY]
    return count.read, count.created, count.updated, count.unchanged


def test_one_as_it_was_costs_one_look_and_no_writing(run: Run) -> None:
    with CaptureQueriesContext(connection) as queries:
        store(run, [HOUSE])

    assert counted(run) == (2, 1, 0, 1)
    assert [query["sql"].split()[0] for query in queries] == ["SELECT", "SELECT"]  # it, and its owners


def test_an_owner_who_came_later_is_linked(run: Run) -> None:
    stored(run, OwnerRecord(external_id="O-1", name="Olive"))

    stored(run, HOUSE)

    assert [owner.name for owner in Property.objects.get().owners.all()] == ["Olive"]
    assert counted(run) == (2, 1, 1, 0)


def test_one_that_had_been_withdrawn_is_back(run: Run) -> None:
    Property.objects.update(withdrawn_at=timezone.now())

    stored(run, HOUSE)

    assert Property.objects.get().withdrawn_at is None
    assert counted(run) == (2, 1, 1, 0)


def test_one_whose_mapping_had_been_put_away_is_there_again(run: Run) -> None:
    PropertyMapping.objects.update(withdrawn_at=timezone.now())

    stored(run, HOUSE)

    assert PropertyMapping.objects.get().withdrawn_at is None
    assert counted(run) == (2, 1, 0, 1)


def test_one_that_is_not_to_be_synced_is_held(run: Run) -> None:
    PropertyMapping.objects.update(auto_sync=False)

    stored(run, HOUSE)

    assert run.journal.counts[Kind.PROPERTY].held == 1


def test_one_whose_mapping_is_gone_gets_it_back_with_its_row(run: Run) -> None:
    PropertyMapping.objects.all().delete()

    stored(run, HOUSE)

    mapping = PropertyMapping.objects.get()
    assert (mapping.provider_property_id, mapping.metadata["details"]) == ("P-1", {"bedrooms": 3})
    assert counted(run)[1:3] == (1, 0)


def test_one_that_an_undo_has_touched_is_written_again(run: Run) -> None:
    Property.objects.update(fingerprint="", bedrooms=9)

    stored(run, HOUSE)

    assert Property.objects.get().bedrooms == 3
    assert counted(run) == (2, 1, 1, 0)
