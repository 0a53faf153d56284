"""What a complete list does not show is asked for before it is withdrawn: as far as rows can be asked for, and no further than
the brake lets them go."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import pytest

from integrations.models import PropertyMapping, SyncLog
from integrations.sync.feeds import store_pages
from integrations.sync.pages import Run
from portfolio.models import Owner, Property, Tenant
from providers.base import Page
from providers.errors import UnsupportedError
from providers.records import Kind, OwnerRecord, PropertyRecord, Record, Rejected, TenantRecord
from tests.factories import a_connection
from tests.integrations.sync.running import a_run, stored

pytestmark = pytest.mark.django_db


@dataclass
class Source:
    """What the vendor answers for each kind, and what it was asked for one by one."""

    rows: dict[Kind, list[Record | Rejected]] = field(default_factory=dict)
    asked: list[tuple[Kind, list[str]]] = field(default_factory=list)

    def fetch(self, kind: Kind, external_ids: Collection[str]) -> Iterator[Page]:
        self.asked.append((kind, list(external_ids)))
        if kind not in self.rows:
            raise UnsupportedError("It cannot be asked for single ones.")
        yield Page(tuple(self.rows[kind]), is_last=True)


def owners(*numbers: int) -> list[Record | Rejected]:
    return [OwnerRecord(external_id=f"o{number}", name=f"Owner {number}") for number in numbers]


def listed(run: Run, source: Source, *rows: Record | Rejected, kinds: tuple[Kind, ...] = (Kind.OWNER,)) -> None:
    """The run reads a complete list with these rows."""
    pages = iter([Page(rows, is_last=True, read=len(rows))])
    store_pages(run, kinds, pages, whole=kinds, close=lambda page: None, fetch=source.fetch)


def living(model: type = Owner) -> set[str]:
    return set(model._default_manager.filter(withdrawn_at=None).values_list("external_id", flat=True))  # type: ignore[attr-defined]


def test_a_row_that_is_still_there_stays_as_it_is_there_and_one_that_is_not_goes() -> None:
    run = a_run()
    stored(run, *owners(1, 2, 3))
    source = Source({Kind.OWNER: [OwnerRecord(external_id="o2", name="Renamed")]})

    listed(run, source, *owners(1))

    assert source.asked == [(Kind.OWNER, ["o2", "o3"])]
    assert living() == {"o1", "o2"}
    assert Owner.objects.get(external_id="o2").name == "Renamed"
    assert run.journal.counts[Kind.OWNER].withdrawn == 1


@pytest.mark.parametrize(("number", "asked"), [(20, True), (21, False)])
def test_what_the_brake_holds_is_not_asked_for(number: int, asked: bool) -> None:
    run = a_run()
    stored(run, *owners(*range(100)))
    source = Source({Kind.OWNER: []})

    listed(run, source, *owners(*range(number, 100)))

    assert bool(source.asked) is asked
    assert len(living()) == (100 - number if asked else 100)


def test_nothing_is_asked_where_nothing_misses() -> None:
    run = a_run()
    stored(run, *owners(1))
    source = Source({Kind.OWNER: []})

    listed(run, source, *owners(1))

    assert source.asked == []


def test_a_run_that_asks_for_long_says_that_it_is_alive() -> None:
    run, said = a_run(), list[str]()
    stored(run, *owners(1, 2, 3))

    def slowly(kind: Kind, external_ids: Collection[str]) -> Iterator[Page]:
        for number in (2, 3):
            run.journal.beat("Waiting")
            yield Page(tuple(owners(number)), is_last=number == 3)
            said.append(SyncLog.objects.get().activity)

    pages = iter([Page((), is_last=True)])
    store_pages(run, (Kind.OWNER,), pages, whole=(Kind.OWNER,), close=lambda page: None, fetch=slowly)

    assert said == ["Asking for owners that the list did not show"] * 2


def test_rows_that_cannot_be_asked_for_go_as_before() -> None:
    run = a_run()
    stored(run, *owners(1, 2))

    listed(run, Source(), *owners(1))

    assert living() == {"o1"}


def test_an_answer_that_cannot_be_read_keeps_all_of_them() -> None:
    run = a_run()
    stored(run, *owners(1, 2, 3))
    bad = Rejected(kind=Kind.OWNER, external_id="o2", code="malformed_row", message="It is bad.", action="Mend it.")

    listed(run, Source({Kind.OWNER: [bad]}), *owners(1))

    assert living() == {"o1", "o2", "o3"}


def test_what_comes_along_with_a_row_is_not_asked_for_again() -> None:
    run = a_run()
    tenant = TenantRecord(external_id="t1", name="Tess")
    stored(run, *owners(1), tenant)
    source = Source({Kind.OWNER: [*owners(1), tenant]})

    listed(run, source, kinds=(Kind.OWNER, Kind.TENANT))

    assert source.asked == [(Kind.OWNER, ["o1"])]
    assert (living(), living(Tenant)) == ({"o1"}, {"t1"})


def test_a_property_that_nobody_mapped_is_asked_for_before_it_is_put_away() -> None:
    run = a_run(a_connection())
    houses = [PropertyRecord(external_id=f"p{number}", address=f"{number} Elm Street") for number in (1, 2, 3)]
    stored(run, *houses)

    listed(run, Source({Kind.PROPERTY: houses[1:2]}), houses[0], kinds=(Kind.PROPERTY,))

    waiting = PropertyMapping.objects.filter(withdrawn_at=None)
    assert set(waiting.values_list("provider_property_id", flat=True)) == {"p1", "p2"}
    assert not Property.objects.exists()
