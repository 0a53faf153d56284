"""Bad input on its way in: each has an outcome that is told, and no row is lost without a line that says so."""

import gzip
import io
import zipfile

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from integrations.models import ImportFile, SyncIssue
from portfolio.models import Lease, Owner, Property
from tests.integrations.files.nights import L1, LEASES, OWNERS, P1, P2, PROPERTIES, Nights, a_list, some_nights

pytestmark = pytest.mark.django_db

Status = ImportFile.Status


@pytest.fixture
def nights() -> Nights:
    """An agency with Property Tree's files."""
    return some_nights()


def book(*rows: list[object]) -> bytes:
    """A workbook of one sheet."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def archive(**files: bytes) -> bytes:
    """A ZIP archive; two underscores stand for a dot."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, inside in files.items():
            made.writestr(name.replace("__", "."), inside)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("empty.csv", b"", Status.FAILED, "unreadable_file"),
        ("blank.csv", b"\r\n \r\n,,\r\n", Status.FAILED, "unreadable_file"),
        ("no-headings.csv", a_list(P1, P2), Status.UNRECOGNISED, "layout_unknown"),
        ("cut.csv.gz", gzip.compress(a_list(PROPERTIES, P1, P2) * 50)[:-30], Status.FAILED, "unreadable_file"),
        ("program.csv", b"\x7fELF" + bytes(range(256)) * 40, Status.FAILED, "unreadable_file"),
        ("not-a-book.xlsx", b"PK\x03\x04 but no archive", Status.FAILED, "unreadable_file"),
        ("many-columns.csv", ",".join(f"c{number}" for number in range(10_000)).encode() + b"\n1\n", None, None),
    ],
)
def test_a_file_that_cannot_be_used_is_told_of(
    nights: Nights, name: str, content: bytes, status: Status | None, code: str | None
) -> None:
    nights.put(name, content)

    log = nights.run()

    file = nights.file(name)
    assert file.status in ([status] if status else [Status.UNRECOGNISED, Status.FAILED])
    assert file.message
    assert file.action
    assert [error["code"] for error in log.errors] == ([code] if code else [SyncIssue.objects.get().code])
    assert (log.status, Property.objects.count()) == ("completed", 0)
    assert SyncIssue.objects.get().file == name


def test_a_file_that_breaks_off_keeps_what_came_before_and_withdraws_nothing(nights: Nights) -> None:
    nights.connection.config = {"batch_size": 1}
    nights.connection.save()
    nights.put("1.csv", PROPERTIES, P1, P2)
    nights.run()
    good = a_list(
        PROPERTIES, *(P1.replace("P-1", f"P-{number}").replace("1 W", f"{number} W") for number in range(3, 3000))
    )
    nights.put("2.csv.gz", gzip.compress(good)[:-2000])

    log = nights.run()

    assert nights.file("2.csv.gz").status == Status.FAILED
    assert not Property.objects.filter(withdrawn_at__isnull=False).exists()
    assert [error["code"] for error in log.errors] == ["unreadable_file"]


def test_every_row_of_a_bad_list_is_either_here_or_on_the_list_of_things_to_mend(nights: Nights) -> None:
    rows = [
        P1,  # 2: comes in
        P1,  # 3: the same again
        P1.replace(",2,1", ",9,1"),  # 4: the same id, other things
        P2.replace("2007", "4000"),  # 5: a postcode of another state
        ",,,,,,,O-1",  # 6: nothing that names it
        "P-5,=HYPERLINK(1),Ultimo,NSW,2007,1,1,",  # 7: a formula's text stays a text
        "P-6,6 Wattle Street,Ultimo,NSW,2007,many,1,",  # 8: no number
        "P-7,7 Wattle Street,Ultimo,NSW,2007,1",  # 9: cut short
        "P-8,8 Wattle\x00Street,Ultimo,NSW,2007,1,1,",  # 10: a NUL, which no database holds
        "p-1,1 Wattle Street,Ultimo,NSW,2007,2,1,",  # 11: an id in small letters is another id within a file
        f"{'x' * 400},9 Wattle Street,Ultimo,NSW,2007,1,1,",  # 12: an id that no column holds
    ]
    nights.put("properties.csv", PROPERTIES, *rows)

    log = nights.run()

    count = log.counts["properties"]
    assert count["read"] == len(rows)
    issues = SyncIssue.objects.open().filter(kind="properties")
    assert count["rejected"] == issues.count()
    assert count["created"] == Property.objects.count()
    assert sorted(issues.values_list("row_number", flat=True)) == [4, 5, 6, 8, 10, 12]
    assert set(issues.values_list("file", flat=True)) == {"properties.csv"}
    assert not issues.filter(message="").exists()


