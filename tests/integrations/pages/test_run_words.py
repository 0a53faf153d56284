from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from integrations.models import SyncLog
from integrations.pages.run_words import Saying, counted, kept_out, length_in_words, saying
from integrations.sync.counts import Count

PERTH = ZoneInfo("Australia/Perth")
NOW = datetime(2026, 7, 2, 18, 14, tzinfo=UTC)  # 02:14 in Perth


def says(**given: object) -> Saying:
    """What the page says of such a run, which was asked for just now."""
    log = SyncLog(**{"status": "queued", "created_at": NOW, **given})
    return saying(log, "PropertyMe", NOW, PERTH)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_a_run_that_nobody_has_taken_up_for_a_minute_names_whom_to_ask() -> None:
    assert says() == Saying("Waiting for its turn")
    assert says(created_at=NOW - minutes(2.5)) == Saying(
        "No worker has taken this up for 2 minutes. Ask whoever runs pmsync whether one is running.", is_trouble=True
    )


def test_a_run_that_was_put_back_waits_for_the_vendors_limit_by_the_agencys_clock() -> None:
    put_back = {"created_at": NOW - minutes(20), "activity": "PropertyMe asks us to wait 1020 seconds"}

    assert says(**put_back, not_before=NOW + minutes(17)) == Saying("Waiting for PropertyMe's limit until 02:31")
    assert says(**put_back, not_before=NOW + minutes(22 * 60)).words.endswith("until 00:14 tomorrow")


def test_a_run_whose_wait_is_over_counts_from_there() -> None:
    assert says(created_at=NOW - minutes(90), not_before=NOW - minutes(0.5)) == Saying("Waiting for its turn")
    assert "for 5 minutes" in says(created_at=NOW - minutes(90), not_before=NOW - minutes(5)).words


def test_a_running_one_says_what_it_does_with_a_capital() -> None:
    running = {"status": "running", "heartbeat_at": NOW}

    assert says(**running, activity="waiting for PropertyMe's limit until 02:31:07") == Saying(
        "Waiting for PropertyMe's limit until 02:31:07"
    )
    assert says(**running) == Saying("Starting")


def test_a_worker_that_has_fallen_silent_is_told() -> None:
    found = says(status="running", heartbeat_at=NOW - minutes(3), activity="Reading leases")

    assert found == Saying(
        "Nothing has been heard from the worker for 3 minutes. If it is gone, the next sync makes up for it.",
        is_trouble=True,
    )


def test_a_run_that_is_to_stop_says_so_before_all_else() -> None:
    assert says(cancel_requested=True, status="running").words == "Stopping. What has come in stays."


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "0 seconds"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=59.4), "59 seconds"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=3, minutes=5), "3 hours 5 minutes"),
    ],
)
def test_lengths_of_time_in_words(length: timedelta, words: str) -> None:
    assert length_in_words(length) == words


def test_counts_are_summed_over_the_kinds() -> None:
    leases, tenants = {"read": 5, "created": 2, "held": 3}, {"read": 4, "updated": 1, "unchanged": 2, "rejected": 1}

    found = counted(SyncLog(counts={"leases": leases, "rent_payments": tenants}))

    assert [(line.kind, line.words, line.count) for line in found.lines] == [
        ("leases", "Leases", Count(**leases)),
        ("rent_payments", "Rent payments", Count(**tenants)),
    ]
    assert found.total == Count(read=9, created=2, updated=1, unchanged=2, held=3, rejected=1)


def test_what_was_kept_out_is_rejected_rows_and_whole_lists_once_each() -> None:
    log = SyncLog(
        counts={"leases": {"read": 3, "rejected": 2}},
        errors=[
            {"kind": "leases", "external_id": "T-1", "code": "malformed_row", "message": "No rent."},
            {"kind": "leases", "external_id": "", "code": "malformed_row", "message": "No id."},
            {"kind": "bills", "external_id": "", "code": "reply_not_as_documented", "message": "HTML."},
            {"kind": "", "external_id": "", "code": "vendor_unavailable", "message": "Away."},
        ],
    )

    assert kept_out(log) == 4
