"""What PropertyMe's class does beside declaring."""

import pytest

from providers.propertyme import PropertyMe
from providers.propertyme.provider import a_day_before


def test_balances_are_asked_for_from_a_day_before_the_mark():
    assert a_day_before("2026-07-03T02:15:40.0000000Z") == "2026-07-02T02:15:40Z"
    assert a_day_before("2026-07-03") == "2026-07-02T00:00:00Z"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            b'{"ResponseStatus":{"ErrorCode":"ArgumentException","Message":"Invalid id","StackTrace":null}}',
            "Invalid id",
        ),
        (b'{"IsSuccessful":false,"ResponseStatus":{"ErrorCode":"NotFound"}}', "NotFound"),
        (b'{"Message":"Invalid id"}', "Invalid id"),
        (b"[]", ""),
        (b"", ""),
    ],
)
def test_the_words_of_an_error_are_found_in_both_of_its_shapes(body, words):
    assert PropertyMe.explain(body) == words
