"""Tokens: renewed once however many ask."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection as database
from django.utils import timezone

from integrations import connecting, vault
from integrations.models import Connection
from integrations.vault import StoredCredentials
from providers.auth import Tokens
from providers.errors import CredentialsError
from providers.propertyme import PropertyMe
from tests.factories import a_connection
from tests.integrations.office import Office

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
