"""What a read has seen: by kind, page by page, for as long as its pages stand."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from integrations.sync.seen import Seen
from portfolio.models import Owner
from tests.factories import an_agency, an_owner

pytestmark = pytest.mark.django_db


def missing(seen: Seen, kind: str = "owners") -> set[str | None]:
    rows = seen.missing(kind, Owner.objects.all(), "external_id")
    return set(rows.values_list("external_id", flat=True))


def test_rows_whose_ids_no_page_had_are_missing() -> None:
    agency = an_agency()
    for name in ("o1", "o2", "o3", "O1"):
        an_owner(agency, external_source="x", external_id=name)

    with Seen() as seen:
        seen.add("owners", ["o1", "other"])
        seen.add("owners", ["o3"])
        seen.add("tenants", ["o2"])

        assert missing(seen) == {"o2", "O1"}
        assert missing(seen, "tenants") == {"o1", "o3", "O1"}
        assert missing(seen, "leases") == {"o1", "o2", "o3", "O1"}


def test_an_id_of_an_earlier_page_comes_back_with_the_mark_that_it_had_there() -> None:
    with Seen() as seen:
        first = seen.add("owners", {"o1": "row 2", "o2": "row 3"})
        second = seen.add("owners", {"o2": "row 9", "o3": "row 10"})
        third = seen.add("owners", {"o2": "row 11", "o3": "row 12"})
        of_another_kind = seen.add("tenants", {"o1": "row 13"})

    assert (first, of_another_kind) == ({}, {})
    assert second == {"o2": "row 3"}
    assert third == {"o2": "row 3", "o3": "row 10"}


@pytest.mark.parametrize(
    "name", ["quote \" and '", "back\\slash", "new\nline", "\x1f", "100 %s", "Ünïté 🏠", "null", ""]
)
def test_any_text_may_be_an_id(name: str) -> None:
    an_owner(external_source="x", external_id=name)

    with Seen() as seen:
        seen.add("owners", [name, "a NUL\x00 that no row can have"])

        assert missing(seen) == set()
        assert seen.add("owners", [name]) == {name: ""}


def test_what_a_page_noted_is_gone_when_the_page_is_rolled_back() -> None:
    with Seen() as seen:
        seen.add("owners", ["o1"])
        with pytest.raises(RuntimeError), transaction.atomic():
            seen.add("owners", ["o2"])
            raise RuntimeError

        assert seen.add("owners", ["o1", "o2"]) == {"o1": ""}


def test_two_reads_know_nothing_of_each_other_and_leave_nothing_behind() -> None:
    with Seen() as one, Seen() as other:
        one.add("owners", ["o1"])

        assert other.add("owners", ["o1"]) == {}

    with Seen() as later:
        assert later.add("owners", ["o1"]) == {}


def test_noting_three_ids_takes_as_many_queries_as_noting_3000() -> None:
    with Seen() as seen:
        with CaptureQueriesContext(connection) as few:
            seen.add("owners", [f"o{n}" for n in range(3)])
        with CaptureQueriesContext(connection) as many:
            seen.add("tenants", [f"o{n}" for n in range(3000)])

    assert len(few) == len(many) == 1
