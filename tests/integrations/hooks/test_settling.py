"""What becomes of events whose run could read some of what it wanted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portfolio.models import Tenant
from tests.factories import a_lease, a_property
from tests.integrations.hooks.given import an_event, read_all, told
from tests.integrations.hooks.vendor import TalkingVendor, connected

pytestmark = pytest.mark.django_db


def test_leases_that_may_not_be_read_keep_no_event_about_their_tenants_waiting(talker: TalkingVendor) -> None:
    connection = connected()
    talker.has("1", "Tess Tenant")
    an_event(connection, "Tenant_Add", "1")
    read_all(connection)
    ours = {"external_source": "talker", "external_account": connection.provider_user_id, "synced_at": timezone.now()}
    a_lease(a_property(connection.agency), (Tenant.objects.get(),), external_id="L-1", **ours)
    talker.status["leases"] = 403
    talker.has("1", "Tess Trent")
    event = an_event(connection, "Tenant_Edit", "1")

    log = read_all(connection, timezone.now() + timedelta(minutes=1))

    assert talker.asked[-1] == ["L-1"]
    assert (log.status, told(event)[0], Tenant.objects.get().name) == ("completed", "done", "Tess Trent")
    assert [(error["kind"], error["code"]) for error in log.errors] == [("leases", "not_permitted")]
