"""What a look into a drop notes of each file in it. The drop is a folder, whose files were changed when the test says."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency
from integrations.files.sweeping import as_of, growing_files, same_content, sweep, waiting_files
from integrations.models import Connection, ImportFile
from tests.factories import a_file_connection, an_agency
from tests.integrations.files.test_drops import folder_of, write

NIGHT = datetime(2026, 5, 15, 16, tzinfo=UTC)  # 02:00 on the 16th in Sydney
LATER = NIGHT + timedelta(minutes=10)
SYDNEY = ZoneInfo("Australia/Sydney")

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> Connection:
    """A connection that takes files."""
    return a_file_connection()


def leave(agency: Agency, key: str, content: bytes = b"a\n1\n", at: datetime = NIGHT - timedelta(hours=2)) -> Path:
    """A file that was last changed then."""
    path = write(agency, key, content)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def seen(agency: Agency) -> list[tuple[str, str]]:
    """Each file that was noted, and how it stands."""
    return list(
        ImportFile.objects.filter(agency=agency).order_by("drop_key", "found_at").values_list("drop_key", "status")
    )


def names(files: Iterable[ImportFile]) -> list[str]:
    """What they are called."""
    return [file.drop_key for file in files]


def test_a_new_file_is_noted_once(link: Connection) -> None:
    leave(link.agency, "may/owners.csv")

    sweep(link, NIGHT)
    sweep(link, LATER)

    file = ImportFile.objects.get()
    assert (file.agency, file.connection, file.drop_key, file.status) == (link.agency, link, "may/owners.csv", "new")
    assert (file.size, file.modified_at, file.origin) == (4, NIGHT - timedelta(hours=2), "drop")
    assert (file.as_of, file.name) == (file.modified_at, "owners.csv")


def test_a_file_that_changed_just_now_is_still_being_written_until_it_rests(link: Connection) -> None:
    leave(link.agency, "owners.csv", at=NIGHT - timedelta(seconds=30))

    sweep(link, NIGHT)
    first = (seen(link.agency), waiting_files(link), names(growing_files(link)))
    leave(link.agency, "owners.csv", b"a\n1\n2\n", at=NIGHT + timedelta(minutes=2))
    sweep(link, LATER)
    second = seen(link.agency)
    sweep(link, LATER + timedelta(minutes=10))

    assert first == ([("owners.csv", "growing")], [], ["owners.csv"])
    assert second == [("owners.csv", "growing")]
    assert seen(link.agency) == [("owners.csv", "new")]
    [file] = waiting_files(link)
    assert (file.size, file.modified_at) == (6, NIGHT + timedelta(minutes=2))


def test_a_mark_beside_a_file_keeps_it_growing(link: Connection) -> None:
    leave(link.agency, "owners.csv")
    lock = leave(link.agency, "owners.csv.lock")

    sweep(link, NIGHT)
    before = seen(link.agency)
    lock.unlink()
    sweep(link, LATER)

    assert (before, seen(link.agency)) == ([("owners.csv", "growing")], [("owners.csv", "new")])


def test_a_clock_that_is_far_ahead_does_not_keep_a_file_growing_for_ever(link: Connection) -> None:
    leave(link.agency, "owners.csv", at=NIGHT + timedelta(days=2))

    sweep(link, NIGHT)

    assert seen(link.agency) == [("owners.csv", "new")]


def test_a_new_version_is_another_file(link: Connection) -> None:
    leave(link.agency, "owners.csv")
    sweep(link, NIGHT)
    ImportFile.objects.update(status=ImportFile.Status.IMPORTED)

    leave(link.agency, "owners.csv", b"a\n2\n3\n", at=NIGHT + timedelta(minutes=1))
    sweep(link, LATER)

    assert seen(link.agency) == [("owners.csv", "imported"), ("owners.csv", "new")]


def test_a_version_that_was_replaced_before_it_was_read_is_superseded(link: Connection) -> None:
    leave(link.agency, "owners.csv")
    sweep(link, NIGHT)

    leave(link.agency, "owners.csv", b"a\n2\n3\n", at=NIGHT + timedelta(minutes=1))
    sweep(link, LATER)

    old, new = ImportFile.objects.order_by("found_at")
    assert (old.status, old.message, old.done_at) == (
        "superseded",
        "A newer one took its place before it was read.",
        LATER,
    )
    assert (new.status, names(waiting_files(link))) == ("new", ["owners.csv"])


def test_a_file_that_went_before_it_was_read_has_failed(link: Connection) -> None:
    path = leave(link.agency, "owners.csv")
    read = leave(link.agency, "tenants.csv")
    sweep(link, NIGHT)
    ImportFile.objects.filter(drop_key="tenants.csv").update(status=ImportFile.Status.IMPORTED)

    path.unlink()
    read.unlink()
    sweep(link, LATER)

    assert seen(link.agency) == [("owners.csv", "failed"), ("tenants.csv", "imported")]
    file = ImportFile.objects.get(drop_key="owners.csv")
    assert (file.message, file.action) == ("It was gone from the drop before it could be read.", "Put it there again.")


def test_a_name_that_cannot_be_noted_is_told(link: Connection) -> None:
    long = "/".join(["a" * 200] * 3)
    leave(link.agency, f"{long}.csv")
    folder = os.fsencode(folder_of(link.agency))
    with open(folder + b"/b\xff.csv", "wb") as file:
        file.write(b"a\n1\n")

    sweep(link, NIGHT)
    sweep(link, LATER)

    files = ImportFile.objects.filter(status="failed")
    assert len(files) == ImportFile.objects.count() == 2
    assert {file.message for file in files} == {"Its name is too long, or has letters that cannot be read."}


def test_files_wait_for_the_connection_that_found_them_the_oldest_first(link: Connection) -> None:
    other = a_file_connection(link.agency, "console")
    leave(link.agency, "b 2026-05-14.csv")
    leave(link.agency, "a 2026-05-15.csv")
    leave(link.agency, "c 2026-05-13.csv")
    sweep(link, NIGHT)

    mine, theirs = waiting_files(link), waiting_files(other)
    Connection.objects.filter(pk=link.pk).update(status=Connection.Status.DISCONNECTED)

    assert names(mine) == ["c 2026-05-13.csv", "b 2026-05-14.csv", "a 2026-05-15.csv"]
    assert theirs == []
    assert names(waiting_files(other)) == names(mine)


def test_a_wizards_file_waits_until_it_is_named(link: Connection) -> None:
    leave(link.agency, "mine.csv")
    sweep(link, NIGHT)
    file = ImportFile.objects.get()
    ImportFile.objects.update(origin=ImportFile.Origin.WIZARD)

    assert waiting_files(link) == []
    assert waiting_files(link, only=[str(file.pk)]) == [file]


def test_nobody_elses_files_wait_even_where_they_are_named(link: Connection) -> None:
    stranger = a_file_connection(an_agency())
    leave(stranger.agency, "theirs.csv")
    sweep(stranger, NIGHT)

    assert waiting_files(link, only=[str(ImportFile.objects.get().pk)]) == []


def test_the_same_content_is_known_unless_something_came_between(link: Connection) -> None:
    def imported(key: str, digest: str, hours: int, layout: str = "owners") -> ImportFile:
        moment = NIGHT + timedelta(hours=hours)
        return ImportFile.objects.create(
            agency=link.agency,
            connection=link,
            drop_key=key,
            version=key,
            modified_at=moment,
            as_of=moment,
            digest=digest,
            status=ImportFile.Status.IMPORTED,
            done_at=moment,
            parts=[{"layout": layout}],
        )

    first = imported("1.csv", "aa", 1)
    imported("t.csv", "cc", 2, layout="tenants")
    again = ImportFile(agency=link.agency, connection=link, drop_key="2.csv", digest="aa")
    elsewhere = ImportFile(agency=an_agency(), connection=a_file_connection(), drop_key="2.csv", digest="aa")

    assert same_content(again) == first
    assert same_content(elsewhere) is None
    imported("changed.csv", "bb", 3)
    assert same_content(again) is None


def test_three_files_and_thirty_take_the_same_queries(link: Connection) -> None:
    costs = []
    for number in (3, 30):
        for count in range(number):
            leave(link.agency, f"{number}-{count}.csv")
        with CaptureQueriesContext(database) as queries:
            sweep(link, NIGHT)
        costs.append(len(queries))

    # The drop, savepoint, what is known, new ones, savepoint; empty updates ask nothing.
    assert costs[0] == costs[1] <= 8


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Owners.csv", "2026-05-16 09:00"),
        ("Owners 2026-05-15.csv", "2026-05-15 23:59"),
        ("owners_20260515.csv", "2026-05-15 23:59"),
        ("owners-15-05-2026.csv", "2026-05-15 23:59"),
        ("owners 15_05_2026.xlsx", "2026-05-15 23:59"),
        ("owners 15.05.2026 10-30.xlsx", "2026-05-15 10:30"),
        ("owners_20260515T103059.csv", "2026-05-15 10:30"),
        ("owners_2026-05-01_2026-05-14.csv", "2026-05-14 23:59"),  # from .. to
        ("owners 01-05-2026 14-05-2026.csv", "2026-05-14 23:59"),
        ("owners 2026-05-16.csv", "2026-05-16 09:00"),  # that day is not over yet
        ("leases to 2027-01-31.csv", "2026-05-16 09:00"),  # nothing speaks of days to come
        ("since 2019-01-01.csv", "2026-05-16 09:00"),  # too long ago to be when it was made
        ("owners 2026-13-45.csv", "2026-05-16 09:00"),
        ("owners 120260515.csv", "2026-05-16 09:00"),
        ("2026-05-10/owners.csv", "2026-05-16 09:00"),  # the folder's name may mean anything
    ],
)
def test_a_file_speaks_of_the_day_in_its_name(name: str, expected: str) -> None:
    changed = datetime(2026, 5, 16, 9, tzinfo=SYDNEY)

    moment = as_of(name, changed, SYDNEY)

    assert f"{moment.astimezone(SYDNEY):%Y-%m-%d %H:%M}" == expected
