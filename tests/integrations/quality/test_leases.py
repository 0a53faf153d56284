"""Which leases overlap, in every way that two leases of one house can lie."""

from datetime import date, timedelta
from typing import Any

import pytest

from integrations.quality.rules import BY_CODE
from providers.records import Kind
from tests.integrations.quality.cases import NOON, TODAY, Estate, days_ago

pytestmark = pytest.mark.django_db

CLOSED = {"status": "closed", "start_date": date(2025, 1, 1), "vacated_on": date(2026, 3, 1)}
CURRENT = {"start_date": date(2026, 1, 1)}
NEXT = {"start_date": TODAY + timedelta(days=30)}
ABOUT_THE_LEASE = ("vacant_unit_with_lease", "occupied_unit_without_lease", "lease_without_rent")


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        pytest.param(CLOSED, CURRENT, True, id="one ended after the next began"),
        pytest.param(CLOSED, CURRENT | {"start_date": date(2026, 3, 1)}, False, id="the next began as one ended"),
        pytest.param(CURRENT, CURRENT, True, id="the same twice"),
        pytest.param(CURRENT | {"end_date": NEXT["start_date"]}, NEXT, False, id="the next begins as the term ends"),
        pytest.param(CURRENT | {"end_date": days_ago(9)}, NEXT, False, id="past its end and the next to come"),
        pytest.param(CURRENT | {"end_date": days_ago(9), "is_periodic": True}, NEXT, True, id="periodic with no end"),
        pytest.param(CURRENT, NEXT, True, id="no end named"),
        pytest.param(CLOSED | {"vacated_on": None, "end_date": None}, CURRENT, False, id="ended, nobody knows when"),
        pytest.param(CLOSED | {"vacated_on": date(2024, 1, 1)}, CURRENT, False, id="ended before it began"),
        pytest.param(CURRENT | {"vacated_on": days_ago(40)}, CURRENT | {"start_date": days_ago(40)}, False, id="left"),
    ],
)
def test_two_leases_of_a_house(first: dict[str, Any], second: dict[str, Any], overlap: bool) -> None:
    estate = Estate()
    house = estate.house()
    both = {estate.lease(house, **first).pk, estate.lease(house, **second).pk}

    found = set(BY_CODE["overlapping_leases"].rows(estate.scope()).values_list("pk", flat=True))

    assert found == (both if overlap else set())


def test_leases_of_other_units_and_other_houses_do_not_overlap() -> None:
    estate = Estate()
    house = estate.house()
    first, second = (estate.row(Kind.UNIT, property=house, name=name) for name in "12")
    estate.lease(house, unit=first)
    estate.lease(house, unit=second)
    estate.lease(house)
    estate.lease()

    assert not BY_CODE["overlapping_leases"].rows(estate.scope()).exists()


def test_two_leases_of_one_unit_overlap() -> None:
    estate = Estate()
    unit = estate.row(Kind.UNIT)
    both = {estate.lease(unit.property, unit=unit).pk for _ in range(2)}

    found = set(BY_CODE["overlapping_leases"].rows(estate.scope()).values_list("pk", flat=True))

    assert found == both


def test_a_lease_that_has_not_begun_says_nothing_of_its_unit_and_its_rent_yet() -> None:
    estate = Estate()
    vacant, occupied = (estate.row(Kind.UNIT, status=status) for status in ("vacant", "occupied"))
    for unit in (vacant, occupied):
        estate.lease(unit.property, unit=unit, rent_amount=0, **NEXT)

    found = {code: list(BY_CODE[code].rows(estate.scope())) for code in ABOUT_THE_LEASE}

    assert found == {
        "vacant_unit_with_lease": [],
        "occupied_unit_without_lease": [occupied],
        "lease_without_rent": [],
    }


def test_who_belongs_to_an_association_pays_no_rent() -> None:
    estate = Estate()
    members, former = estate.lease(rent_amount=0), estate.lease(rent_amount=0)
    estate.row(Kind.ASSOCIATION, property=members.property)
    estate.row(Kind.ASSOCIATION, property=former.property, withdrawn_at=NOON)

    assert list(BY_CODE["lease_without_rent"].rows(estate.scope())) == [former]
