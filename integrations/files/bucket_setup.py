"""Setting up a bucket: closed to everybody, encrypted, tidied by itself, and with one key that can put files and no more.
Every step may be taken again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils import timezone

from agencies.refusals import Refusal
from integrations.files.buckets import BucketStorage, client_config
from integrations.files.places import Address

# The longest that a signature may last: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
FORM_LASTS = timedelta(days=7)
MOST_IN_A_FORM = 5 * 1024**3
UPLOAD_POLICY = "upload-only"
FIRST_REGION = "us-east-1"  # the only one that must not be named when a bucket is made there
CLOSED = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)


@contextmanager
def in_words() -> Iterator[None]:
    """Turns what a store refuses into a Refusal with the store's own word for it, and nothing more of its answer."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "") or "an error"
        message = f"The store did not allow {error.operation_name}: {code}."
        raise Refusal("store_refused", message, "Look at the rights of pmsync's own key, see docs/drops.md.") from error
    except BotoCoreError as error:
        message = f"The store cannot be reached: {type(error).__name__}."
        raise Refusal(
            "store_unreachable", message, "Look at AWS_REGION, AWS_S3_ENDPOINT_URL and pmsync's key."
        ) from error


def make_bucket(address: Address) -> None:
    """Make the bucket where it is not there yet, and close it. Refusal where the name is somebody else's."""
    client, bucket = _storage(address).client, address.name
    where = {"CreateBucketConfiguration": {"LocationConstraint": settings.AWS_S3_REGION_NAME}}
    try:
        client.create_bucket(Bucket=bucket, **(where if settings.AWS_S3_REGION_NAME != FIRST_REGION else {}))
    except client.exceptions.BucketAlreadyOwnedByYou:
        pass
    except client.exceptions.BucketAlreadyExists as error:
        message = f"The bucket name {bucket} belongs to somebody else."
        raise Refusal("bucket_taken", message, "Choose another pattern in DROP_URL.") from error
    client.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=CLOSED)
    client.put_bucket_ownership_controls(
        Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    )
    encrypted = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    client.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [encrypted]})
    client.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [tidying()]})
    if not (settings.AWS_S3_ENDPOINT_URL or "").startswith("http://"):  # there it would shut us out too
        client.put_bucket_policy(Bucket=bucket, Policy=json.dumps(only_encrypted_transport(bucket)))


def tidying() -> dict[str, Any]:
    """The rule by which a bucket forgets old files, and uploads that were never finished."""
    return {
        "ID": "pmsync-tidy",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "Expiration": {"Days": settings.DROP_KEEP_DAYS},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    }


def only_encrypted_transport(bucket: str) -> dict[str, Any]:
    """A bucket's policy: nobody speaks to it without TLS."""
    return _policy(
        {
            "Sid": "OnlyEncryptedTransport",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    )


def upload_only(address: Address) -> dict[str, Any]:
    """What an upload key may do: put files into this drop. It reads, lists and deletes nothing."""
    inside = "/".join(part for part in (address.name, address.path, "*") if part)
    return _policy(
        {
            "Sid": "PutFilesHere",
            "Effect": "Allow",
            "Action": ["s3:PutObject", "s3:AbortMultipartUpload"],
            "Resource": [f"arn:aws:s3:::{inside}"],
        }
    )


def _policy(statement: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [statement]}


def upload_key(agency_id: UUID, address: Address) -> dict[str, str]:
    """A new key that can put files into this drop and do nothing else. The former ones stop working."""
    iam = boto3.client("iam", region_name=settings.AWS_S3_REGION_NAME, config=client_config())
    name = f"pmsync-drop-{agency_id}"
    with suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_user(UserName=name, Path="/pmsync/")
    iam.put_user_policy(UserName=name, PolicyName=UPLOAD_POLICY, PolicyDocument=json.dumps(upload_only(address)))
    former = iam.list_access_keys(UserName=name)["AccessKeyMetadata"]
    for key in former[1:]:  # a user has two keys at most, and the new one needs room
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    made = iam.create_access_key(UserName=name)["AccessKey"]
    for key in former[:1]:
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    return {
        "Bucket": address.name,
        "Folder": f"{address.path}/" if address.path else "(top of the bucket)",
        "Region": settings.AWS_S3_REGION_NAME,
        "Access key ID": made["AccessKeyId"],
        "Secret access key": made["SecretAccessKey"],
    }


def upload_form(address: Address) -> dict[str, str]:
    """A form that lets anybody who has it put files into this drop for a week: for stores without keys of their own."""
    prefix = f"{address.path}/" if address.path else ""
    form = _storage(address).client.generate_presigned_post(
        Bucket=address.name,
        Key=f"{prefix}${{filename}}",
        Conditions=[["starts-with", "$key", prefix], ["content-length-range", 1, MOST_IN_A_FORM]],
        ExpiresIn=int(FORM_LASTS.total_seconds()),
    )
    return {
        "Post to": form["url"],
        "Works until": f"{timezone.now() + FORM_LASTS:%Y-%m-%d %H:%M} UTC",
        **form["fields"],
        "file": "@ the file, as the last field",
    }


def _storage(address: Address) -> BucketStorage:
    return BucketStorage(address, settings.DROP_SECRETS)
