"""The order of a day."""

from __future__ import annotations

import random
from typing import Any

from sandbox.propertyme.days.diary import Diary
from sandbox.propertyme.days.jobs import change_a_job, finish_a_job, report_a_job
from sandbox.propertyme.days.leases import (
    close_books,
    count_arrears,
    end_a_lease,
    raise_rents,
    receive_rents,
    start_a_lease,
)
from sandbox.propertyme.days.office import archive_a_lot, edit_a_contact, move_an_inspection
from sandbox.propertyme.estate import Estate


def live_a_day(estate: Estate, seed: int) -> list[dict[str, Any]]:
    """What happened on the clock's day. The same seed and day always give the same day."""
    diary = Diary(estate, random.Random(f"{seed}/{estate.account}/{estate.clock.day}"))
    raise_rents(diary)
    receive_rents(diary)
    close_books(diary)
    end_a_lease(diary)
    start_a_lease(diary)
    finish_a_job(diary)
    change_a_job(diary)
    report_a_job(diary)
    archive_a_lot(diary)
    edit_a_contact(diary)
    move_an_inspection(diary)
    count_arrears(diary)
    return diary.close()
