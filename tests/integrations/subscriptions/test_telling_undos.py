"""What undoing a run tells: the rows that it puts back or removes, in its own transaction."""

import pytest

from agencies.refusals import Refusal
from integrations import undoing
from integrations.models import Connection, EventDelivery
from portfolio.models import Lease
from tests.event_factories import a_subscription
from tests.integrations.office import Office
from tests.integrations.subscriptions.telling import told


def test_an_undo_tells_of_the_rows_that_it_puts_back(heard: Office) -> None:
    key = next(iter(heard.raw("tenancies")))
    heard.edit("tenancies", key, RentAmount=777)
    log = heard.sync()
    EventDelivery.objects.all().delete()

    undone = undoing.undo(log, heard.user)

    lease = Lease.objects.get(external_id=key)
    [changed] = told("lease.changed")
    assert (changed["job_id"], changed["connection_id"]) == (str(undone.pk), str(heard.connection.pk))
    assert changed["changes"] == [
        {
            "id": str(lease.pk),
            "action": "updated",
            "fields": ["rent_amount"],
            "link": f"http://localhost:8000/portfolio/leases/{lease.pk}",
        }
    ]


def test_an_undo_tells_of_the_rows_that_it_removes_without_a_link(office: Office) -> None:
    Connection.objects.filter(pk=office.connection.pk).update(unmapped="create")
    log = office.sync()
    leases = sorted(map(str, Lease.objects.values_list("pk", flat=True)))
    a_subscription(office.agency)

    undoing.undo(log, office.user)

    removed: dict[str, object] = {"action": "removed", "fields": [], "link": None}
    [told_of] = [data["changes"] for data in told("lease.changed")]
    assert len(leases) > 3
    assert sorted(told_of, key=lambda change: change["id"]) == [{"id": pk, **removed} for pk in leases]


def test_an_undo_that_is_refused_tells_nothing(heard: Office) -> None:
    heard.edit("tenancies", next(iter(heard.raw("tenancies"))), RentAmount=777)
    log = heard.sync()
    EventDelivery.objects.all().delete()

    with pytest.raises(Refusal):
        undoing.undo(log, heard.user, seen="other numbers")

    assert told() == []
