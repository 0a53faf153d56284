"""Drops that are folders of another host, over SFTP on a real socket."""

import os
from io import BytesIO
from typing import Any

import paramiko
import pytest

from agencies.models import Agency
from integrations.files import drops
from integrations.files.provisioning import change, provision
from integrations.models import Drop, ImportFile
from providers.errors import FileError
from tests.factories import MORNING, an_agency
from tests.integrations.files.sftp import PASSWORD, Host

pytestmark = pytest.mark.django_db


def signed_in(host: Host, **secrets: str) -> Agency:
    """An agency whose drop is on that host."""
    agency = an_agency()
    change(Drop.objects.create(agency=agency), host.url, {"host_key": host.host_key, **secrets})
    return agency


@pytest.fixture
def agency(host: Host) -> Agency:
    """An agency that signs in there by password."""
    return signed_in(host, password=PASSWORD)


def noted(agency: Agency, key: str) -> ImportFile:
    """The file as a sweep notes it."""
    found = {file.key: file for file in drops.listing(agency)}[key]
    return ImportFile(
        agency=agency, drop_key=key, version=found.version, size=found.size, modified_at=MORNING, as_of=MORNING
    )


def test_files_are_listed_and_fetched(host: Host, agency: Agency) -> None:
    (host.root / "exports/may").mkdir()
    (host.root / "exports/may/owners.csv").write_bytes(b"name\nOlive\n")
    (host.root / "elsewhere.csv").write_bytes(b"x")

    [found] = drops.listing(agency)
    with drops.fetched(noted(agency, "may/owners.csv")) as path:
        content = path.read_bytes()

    assert (found.key, found.size, found.is_whole) == ("may/owners.csv", 11, False)
    assert found.version.endswith("-11")
    assert content == b"name\nOlive\n"


def test_a_key_lets_us_in_as_a_password_does(host: Host) -> None:
    (host.root / "exports/owners.csv").write_bytes(b"x")

    agency = signed_in(host, private_key=host.private_key)

    assert [file.key for file in drops.listing(agency)] == ["owners.csv"]


def test_a_file_is_put_under_a_free_name_and_shown_once_it_is_whole(host: Host, agency: Agency) -> None:
    one = drops.put(agency, "uploads/owners.csv", BytesIO(b"one"))
    two = drops.put(agency, "uploads/owners.csv", BytesIO(b"two!"))

    assert one.key == "uploads/owners.csv" != two.key
    assert sorted(path.read_bytes() for path in (host.root / "exports/uploads").iterdir()) == [b"one", b"two!"]


def test_a_host_with_another_key_is_told_nothing(host: Host) -> None:
    impostor = paramiko.ECDSAKey.generate()
    agency = signed_in(host, password=PASSWORD, host_key=f"{impostor.get_name()} {impostor.get_base64()}")

    with pytest.raises(FileError, match="cannot be reached"):
        drops.listing(agency)


@pytest.mark.parametrize("line", ["", "nonsense", "ssh-ed25519", "ssh-ed25519 !!!"])
def test_a_host_whose_key_we_do_not_know_is_not_asked(host: Host, line: str) -> None:
    agency = signed_in(host, password=PASSWORD, host_key=line)

    with pytest.raises(FileError, match="The key of the SFTP host"):
        drops.listing(agency)


def test_a_line_of_known_hosts_will_do(host: Host) -> None:
    agency = signed_in(host, password=PASSWORD, host_key=f"[127.0.0.1]:{host.port} {host.host_key} a comment")

    assert drops.listing(agency) == []


def test_a_wrong_password_is_an_error_that_does_not_tell_it(host: Host, caplog: Any) -> None:
    agency = signed_in(host, password="guessed")

    with pytest.raises(FileError) as problem:
        drops.listing(agency)

    assert "guessed" not in f"{problem.value} {problem.value.__cause__} {caplog.text} {drops.storage_of(agency)!r}"


def test_a_key_that_cannot_be_read_is_told(host: Host) -> None:
    agency = signed_in(host, private_key="-----BEGIN NONSENSE-----")

    with pytest.raises(FileError, match="cannot be read"):
        drops.listing(agency)


def test_links_are_neither_listed_nor_followed(host: Host, agency: Agency) -> None:
    (host.root / "private").mkdir()
    (host.root / "private/x.csv").write_bytes(b"x")
    os.symlink(host.root / "private/x.csv", host.root / "exports/link.csv")
    os.symlink(host.root / "private", host.root / "exports/links")

    assert drops.listing(agency) == []
    for key in ("link.csv", "links/x.csv"):
        file = ImportFile(agency=agency, drop_key=key, version="1", modified_at=MORNING, as_of=MORNING)
        with pytest.raises(FileError, match="is gone"), drops.fetched(file):
            pass


def test_a_file_that_has_changed_is_not_read(host: Host, agency: Agency) -> None:
    path = host.root / "exports/owners.csv"
    path.write_bytes(b"one")
    file = noted(agency, "owners.csv")
    path.write_bytes(b"longer")

    with pytest.raises(FileError, match="was changed"), drops.fetched(file):
        pass


def test_the_usual_place_may_be_a_host(host: Host, settings: Any) -> None:
    settings.DROP_URL = f"{host.url}/{{agency_id}}"
    settings.DROP_SECRETS = {"host_key": host.host_key, "password": PASSWORD}
    agency = an_agency()
    with pytest.raises(FileError) as before:
        drops.listing(agency)

    made = provision(agency)
    again = provision(agency)

    assert "cannot be reached" in str(before.value)
    assert (made.kind, made.address) == (again.kind, again.address) == ("sftp", f"{host.url}/{agency.pk}")
    assert drops.listing(agency) == []
