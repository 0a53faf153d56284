"""An event may come from anybody, and hold anything: one that cannot be read costs no other its read."""

import pytest

from portfolio.models import Tenant
from tests.integrations.hooks.given import an_event, read_all, told
from tests.integrations.hooks.vendor import TalkingVendor, connected

pytestmark = pytest.mark.django_db

DEEP = '{"type": "Tenant_Edit", "ids": ["1"], "more": ' + "[" * 100_000 + "]" * 100_000 + "}"
NO_ID = "It names a record by what cannot be an id. The next sync brings what has changed."


def test_an_event_that_nobody_can_read_takes_no_other_with_it(
    talker: TalkingVendor, caplog: pytest.LogCaptureFixture
) -> None:
    connection = connected()
    talker.has("1", "Tess Tenant")
    deep = an_event(connection, body=DEEP)
    whole = an_event(connection, "Tenant_Edit", "1")

    read_all(connection)

    assert told(whole)[0] == "done"
    assert told(deep)[:2] == ("failed", "It cannot be read. The next sync brings what has changed.")
    assert f"Event {deep.pk} cannot be read: RecursionError" in caplog.text


@pytest.mark.parametrize("key", ["1\x00", "1" * 151], ids=["a NUL", "too long"])
def test_what_cannot_be_an_id_is_not_asked_for(talker: TalkingVendor, key: str) -> None:
    connection = connected()
    talker.has("1", "Tess Tenant")
    odd = an_event(connection, "Tenant_Edit", "1", key)
    whole = an_event(connection, "Tenant_Edit", "1")

    read_all(connection)

    assert talker.asked == [["1"]]
    assert (told(odd)[:2], told(whole)[0]) == (("failed", NO_ID), "done")
    assert Tenant.objects.count() == 1
