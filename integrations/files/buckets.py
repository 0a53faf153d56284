"""A drop that is a bucket, or a folder in one, at any store that speaks S3."""

from collections.abc import Iterator
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

from integrations.files.places import Address, Found

MEMORY = 5 * 1024 * 1024  # more than this of a file goes to the disk
GONE = ("404", "NoSuchKey", "NotFound")


class BucketStorage(S3Storage):
    """A bucket that is listed in one call for each thousand files."""

    troubles: tuple[type[Exception], ...] = (OSError, BotoCoreError, ClientError, Boto3Error)

    def __init__(self, address: Address, secrets: dict[str, str]) -> None:
        keys = {name: secrets[name] for name in ("access_key", "secret_key") if secrets.get(name)}
        super().__init__(
            bucket_name=address.name,
            location=address.path,
            region_name=settings.AWS_S3_REGION_NAME,
            endpoint_url=settings.AWS_S3_ENDPOINT_URL,
            client_config=client_config(),
            default_acl=None,
            file_overwrite=False,
            max_memory_size=MEMORY,
            **keys,
        )

    @property
    def client(self) -> Any:
        """The client by which the bucket is asked."""
        return self.connection.meta.client

    def found(self) -> Iterator[Found]:
        """Every file in the bucket or its folder. A store shows a file only once it is whole."""
        prefix = self._prefix()
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=prefix)
        for page in pages:
            for row in page.get("Contents", ()):
                key = row["Key"].removeprefix(prefix)
                if key and not key.endswith("/"):
                    yield Found(key, row["ETag"].strip('"'), row["Size"], row["LastModified"], is_whole=True)

    def now(self, key: str) -> Found | None:
        """One file as it is now, None where it is gone."""
        try:
            row = self.client.head_object(Bucket=self.bucket_name, Key=f"{self._prefix()}{key}")
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                return None
            raise
        return Found(key, row["ETag"].strip('"'), row["ContentLength"], row["LastModified"], is_whole=True)

    def _prefix(self) -> str:
        return f"{self.location}/" if self.location else ""


def client_config() -> Config:
    """How every client of a store behaves: it gives up on a store that does not answer."""
    # A store of one's own seldom has a host name for each bucket.
    style = "path" if settings.AWS_S3_ENDPOINT_URL else "auto"
    return Config(
        s3={"addressing_style": style},
        signature_version="s3v4",
        connect_timeout=10,
        read_timeout=60,
        retries={"max_attempts": 3, "mode": "standard"},
    )
