"""A store that speaks S3 and IAM over real HTTP, for tests: ask for the fixture `store`."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import boto3
import pytest
import requests
from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID
from moto.server import ThreadedMotoServer

REGION = "ap-southeast-2"
PATTERN = "s3://pmfriend-import-{agency_id}"
OURS = ("AKIAPMSYNCSOWNKEY000", "the-key-of-pmsync-itself")


@pytest.fixture(scope="session")
def store_server() -> Iterator[str]:
    """The address of a running store."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield "http://{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


@pytest.fixture
def store(store_server: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty store, and pmsync's settings pointing at it: each agency's drop is a bucket there."""
    requests.post(f"{store_server}/moto-api/reset", timeout=10).raise_for_status()
    settings.DROP_URL, settings.DROP_SECRETS = PATTERN, {}
    settings.AWS_S3_ENDPOINT_URL, settings.AWS_S3_REGION_NAME = store_server, REGION
    for name, value in (
        ("AWS_ENDPOINT_URL", store_server),
        ("AWS_ACCESS_KEY_ID", OURS[0]),
        ("AWS_SECRET_ACCESS_KEY", OURS[1]),
        ("AWS_DEFAULT_REGION", REGION),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ):
        monkeypatch.setenv(name, value)
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_S3_ACCESS_KEY_ID", "AWS_S3_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    yield store_server
    enforce(store_server, False)


def enforce(store: str, on: bool) -> None:
    """From now on the store checks who asks, or no longer does. (It lets the given number of requests through first.)"""
    answer = requests.post(f"{store}/moto-api/reset-auth", data=b"0" if on else b"inf", timeout=10)
    answer.raise_for_status()


def put_many(bucket: str, keys: Iterable[str]) -> None:
    """Empty files, laid into the store behind its door: a thousand over HTTP would take half a minute."""
    backend = get_backend("s3")[DEFAULT_ACCOUNT_ID]["aws"]
    for key in keys:
        backend.put_object(bucket, key, b"")


def client(store: str, service: str = "s3", keys: tuple[str, str] = OURS) -> Any:
    """A client of the store, with anybody's keys."""
    return boto3.client(
        service, endpoint_url=store, region_name=REGION, aws_access_key_id=keys[0], aws_secret_access_key=keys[1]
    )


def put(store: str, bucket: str, key: str, content: bytes = b"a\n1\n") -> None:
    """A file that an agency's system left in its bucket."""
    client(store).put_object(Bucket=bucket, Key=key, Body=content)


def policy_of(store: str, bucket: str) -> Any:
    """A bucket's policy."""
    return json.loads(client(store).get_bucket_policy(Bucket=bucket)["Policy"])
