"""What the address of a drop may be, and what every kind of place tells of its files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from agencies.models import Agency
from providers.errors import FileError

FOLDER, BUCKET, HOST = "file", "s3", "sftp"
# The rules of the vendor of S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
BUCKET_NAME = re.compile(r"(?!xn--|\d+\.\d+\.\d+\.\d+$)[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]")


@dataclass(frozen=True)
class Found:
    """A file as the drop lists it. `version` changes with its content: an entity tag, or time and size.

    `is_whole` where the place shows no file before all of it is there; `is_held` where a mark beside the file says that
    somebody is still writing it."""

    key: str
    version: str
    size: int
    modified_at: datetime
    is_whole: bool = False
    is_held: bool = False


@dataclass(frozen=True)
class Address:
    """A drop's address in its parts. `name` is the bucket or the host; `path` a folder, without a slash at its end."""

    scheme: str
    name: str
    path: str
    user: str = ""
    port: int = 22

    def __str__(self) -> str:
        if self.scheme == FOLDER:
            return f"file://{self.path}"
        who = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.scheme == HOST and self.port != 22 else ""
        folder = f"/{self.path.lstrip('/')}" if self.path.strip("/") else ""
        return f"{self.scheme}://{who}{self.name}{port}{folder}"


class Place(Protocol):
    """A Django storage that can also tell what lies in it. `troubles` are the errors by which it cannot be reached."""

    troubles: tuple[type[Exception], ...]

    def found(self) -> Iterator[Found]:
        """Every file in the place, by its path there."""

    def now(self, key: str) -> Found | None:
        """One file as it is now, None where it is gone."""

    def open(self, name: str, mode: str = "rb") -> object:
        """As every storage."""

    def save(self, name: str, content: object) -> str:
        """As every storage."""


def parse(url: str) -> Address:
    """The parts of a drop's address. ValueError, in words for the person who wrote it, where it is none."""
    scheme, _, rest = url.partition("://")
    if scheme == FOLDER:
        if not rest.startswith("/") or ".." in rest.split("/"):
            raise ValueError("A folder is written with its whole path, such as file:///srv/drops/harbour.")
        return Address(FOLDER, "", rest.rstrip("/") or "/")
    parts = urlsplit(url)
    if scheme not in (BUCKET, HOST) or parts.query or parts.fragment:
        raise ValueError("A drop's address begins with s3://, sftp:// or file:// and has nothing after its path.")
    if parts.password is not None:
        raise ValueError("A password does not belong in the address. Give it apart from it.")
    if ".." in parts.path.split("/"):
        raise ValueError("A drop's path has no .. in it.")
    if scheme == BUCKET:
        if not BUCKET_NAME.fullmatch(parts.netloc):
            raise ValueError("A bucket's name has 3 to 63 small letters, digits, dots and hyphens.")
        return Address(BUCKET, parts.netloc, parts.path.strip("/"))
    if not parts.hostname or not parts.username:
        raise ValueError("An SFTP address names a person and a host, such as sftp://harbour@files.example.com/exports.")
    return Address(HOST, parts.hostname, parts.path.rstrip("/"), parts.username, parts.port or 22)


def usual_address(agency: Agency) -> Address:
    """Where an agency's drop is unless it has one of its own."""
    return parse(settings.DROP_URL.replace("{agency_id}", str(agency.pk)))


def overlap(one: Address, other: Address) -> bool:
    """Whether one of two addresses lies inside the other, so that whoever reads it sees the other's files."""
    if (one.scheme, one.name, one.port) != (other.scheme, other.name, other.port):
        return False
    mine, theirs = (f"{address.path.strip('/')}/".lstrip("/") for address in (one, other))
    return mine.startswith(theirs) or theirs.startswith(mine)


def check_key(key: str) -> str:
    """The key of a file, which stays inside its drop. FileError where it would lead out of it."""
    parts = key.split("/")
    if "\\" in key or "\0" in key or any(part in ("", ".", "..") for part in parts):
        raise FileError("The file's name leads out of the drop.", action="Give it a plain name and put it there again.")
    return key
