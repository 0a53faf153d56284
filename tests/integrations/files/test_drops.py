"""Drops: one place for each agency, that nothing leads out of. Here as folders; buckets and hosts have files of their own."""

import hashlib
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from agencies.models import Agency
from integrations.files import drops
from integrations.files.places import overlap, parse
from integrations.models import Drop, ImportFile
from providers.errors import FileError
from tests.factories import MORNING, an_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    """An agency with the usual drop."""
    return an_agency()


def folder_of(agency: Agency) -> Path:
    """The folder that is its drop."""
    folder = Path(drops.address_of(agency).removeprefix("file://"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write(agency: Agency, key: str, content: bytes = b"a,b\n1,2\n") -> Path:
    """A file that somebody put into the agency's folder."""
    path = folder_of(agency) / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def noted(agency: Agency, key: str) -> ImportFile:
    """The file as a sweep notes it."""
    found = {file.key: file for file in drops.listing(agency)}[key]
    return ImportFile(
        agency=agency, drop_key=key, version=found.version, size=found.size, modified_at=MORNING, as_of=MORNING
    )


def test_every_file_of_a_folder_is_listed_and_what_programs_keep_for_themselves_is_not(agency: Agency) -> None:
    for key in (
        "owners.csv",
        "may/tenants.csv",
        ".hidden.csv",
        "~$owners.xlsx",
        "x.part",
        "y.tmp",
        "z.filepart",
        ".git/a",
    ):
        write(agency, key)

    found = drops.listing(agency)

    assert [(file.key, file.size, file.is_held) for file in found] == [
        ("may/tenants.csv", 8, False),
        ("owners.csv", 8, False),
    ]


def test_a_mark_beside_a_file_says_that_it_is_still_written(agency: Agency) -> None:
    write(agency, "owners.csv")
    write(agency, "owners.csv.lock")

    [found] = drops.listing(agency)

    assert found.is_held


def test_the_usual_folder_is_made_by_itself_and_only_for_us(agency: Agency) -> None:
    assert drops.listing(agency) == []

    assert oct(folder_of(agency).stat().st_mode & 0o777) == "0o700"


def test_a_usual_folder_that_cannot_be_made_is_an_error(agency: Agency, tmp_path: Path, settings: Any) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings.DROP_URL = f"file://{tmp_path}/file/{{agency_id}}"

    with pytest.raises(FileError, match="cannot be made"):
        drops.listing(agency)


def test_a_folder_of_its_own_that_is_not_there_is_an_error(agency: Agency, tmp_path: Path) -> None:
    Drop.objects.create(agency=agency, url=f"file://{tmp_path}/not-mounted")

    with pytest.raises(FileError, match="cannot be reached"):
        drops.listing(agency)


def test_a_file_is_fetched_with_its_digest_and_tidied_away(agency: Agency) -> None:
    write(agency, "owners.csv", b"name\nOlive\n")
    file = noted(agency, "owners.csv")

    with drops.fetched(file) as path:
        content = path.read_bytes()

    assert content == b"name\nOlive\n"
    assert file.digest == hashlib.sha256(content).hexdigest()
    assert not path.exists()


def test_a_file_that_has_gone_or_changed_is_not_read(agency: Agency) -> None:
    path = write(agency, "owners.csv")
    file = noted(agency, "owners.csv")
    path.write_bytes(b"something longer than before")

    with pytest.raises(FileError, match="was changed"), drops.fetched(file):
        pass
    path.unlink()
    with pytest.raises(FileError, match="is gone"), drops.fetched(file):
        pass


def test_a_file_that_is_too_large_is_not_read(agency: Agency, settings: Any) -> None:
    write(agency, "owners.csv", b"x" * 2000)
    file = noted(agency, "owners.csv")
    settings.DROP_MOST_BYTES = 1999

    with pytest.raises(FileError, match="larger than"), drops.fetched(file):
        pass


def test_what_is_put_never_takes_the_place_of_another_file(agency: Agency) -> None:
    one = drops.put(agency, "uploads/owners.csv", BytesIO(b"one"))
    two = drops.put(agency, "uploads/owners.csv", BytesIO(b"two!"))

    assert one.key == "uploads/owners.csv"
    assert two.key.startswith("uploads/owners") and two.key != one.key
    assert sorted(file.size for file in drops.listing(agency)) == [3, 4]
    assert oct((folder_of(agency) / one.key).stat().st_mode & 0o777) == "0o600"


def test_a_file_is_taken_away_where_it_is_still_the_same(agency: Agency) -> None:
    for key in ("same.csv", "changed.csv", "gone.csv"):
        write(agency, key)
    files = [noted(agency, key) for key in ("same.csv", "changed.csv", "gone.csv")]
    write(agency, "changed.csv", b"something longer than before")
    (folder_of(agency) / "gone.csv").unlink()

    for file in files:
        drops.remove(file)

    assert [file.key for file in drops.listing(agency)] == ["changed.csv"]


@pytest.mark.parametrize("key", ["../other/owners.csv", "/etc/passwd", "a/../../b", "a//b", "..", "a\\..\\b", ""])
def test_no_key_leads_out_of_a_drop(agency: Agency, key: str) -> None:
    file = ImportFile(agency=agency, drop_key=key, version="1", modified_at=MORNING, as_of=MORNING)

    with pytest.raises(FileError, match="leads out"), drops.fetched(file):
        pass
    with pytest.raises(FileError, match="leads out"):
        drops.put(agency, key, BytesIO(b"x"))


def test_links_are_neither_listed_nor_followed(agency: Agency, tmp_path: Path) -> None:
    other = write(an_agency(), "secret.csv")
    folder = folder_of(agency)
    os.symlink(other, folder / "link.csv")
    os.symlink(other.parent, folder / "links")
    os.mkfifo(folder / "pipe.csv")

    assert drops.listing(agency) == []
    for key in ("link.csv", "links/secret.csv", "pipe.csv"):
        file = ImportFile(agency=agency, drop_key=key, version="1", modified_at=MORNING, as_of=MORNING)
        with pytest.raises(FileError), drops.fetched(file):
            pass
    with pytest.raises(FileError):
        drops.put(agency, "links/new.csv", BytesIO(b"x"))


def test_an_agency_sees_its_own_folder_alone(agency: Agency) -> None:
    other = an_agency()
    write(agency, "ours.csv")
    write(other, "theirs.csv")

    assert [file.key for file in drops.listing(agency)] == ["ours.csv"]
    assert [file.key for file in drops.listing(other)] == ["theirs.csv"]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/x",
        "file://relative/path",
        "file:///srv/../etc",
        "s3://UPPER",
        "s3://a",
        "s3://192.168.0.1",
        "s3://bad..name",
        "s3://bucket/a/../b",
        "sftp://files.example.com/x",
        "sftp://me:password@files.example.com/x",
        "s3://bucket?x=1",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        parse(url)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("file:///srv/a", "file:///srv/a/b", True),
        ("file:///srv/a", "file:///srv/ab", False),
        ("s3://bucket", "s3://bucket/x", True),
        ("s3://bucket/x", "s3://bucket/y", False),
        ("s3://bucket-1", "s3://bucket-2", False),
        ("sftp://me@host/x", "sftp://you@host/x", True),
    ],
)
def test_addresses_overlap_where_one_lies_in_the_other(one: str, other: str, expected: bool) -> None:
    assert overlap(parse(one), parse(other)) is expected
    assert overlap(parse(other), parse(one)) is expected


@pytest.mark.parametrize(
    "url", ["file:///srv/x", "s3://bucket", "s3://bucket/in/here", "sftp://me@host", "sftp://me@host:2222/exports"]
)
def test_an_address_is_written_as_it_was_read(url: str) -> None:
    assert str(parse(url)) == url
