"""The guide's own examples work as they stand there."""

import re
from pathlib import Path

import responses

from providers.base import WHOLE, Identity, Page
from providers.records import OwnerRecord, PropertyRecord
from tests.providers.given import Wallet, a_config

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "adding_a_provider.md"
MOST_LINES = 60
MOST_LINES_EACH = 12


def examples():
    """The Python in the guide, block by block."""
    return re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)


@responses.activate
def test_the_vendor_of_the_guide_is_read():
    example = examples()[0]
    names = {"__name__": "keyring"}
    exec(compile(example, str(GUIDE), "exec"), names)
    url = names["Keyring"].default_api_url
    responses.get(f"{url}/office", json={"Id": "o-1", "Name": "Corner Office"})
    responses.get(f"{url}/houses", json=[{"Id": "h-1", "Revision": 7, "StreetAddress": "1 Key St", "Colour": "red"}])

    keyring = names["Keyring"](a_config(api_url=url), Wallet())

    assert keyring.identify() == Identity("o-1", "Corner Office")
    house = PropertyRecord(external_id="h-1", address="1 Key St")
    assert list(keyring.read(keyring.feeds[0])) == [Page((house,), mark="7", total=1, is_last=True, read=1)]
    assert example.count("\n") <= MOST_LINES


@responses.activate
def test_the_next_list_of_the_guide_is_read():
    first, example = examples()[:2]
    names = {"__name__": "keyring", "OwnerRecord": OwnerRecord, "WHOLE": WHOLE}
    exec(compile(first + example, str(GUIDE), "exec"), names)
    feed = eval(example.partition("# in feeds: ")[2], names)
    url = names["Keyring"].default_api_url
    responses.get(f"{url}/keepers", json=[{"Id": "k-1", "FullName": "Kim Key"}])

    (page,) = names["Keyring"](a_config(api_url=url), Wallet()).read(feed)

    assert page.rows == (OwnerRecord(external_id="k-1", name="Kim Key"),)
    assert len([line for line in example.splitlines() if line]) <= MOST_LINES_EACH
