"""Numbered pages of a list that changes while it is read."""

import threading

import pytest
import responses

from providers.client import Client
from providers.errors import ReplyError, UnavailableError
from providers.numbered import NumberedList
from providers.waiting import Pace
from tests.providers.given import API, Naps, a_client

LETS = f"{API}/lets"


class Shelf:
    """A vendor's list by `ids`, answered in pages of `cap` rows at most; `meanwhile` is called with the number of each
    request, before it is answered."""

    def __init__(self, *ids, status=200, link=True, total=True, cap=1000, meanwhile=lambda nth, ids: None):
        self.ids = list(ids)
        self.asked = []
        self._status, self._link, self._total, self._cap, self._meanwhile = status, link, total, cap, meanwhile
        self._lock = threading.Lock()
        responses.add_callback(responses.GET, LETS, self._answer)

    def _answer(self, request):
        with self._lock:
            size, number = min(int(request.params["pagesize"]), self._cap), int(request.params["pagenumber"])
            self.asked.append(number)
            self._meanwhile(len(self.asked), self.ids)
            rows = self.ids[(number - 1) * size : number * size]
            headers = {"X-Total-Results": str(len(self.ids))} if self._total else {}
            if self._link and number * size < len(self.ids):
                headers["Link"] = f'<{LETS}?PageNumber={number + 1}>; rel="next", <{LETS}?PageNumber=9>; rel="last"'
            elif self._link and self.ids:
                headers["Link"] = f'<{LETS}?PageNumber=1>; rel="first"'
            body = "[" + ",".join(f'{{"Id":{one}}}' for one in rows) + "]"
            return (self._status, headers, body) if rows else (204, headers, "")


def read(client: Client | None = None, *, size=2, workers=1):
    listed = NumberedList(client or a_client(), "lets", {"fields": "Id"}, size, workers)
    return [[bytes(row).decode() for row in rows] for rows, _ in listed.rows("Id")]


def ids(*numbers):
    return [f'{{"Id":{number}}}' for number in numbers]


@responses.activate
@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize(
    "manner",
    [
        pytest.param({}, id="links and totals"),
        pytest.param({"status": 206}, id="206 as documented"),
        pytest.param({"link": False}, id="totals only"),
        pytest.param({"total": False}, id="links only"),
        pytest.param({"link": False, "total": False}, id="neither"),
    ],
)
def test_all_pages_come_in_order(manner, workers):
    Shelf(1, 2, 3, 4, 5, **manner)

    found = read(workers=workers)

    assert [row for page in found for row in page] == ids(1, 2, 3, 4, 5)


@responses.activate
def test_no_rows_are_204_or_an_empty_404():
    responses.get(LETS, status=204, headers={"X-Total-Results": "0"})
    responses.get(LETS, status=404)

    assert read() == [[]]
    assert read(a_client(empty_404_is_none=True)) == [[]]


@responses.activate
def test_a_byte_order_mark_before_a_page_is_no_part_of_it():
    responses.get(LETS, body=b'\xef\xbb\xbf[{"Id":1}]', headers={"X-Total-Results": "1"})

    assert read() == [ids(1)]


@responses.activate
def test_a_row_that_an_addition_moves_to_the_next_page_is_given_once():
    Shelf(2, 3, 4, meanwhile=lambda nth, rows: rows.insert(0, 1) if nth == 2 else None)

    found = [row for page in read() for row in page]

    assert sorted(found) == ids(1, 2, 3, 4)


@responses.activate
@pytest.mark.parametrize("workers", [1, 4])
def test_a_row_that_a_removal_moves_to_a_page_already_read_is_not_lost(workers):
    shelf = Shelf(1, 2, 3, 4, 5, 6, 7, 8, meanwhile=lambda nth, rows: rows.remove(1) if nth == 3 else None)

    found = [row for page in read(workers=workers) for row in page]

    assert sorted(found) == ids(1, 2, 3, 4, 5, 6, 7, 8)
    assert len(shelf.asked) > 4


@responses.activate
def test_many_removals_at_once_lose_nothing_either():
    def remove(nth, rows):
        if nth == 4:
            del rows[0:5]

    Shelf(*range(1, 13), meanwhile=remove)

    assert {row for page in read() for row in page} >= set(ids(*range(6, 13)))


