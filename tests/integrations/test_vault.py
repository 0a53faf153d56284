"""Tokens: renewed once however many ask, and readable only with our keys."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection as database
from django.db import models
from django.utils import timezone

from integrations import connecting, vault
from integrations.models import Connection, SignIn, SyncIssue, SyncLog
from integrations.models.encrypted import EncryptedTextField
from integrations.vault import StoredCredentials
from providers.auth import Tokens
from providers.errors import CredentialsError
from providers.propertyme import PropertyMe
from tests.factories import a_connection, a_sync_log, an_issue
from tests.integrations.office import CALLBACK, Office

EIGHT = 8


def at_once(ask: Callable[[], str]) -> list[str | Exception]:
    """What eight workers get who ask at the same moment."""
    barrier, found = threading.Barrier(EIGHT), []

    def work() -> None:
        barrier.wait()
        try:
            found.append(ask())
        except Exception as error:
            found.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=work) for _ in range(EIGHT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def expired(office: Office) -> Office:
    """An office whose token has run out, at a vendor that gives a new refresh token with each access token."""
    office.vendor.control("PATCH", "settings", {"rotate_refresh_tokens": True})
    office.vendor.control("POST", "tokens/expire")
    Connection.objects.update(token_expires_at=timezone.now() - timedelta(minutes=1))
    office.vendor.control("DELETE", "requests")
    return office


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_noticed_by_us", [True, False], ids=["run out", "refused by the vendor"])
def test_eight_workers_spend_one_refresh_token_once(expired: Office, is_noticed_by_us: bool) -> None:
    stale = Connection.objects.get().access_token
    if not is_noticed_by_us:
        Connection.objects.update(token_expires_at=timezone.now() + timedelta(minutes=20))

    def ask() -> str:
        credentials = StoredCredentials(expired.connection.pk, PropertyMe)
        return credentials.token() if is_noticed_by_us else credentials.renew(stale)

    found = at_once(ask)

    assert len(expired.asked("connect/token")) == 1
    assert found == [Connection.objects.get().access_token] * EIGHT
    assert found[0] != stale
    assert expired.fresh().status == "active"


@pytest.mark.django_db(transaction=True)
def test_eight_workers_learn_of_a_refusal_and_one_mail_goes_out(expired: Office) -> None:
    expired.vendor.fault("connect/token", "invalid_grant", times=None)
    mail.outbox.clear()

    def ask() -> str:
        try:
            return StoredCredentials(expired.connection.pk, PropertyMe).token()
        except CredentialsError as error:
            connecting.lose(Connection.objects.select_related("agency").get(), error)
            raise

    found = at_once(ask)

    assert {type(one) for one in found} == {CredentialsError}
    assert expired.fresh().status == "expired"
    assert len(mail.outbox) == 1


def test_a_good_token_is_handed_out_without_a_question(office: Office) -> None:
    office.vendor.control("DELETE", "requests")
    credentials = StoredCredentials(office.connection.pk, PropertyMe)

    tokens = {credentials.token() for _ in range(3)}

    assert tokens == {Connection.objects.get().access_token}
    assert office.asked("connect/token") == []


@pytest.mark.django_db
def test_an_answer_without_refresh_token_or_scopes_leaves_the_old_ones() -> None:
    connection = a_connection(refresh_token="old", scopes=["a"])

    vault.store_tokens(connection, Tokens(access_token="new", refresh_token=None, expires_in=None, scopes=()))

    stored = Connection.objects.get()
    assert (stored.access_token, stored.refresh_token, stored.scopes, stored.token_expires_at) == (
        "new",
        "old",
        ["a"],
        None,
    )


@pytest.mark.django_db
def test_a_sign_in_without_a_way_to_renew_it_asks_a_person() -> None:
    connection = a_connection(refresh_token="", token_expires_at=timezone.now())

    with pytest.raises(CredentialsError) as error:
        StoredCredentials(connection.pk, PropertyMe).token()

    assert error.value.message == "PropertyMe gave no way to renew this sign-in."


Keys = Callable[..., None]


@pytest.fixture
def keys(settings: Any) -> Iterator[Keys]:
    """Sets the keys that columns are encrypted and read with."""
    fields = [
        field
        for model in (Connection, SignIn, SyncIssue)
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    ]
    assert len(fields) == 5

    def use(*names: str) -> None:
        settings.FERNET_KEYS = list(names)
        for field in fields:
            for cached in ("keys", "fernet_keys", "fernet"):
                field.__dict__.pop(cached, None)

    usual = settings.FERNET_KEYS
    yield use
    use(*usual)


def everything_secret() -> Connection:
    connection = a_connection(access_token="secret-access", refresh_token="secret-refresh", secrets='{"a": "secret"}')
    SignIn.objects.create(
        state="s", connection=connection, user=connecting.User.objects.create_user("a@b.example"),
        binding="b", code_verifier="secret-verifier", redirect_uri=CALLBACK,
    )  # fmt: skip
    an_issue(connection, raw='{"Name": "secret-row"}')
    an_issue(connection)
    return connection


def columns() -> list[bytes]:
    """The encrypted columns as they stand in the database."""
    found: list[bytes] = []
    for model in (Connection, SignIn, SyncIssue):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.TextField) and isinstance(field, EncryptedTextField):
                with database.cursor() as cursor:
                    cursor.execute(f'SELECT "{field.column}" FROM "{model._meta.db_table}"')
                    found += [bytes(value) for (value,) in cursor.fetchall() if value is not None]
    return found


@pytest.mark.django_db
def test_no_column_holds_a_secret_in_plain_text() -> None:
    everything_secret()

    stored = columns()

    assert len(stored) >= 5
    assert not any(b"secret" in value for value in stored)
    assert all(value.startswith(b"gAAAA") for value in stored)


@pytest.mark.django_db
def test_after_a_rotation_the_old_key_can_go(keys: Keys) -> None:
    keys("old")
    everything_secret()
    before = columns()

    keys("new", "old")
    rotated = vault.rotate_keys()
    keys("new")

    vault.check_keys()
    connection = Connection.objects.get()
    assert rotated == 1
    assert (connection.access_token, connection.refresh_token) == ("secret-access", "secret-refresh")
    assert connection.secrets == '{"a": "secret"}'
    assert SignIn.objects.get().code_verifier == "secret-verifier"
    assert {issue.raw or "" for issue in SyncIssue.objects.all()} == {'{"Name": "secret-row"}', ""}
    assert not set(columns()) & set(before)


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
        list(Connection.objects.for_page()),
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
