"""A run that is killed anywhere, and the next one: in the end the rows are those of a run that nobody killed."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest

from integrations.files.ownership import Holdings
from integrations.models import ImportFile, SyncLog
from integrations.sync.engine import execute
from integrations.sync.journal import Journal
from tests.integrations.files.nights import L1, L2, LEASES, OWNERS, P1, P2, PROPERTIES, Nights, some_nights
from tests.integrations.office import portfolio

pytestmark = pytest.mark.django_db

P3 = "P-3,3 Wattle Street,Ultimo,NSW,2007,1,1,"


class Killed(BaseException):
    """What no code of ours catches for long."""


def estate(nights: Nights) -> None:
    """Two nights' files, of which the first has come in."""
    nights.connection.config = {"batch_size": 2}
    nights.connection.save()
    nights.put("owners.csv", OWNERS, "O-1,Olive Owner,1 Wattle Street Ultimo NSW 2007,,,")
    nights.put("properties.csv", PROPERTIES, P1, P2, P3)
    nights.run()
    nights.put("owners-2.csv", OWNERS, "O-1,Olive Owner,2 Wattle Street Ultimo NSW 2007,,,", "O-2,Otto,,,,")
    nights.put("properties-2.csv", PROPERTIES, P1.replace("Ultimo", "Glebe"), P2, P3.replace("P-3", "P-4"))
    nights.put("leases.csv", LEASES, L1, L2, L1.replace("T-1", "T-3"))


def without_names(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows less what differs between two agencies."""
    for some in rows.values():
        for row in some:
            row.pop("agency", None)
    return rows


def killed_at(monkeypatch: pytest.MonkeyPatch, page: int) -> Callable[[], bool]:
    """Kill the process as soon as its transaction of that number is through; whether it came to that."""
    real, done = Journal.page, [0]

    @contextmanager
    def page_and_kill(self: Journal) -> Any:
        with real(self):
            yield
        done[0] += 1
        if done[0] == page:
            raise Killed

    monkeypatch.setattr(Journal, "page", page_and_kill)
    return lambda: done[0] >= page


def test_a_run_that_is_killed_after_any_of_its_transactions_ends_with_the_same_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calm = some_nights()
    estate(calm)
    calm.run()
    wanted = without_names(portfolio())
    calm.connection.agency.delete()

    page, was_killed = 1, True
    while was_killed:
        nights = some_nights()
        estate(nights)
        log = nights.request()
        with monkeypatch.context() as patched:
            came_to_it = killed_at(patched, page)
            try:
                execute(log.pk)
            except Killed:
                SyncLog.objects.filter(pk=log.pk).update(status=SyncLog.Status.FAILED)
            was_killed = came_to_it()
        nights.run()

        assert without_names(portfolio()) == wanted, page
        statuses = set(ImportFile.objects.values_list("status", flat=True))
        assert statuses == {"imported"}, page
        nights.connection.agency.delete()
        page += 1

    assert page > 8


def test_a_run_that_is_killed_before_owners_are_linked_links_them_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nights = some_nights()
    nights.put("properties.csv", PROPERTIES, P1)
    nights.put("owners.csv", OWNERS, "O-1,Olive Owner,1 Wattle Street Ultimo NSW 2007,,,")
    log = nights.request()
    with monkeypatch.context() as patched, pytest.raises(Killed):

        def killed(*_: object) -> None:
            raise Killed

        patched.setattr(Holdings, "link", killed)
        execute(log.pk)
    SyncLog.objects.filter(pk=log.pk).update(status=SyncLog.Status.FAILED)
    assert nights.file("owners.csv").status == "new"

    nights.run()

    assert nights.file("owners.csv").status == "imported"
    assert portfolio()["Property"][0]["owners"] == ["O-1"]
