"""Changing what a connection signs in with: the new secret is tried first, and the old one stays until the new one has worked."""

import json
from typing import Any

import pytest
from django.core import mail

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations import form_sign_ins, vault
from integrations.models import Connection, SyncLog
from integrations.sync.engine import execute
from tests.factories import a_connection
from tests.integrations.companies import KEY, LOGIN, LOGOUTS, PARTNER, asked, connect, session, stored
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db
OLD = {"api_key": "sandbox-key", "api_secret": "sandbox-key-secret"}


def another_secret(vendor: SandboxServer) -> dict[str, str]:
    """What the key's second secret, good beside the first, is typed as."""
    secret: str = vendor.control("POST", "rentmanager/rotate", {"overlap": True})["secret"]
    return {**KEY, "api_secret": secret}


def secrets(connection: Connection) -> dict[str, dict[str, str]]:
    """What is kept of them."""
    found: dict[str, dict[str, str]] = json.loads(stored(connection).secrets)
    return found


def at(company: str, location: str) -> dict[str, Any]:
    return {"account": {"company": company, "location": location}}


def fresh(connection: Connection) -> Connection:
    return Connection.objects.select_related("agency").get(pk=connection.pk)


def told() -> list[tuple[Any, ...]]:
    rows = AuditEntry.objects.filter(action="credentials_changed").order_by("at")
    return [(row.subject, row.details["what"], row.details["fields"]) for row in rows]


def test_a_new_secret_is_kept_beside_the_old_one_until_a_run_has_worked_with_it(companies: SandboxServer) -> None:
    connection = connect(KEY, "key")
    new = another_secret(companies)

    form_sign_ins.change_secret(connection, new)
    beside = secrets(connection)
    noted = vault.previous_since(fresh(connection))
    execute(SyncLog.objects.get(connection=connection).pk)

    assert beside["current"] == {"api_key": "sandbox-key", "api_secret": new["api_secret"]}
    assert OLD.items() <= beside["previous"].items()
    assert noted is not None
    assert secrets(connection) == {"current": beside["current"]}
    assert vault.previous_since(fresh(connection)) is None
    assert told() == [("samplehomes, Default", "changed", ["api_key", "api_secret"])]


def test_a_run_that_is_under_way_goes_on_when_its_secret_is_changed_and_dropped(companies: SandboxServer) -> None:
    connection = connect(KEY, "key")
    under_way = vault.open_provider(connection)
    under_way.identify()

    form_sign_ins.change_secret(connection, another_secret(companies))
    with_the_old_one = under_way.identify()
    kept = secrets(connection).keys()
    companies.control("POST", "rentmanager/rotate", {"drop": True})
    with_the_new_one = under_way.identify()

    assert with_the_old_one == with_the_new_one
    assert kept == {"current", "previous"}
    assert fresh(connection).status == "active"


def test_where_the_new_secret_is_refused_later_the_old_one_still_works(companies: SandboxServer) -> None:
    connection = connect(KEY, "key")
    vault.store_secrets(connection, {"api_key": "sandbox-key", "api_secret": "no longer good"}, keep_previous=True)

    identity = vault.open_provider(connection).identify()

    assert identity.external_id == "samplehomes/1"
    assert secrets(connection).keys() == {"current", "previous"}


@pytest.mark.parametrize("is_changed", [True, False], ids=["both secrets", "the only secret"])
def test_where_nothing_is_accepted_any_more_a_person_is_asked(companies: SandboxServer, is_changed: bool) -> None:
    connection = connect(KEY, "key")
    if is_changed:
        form_sign_ins.change_secret(connection, another_secret(companies))
    companies.control("PATCH", "settings", {"logins_refused": True})
    mail.outbox.clear()

    execute(SyncLog.objects.get(connection=connection).pk)

    lost = fresh(connection)
    assert (lost.status, lost.error["code"]) == ("revoked", "sign_in_refused")  # type: ignore[index]
    assert lost.error["message"].startswith("Rent Manager no longer accepts")  # type: ignore[index]
    assert len(mail.outbox) == 1


def test_a_secret_that_the_vendor_does_not_take_changes_nothing(companies: SandboxServer) -> None:
    connection = connect(KEY, "key")
    before = secrets(connection)

    with pytest.raises(Refusal) as refused:
        form_sign_ins.change_secret(connection, {**KEY, "api_secret": "wrong"})

    assert refused.value.code == "sign_in_refused"
    assert (secrets(connection), told()) == (before, [])
    assert vault.open_provider(connection).identify().external_id == "samplehomes/1"


def test_a_secret_of_another_account_changes_nothing(companies: SandboxServer) -> None:
    connection = connect(PARTNER, "partner")

    with pytest.raises(Refusal) as refused:
        form_sign_ins.change_secret(connection, {**PARTNER, "location": "2"})

    assert refused.value.code == "wrong_account"
    assert fresh(connection).config["account"]["location"] == "1"


