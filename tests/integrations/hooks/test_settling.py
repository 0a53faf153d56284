"""What becomes of events whose run could read some of what it wanted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from integrations.models import SyncIssue
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


def test_events_about_a_kind_that_cannot_be_read_fail_however_many_rows_were_bad_before(talker: TalkingVendor) -> None:
    connection = connected()
    keys = [str(number) for number in range(202)]
    talker.tenants = {key: {"id": key} for key in keys}
    talker.has("0", "Tess Tenant")
    talker.status["suppliers"] = 403
    tenants = an_event(connection, "Tenant_Edit", *keys)
    supplier = an_event(connection, "Vendor_Edit", "9")

    log = read_all(connection)

    assert (log.status, log.counts["tenants"]["rejected"], len(log.errors)) == ("completed", 201, 200)
    assert (told(tenants)[0], told(supplier)[0]) == ("done", "failed")


def test_a_row_without_an_id_keeps_no_event_about_its_kind_from_being_read(talker: TalkingVendor) -> None:
    connection = connected()
    talker.has("1", "Tess Tenant")
    talker.tenants["2"] = {"name": "Nobody"}
    events = [an_event(connection, "Tenant_Edit", key) for key in "12"]

    log = read_all(connection)

    assert (log.status, log.counts["tenants"]["rejected"]) == ("completed", 1)
    assert [told(event)[:2] for event in events] == [("done", "")] * 2
    assert SyncIssue.objects.get().kind == "tenants"
