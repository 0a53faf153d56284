"""Making drops ready: a closed bucket, and a key that puts files there and can do nothing else."""

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError
from django.core.management import CommandError, call_command

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations import vault
from integrations.files import drops
from integrations.files.provisioning import change, provision
from integrations.models import Drop
from tests.factories import a_user, an_agency
from tests.integrations.files.s3 import client, enforce, policy_of

pytestmark = pytest.mark.django_db


def keys_of(values: dict[str, str]) -> tuple[str, str]:
    """The key that was shown."""
    return values["Access key ID"], values["Secret access key"]


def test_a_bucket_is_closed_encrypted_and_tidied(store: str, settings: Any) -> None:
    settings.AWS_S3_ENDPOINT_URL = None  # as at the vendor's own store; the environment leads here all the same
    agency = an_agency()

    provision(agency)

    s3, name = client(store), f"pmfriend-import-{agency.pk}"
    closed = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
    [encrypted] = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"]
    [rule] = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    [owner] = s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"]
    [statement] = policy_of(store, name)["Statement"]
    assert set(closed.values()) == {True} and len(closed) == 4
    assert encrypted["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert (rule["Status"], rule["Expiration"]["Days"]) == ("Enabled", 90)
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}
    assert owner == {"ObjectOwnership": "BucketOwnerEnforced"}
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] == "ap-southeast-2"


def test_the_key_puts_files_and_can_do_nothing_else(store: str) -> None:
    agency, other = an_agency(), an_agency()
    keys = keys_of(provision(agency).values)
    provision(other)
    own, theirs = (f"pmfriend-import-{row.pk}" for row in (agency, other))
    enforce(store, True)

    s3 = client(store, keys=keys)
    s3.put_object(Bucket=own, Key="owners.csv", Body=b"a\n1\n")
    refused = []
    for attempt in (
        lambda: s3.get_object(Bucket=own, Key="owners.csv"),
        lambda: s3.list_objects_v2(Bucket=own),
        lambda: s3.delete_object(Bucket=own, Key="owners.csv"),
        lambda: s3.put_object(Bucket=theirs, Key="owners.csv", Body=b"x"),
        lambda: s3.list_buckets(),
        lambda: s3.delete_bucket_policy(Bucket=own),
    ):
        with pytest.raises(ClientError) as problem:
            attempt()
        refused.append(problem.value.response["Error"]["Code"])
    enforce(store, False)

    assert refused == ["AccessDenied"] * 6
    assert [file.key for file in drops.listing(agency)] == ["owners.csv"]


def test_making_it_ready_again_changes_the_key_and_nothing_else(store: str) -> None:
    agency = an_agency()
    first = keys_of(provision(agency).values)
    drops.put(agency, "owners.csv", BytesIO(b"a\n1\n"))

    second = keys_of(provision(agency).values)
    third = keys_of(provision(agency).values)

    iam = client(store, "iam")
    [left] = iam.list_access_keys(UserName=f"pmsync-drop-{agency.pk}")["AccessKeyMetadata"]
    assert len({first, second, third}) == 3
    assert left["AccessKeyId"] == third[0]
    assert [file.key for file in drops.listing(agency)] == ["owners.csv"]
    assert Drop.objects.count() == 1


def test_a_store_without_tls_is_not_closed_to_plain_http(store: str) -> None:
    agency = an_agency()

    provision(agency)

    with pytest.raises(ClientError, match="NoSuchBucketPolicy"):
        policy_of(store, f"pmfriend-import-{agency.pk}")


def test_a_key_for_a_folder_of_a_bucket_is_for_that_folder(store: str, settings: Any) -> None:
    settings.DROP_URL = "s3://one-for-all/in/{agency_id}"
    agency = an_agency()

    provision(agency)

    policy = client(store, "iam").get_user_policy(UserName=f"pmsync-drop-{agency.pk}", PolicyName="upload-only")
    [statement] = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["s3:PutObject", "s3:AbortMultipartUpload"]
    assert statement["Resource"] == [f"arn:aws:s3:::one-for-all/in/{agency.pk}/*"]


