"""The guide's own example works as it stands there."""

import re
from pathlib import Path

import responses

from providers.base import Identity, Page
from providers.records import PropertyRecord
from tests.providers.given import Wallet, a_config

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "adding_a_provider.md"
MOST_LINES = 60


@responses.activate
def test_the_vendor_of_the_guide_is_read():
    example = re.search(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)[1]
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
