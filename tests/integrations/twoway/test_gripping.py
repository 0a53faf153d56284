"""Workers that are slow or silent: what they hold stays theirs while they are heard of, and is not sent once it was taken."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrations import runs
from integrations.models import OutgoingEdit, SyncLog
from integrations.sync.engine import execute
from integrations.twoway import claiming, gripping, pushing
from integrations.twoway.outgoing import parcel
from tests.integrations.twoway.bureau import Bureau
from tests.integrations.twoway.test_unknown_outcomes import made, minutes_later


@pytest.mark.parametrize("kind", ["edit", "new row"])
def test_what_was_taken_from_a_worker_that_was_silent_is_not_sent_by_it_any_more(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    made(bureau, "Dora") if kind == "new row" else bureau.edit(name="Dora")

    def late(*of: Any) -> Any:
        minutes_later()
        claiming.give_up_lost(bureau.fresh())
        return parcel(*of)

    monkeypatch.setattr(gripping, "RENEW_AFTER", timedelta())
    with monkeypatch.context() as patch:
        patch.setattr(pushing, "parcel", late)
        patch.setattr(pushing, "look", lambda *of: None)
        sent = bureau.push()

    assert (sent, bureau.vendor.posts, OutgoingEdit.objects.get().status) == (0, [], "unknown")


def test_a_worker_renews_its_hold_on_what_it_sends_while_the_vendor_makes_it_wait(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.edit(phone="2")
    told: list[str] = []
    keep = gripping.Grip.keep

    def kept(grip: gripping.Grip) -> None:
        OutgoingEdit.objects.filter(status="sending").update(claimed_at=timezone.now() - timedelta(minutes=4))
        keep(grip)
        told.extend(str(edit.claimed_at > timezone.now() - timedelta(minutes=1)) for edit in on_the_wire())

    def on_the_wire() -> list[Any]:
        return list(OutgoingEdit.objects.filter(status="sending"))

    monkeypatch.setattr(gripping, "RENEW_AFTER", timedelta())
    monkeypatch.setattr(gripping.Grip, "keep", kept)
    bureau.push()

    assert told == ["True", "True"]  # before it is sent, and after the answer
    assert bureau.outbox() == [("sent", {"phone": "2"})]


def test_a_run_that_sends_says_that_it_is_alive_while_the_vendor_takes_its_time(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.edit(phone="2")
    beats: list[bool] = []
    keep = gripping.Grip.keep

    def kept(grip: gripping.Grip) -> None:
        long_ago = timezone.now() - timedelta(minutes=3)
        SyncLog.objects.update(heartbeat_at=long_ago)
        keep(grip)
        beats.append(SyncLog.objects.live().filter(heartbeat_at__gt=long_ago).exists())

    monkeypatch.setattr(gripping, "RENEW_AFTER", timedelta())
    monkeypatch.setattr(gripping.Grip, "keep", kept)
    log = runs.request_sync(
        bureau.fresh(), "incremental", "person", options={"sync_direction": "bidirectional"}, to_worker=False
    )
    execute(log.pk)
    log.refresh_from_db()

    assert (log.status, bureau.outbox()) == ("completed", [("sent", {"phone": "2"})])
    assert beats == [True, True]  # before it is sent, and after the answer
