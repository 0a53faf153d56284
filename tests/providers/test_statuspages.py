"""What a vendor's status page says, or why it says nothing. Bodies as of https://metastatuspage.com/api (read 2026-11)."""

import pytest
import requests
import responses

from providers import statuspages
from providers.errors import ClientError
from providers.statuspages import Said

URL = "https://status.vendor.example/api/v2/status.json"
PAGE = '{"page": {"id": "y2j", "name": "Vendor", "url": "https://status.vendor.example"}, "status": %s}'


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ('{"indicator": "none", "description": "All Systems Operational"}', Said(True, "All Systems Operational")),
        ('{"indicator": "major", "description": "Partial System Outage"}', Said(False, "Partial System Outage")),
        ('{"indicator": "maintenance", "description": ""}', Said(False, "Trouble is reported.")),
        ('{"indicator": "none"}', Said(True, "No trouble is reported.")),
        ('{"indicator": "purple", "description": "Purple"}', Said(None, "Purple")),
        ('{"colour": "green"}', Said(None, "The status page answered something else than expected.")),
    ],
    ids=["up", "an outage", "maintenance", "no words", "an indicator that is not known", "another shape"],
)
@responses.activate
def test_what_it_says(status: str, said: Said) -> None:
    responses.get(URL, body=PAGE % status)

    assert statuspages.read(URL) == said


@responses.activate
def test_one_that_cannot_be_read_says_nothing() -> None:
    away = requests.ConnectionError()
    for given, words in (
        ({"body": away}, "The status page cannot be reached."),
        ({"status": 503}, "The status page answered with status 503."),
        (
            {"status": 302, "headers": {"Location": "https://elsewhere.example"}},
            "The status page answered with status 302.",
        ),
        ({"body": b"x" * (statuspages.MOST_BYTES + 1)}, "The status page gave no short answer."),
        ({"body": b"<html>"}, "The status page answered something else than expected."),
    ):
        responses.upsert("GET", URL, **given)

        assert statuspages.read(URL) == Said(None, words)


def test_an_address_without_encryption_is_never_asked() -> None:
    with pytest.raises(ClientError):
        statuspages.read("http://status.vendor.example/api/v2/status.json")


@responses.activate
def test_long_words_are_cut() -> None:
    responses.get(URL, body=PAGE % ('{"indicator": "minor", "description": "%s"}' % ("long \\n " * 200)))

    said = statuspages.read(URL)

    assert (said.is_up, len(said.words)) == (False, 300)