@responses.activate
def test_a_list_that_announces_rows_it_never_shows_is_given_up_loudly_after_a_second_look():
    answered = responses.get(LETS, json=[{"Id": 1}], headers={"X-Total-Results": "2", "Link": '<x>; rel="first"'})

    with pytest.raises(ReplyError, match="announces 2 rows of lets and shows 1: some are hidden"):
        read()

    assert answered.call_count == 2


@responses.activate
@pytest.mark.parametrize("manner", [{}, {"link": False}], ids=["links and totals", "totals only"])
@pytest.mark.parametrize("workers", [1, 4])
def test_a_vendor_with_smaller_pages_than_were_asked_for_is_read_to_the_end(manner, workers):
    shelf = Shelf(*range(1, 24), cap=3, **manner)

    found = read(size=500, workers=workers)

    assert [row for page in found for row in page] == ids(*range(1, 24))
    assert sorted(shelf.asked) == list(range(1, 9))


@responses.activate
def test_the_pages_of_a_vendor_with_smaller_ones_are_fetched_side_by_side_too():
    asking = set()
    Shelf(*range(1, 24), cap=3, meanwhile=lambda nth, rows: asking.add(threading.current_thread().name))

    read(size=500, workers=4)

    assert {name for name in asking if name.startswith("reading lets")}


@responses.activate
@pytest.mark.parametrize("workers", [1, 3])
def test_how_far_a_removal_moves_rows_is_told_by_the_pages_that_come(workers):
    def remove(nth, rows):
        if nth == 7:
            del rows[0:6]

    shelf = Shelf(*range(1, 25), cap=3, meanwhile=remove)

    found = [row for page in read(size=500, workers=workers) for row in page]

    assert set(found) >= set(ids(*range(7, 25)))
    assert shelf.asked.count(5) == 2


@responses.activate
def test_a_row_without_a_usable_id_is_given_all_the_same():
    responses.get(LETS, body='[{"Id":1},{"Name":"a"},{"Name":"b"},{"Id":{}}]', headers={"X-Total-Results": "4"})

    assert len(read(size=10)[0]) == 4


@responses.activate
def test_a_vendor_with_a_pace_is_asked_for_one_page_at_a_time():
    started = []
    Shelf(*range(1, 9), meanwhile=lambda nth, rows: started.append(threading.current_thread().name))

    read(a_client(pace=Pace(100, 1.0)), workers=4)

    assert set(started) == {threading.current_thread().name}


@responses.activate
def test_pages_are_fetched_by_other_threads_and_all_else_happens_here():
    here, asking, told = threading.current_thread().name, set(), set()
    Shelf(*range(1, 21), meanwhile=lambda nth, rows: asking.add(threading.current_thread().name))
    client = a_client(on_call=lambda call: told.add(threading.current_thread().name))

    read(client, workers=4)

    assert asking - {here}
    assert told == {here}


@responses.activate
def test_a_page_that_fails_is_tried_again_and_an_error_that_stays_ends_all():
    Shelf(*range(1, 21))
    responses.get(f"{API}/other", status=500)
    threads = threading.active_count()

    with pytest.raises(UnavailableError):
        list(NumberedList(a_client(), "other", {}, 2, 4).rows("Id"))

    assert [row for page in read(workers=4) for row in page] == ids(*range(1, 21))
    assert threading.active_count() == threads


@responses.activate
def test_a_reader_who_stops_leaves_no_thread_and_asks_for_little_more():
    shelf = Shelf(*range(1, 101))
    threads = threading.active_count()
    pages = NumberedList(a_client(), "lets", {}, 2, 4).rows("Id")

    next(pages)
    next(pages)
    pages.close()

    assert threading.active_count() == threads
    assert len(shelf.asked) <= 6


@responses.activate
def test_a_wait_that_somebody_stops_ends_the_read():
    Shelf(*range(1, 21), meanwhile=lambda nth, rows: None)
    naps = Naps()

    class Stopping:
        left = 5

        def take(self):
            self.left -= 1
            return 0.0 if self.left > 0 else 1.0

    def stop(seconds, reason):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(a_client(limiter=Stopping(), on_wait=stop, sleep=naps), workers=4)

    assert naps.seconds == []
