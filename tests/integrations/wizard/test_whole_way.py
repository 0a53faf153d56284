"""An import from the upload to the undo and back: pages, a real worker over the broker, rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from integrations.models import SyncLog, WizardImport
from portfolio.models import Lease, Property
from tests.factories import a_member, an_agency
from tests.integrations.wizard.cases import an_upload, as_csv
from tests.processes import Worker, wait_until
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db(transaction=True)

HEADINGS = ("Property", "Renter", "Mobile", "Start", "Rent", "Every")
ROWS = (
    ("1 Elm Street Glebe NSW 2037", "Omar Hassan", "400000001", "03/14/2026", "$650", "W"),
    ("2 Elm Street Glebe NSW 2037", "Priya & Tom Raman", "400000002", "03/28/2026", "$1300", "F"),
)


@pytest.fixture
def worker(vendor: SandboxServer, transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    with Worker(vendor, tmp_path) as running:
        yield running


class Person:
    """Somebody at a browser."""

    def __init__(self) -> None:
        self.agency = an_agency()
        self.client = Client()
        self.client.force_login(a_member(self.agency))

    def hand_in(self, content: bytes, kind: str) -> WizardImport:
        """An import of a file, its list chosen."""
        self.client.post(reverse("integrations:imports"), {"file": an_upload(content)})
        imported = WizardImport.objects.order_by("-created_at")[0]
        self.client.post(reverse("integrations:import_list", args=[imported.pk]), {"part": "", "kind": kind})
        return imported

    def post(self, step: str, imported: WizardImport, **form: Any) -> str:
        """The page that the answer leads to."""
        answer = self.client.post(reverse(f"integrations:import_{step}", args=[imported.pk]), form, follow=True)
        return answer.content.decode()

    def bring_in(self, imported: WizardImport, **columns: Any) -> SyncLog:
        """The run of an import that was checked and confirmed."""
        page = self.post("columns", imported, check="on", **columns)
        assert "What would come in?" in page
        wait_until(lambda: WizardImport.objects.get(pk=imported.pk).step != WizardImport.Step.CHECKING)
        self.post("confirm", imported, name=imported.kind)
        wait_until(lambda: not WizardImport.objects.get(pk=imported.pk).sync_log.is_live)
        log = WizardImport.objects.get(pk=imported.pk).sync_log
        assert log is not None
        return log

    def undo(self, log: SyncLog) -> None:
        """Takes a run back."""
        self.client.post(reverse("integrations:undo", args=["exports", log.pk]) + f"?connection={log.connection_id}")


def test_properties_and_leases_of_an_unknown_system_come_in_go_and_come_again(worker: Worker) -> None:
    person = Person()
    houses = as_csv([(row[0],) for row in ROWS], ("Property",))
    person.bring_in(person.hand_in(houses, "properties"), **{"address.heading": "Property"})
    assert Property.objects.count() == 2, worker.log.read_text()
    columns = {
        "property.heading": "Property",
        "tenant.heading": "Renter",
        "tenant.step": "name:first_last",
        "phone.heading": "Mobile",
        "start.heading": "Start",
        "start.step": "date:month_first",
        "rent.heading": "Rent",
        "rent_frequency.heading": "Every",
    }

    for _ in range(2):
        log = person.bring_in(person.hand_in(as_csv(ROWS, HEADINGS), "leases"), **columns)

        assert log.counts == WizardImport.objects.get(sync_log=log).outcome["counts"]
        assert sorted(Lease.objects.values_list("property__address", "rent_amount", "rent_frequency")) == [
            ("1 Elm Street Glebe NSW 2037", 650, "weekly"),
            ("2 Elm Street Glebe NSW 2037", 1300, "fortnightly"),
        ]
        person.undo(log)
        assert not Lease.objects.exists()
    assert Property.objects.count() == 2
