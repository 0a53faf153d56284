"""Drops that are buckets, at a store that speaks S3 over real HTTP."""

import hashlib
from io import BytesIO
from typing import Any

import pytest

from agencies.models import Agency
from integrations.files import drops
from integrations.files.provisioning import change, provision
from integrations.files.sweeping import sweep
from integrations.models import Drop, ImportFile
from providers.errors import FileError
from tests.factories import MORNING, a_file_connection, an_agency
from tests.integrations.files.s3 import client, put, put_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(store: str) -> Agency:
    """An agency whose bucket is ready."""
    agency = an_agency()
    provision(agency)
    return agency


def bucket_of(agency: Agency) -> str:
    """The name of its bucket."""
    return f"pmfriend-import-{agency.pk}"


def noted(agency: Agency, key: str) -> ImportFile:
    """The file as a sweep notes it."""
    found = {file.key: file for file in drops.listing(agency)}[key]
    return ImportFile(
        agency=agency, drop_key=key, version=found.version, size=found.size, modified_at=MORNING, as_of=MORNING
    )


def test_a_file_is_listed_by_its_entity_tag_and_fetched(store: str, agency: Agency) -> None:
    put(store, bucket_of(agency), "may/owners.csv", b"name\nOlive\n")
    put(store, bucket_of(agency), "folder/", b"")
    put(store, bucket_of(agency), ".hidden", b"x")

    [found] = drops.listing(agency)
    file = noted(agency, "may/owners.csv")
    with drops.fetched(file) as path:
        content = path.read_bytes()

    md5 = hashlib.md5(b"name\nOlive\n", usedforsecurity=False).hexdigest()
    assert (found.key, found.version, found.size, found.is_whole) == ("may/owners.csv", md5, 11, True)
    assert content == b"name\nOlive\n"
    assert file.digest == hashlib.sha256(content).hexdigest()


def test_more_than_a_thousand_files_are_all_listed(store: str, agency: Agency) -> None:
    put_many(bucket_of(agency), (f"{number}.csv" for number in range(1003)))

    assert len(drops.listing(agency)) == 1003


def test_a_large_file_comes_and_goes_in_parts(store: str, agency: Agency) -> None:
    content = bytes(range(256)) * 4096 * 12  # 12 MB: more than one part, more than is kept in memory

    found = drops.put(agency, "uploads/owners.csv", BytesIO(content))
    with drops.fetched(noted(agency, "uploads/owners.csv")) as path:
        fetched = path.read_bytes()

    assert found.size == len(content)
    assert fetched == content


def test_what_is_put_never_takes_the_place_of_another_file(store: str, agency: Agency) -> None:
    one = drops.put(agency, "uploads/owners.csv", BytesIO(b"one"))
    two = drops.put(agency, "uploads/owners.csv", BytesIO(b"two!"))

    assert one.key != two.key
    assert sorted(file.size for file in drops.listing(agency)) == [3, 4]


def test_a_file_that_has_gone_or_changed_is_not_read(store: str, agency: Agency) -> None:
    put(store, bucket_of(agency), "owners.csv", b"one")
    file = noted(agency, "owners.csv")
    put(store, bucket_of(agency), "owners.csv", b"two")

    with pytest.raises(FileError, match="was changed"), drops.fetched(file):
        pass
    client(store).delete_object(Bucket=bucket_of(agency), Key="owners.csv")
    with pytest.raises(FileError, match="is gone"), drops.fetched(file):
        pass


def test_a_file_is_taken_away(store: str, agency: Agency) -> None:
    put(store, bucket_of(agency), "owners.csv")
    put(store, bucket_of(agency), "tenants.csv")

    drops.remove(noted(agency, "owners.csv"))

    assert [file.key for file in drops.listing(agency)] == ["tenants.csv"]


def test_a_bucket_that_is_not_there_is_an_error_without_a_secret(store: str, caplog: Any) -> None:
    agency = an_agency()

    with pytest.raises(FileError) as problem:
        drops.listing(agency)

    assert problem.value.message == "The drop cannot be reached, or does not let us in."
    assert "NoSuchBucket" in caplog.text
    assert "the-key-of-pmsync-itself" not in caplog.text


def test_a_store_that_is_down_is_an_error(store: str, settings: Any) -> None:
    settings.AWS_S3_ENDPOINT_URL = "http://127.0.0.1:9"

    with pytest.raises(FileError, match="cannot be reached"):
        drops.listing(an_agency())


def test_an_agency_sees_its_own_bucket_or_folder_alone(store: str, agency: Agency, settings: Any) -> None:
    other = an_agency()
    provision(other)
    put(store, bucket_of(agency), "ours.csv")
    put(store, bucket_of(other), "theirs.csv")
    apart = ([file.key for file in drops.listing(agency)], [file.key for file in drops.listing(other)])

    settings.DROP_URL = "s3://one-for-all/in/{agency_id}"
    provision(agency)
    drops.put(agency, "ours.csv", BytesIO(b"x"))
    drops.put(other, "theirs.csv", BytesIO(b"x"))
    together = ([file.key for file in drops.listing(agency)], [file.key for file in drops.listing(other)])

    assert apart == together == (["ours.csv"], ["theirs.csv"])


def test_a_place_of_its_own_is_opened_with_its_own_key(store: str, agency: Agency) -> None:
    client(store).create_bucket(
        Bucket="harbours-own", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-2"}
    )
    put(store, "harbours-own", "exports/owners.csv")
    put(store, "harbours-own", "private.csv")

    keys = {"access_key": "AKIAHARBOUR", "secret_key": "harbours-key"}
    change(Drop.objects.get(agency=agency), "s3://harbours-own/exports", keys)

    assert [file.key for file in drops.listing(agency)] == ["owners.csv"]
    assert (drops.storage_of(agency).access_key, drops.address_of(agency)) == (
        "AKIAHARBOUR",
        "s3://harbours-own/exports",
    )


def test_a_file_in_a_bucket_is_never_half_there(store: str, agency: Agency) -> None:
    link = a_file_connection(agency)
    put(store, bucket_of(agency), "owners.csv")
    [found] = drops.listing(agency)

    sweep(link, found.modified_at)

    assert ImportFile.objects.get().status == "new"
