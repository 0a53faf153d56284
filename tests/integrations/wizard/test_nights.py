"""What the wizard was taught once works at night, and what nobody finishes is tidied away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from integrations import runs
from integrations.files import drops
from integrations.models import ImportFile, SyncLog, WizardImport
from integrations.retention import tidy
from integrations.sync.engine import execute
from integrations.wizard import importing
from integrations.wizard.starting import FORGOTTEN_AFTER
from portfolio.models import Property
from tests.integrations.wizard.cases import ROWS, a_checked_import, a_started_import, again, an_upload, as_csv

pytestmark = pytest.mark.django_db


def test_the_next_such_file_in_the_drop_comes_in_by_itself(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DROP_SETTLED_SECONDS = 0
    imported = a_checked_import()
    execute(importing.confirm(imported, imported.started_by, "Rent roll").pk)
    moved = as_csv([*ROWS[:2], ("P9", "9 Elm Street", "Glebe", "NSW", "2037", "1", "red")])
    drops.put(imported.agency, "night/Rent roll.csv", an_upload(moved))

    night = runs.request_sync(imported.connection, SyncLog.Type.INCREMENTAL, SyncLog.Trigger.SCHEDULE, to_worker=False)
    execute(night.pk)

    file = ImportFile.objects.get(drop_key="night/Rent roll.csv")
    assert (file.status, file.parts[0]["layout"]) == ("imported", "taught/rent-roll")
    assert sorted(Property.objects.values_list("external_id", flat=True)) == ["P1", "P2", "P9"]


def test_an_import_that_nobody_touches_for_30_days_is_given_up() -> None:
    stale, fresh = a_started_import(), a_started_import()
    WizardImport.objects.filter(pk=stale.pk).update(updated_at=timezone.now() - FORGOTTEN_AFTER - timedelta(minutes=1))

    tidied = tidy()

    assert tidied.imports == 1
    assert (again(stale).step, again(stale).sample) == (WizardImport.Step.ABANDONED, "")
    assert drops.listing(stale.agency) == []
    assert again(fresh).step == WizardImport.Step.MAP
    assert len(drops.listing(fresh.agency)) == 1
