"""The order of a day."""

from __future__ import annotations

import random

from sandbox.rentmanager.days.diary import Diary
from sandbox.rentmanager.days.leases import give_notice, move_in, move_out, renew
from sandbox.rentmanager.days.money import add_bills, post_charges, receive_payments, take_back
from sandbox.rentmanager.days.office import (
    change_a_contact,
    change_a_prospect,
    change_a_tenant,
    change_a_unit,
    change_an_association,
    delete_one,
)
from sandbox.rentmanager.days.work import close_an_issue, move_an_issue, report_an_issue
from sandbox.rentmanager.estate import Location


def live_a_day(location: Location, seed: int) -> Diary:
    """What happened on the clock's day. The same seed and day always give the same day."""
    rng = random.Random(f"{seed}/rentmanager/{location.account}/{location.clock.day}")
    diary = Diary(location, rng, location.clock.today)
    post_charges(diary)
    receive_payments(diary)
    take_back(diary)
    move_out(diary)
    move_in(diary)
    give_notice(diary)
    renew(diary)
    report_an_issue(diary)
    move_an_issue(diary)
    close_an_issue(diary)
    add_bills(diary)
    change_a_tenant(diary)
    change_a_contact(diary)
    change_a_unit(diary)
    change_a_prospect(diary)
    change_an_association(diary)
    delete_one(diary)
    return diary
