"""The keys that columns are encrypted with: nothing stands in plain text, they can be changed, and a lost one is noticed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection as database
from django.db import models
from django.utils import timezone

from integrations import vault
from integrations.models import (
    Connection,
    Drop,
    EventSubscription,
    SignIn,
    SyncIssue,
    SyncLog,
    VendorSession,
    WebhookEvent,
    WebhookReceiver,
)
from integrations.models.encrypted import EncryptedTextField
from tests.factories import a_connection, a_sync_log, a_user, an_import, an_issue
from tests.integrations.office import CALLBACK, Office

Keys = Callable[..., None]


@pytest.fixture
def keys(settings: Any) -> Iterator[Keys]:
    """Sets the keys that columns are encrypted and read with."""
    fields = [field for model in apps.get_models() for field in encrypted(model)]
    assert len(fields) >= 14

    def use(*names: str) -> None:
        settings.FERNET_KEYS = list(names)
        for field in fields:
            for cached in ("keys", "fernet_keys", "fernet"):
                field.__dict__.pop(cached, None)

    usual = settings.FERNET_KEYS
    yield use
    use(*usual)


def encrypted(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]


def everything_secret() -> Connection:
    """A row with a secret in every table that holds any."""
    connection = a_connection(access_token="secret-access", refresh_token="secret-refresh", secrets='{"a": "secret"}')
    agency, now = connection.agency, timezone.now()
    SignIn.objects.create(
        state="s", connection=connection, user=a_user(),
        binding="b", code_verifier="secret-verifier", redirect_uri=CALLBACK,
    )  # fmt: skip
    an_issue(connection, raw='{"Name": "secret-row"}')
    an_issue(connection)
    an_import(agency, sample='[{"rows": "secret-sample"}]')
    Drop.objects.create(agency=agency, secrets='{"password": "secret-drop"}')
    VendorSession.objects.create(agency=agency, provider="rentmanager", key="k", token="secret-session")
    WebhookReceiver.objects.create(connection=connection, path="secret-path", path_digest="d", secret="secret-a")
    WebhookEvent.objects.create(connection=connection, body="secret-body", received_at=now)
    EventSubscription.objects.create(agency=agency, url="https://a.example", secret="secret-b", old_secret="secret-c")
    return connection


def columns() -> dict[str, list[bytes]]:
    """The encrypted columns as they stand in the database, by table."""
    found: dict[str, list[bytes]] = {}
    for model in apps.get_models():
        for field in encrypted(model):
            with database.cursor() as cursor:
                cursor.execute(f'SELECT "{field.column}" FROM "{model._meta.db_table}"')
                values = [bytes(value) for (value,) in cursor.fetchall() if value is not None]
            found.setdefault(model.__name__, []).extend(values)
    return found


def opened(model: type[models.Model]) -> Any:
    """The rows' encrypted columns, opened."""
    return model._base_manager.defer(None).values_list(*[field.name for field in encrypted(model)])


def everything_opened() -> str:
    """All that stands in encrypted columns, opened."""
    return str([sorted(map(str, opened(model))) for model in apps.get_models() if encrypted(model)])


@pytest.mark.django_db
def test_no_column_holds_a_secret_in_plain_text() -> None:
    everything_secret()

    stored = columns()

    assert all(stored.values()), {name for name, values in stored.items() if not values}
    values = [value for found in stored.values() for value in found]
    assert not any(b"secret" in value for value in values)
    assert all(value.startswith(b"gAAAA") for value in values)


@pytest.mark.django_db
def test_after_a_rotation_the_old_key_can_go(keys: Keys) -> None:
    keys("old")
    everything_secret()
    before, said = columns(), everything_opened()

    keys("new", "old")
    rotated = vault.rotate_keys()
    keys("new")

    vault.check_keys()
    assert rotated == Connection.objects.count() == 2
    assert everything_opened() == said
    assert said.count("secret-") >= 12
    for name, values in columns().items():
        assert not set(values) & set(before[name]), name


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Connection, VendorSession, WebhookReceiver, WebhookEvent, EventSubscription])
def test_one_row_that_the_keys_do_not_open_is_noticed_wherever_it_is(keys: Keys, model: type[models.Model]) -> None:
    keys("old")
    everything_secret()
    keys("new", "old")
    vault.rotate_keys()
    names = [field.name for field in encrypted(model)]
    row = model._base_manager.defer(None).only(*names).first()
    assert row is not None
    keys("old")
    row.save(update_fields=names)
    keys("new")

    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEYS"):
        vault.check_keys()


@pytest.mark.django_db
def test_a_wrong_key_stops_with_a_clear_message_and_changes_nothing(keys: Keys) -> None:
    keys("old")
    everything_secret()
    before = columns()
    keys("other")

    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEYS"):
        vault.check_keys()

    assert columns() == before


@pytest.mark.django_db
def test_lists_load_with_a_wrong_key(keys: Keys) -> None:
    keys("old")
    connection = everything_secret()
    a_sync_log(connection)
    keys("other")

    loaded = (
        list(Connection.objects.for_page().filter(provider=connection.provider)),
        list(SyncLog.objects.for_page()),
        list(SyncIssue.objects.for_page()),
        [log.connection.agency for log in SyncLog.objects.all()],
    )

    assert [len(rows) for rows in loaded] == [1, 1, 2, 1]
    assert loaded[1][0].connection.account_name == connection.account_name


def test_a_run_with_a_wrong_key_is_our_trouble_and_no_agency_is_asked_to_reconnect(mapped: Office, keys: Keys) -> None:
    keys("other")
    mail.outbox.clear()

    log = mapped.sync()

    assert (log.status, [error["code"] for error in log.errors]) == ("failed", ["client_refused"])
    assert "rotate_keys" in log.errors[0]["message"]
    assert (mapped.fresh().status, mail.outbox) == ("active", [])
    keys("key-of-the-test-run")
    assert mapped.sync().status == "completed"
