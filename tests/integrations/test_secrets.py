"""No secret and no person's details where they do not belong: a whole life of a connection, looked through."""

import json
import logging

import pytest

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations import connecting, form_sign_ins, vault
from integrations.models import CallStats, Connection, RowChange, SignIn, SyncIssue, SyncLog, VendorSession
from integrations.sync.engine import execute
from integrations.vault import HeldCredentials, StoredCredentials
from providers.auth import Tokens
from providers.propertyme import PropertyMe
from tests.integrations.companies import KEY, LOGIN, PARTNER, PASSWORD, connect, session
from tests.integrations.office import Office, sign_in
from tests.sandbox_server import SandboxServer


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


@pytest.mark.parametrize(
    ("answers", "auth_type", "secrets"),
    [
        pytest.param(LOGIN, "login", {PASSWORD}, id="user and password"),
        pytest.param(PARTNER, "partner", {"sandbox-partner-token"}, id="partner token"),
        pytest.param(KEY, "key", {"sandbox-key-secret"}, id="key"),
    ],
)
def test_a_whole_life_of_a_typed_sign_in_at_debug_leaves_no_secret_behind(
    companies: SandboxServer,
    caplog: pytest.LogCaptureFixture,
    answers: dict[str, str],
    auth_type: str,
    secrets: set[str],
    db: None,
) -> None:
    caplog.set_level(logging.DEBUG)
    connection = connect(answers, auth_type)
    tokens = {session().token} if auth_type == "login" else set()
    companies.control("POST", "tokens/expire")
    execute(SyncLog.objects.get(connection=connection).pk)
    tokens |= {session().token} if auth_type == "login" else set()
    with pytest.raises(Refusal) as refused:
        wrong = next(iter({"password", "partner_token", "api_secret"} & answers.keys()))
        form_sign_ins.change_secret(connection, {**answers, wrong: "a-wrong-one"})
    form_sign_ins.change_secret(connection, answers)
    tokens |= {session().token} if auth_type == "login" else set()
    provider = vault.open_provider(connection)
    provider.credentials.token()
    printed = f"{provider!r} {provider.credentials!r} {provider.config!r} {vault.secrets_of(connection.pk)!r}"
    connecting.disconnect(connection)

    written = caplog.text + printed + f"{refused.value!r}{refused.value}"
    for model in (SyncLog, Connection, AuditEntry, CallStats, VendorSession):
        written += str(list(model._base_manager.values()))

    assert len(tokens) == (3 if auth_type == "login" else 0)
    for secret in secrets | tokens | {"a-wrong-one"}:
        assert secret not in written
