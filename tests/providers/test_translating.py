"""Batches, marks and bad rows, through a client that reads a made-up vendor."""

from decimal import Decimal

import pytest
import responses

from providers.errors import NotFoundError, ReplyError
from providers.feeds import Page
from providers.field_rules import FieldRule
from providers.records import Frequency, Kind, LeaseRecord, LeaseStatus, Rejected, UnitRecord
from providers.translating import pages
from tests.providers.given import API, CHANGED, EXTRA, LISTED, LONG_AGO, PER_PARENT, a_client


def let(number, *, stamp=None, rent=400, period="weekly"):
    return {"Id": f"t-{number}", "Stamp": number if stamp is None else stamp, "Rent": rent, "Period": period}


def lease(number):
    return LeaseRecord(
        external_id=f"t-{number}",
        property_id="p1",
        start_date=LONG_AGO,
        rent_amount=Decimal("400.00"),
        rent_frequency=Frequency.WEEKLY,
        status=LeaseStatus.CURRENT,
    )


def read(reply, feed=CHANGED, *, since=None, batch_size=500):
    responses.get(f"{API}/{feed.path}", json=reply)
    return list(pages(a_client(), feed, since=since, batch_size=batch_size, parent_id=""))


@responses.activate
def test_a_reply_comes_in_batches_of_which_only_the_last_moves_the_cursor():
    found = read([let(3), let(1), let(2)], batch_size=2)

    assert found == [
        Page((lease(3), lease(1)), mark=None, total=3, is_last=False, read=2),
        Page((lease(2),), mark="3", total=3, is_last=True, read=1),
    ]


@responses.activate
def test_an_empty_reply_keeps_the_cursor():
    assert read([], since="41") == [Page((), mark="41", total=0, is_last=True)]


@responses.activate
def test_an_empty_first_reply_has_no_cursor():
    assert read([]) == [Page((), mark=None, total=0, is_last=True)]


@responses.activate
def test_the_cursor_never_goes_back():
    assert read([let(3)], since="41")[-1].mark == "41"


@responses.activate
def test_marks_are_compared_as_numbers_and_stay_exact():
    found = read([let(1, stamp=99), let(2, stamp=639186417411514917), let(3, stamp=639186417411514916)], since="100")

    assert found[-1].mark == "639186417411514917"


@responses.activate
def test_a_whole_list_has_no_cursor_and_knows_no_total():
    responses.get(f"{API}/lets/all", json=[let(1), let(2), let(3)])

    found = read([let(4)], LISTED)

    assert found == [Page((lease(1), lease(2), lease(3), lease(4)), mark=None, total=None, is_last=True, read=4)]


@responses.activate
def test_a_bad_row_costs_only_itself_and_counts_for_the_cursor():
    found = read([let(1), let(2, rent=-5, stamp=9), let(3)])

    assert found == [
        Page(
            (
                lease(1),
                Rejected(
                    kind=Kind.LEASE,
                    external_id="t-2",
                    code="malformed_row",
                    message="Rent cannot be less than zero.",
                    action="Correct Rent at its source.",
                    field="Rent",
                    value="-5.00",
                    row_number=2,
                    raw=b'{"Id": "t-2", "Stamp": 9, "Rent": -5, "Period": "weekly"}',
                ),
                lease(3),
            ),
            mark="9",
            total=3,
            is_last=True,
            read=3,
        )
    ]


@responses.activate
def test_a_row_that_only_rules_cannot_read_costs_only_itself_too():
    row = '{"Id":"t-1","Stamp":1,"Rent":400,"Period":"weekly","Note":"%s"}'
    responses.get(f"{API}/lets", body=f"[{row % 'café'},{row % 'tea'}]".encode("latin-1"))
    rules = {Kind.LEASE: [FieldRule("Note", "tenant_name")]}

    (page,) = pages(a_client(), CHANGED, since=None, batch_size=500, parent_id="", rules=rules)

    bad, good = page.rows
    assert (type(bad), bad.row_number, good.tenant_name) == (Rejected, 1, "tea")


@responses.activate
def test_a_row_without_an_id_is_set_aside():
    (rejected,) = read([let(1) | {"Id": ""}])[0].rows

    assert rejected.message == "The row has no id."
    assert rejected.external_id == ""


@responses.activate
def test_many_rows_and_none_readable_mean_that_the_vendor_changed():
    with pytest.raises(
        ReplyError, match="None of the 10 rows of lets from Vendor could be read; the first one fails at Rent"
    ):
        read([let(n, rent="x") for n in range(10)], batch_size=3)


@responses.activate
def test_few_rows_and_none_readable_are_bad_rows():
    found = read([let(n, rent="x") for n in range(9)], batch_size=3)

    assert [len(page.rows) for page in found] == [3, 3, 3]
    assert all(isinstance(row, Rejected) for page in found for row in page.rows)


@responses.activate
def test_one_readable_row_among_the_last_is_enough():
    found = read([let(n, rent="x") for n in range(20)] + [let(20)], batch_size=4)

    assert all(len(page.rows) <= 4 for page in found)
    assert [row.external_id for page in found for row in page.rows] == [f"t-{n}" for n in range(21)]
    assert found[-1].is_last


@responses.activate
def test_a_row_may_give_nothing():
    responses.get(f"{API}/lets/t-1/units", json=[let(1, rent=0), let(2)])

    found = list(pages(a_client(), PER_PARENT, since=None, batch_size=500, parent_id="t-1"))

    assert found == [
        Page((UnitRecord(external_id="t-2", property_id="p1", name="t-2"),), total=2, is_last=True, read=2)
    ]


@responses.activate
def test_a_feed_that_a_host_does_not_know_gives_no_page_where_it_need_not():
    responses.get(f"{API}/bills", status=404)

    assert list(pages(a_client(), EXTRA, since=None, batch_size=500, parent_id="")) == []


@responses.activate
def test_a_parent_that_is_gone_has_no_rows():
    responses.get(f"{API}/lets/t-1/units", status=404)

    assert list(pages(a_client(), PER_PARENT, since=None, batch_size=500, parent_id="t-1")) == [Page((), is_last=True)]


@responses.activate
def test_any_other_feed_that_is_missing_is_an_error():
    responses.get(f"{API}/lets", status=404)

    with pytest.raises(NotFoundError):
        list(pages(a_client(), CHANGED, since=None, batch_size=500, parent_id=""))
