"""One run at a time, by one process: cancelling, giving up for dead, putting back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.refusals import Refusal
from integrations import connecting, runs, schedule
from integrations.models import Connection, RowChange, SyncLog
from integrations.sync.engine import execute
from integrations.sync.journal import Cancelled, ClaimLost, claim
from portfolio.models import Owner
from providers.records import Kind, OwnerRecord
from tests.factories import a_connection, a_sync_log
from tests.integrations.office import Office
from tests.integrations.sync.running import a_run, stored

OLIVE = OwnerRecord(external_id="o1", name="Olive")
OSCAR = OwnerRecord(external_id="o2", name="Oscar")


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["queued", "running"])
@pytest.mark.parametrize("second", ["queued", "running"])
def test_the_database_itself_keeps_a_second_live_run_out(first: str, second: str) -> None:
    connection = a_connection()
    a_sync_log(connection, status=first)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_sync_log(connection, status=second)

    a_sync_log(connection, status="completed")
    a_sync_log(a_connection(), status=second)
    assert SyncLog.objects.live().filter(connection=connection).count() == 1


@pytest.mark.django_db
def test_asking_while_a_run_is_live_says_which_one_it_is() -> None:
    live = a_sync_log(status="running")

    with pytest.raises(Refusal) as refusal:
        runs.request_sync(live.connection, SyncLog.Type.MANUAL, SyncLog.Trigger.PERSON)

    assert (refusal.value.code, refusal.value.conflict) == ("already_running", True)
    assert str(live.pk) in refusal.value.message


@pytest.mark.django_db
def test_a_queued_run_is_claimed_once() -> None:
    log = a_sync_log(status="queued")

    first, second = claim(log.pk), claim(log.pk)

    assert first is not None and first.status == "running" and first.claim is not None
    assert second is None


@pytest.mark.django_db
def test_a_queued_run_is_cancelled_at_once_and_a_finished_one_not_at_all() -> None:
    queued, over = a_sync_log(status="queued"), a_sync_log(status="completed")

    runs.cancel(queued)
    with pytest.raises(Refusal) as refusal:
        runs.cancel(over)

    assert (queued.status, queued.summary) == ("cancelled", "Cancelled before it began.")
    assert queued.completed_at is not None
    assert (refusal.value.code, refusal.value.conflict) == ("not_running", True)
    assert execute(queued.pk) is None


@pytest.mark.django_db
def test_a_running_one_ends_at_its_next_page_and_keeps_the_pages_before() -> None:
    run = a_run()
    stored(run, OLIVE)

    runs.cancel(run.log)
    with pytest.raises(Cancelled):
        stored(run, OSCAR)

    assert list(Owner.objects.values_list("name", flat=True)) == ["Olive"]
    assert run.journal.counts[Kind.OWNER].read == 1


def test_a_cancelled_sync_says_so_and_the_next_one_goes_on(mapped: Office) -> None:
    log = mapped.request("full")
    SyncLog.objects.filter(pk=log.pk).update(cancel_requested=True)

    execute(log.pk)

    log.refresh_from_db()
    assert (log.status, log.errors, log.activity) == ("cancelled", [], "")
    assert log.completed_at is not None
    assert mapped.sync("full").status == "completed"


@pytest.mark.django_db
def test_a_process_whose_run_was_given_up_for_dead_writes_nothing_more() -> None:
    run = a_run()
    stored(run, OLIVE)
    SyncLog.objects.filter(pk=run.log.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    assert schedule.tick().given_up == 1
    successor = a_run(run.log.connection)

    for write in (lambda: stored(run, OSCAR), run.journal.beat, lambda: run.journal.finish("completed", "Done.")):
        with pytest.raises(ClaimLost):
            write()
    with pytest.raises(ClaimLost):
        run.journal.put_back(timedelta(minutes=5), "Waiting.")
    stored(successor, OSCAR)

    run.log.refresh_from_db()
    assert (run.log.status, run.log.errors[0]["code"]) == ("failed", "worker_lost")
    assert set(RowChange.objects.values_list("sync_log_id", "label")) == {
        (run.log.pk, "Olive"),
        (successor.log.pk, "Oscar"),
    }


def test_a_process_that_lost_its_run_ends_without_a_word_whatever_happens_to_it(mapped: Office) -> None:
    for path, fault in (("v1/tenancies", {"fault": "429", "headers": {"Retry-After": "900"}}), ("v1/members", None)):
        log = mapped.request()
        mapped.vendor.control("DELETE", "faults")
        if fault:
            mapped.vendor.control("POST", "faults", {"path": path, **fault})

        def given_up(run_log: SyncLog = log) -> None:
            SyncLog.objects.filter(pk=run_log.pk).update(status="failed", summary="Given up.")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("integrations.sync.engine.vault.open_provider", dying(given_up, path))
            execute(log.pk)

        log.refresh_from_db()
        assert (log.status, log.summary) == ("failed", "Given up.")
    assert mapped.fresh().status == "active"


def dying(given_up, path):  # type: ignore[no-untyped-def]
    """Opens the provider as ever; the run is given up when it asks for this path."""
    from integrations import vault

    usual = vault.open_provider

    def opened(connection, **how):  # type: ignore[no-untyped-def]
        provider = usual(connection, **how)
        read = provider.read

        def reading(feed, **how):  # type: ignore[no-untyped-def]
            if feed.path == path:
                given_up()
            return read(feed, **how)

        provider.read = reading  # type: ignore[method-assign]
        return provider

    return opened


def test_a_long_wait_puts_the_run_back_and_it_goes_on_counting(mapped: Office) -> None:
    mapped.vendor.fault("v1/tenancies", "429", headers={"Retry-After": "900"}, times=1)
    log = mapped.request("full")
    before = timezone.now()

    execute(log.pk)

    log.refresh_from_db()
    assert (log.status, log.sent_at, log.completed_at) == ("queued", None, None)
    assert log.not_before is not None
    assert timedelta(seconds=890) < log.not_before - before < timedelta(seconds=960)
    assert "wait 900 seconds" in log.activity
    members = log.counts["members"]["read"]
    assert members > 0
    assert execute(log.pk) is None  # it is not yet time
    assert schedule.tick(timezone.now()).sent_again == 0
    assert schedule.tick(log.not_before + timedelta(seconds=1)).sent_again == 1

    SyncLog.objects.filter(pk=log.pk).update(not_before=timezone.now() - timedelta(seconds=1))
    execute(log.pk)

    log.refresh_from_db()
    assert (log.status, log.errors) == ("completed", [])
    assert log.counts["members"]["read"] == 2 * members
    assert all(c["created"] + c["updated"] == 0 for c in log.counts.values())


def test_a_disconnect_ends_the_run_that_is_under_way(mapped: Office) -> None:
    run = a_run(mapped.fresh())

    connecting.disconnect(mapped.fresh())

    with pytest.raises(Cancelled):
        stored(run, OLIVE)
    assert Connection.objects.get(pk=mapped.connection.pk).status == "disconnected"
