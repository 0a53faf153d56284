"""Reading by Offset and Limit, and feeds asked for per parent."""

from urllib.parse import parse_qs, urlsplit

import pytest
import responses

from providers.errors import NotFoundError, ReplyError
from providers.paging import asks_for, replies
from tests.providers.given import API, CHANGED, LISTED, PER_PARENT, a_client


def rows(feed, since=None, parent_id=""):
    (ask,) = asks_for(feed, since, parent_id)
    return [[bytes(row) for row in part.rows] for part in replies(a_client(), feed, ask)]


def asked():
    return [
        {name: value[0] for name, value in parse_qs(urlsplit(call.request.url).query).items()}
        for call in responses.calls
    ]


@responses.activate
def test_a_change_feed_asks_from_its_start_or_from_the_mark():
    responses.get(f"{API}/lets", json=[])

    rows(CHANGED)
    rows(CHANGED, since="639186417411514916")

    assert asked() == [{"Since": "0"}, {"Since": "639186417411514916"}]


@responses.activate
def test_pages_are_asked_for_until_a_short_one():
    responses.get(f"{API}/lets/all", json=[1, 2, 3])
    responses.get(f"{API}/lets/all", json=[4])

    assert rows(LISTED) == [[b"1", b"2", b"3"], [b"4"]]
    assert asked() == [{"Offset": "0", "Limit": "3"}, {"Offset": "3", "Limit": "3"}]


@responses.activate
def test_or_until_an_empty_one():
    responses.get(f"{API}/lets/all", json=[1, 2, 3])
    responses.get(f"{API}/lets/all", json=[])

    assert rows(LISTED) == [[b"1", b"2", b"3"], []]


@responses.activate
@pytest.mark.parametrize("reply", [[1, 2, 3], [1, 2, 3, 4, 5]])
def test_a_vendor_that_ignores_the_offset_does_not_keep_us_for_ever(reply):
    responses.get(f"{API}/lets/all", json=reply)

    with pytest.raises(ReplyError, match="repeats the same page"):
        rows(LISTED)

    assert len(responses.calls) == 2


@responses.activate
@pytest.mark.parametrize(
    ("body", "found"),
    [("[1,2]", [b"1", b"2"]), ('{"Id":"a"}', [b'{"Id":"a"}']), ("{}", []), ("null", []), ("[]", [])],
)
def test_a_parent_may_answer_with_a_list_or_with_one_object_or_with_none(body, found):
    responses.get(f"{API}/lets/a%2Fb/units", body=body)

    assert rows(PER_PARENT, parent_id="a/b") == [found]


@responses.activate
@pytest.mark.parametrize("body", ['{"Id":"a"}', '"text"', "12", '[{"Id":'])
def test_a_list_that_is_none_is_refused(body):
    responses.get(f"{API}/lets", body=body, auto_calculate_content_length=True)

    with pytest.raises(ReplyError) as caught:
        rows(CHANGED)

    assert (caught.value.provider, caught.value.path) == ("vendor", "lets")


@responses.activate
def test_an_unknown_path_stays_unknown():
    responses.get(f"{API}/lets", status=404)

    with pytest.raises(NotFoundError):
        rows(CHANGED)