def test_a_person_may_forget_the_old_secret_at_once(companies: SandboxServer) -> None:
    connection = connect(KEY, "key")
    form_sign_ins.change_secret(connection, another_secret(companies))

    done = [form_sign_ins.forget_previous(fresh(connection)) for _ in range(2)]

    assert done == [True, False]
    assert secrets(connection).keys() == {"current"}
    assert [what for _, what, _ in told()] == ["changed", "previous forgotten"]


def test_a_second_change_never_drops_the_secret_that_it_replaced_for_what_the_first_one_did(
    companies: SandboxServer,
) -> None:
    connection = connect(KEY, "key")
    first = another_secret(companies)
    form_sign_ins.change_secret(connection, first)
    trying_the_first = vault.open_provider(connection)
    trying_the_first.credentials.token()

    form_sign_ins.change_secret(fresh(connection), another_secret(companies))
    trying_the_first.identify()

    assert secrets(connection)["previous"]["api_secret"] == first["api_secret"]


def test_a_changed_password_takes_the_session_over_for_all_who_share_it(companies: SandboxServer) -> None:
    first = connect()
    second = connect({**LOGIN, "location": "2"}, agency=first.agency)
    under_way = vault.open_provider(second)
    under_way.identify()
    before = session().token

    form_sign_ins.change_secret(first, LOGIN)
    goes_on = under_way.identify()

    assert goes_on.external_id == "samplehomes/2"
    assert session().token != before
    assert secrets(first) == secrets(second) == {"current": {"password": "sandbox-password"}}
    assert sorted(subject for subject, *_ in told()) == ["samplehomes, Default", "samplehomes, Riverside"]
    assert [entry["status"] for entry in asked(companies, LOGOUTS)] == [204, 204]


def test_a_changed_key_is_changed_for_all_locations_of_the_company_that_use_it(companies: SandboxServer) -> None:
    first = connect(KEY, "key")
    second = connect({**KEY, "location": "2"}, "key", agency=first.agency)
    new = another_secret(companies)

    named = form_sign_ins.changed_with(fresh(first))
    form_sign_ins.change_secret(fresh(first), new)
    companies.control("POST", "rentmanager/rotate", {"drop": True})

    assert named == [second]
    assert [secrets(row)["current"]["api_secret"] for row in (first, second)] == [new["api_secret"]] * 2
    assert OLD.items() <= secrets(second)["previous"].items()
    assert fresh(second).config["account"]["location"] == "2"
    assert vault.open_provider(fresh(second)).identify().external_id == "samplehomes/2"
    assert sorted(subject for subject, *_ in told()) == ["samplehomes, Default", "samplehomes, Riverside"]


@pytest.mark.parametrize(
    ("theirs", "given"),
    [
        pytest.param({"api_key": "k", "api_secret": "another"}, {}, id="another secret"),
        pytest.param({"api_key": "k", "api_secret": "s"}, {"auth_type": "partner"}, id="another way"),
        pytest.param({"api_key": "k", "api_secret": "s"}, {"config": at("oakridge", "2")}, id="another company"),
        pytest.param({"api_key": "k", "api_secret": "s"}, {"status": "expired"}, id="lost"),
        pytest.param({"api_key": "k", "api_secret": "s"}, {"agency": None}, id="another agency"),
        pytest.param({}, {}, id="no secret at all"),
    ],
)
def test_a_changed_key_leaves_alone_what_signs_in_otherwise(theirs: dict[str, str], given: Any) -> None:
    mine = {"provider": "rentmanager", "auth_type": "key", "config": at("samplehomes", "1")}
    connection = a_connection(**mine)
    vault.store_secrets(connection, {"api_key": "k", "api_secret": "s"})
    agency = {} if "agency" in given else {"agency": connection.agency}
    whole = mine | {"config": at("SampleHomes", "2")} | {name: given[name] for name in given if name != "agency"}

    vault.store_secrets(a_connection(**whole, **agency), theirs)

    assert form_sign_ins.changed_with(connection) == []


def test_another_user_takes_a_session_of_their_own_and_leaves_the_others_alone(companies: SandboxServer) -> None:
    first = connect()
    second = connect({**LOGIN, "location": "2"}, agency=first.agency)

    form_sign_ins.change_secret(first, {**LOGIN, "username": "readonly", "password": "sandbox-readonly"})

    assert [fresh(row).config["account"]["username"] for row in (first, second)] == ["readonly", "api.sync"]
    assert len({vault.open_provider(fresh(row)).credentials.token() for row in (first, second)}) == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        pytest.param({"status": "expired"}, "wrong_status", id="lost"),
        pytest.param({"auth_type": "oauth2"}, "no_secret", id="signed in at the vendor"),
    ],
)
def test_what_has_no_secret_in_use_has_none_to_change(companies: SandboxServer, given: Any, code: str) -> None:
    connection = a_connection(**{"provider": "rentmanager", "auth_type": "login", **given})

    with pytest.raises(Refusal) as refused:
        form_sign_ins.change_secret(connection, LOGIN)

    assert refused.value.code == code