def test_two_encodings_in_one_file_are_both_read_and_told_of(nights: Nights) -> None:
    lines = [OWNERS.encode(), "O-1,Zoë Owner,,,,".encode(), "O-2,Chloë Owner,,,,".encode("cp1252")]
    nights.put("owners.csv", b"\r\n".join(lines))

    nights.run()

    assert sorted(Owner.objects.values_list("name", flat=True)) == ["Chloë Owner", "Zoë Owner"]
    assert "Each was read in its own" in nights.file("owners.csv").message


def test_the_lists_in_an_archive_come_in_each_with_an_outcome_of_its_own(nights: Nights) -> None:
    inside = {
        "leases__csv": a_list(LEASES, L1),
        "properties__xlsx": book(PROPERTIES.split(","), P1.split(",")),
        "notes__csv": a_list("Colour,Size", "red,1"),
        "ledger__csv": a_list("Date,Receipt Number,Tenant,Debit,Credit,Balance", "1/07/2026,77,Tim,,650,650"),
        "broken__xlsx": b"PK\x03\x04 but no archive",
    }
    nights.put("export.zip", archive(**inside))

    log = nights.run()

    file = nights.file("export.zip")
    outcomes = {part["name"].split("/")[0]: part["status"] for part in file.parts}
    assert outcomes == {
        "leases.csv": "imported",
        "properties.xlsx": "imported",
        "notes.csv": "unrecognised",
        "ledger.csv": "refused",
        "broken.xlsx": "failed",
    }
    assert (file.status, file.message) == (Status.IMPORTED, "")
    assert Lease.objects.get().property == Property.objects.get()
    assert sorted(error["code"] for error in log.errors) == ["layout_unknown", "unreadable_file"]


def test_a_rejected_row_in_an_archive_says_in_which_list_it_stood(nights: Nights) -> None:
    nights.put("export.zip", archive(properties__csv=a_list(PROPERTIES, P1.replace("2007", "20"))))

    nights.run()

    assert nights.issue("malformed_row").file == "export.zip / properties.csv"


def test_an_agency_never_sees_another_ones_files(nights: Nights) -> None:
    other = some_nights()
    other.put("properties.csv", PROPERTIES, P1)

    nights.run()
    other.run()

    assert set(Property.objects.values_list("agency", flat=True)) == {other.connection.agency_id}
    assert not ImportFile.objects.filter(agency=nights.connection.agency).exists()


def queries_of_a_night(rows: int) -> int:
    """How many queries a night takes that brings so many properties, leases and owners, and changes them the next night."""
    nights = some_nights()
    houses = [P1.replace("P-1", f"P-{number}").replace("1 W", f"{number} W") for number in range(rows)]
    leases = [
        L1.replace("P-1", f"P-{number}").replace("T-1", f"T-{number}").replace("1 W", f"{number} W")
        for number in range(rows)
    ]
    owners = [f"O-{number},Owner {number},{number} Wattle Street Ultimo NSW 2007,,," for number in range(rows)]
    with CaptureQueriesContext(database) as queries:
        for suburb in ("Ultimo", "Glebe"):
            nights.put(f"properties-{suburb}.csv", PROPERTIES, *(row.replace("Ultimo", suburb) for row in houses))
            nights.put(f"leases-{suburb}.csv", LEASES, *(row.replace("650", "660") for row in leases))
            nights.put(f"owners-{suburb}.csv", OWNERS, *(row.replace("Ultimo", suburb) for row in owners))
            nights.run()
    assert Lease.objects.filter(agency=nights.connection.agency).count() == rows
    assert Owner.objects.filter(agency=nights.connection.agency, properties__isnull=False).count() == rows
    return len(queries)


def test_the_number_of_queries_does_not_depend_on_the_rows() -> None:
    queries_of_a_night(30)  # the first also makes the rows that count runs

    assert queries_of_a_night(3) == queries_of_a_night(30)
