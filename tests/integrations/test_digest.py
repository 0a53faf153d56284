"""What a summary says: numbers, rows that could not come in, old and new values, files, and links that lead somewhere."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.models import Agency, User
from integrations.digest import SHOWN, Weight, digest
from integrations.models import ImportFile, RowChange, SyncLog
from integrations.summaries import forms, mail_waiting
from tests.factories import (
    a_change,
    a_file_connection,
    a_lease,
    a_member,
    a_property,
    a_sync_log,
    an_agency,
    an_issue,
)
from tests.mail_server import Letterbox, part

pytestmark = pytest.mark.django_db

COUNT = {
    "read": 0,
    "created": 0,
    "updated": 0,
    "unchanged": 0,
    "held": 0,
    "rejected": 0,
    "withdrawn": 0,
    "duplicates": 0,
}


@pytest.fixture
def agency() -> Agency:
    return an_agency(name="Hill & Sons <b>")


@pytest.fixture
def admin(agency: Agency) -> User:
    return a_member(agency)


@pytest.fixture
def log(agency: Agency, admin: User) -> SyncLog:
    """A night of export files that is over, of which nobody has been told."""
    counts = {
        "properties": COUNT | {"read": 187, "created": 3, "updated": 5, "unchanged": 177, "rejected": 2},
        "leases": COUNT | {"read": 40, "unchanged": 36, "held": 4, "withdrawn": 1},
    }
    made = a_sync_log(
        a_file_connection(agency), trigger=SyncLog.Trigger.SCHEDULE, counts=counts, completed_at=timezone.now()
    )
    return SyncLog.objects.for_page().get(pk=made.pk)


def a_file(log: SyncLog, name: str = "night/leases.csv", **given: Any) -> ImportFile:
    now = timezone.now()
    values = {"drop_key": name, "version": "1", "modified_at": now, "as_of": now, "status": "imported", **given}
    return ImportFile.objects.create(agency=log.connection.agency, connection=log.connection, sync_log=log, **values)


def a_full_night(log: SyncLog) -> None:
    """Something of every sort."""
    house = a_property(log.connection.agency, address="12 <i>Wattle</i> St")
    lease = a_lease(house)
    a_change(
        log,
        label="12 <i>Wattle</i> St",
        row_id=lease.pk,
        before={"rent_amount": "620.00"},
        after={"rent_amount": "640.00"},
    )
    a_change(
        log, table="portfolio_tenant", label="Tim", before={"phone": "0400 111 222"}, after={"phone": "0400 333 444"}
    )
    a_change(log, table="portfolio_property", label="3 Banksia Rd", action="created", before={}, after={})
    a_change(log, label="Old lease", action="withdrawn", before={}, after={})
    an_issue(log.connection, sync_log=log, file="leases.csv", layout="leases", row_number=14, column="Rent", value="x")
    mass = "30 of 40 leases are missing from a complete list. They were kept here."
    an_issue(log.connection, sync_log=log, code="mass_withdrawal", external_id="", message=mass)
    a_file(log)
    a_file(log, "ledger.csv", status="refused", message="This is a rent ledger, which is not imported.")


def test_both_forms_say_everything(log: SyncLog, letterbox: Letterbox, admin: User) -> None:
    a_full_night(log)

    assert mail_waiting() == 1

    [(to, message)] = letterbox.mail
    assert to == [admin.email]
    assert message["Subject"] == "187 properties synced, 3 new, 5 updated, 0 errors"
    assert message["Auto-Submitted"] == "auto-generated"
    text, html = part(message, "plain"), part(message, "html")
    for said in (
        "185 came in (3 new, 5 changed), 2 could not",
        "36 came in, 4 held back, 1 no longer there",
        "leases.csv, row 14, Rent",
        "The rent of this lease is missing.",
        "30 of 40 leases are missing from a complete list.",
        "Rent amount: 1 lease",
        "Phone: 1 tenant",
        "1 new property",
        "3 Banksia Rd",
        "1 withdrawn lease",
        "Old lease",
        "ledger.csv",
        "This is a rent ledger, which is not imported.",
    ):
        assert said in " ".join(text.split()), said
        assert said in html, said
    assert "- 12 <i>Wattle</i> St: $620.00 -> $640.00" in text
    assert "$620.00</del>" in html and "<strong>$640.00" in html


def test_nothing_in_the_html_comes_unescaped_or_from_elsewhere(log: SyncLog) -> None:
    a_full_night(log)

    _, html = forms(digest(log))

    assert "&lt;i&gt;Wattle" in html and "<i>" not in html
    assert "Hill &amp; Sons &lt;b&gt;" in html and "<b>" not in html
    assert not re.search(r"<(img|script|style|link)|src=|url\(", html)


def test_how_to_reach_people_stays_out(log: SyncLog) -> None:
    a_full_night(log)
    message = "0499 999 999 9 is not a phone number."
    an_issue(log.connection, sync_log=log, column="Mobile", value="0499 999 999 9", message=message, layout="tenants")

    text, html = forms(digest(log))

    for form in (text, html):
        assert not re.search(r"0400 111|0400 333|0499", form)
        assert "is not a phone number" in form


def test_every_link_leads_to_a_page(log: SyncLog, admin: User) -> None:
    a_full_night(log)
    browser = Client()
    browser.force_login(admin)

    text, html = forms(digest(log))

    links = set(re.findall(r"http://testserver\S+", text))
    assert links == {link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', html)}
    assert len(links) >= 9
    for link in links:
        address = urlsplit(link)
        assert browser.get(f"{address.path}?{address.query}").status_code == 200, link


def test_the_link_of_a_cause_shows_its_rows_alone(log: SyncLog, admin: User) -> None:
    an_issue(log.connection, sync_log=log, message="The rent is missing.")
    an_issue(log.connection, sync_log=log, kind="tenants", message="The name is missing.")
    browser = Client()
    browser.force_login(admin)

    text, _ = forms(digest(log))

    link = urlsplit(next(link for link in re.findall(r"http://\S+", text) if "kind=leases" in link))
    page = browser.get(f"{link.path}?{link.query}").content.decode()
    assert "The rent is missing." in page and "The name is missing." not in page


def test_of_many_rows_the_first_twenty_of_each_sort_are_named(log: SyncLog) -> None:
    for number in range(SHOWN + 34):
        an_issue(log.connection, sync_log=log, message=f"Issue {number:02}.", file="a.csv", row_number=number + 2)
    for number in range(SHOWN + 5):
        a_change(log, label=f"House {number:02}", table="portfolio_property", action="created", before={}, after={})
        a_change(log, label=f"Lease {number:02}")

    text, html = forms(digest(log))

    assert "Issue 19." in text and "Issue 20." not in text
    assert "and 34 more" in text and "See all 54" in text and "and 34 more" in html
    assert "25 new properties" in text and "House 19" in text and "House 20" not in text
    assert "Rent amount: 25 leases" in text and "Lease 19" in text and "Lease 20" not in text
    assert text.count("and 5 more") == 2


def queries_for(log: SyncLog, rows: int) -> int:
    for number in range(rows):
        lease = a_lease(a_property(log.connection.agency))
        a_change(log, row_id=lease.pk)
        a_change(log, table="portfolio_property", action="created", row_id=lease.property_id, before={}, after={})
        an_issue(log.connection, sync_log=log)
        a_file(log, f"{rows}-{number}.csv")
    with CaptureQueriesContext(connection) as queries:
        forms(digest(log))
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_rows(log: SyncLog) -> None:
    # Counts, first names, causes, first issues, kept back, files, changes, currencies, where rows are held, new issues.
    assert queries_for(log, 3) == queries_for(log, 30) <= 12


def test_how_much_a_night_has_to_say(log: SyncLog) -> None:
    assert digest(log).weight == Weight.QUIET

    a_file(log, status="duplicate")
    old = an_issue(log.connection, sync_log=log)
    type(old).objects.update(created_at=log.created_at - timedelta(days=1))
    assert digest(log).weight == Weight.QUIET

    a_change(log)
    assert digest(log).weight == Weight.NEWS

    an_issue(log.connection, sync_log=log)
    assert digest(log).weight == Weight.PROBLEMS


@pytest.mark.parametrize(("status", "weight"), [("imported", Weight.NEWS), ("refused", Weight.NEWS), ("superseded", Weight.NEWS),
                                                ("unrecognised", Weight.PROBLEMS), ("failed", Weight.PROBLEMS)])  # fmt: skip
def test_what_a_file_alone_has_to_say(log: SyncLog, status: str, weight: Weight) -> None:
    a_file(log, status=status)

    assert digest(log).weight == weight


def test_a_failed_run_says_so_in_its_subject(log: SyncLog, letterbox: Letterbox) -> None:
    SyncLog.objects.update(status="failed", summary="The drop could not\nbe read.")

    assert mail_waiting() == 1

    [(_, message)] = letterbox.mail
    assert message["Subject"] == "Property Tree sync failed: The drop could not be read."


def test_rows_that_an_undo_or_a_person_has_settled_are_not_spoken_of(log: SyncLog) -> None:
    an_issue(log.connection, sync_log=log, status="ignored", message="Set aside.")
    RowChange.objects.all().delete()

    text, _ = forms(digest(log))

    assert "Set aside." not in text and "Undo it" not in text
