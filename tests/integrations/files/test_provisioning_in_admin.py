"""The admin's page that makes a drop ready, and the form that points one elsewhere."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from agencies.models import User
from agencies.permissions import Role
from integrations import vault
from integrations.files import drops
from integrations.models import Drop
from tests.factories import a_member, an_agency
from tests.integrations.admin_estate import list_of, page_of
from tests.integrations.files.s3 import client as client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client: Client) -> Client:
    """An operator's browser. The admin's log points at content types, whose rows a flush after another test has taken."""
    ContentType.objects.clear_cache()
    client.force_login(User.objects.create_superuser("boss@example.com", "x"))
    return client


def ready_page(drop: Drop) -> str:
    """The address of the page."""
    return reverse("admin:integrations_drop_ready", args=[drop.pk])


def test_the_key_is_shown_once_after_a_question(store: str, boss: Client) -> None:
    drop = Drop.objects.create(agency=an_agency())

    question = boss.get(ready_page(drop)).content.decode()
    made = boss.post(ready_page(drop))
    afterwards = boss.get(ready_page(drop)).content.decode() + boss.get(page_of(drop)).content.decode()

    [key] = client_of(store, "iam").list_access_keys(UserName=f"pmsync-drop-{drop.agency_id}")["AccessKeyMetadata"]
    assert f"Make s3://pmfriend-import-{drop.agency_id} ready" in question
    assert key["AccessKeyId"] in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]
    assert "shown this once" in made.content.decode()
    assert key["AccessKeyId"] not in afterwards


def test_what_cannot_be_made_ready_is_told(boss: Client, tmp_path: object) -> None:
    drop = Drop.objects.create(agency=an_agency(), url=f"file://{tmp_path}")

    page = boss.post(ready_page(drop), follow=True)

    assert "a place of its own" in page.content.decode()


def test_a_drop_is_pointed_elsewhere_and_its_password_is_not_shown(boss: Client) -> None:
    agency = an_agency()
    form = {"agency": str(agency.pk), "url": "sftp://harbour@files.example.com/out", "password": "open sesame"}

    boss.post(f"{list_of(Drop)}add/", form)
    drop = Drop.objects.get(agency=agency)
    page = boss.get(page_of(drop)).content.decode()
    boss.post(page_of(drop), {"url": drop.url, "host_key": ""})

    assert drops.address_of(agency) == "sftp://harbour@files.example.com/out"
    assert vault.drop_secrets(drop) == {"password": "open sesame"}
    assert "open sesame" not in page


def test_an_address_that_is_none_changes_nothing(boss: Client) -> None:
    drop = Drop.objects.create(agency=an_agency())

    page = boss.post(page_of(drop), {"url": "https://example.com"}, follow=True)

    assert "begins with s3://" in page.content.decode()
    assert Drop.objects.get().url == ""


def test_only_operators_get_there(client: Client) -> None:
    agency = an_agency()
    drop = Drop.objects.create(agency=agency)
    client.force_login(a_member(agency, Role.ADMIN, is_staff=True))

    answers = [client.get(ready_page(drop)), client.post(ready_page(drop)), client.get(list_of(Drop))]

    assert [answer.status_code for answer in answers] == [404, 404, 403]
    assert Drop.objects.get().provisioned_at is None
