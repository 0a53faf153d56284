"""No secret and no person's details where they do not belong: a whole life of a connection, looked through."""

import json
import logging

import pytest

from integrations import connecting, vault
from integrations.models import Connection, RowChange, SignIn, SyncIssue, SyncLog
from integrations.vault import HeldCredentials, StoredCredentials
from providers.auth import Tokens
from providers.propertyme import PropertyMe
from tests.integrations.office import Office, sign_in


def secrets_of(office: Office) -> set[str]:
    connection = Connection.objects.defer(None).get(pk=office.connection.pk)
    return {connection.access_token, connection.refresh_token} - {""}


def test_a_whole_life_at_debug_leaves_no_secret_behind(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = secrets_of(office)
    office.sync()
    office.map_all()
    key = next(iter(office.raw("tenancies")))
    office.edit("tenancies", key, RentAmount="abc")
    office.vendor.control("POST", "tokens/expire")
    office.sync()
    secrets |= secrets_of(office)
    office.vendor.fault("v2/jobtasks", "500", times=3)
    office.sync()
    office.vendor.control("POST", "tokens/revoke")
    office.sync()
    sign_in(office.user, office.agency, office.fresh())
    secrets |= secrets_of(office)
    secrets |= set(SignIn.objects.values_list("code_verifier", flat=True)) - {""}
    secrets.add("22222222-2222-4222-8222-222222222222")
    connecting.disconnect(office.fresh())

    written = caplog.text + json.dumps(
        [
            list(SyncLog.objects.values_list("errors", "counts", "summary", "activity")),
            list(SyncIssue.objects.values_list("message", "action", "value", "column")),
            list(RowChange.objects.values_list("label", "before", "after")),
            list(Connection.objects.values_list("error", "config")),
        ]
    )

    assert len(secrets) >= 6
    assert SyncLog.objects.filter(status="failed").count() == 2
    for secret in secrets:
        assert secret not in written


def test_a_tenants_details_are_not_written_into_the_log(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    people = [row for row in office.raw("contacts").values() if row.get("Email")]
    office.vendor.fault("v1/contacts", "malformed_row")

    office.sync()

    for person in people:
        assert person["Email"] not in caplog.text
        assert person["Reference"] not in caplog.text


def test_nothing_that_holds_a_secret_shows_it_when_it_is_printed(office: Office) -> None:
    secrets = secrets_of(office) | {"22222222-2222-4222-8222-222222222222"}
    connection = Connection.objects.defer(None).get()
    config = vault.config_of(PropertyMe)
    credentials = StoredCredentials(connection.pk, PropertyMe)
    credentials.token()
    provider = vault.open_provider(connection)

    printed = "".join(
        f"{thing!r} {thing}"
        for thing in (
            connection,
            config,
            credentials,
            provider,
            HeldCredentials(connection.access_token),
            Tokens(connection.access_token, connection.refresh_token, 1800, ()),
            *SignIn.objects.all(),
        )
    )

    assert len(secrets) == 3
    assert not any(secret in printed for secret in secrets)
