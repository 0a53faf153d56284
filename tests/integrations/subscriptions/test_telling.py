"""What runs tell: a real sandbox is synced, and every event says what happened in ids and names of fields alone."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations import connecting, fixing, schedule
from integrations.events import TYPES
from integrations.models import EventDelivery, SyncIssue, SyncLog
from integrations.sync.engine import execute
from integrations.sync.journal import Journal, claim
from portfolio.models import Lease, Property, Tenant
from providers.errors import CredentialsError
from tests.event_factories import a_subscription
from tests.integrations.office import Office
from tests.integrations.subscriptions.telling import told


class Broken(Exception):
    """Something of ours that goes wrong."""


class Killed(BaseException):
    """The process is gone."""


@contextmanager
def page_breaks(monkeypatch: pytest.MonkeyPatch, held: list[list[str]]) -> Iterator[None]:
    """Every page that has changed a row breaks once it is written, in its transaction. `held` are the types of the messages
    that were queued by then."""
    whole = Journal.page

    @contextmanager
    def breaking(journal: Journal) -> Iterator[None]:
        with whole(journal):
            yield
            queued = EventDelivery.objects.exclude(event_type__startswith="sync.")
            held.append(sorted(queued.values_list("event_type", flat=True)))
            if held[-1]:
                raise Broken

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "page", breaking)
        yield


def killed_after_its_pages(office: Office) -> SyncLog:
    """A run whose worker is killed once its last page is stored, before it can say anything."""
    log = office.request()
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        for way_out in ("finish", "put_back"):
            patch.setattr(Journal, way_out, die)
        execute(log.pk)
    return log


def die(*given: Any) -> None:
    raise Killed


def claimed(log: SyncLog) -> SyncLog:
    """The queued run, now ours."""
    found = claim(log.pk)
    assert found is not None
    return found


def test_a_sync_tells_how_it_ended_and_which_rows_it_changed(heard: Office) -> None:
    key = next(iter(heard.raw("tenancies")))
    heard.edit("tenancies", key, RentAmount=777)

    log = heard.sync()

    lease = Lease.objects.get(external_id=key)
    about = {"job_id": str(log.pk), "connection_id": str(heard.connection.pk)}
    [changed] = told("lease.changed")
    [ended] = told("sync.finished")
    assert changed == about | {
        "changes": [
            {
                "id": str(lease.pk),
                "action": "updated",
                "fields": ["rent_amount"],
                "link": f"http://localhost:8000/portfolio/leases/{lease.pk}",
            }
        ]
    }
    assert ended == about | {
        "provider": "propertyme",
        "sync_type": "incremental",
        "trigger": "person",
        "status": "completed",
        "summary": log.summary,
        "counts": log.counts,
    }


def test_no_message_holds_a_persons_details_or_an_amount(office: Office) -> None:
    a_subscription(office.agency)
    office.sync()
    office.map_all()
    office.sync(SyncLog.Type.FULL)

    said = json.dumps(list(EventDelivery.objects.values_list("payload", flat=True)))

    assert len(told("lease.changed")) > 0 and len(told("property.changed")) > 0
    people = Tenant.objects.exclude(email="").values_list("name", "email", "phone")
    assert len(people) > 3
    for words in people:
        for word in filter(None, words):
            assert word not in said
    for address in Property.objects.values_list("address", flat=True):
        assert address not in said


def test_rows_that_need_a_person_are_told_of_once_and_when_they_come_in(heard: Office) -> None:
    keys = sorted(heard.raw("tenancies"))[:3]
    right = {key: row["RentAmount"] for key, row in heard.raw("tenancies").items()}
    for key in keys:
        heard.edit("tenancies", key, RentAmount="abc")

    heard.sync()
    heard.sync()
    opened = told("issue.opened")
    for key in keys:
        heard.edit("tenancies", key, RentAmount=right[key])
    heard.sync()

    [issue] = opened
    assert (issue["kind"], issue["count"], sorted(issue["external_ids"])) == ("leases", 3, keys)
    [resolved] = told("issue.resolved")
    assert (resolved["kind"], resolved["count"], sorted(resolved["external_ids"])) == ("leases", 3, keys)
    assert len(told("issue.opened")) == 1


def test_a_page_that_is_taken_back_tells_of_nothing(heard: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    right, wrong = sorted(heard.raw("tenancies"))[:2]
    heard.edit("tenancies", right, RentAmount=777)
    heard.edit("tenancies", wrong, RentAmount="abc")
    held: list[list[str]] = []

    with pytest.raises(Broken), page_breaks(monkeypatch, held):
        heard.sync()

    assert ["lease.changed"] in held
    assert (told("lease.changed"), told("issue.opened")) == ([], [])
    assert [data["status"] for data in told("sync.failed")] == ["failed"]


def test_a_failed_sync_and_a_lost_sign_in_are_told_of(heard: Office) -> None:
    heard.vendor.control("POST", "tokens/revoke")

    log = heard.sync()

    [failed] = told("sync.failed")
    [lost] = told("connection.lost")
    assert (failed["job_id"], failed["status"], failed["summary"]) == (str(log.pk), "failed", log.summary)
    assert lost == {
        "connection_id": str(heard.connection.pk),
        "provider": "propertyme",
        "status": "expired",
        "link": "http://localhost:8000/settings/integrations/propertyme",
    }


def test_a_run_whose_worker_died_is_told_of(heard: Office) -> None:
    log = heard.request()
    long_ago = timezone.now() - 2 * schedule.HEARTBEAT_LOST_AFTER
    SyncLog.objects.filter(pk=log.pk).update(status="running", heartbeat_at=long_ago)

    ticked = schedule.tick()

    assert ticked.given_up == 1
    assert [data["job_id"] for data in told("sync.failed")] == [str(log.pk)]


def test_what_a_killed_run_found_is_told_when_it_is_given_up(heard: Office) -> None:
    right = {key: row["RentAmount"] for key, row in heard.raw("tenancies").items()}
    mended, *broken = sorted(right)[:3]
    heard.edit("tenancies", mended, RentAmount="abc")
    heard.sync()
    EventDelivery.objects.all().delete()
    heard.edit("tenancies", mended, RentAmount=right[mended])
    for key in broken:
        heard.edit("tenancies", key, RentAmount="abc")

    log = killed_after_its_pages(heard)
    SyncLog.objects.filter(pk=log.pk).update(heartbeat_at=timezone.now() - 2 * schedule.HEARTBEAT_LOST_AFTER)
    before = told()
    schedule.tick()
    schedule.tick()

    assert [data for data in before if "external_ids" in data] == []
    [opened] = told("issue.opened")
    [resolved] = told("issue.resolved")
    about = {"job_id": str(log.pk), "connection_id": str(heard.connection.pk), "kind": "leases"}
    assert opened == about | {"code": opened["code"], "count": 2, "external_ids": broken}
    assert resolved == about | {"count": 1, "external_ids": [mended]}
    assert len(told("sync.failed")) == 1
    log.refresh_from_db()
    assert log.news == {}


def test_a_run_that_pauses_tells_what_it_found_until_then_once(heard: Office) -> None:
    key = sorted(heard.raw("tenancies"))[0]
    heard.edit("tenancies", key, RentAmount="abc")
    log = heard.request()
    journal = Journal(claimed(log))
    journal.news.note_opened([("leases", key, "malformed_row")])

    journal.put_back(timedelta(0), "The vendor asks us to wait.")
    paused = told("issue.opened")
    journal = Journal(claimed(log))
    journal.finish("completed", "")

    assert [data["external_ids"] for data in paused] == [[key]]
    assert told("issue.opened") == paused


def test_an_issue_that_a_person_settles_is_told_of(heard: Office) -> None:
    issue = SyncIssue.objects.create(
        connection=heard.fresh(), kind="leases", external_id="T-1", code="malformed_row", message="No rent."
    )

    fixing.set_aside(issue)
    fixing.resolve(issue)

    assert [data["external_ids"] for data in told("issue.resolved")] == [["T-1"]]


def test_a_connection_is_told_of_as_lost_once(heard: Office) -> None:
    for _ in range(2):
        connecting.lose(heard.fresh(), CredentialsError("Refused."))

    assert len(told("connection.lost")) == 1


def test_every_example_has_what_the_messages_have(heard: Office) -> None:
    key = next(iter(heard.raw("tenancies")))
    heard.edit("tenancies", key, RentAmount="abc")
    heard.sync()
    heard.vendor.control("POST", "tokens/revoke")
    heard.sync()

    for row in EventDelivery.objects.all():
        assert row.payload["data"].keys() == TYPES[row.event_type].example.keys(), row.event_type