def test_a_bucket_name_that_somebody_else_has_is_refused(store: str, settings: Any) -> None:
    settings.DROP_URL = "s3://pmfriend-{agency_id}"
    agency = an_agency()
    sign_in_elsewhere = client(store, "sts").assume_role(
        RoleArn="arn:aws:iam::111122223333:role/other", RoleSessionName="other"
    )["Credentials"]
    other = (sign_in_elsewhere["AccessKeyId"], sign_in_elsewhere["SecretAccessKey"])
    client(store, keys=other).create_bucket(
        Bucket=f"pmfriend-{agency.pk}", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-2"}
    )

    with pytest.raises(Refusal, match="belongs to somebody else"):
        provision(agency)

    assert Drop.objects.get().provisioned_at is None


def test_a_form_puts_files_where_there_are_no_keys(store: str) -> None:
    agency = an_agency()

    made = provision(agency, presigned=True)
    fields = {name: value for name, value in made.values.items() if name not in ("Post to", "Works until", "file")}
    answer = requests.post(made.values["Post to"], data=fields, files={"file": ("owners.csv", b"a\n1\n")}, timeout=10)

    assert (made.kind, answer.status_code) == ("presigned form", 204)
    assert [(file.key, file.size) for file in drops.listing(agency)] == [("owners.csv", 4)]


def test_a_folder_is_for_us_alone() -> None:
    agency = an_agency()

    made = provision(agency)

    folder = Path(made.address.removeprefix("file://"))
    assert (made.kind, made.values, oct(folder.stat().st_mode & 0o777)) == ("folder", {}, "0o700")


def test_the_trail_tells_of_it_and_nothing_shows_the_key(store: str) -> None:
    agency, user = an_agency(), a_user()

    made = provision(agency, user)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.agency_id, entry.person) == ("drop_provisioned", agency.pk, user.email)
    assert entry.details == {"address": f"s3://pmfriend-import-{agency.pk}", "kind": "upload key"}
    assert made.values["Secret access key"] not in repr(made) + json.dumps(entry.details)
    assert Drop.objects.get().provisioned_at is not None


def test_a_place_of_its_own_is_not_set_up_by_us(tmp_path: Path) -> None:
    agency = an_agency()
    Drop.objects.create(agency=agency, url=f"file://{tmp_path}")

    with pytest.raises(Refusal, match="a place of its own"):
        provision(agency)


def test_an_own_place_and_what_opens_it_are_kept_encrypted_until_the_place_changes(tmp_path: Path) -> None:
    drop = Drop.objects.create(agency=an_agency())

    change(drop, "sftp://harbour@files.example.com/out", {"password": "open sesame"})
    kept = vault.drop_secrets(drop)
    change(drop, "sftp://harbour@files.example.com/out", None)
    still = vault.drop_secrets(drop)
    vault.rotate_keys()
    change(drop, f"file://{tmp_path}", None)

    assert kept == still == {"password": "open sesame"}
    assert vault.drop_secrets(drop) == {}
    assert "open sesame" not in json.dumps(list(AuditEntry.objects.values_list("details", flat=True)))


@pytest.mark.parametrize("where", ["itself", "above", "inside", "usual", "root", "ours"])
def test_a_place_that_holds_others_files_is_refused(where: str, tmp_path: Path, settings: Any) -> None:
    other, drop = an_agency(), Drop.objects.create(agency=an_agency())
    Drop.objects.create(agency=other, url=f"file://{tmp_path}/other")
    places = {
        "itself": f"file://{tmp_path}/other",
        "above": f"file://{tmp_path}",
        "inside": f"file://{tmp_path}/other/more",
        "usual": settings.DROP_URL.replace("{agency_id}", str(other.pk)),
        "root": "file:///",
        "ours": f"file://{settings.VAR_DIR}/secrets",
    }

    with pytest.raises(Refusal, match="must not see"):
        change(drop, places[where], None)

    assert Drop.objects.get(pk=drop.pk).url == ""


def test_the_command_prints_the_key_once(store: str) -> None:
    agency, out = an_agency(), StringIO()

    call_command("provision_drop", str(agency.pk), stdout=out)

    lines = dict(line.split(": ", 1) for line in out.getvalue().splitlines())
    assert lines[f"The drop of {agency} is ready"] == f"s3://pmfriend-import-{agency.pk} (upload key)"
    assert {"Bucket", "Folder", "Region", "Access key ID", "Secret access key"} < set(lines)


def test_the_command_says_why_it_cannot(store: str, settings: Any) -> None:
    settings.AWS_S3_ENDPOINT_URL = "http://127.0.0.1:9"

    with pytest.raises(CommandError, match="The store cannot be reached"):
        call_command("provision_drop", str(an_agency().pk))
    with pytest.raises(CommandError, match="there is no agency"):
        call_command("provision_drop", "nobody")
