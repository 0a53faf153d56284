"""Who is mailed about which night, and that each night is mailed about once, over a real SMTP server."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.utils import timezone

from agencies.models import Agency, Membership
from agencies.permissions import Role
from integrations import notices, summaries
from integrations.models import SyncLog
from integrations.summaries import mail, mail_waiting
from tests.factories import a_change, a_connection, a_member, a_sync_log, an_agency, an_issue
from tests.mail_server import Letterbox

pytestmark = pytest.mark.django_db


def a_night(agency: Agency | None = None, **given: Any) -> SyncLog:
    """A night that is over and changed a rent."""
    values = {"trigger": SyncLog.Trigger.SCHEDULE, "completed_at": timezone.now(), **given}
    connection = a_connection(agency or an_agency())
    if agency is None:
        a_member(connection.agency)
    log = a_sync_log(connection, **values)
    a_change(log)
    return log


def wants(agency: Agency, summaries: str = "all", quiet: bool = False, role: Role = Role.ADMIN, **given: Any) -> str:
    """The address of a new person who chose that."""
    user = a_member(agency, role, **given)
    Membership.objects.filter(user=user).update(summaries=summaries, quiet_nights=quiet)
    return user.email


def test_the_admins_choose(letterbox: Letterbox) -> None:
    agency = an_agency()
    every, problems = wants(agency), wants(agency, "problems")
    quiet = wants(agency, "all", quiet=True)
    wants(agency, "none", quiet=True)
    wants(agency, role=Role.MANAGER)
    wants(agency, is_active=False)
    wants(an_agency())
    night, trouble, nothing = a_night(agency), a_night(agency), a_night(agency)
    an_issue(trouble.connection, sync_log=trouble)
    nothing.changes.all().delete()

    assert [mail(log.pk) for log in (night, trouble, nothing)] == [True, True, True]

    assert [to for to, _ in letterbox.mail] == [[every, quiet], [every, problems, quiet], [quiet]]


@pytest.mark.parametrize("trigger", ["person", "command", "connect", "undo"])
def test_what_somebody_started_is_watched_and_not_mailed(letterbox: Letterbox, trigger: str) -> None:
    a_night(trigger=trigger)

    assert (mail_waiting(), letterbox.mail) == (0, [])


@pytest.mark.parametrize("status", ["queued", "running"])
def test_a_run_that_is_not_over_waits(letterbox: Letterbox, status: str) -> None:
    log = a_night(status=status)

    assert (mail_waiting(), mail(log.pk), letterbox.mail) == (0, False, [])


def test_a_night_that_was_given_up_for_dead_is_mailed_about_too(letterbox: Letterbox) -> None:
    a_night(status="failed", summary="The worker that ran it stopped without a word.")

    mail_waiting()

    [(_, message)] = letterbox.mail
    assert message["Subject"] == "PropertyMe sync failed: The worker that ran it stopped without a word."


def test_a_lost_sign_in_is_mailed_about_once(letterbox: Letterbox) -> None:
    lost = {"kind": "", "external_id": "", "code": "sign_in_refused", "message": "No."}
    a_night(status="failed", errors=[lost])

    assert (mail_waiting(), letterbox.mail) == (0, [])


def test_each_night_is_mailed_about_once(letterbox: Letterbox) -> None:
    a_night()

    assert [mail_waiting(), mail_waiting(), len(letterbox.mail)] == [1, 0, 1]


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_at_once_one_mails(letterbox: Letterbox) -> None:
    log = a_night()
    barrier, found = threading.Barrier(4), []

    def work() -> None:
        barrier.wait()
        try:
            found.append(mail(log.pk))
        finally:
            database.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [False, False, False, True]
    assert len(letterbox.mail) == 1


def test_while_the_mail_server_is_away_the_night_waits(letterbox: Letterbox, settings: Any) -> None:
    log = a_night()
    letterbox.close()

    assert mail_waiting() == 0
    log.refresh_from_db()
    assert (log.mailed_at, log.status) == (None, "completed")

    letterbox.open(settings)
    assert [mail_waiting(), mail_waiting(), len(letterbox.mail)] == [1, 0, 1]


def test_a_server_that_asks_for_patience_is_asked_again(letterbox: Letterbox) -> None:
    a_night()
    letterbox.answer = "451 Greylisted, try again later"
    assert mail_waiting() == 0

    letterbox.answer = ""
    assert mail_waiting() == 1


def test_what_the_server_refuses_for_good_holds_up_nothing(letterbox: Letterbox) -> None:
    a_night()
    letterbox.answer = "554 No such mail here"
    mail_waiting()

    letterbox.answer = ""
    a_night()

    assert [mail_waiting(), len(letterbox.mail)] == [1, 1]


def test_after_a_day_it_is_not_news_any_more(letterbox: Letterbox) -> None:
    a_night(completed_at=timezone.now() - summaries.TRIED_FOR - timedelta(minutes=1))

    assert (mail_waiting(), letterbox.mail) == (0, [])


def test_a_line_break_in_a_subject_is_no_header(letterbox: Letterbox) -> None:
    notices.send("One\r\nBcc: eve@example.com", "text", "<p>text</p>", ["a@example.com"])

    [(to, message)] = letterbox.mail
    assert (to, message["Subject"], message["Bcc"]) == (["a@example.com"], "One Bcc: eve@example.com", None)
