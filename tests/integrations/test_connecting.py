"""Signing in: who may finish what, and which connection it ends in."""

import threading
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection as database
from django.test import RequestFactory
from django.utils import timezone

from agencies.models import Membership
from agencies.permissions import Role
from agencies.refusals import Refusal
from integrations import connecting
from integrations.models import Connection, RentBalance, SignIn, SyncLog
from providers.errors import UnsupportedError
from tests.factories import a_member, a_user, an_agency
from tests.integrations.office import CALLBACK, Office, answer_of, sign_in
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db


def refusal_of(do: Any, *arguments: Any, **options: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        do(*arguments, **options)
    return refused.value


@pytest.fixture
def begun(vendor: SandboxServer) -> tuple[Any, Any, dict[str, str]]:
    """A member of an agency, the sign-in that they began, and the vendor's answer to it."""
    agency = an_agency()
    user = a_member(agency)
    beginning = connecting.begin(user, agency, "propertyme", "browser", CALLBACK)
    return user, beginning, answer_of(beginning.authorization_url)


def test_the_vendor_is_asked_for_a_code_with_pkce_and_a_state_that_cannot_be_guessed(vendor: SandboxServer) -> None:
    agency = an_agency()
    user = a_member(agency)

    first = connecting.begin(user, agency, "propertyme", "browser", CALLBACK)
    second = connecting.begin(user, agency, "propertyme", "browser", CALLBACK)

    asked = {name: value[0] for name, value in parse_qs(urlsplit(first.authorization_url).query).items()}
    state, challenge = asked.pop("state"), asked.pop("code_challenge")
    assert asked == {
        "response_type": "code",
        "client_id": "11111111-1111-4111-8111-111111111111",
        "redirect_uri": CALLBACK,
        "scope": "property:read contact:read activity:read transaction:read offline_access",
        "code_challenge_method": "S256",
    }
    assert len(state) >= 40 and len(challenge) == 43
    assert first.authorization_url != second.authorization_url
    assert first.connection == second.connection
    assert first.connection.status == "pending"


def test_a_whole_sign_in_ends_in_an_active_connection_and_a_first_look(begun: Any) -> None:
    user, beginning, answer = begun

    connection = connecting.finish(user, answer["state"], answer["code"], "", "browser")

    assert connection == beginning.connection
    assert (connection.status, connection.account_name, connection.user, connection.error) == (
        "active",
        "Wattle & Stone Property Management",
        user,
        None,
    )
    assert connection.provider_user_id
    assert set(connection.scopes) >= {"property:read", "contact:read", "activity:read", "offline_access"}
    assert connection.next_sync_at is not None and connection.next_sync_at > timezone.now()
    log = SyncLog.objects.get(connection=connection)
    assert (log.status, log.sync_type, log.trigger, log.requested_by) == ("queued", "full", "connect", user)


def test_a_state_that_nobody_was_given_is_refused(begun: Any) -> None:
    user, _, answer = begun

    for state in ("", "guessed", answer["state"] + "x"):
        assert refusal_of(connecting.finish, user, state, answer["code"], "", "browser").code == "wrong_state"
    assert not SyncLog.objects.exists()


def test_a_state_works_for_the_one_who_was_given_it_in_the_browser_they_used(begun: Any) -> None:
    user, beginning, answer = begun
    colleague = a_member(beginning.connection.agency)

    for who, binding in ((colleague, "browser"), (a_user(), "browser"), (user, "another browser")):
        assert refusal_of(connecting.finish, who, answer["state"], answer["code"], "", binding).code == "wrong_person"

    assert connecting.finish(user, answer["state"], answer["code"], "", "browser").status == "active"


def test_who_has_left_the_agency_finishes_nothing(begun: Any) -> None:
    user, _, answer = begun
    Membership.objects.filter(user=user).delete()

    refusal = refusal_of(connecting.finish, user, answer["state"], answer["code"], "", "browser")

    assert (refusal.code, refusal.message) == (
        "wrong_person",
        "You no longer work at the agency that this sign-in was for.",
    )


def test_who_may_no_longer_connect_finishes_nothing(begun: Any) -> None:
    user, beginning, answer = begun
    Membership.objects.filter(user=user).update(role=Role.VIEWER)

    refusal = refusal_of(connecting.finish, user, answer["state"], answer["code"], "", "browser")

    assert (refusal.code, Connection.objects.get().status) == ("wrong_role", "pending")
    assert SignIn.objects.get().used_at is None


def test_a_state_works_once_and_for_a_quarter_of_an_hour(begun: Any) -> None:
    user, _, answer = begun
    late = timezone.now() - timedelta(minutes=15, seconds=1)
    SignIn.objects.update(created_at=late)
    assert refusal_of(connecting.finish, user, answer["state"], answer["code"], "", "browser").code == "expired_state"
    SignIn.objects.update(created_at=timezone.now())

    connecting.finish(user, answer["state"], answer["code"], "", "browser")

    assert refusal_of(connecting.finish, user, answer["state"], answer["code"], "", "browser").code == "used_state"


def in_threads(*jobs: Any) -> list[Any]:
    """What each of these gave or raised, all begun at one moment."""
    barrier, found = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(at: int, job: Any) -> None:
        barrier.wait()
        try:
            found[at] = job()
        except Exception as error:
            found[at] = error  # type: ignore[call-overload]
        finally:
            database.close()

    threads = [threading.Thread(target=run, args=(at, job)) for at, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_who_come_back_with_one_state_at_the_same_moment_one_gets_it(begun: Any) -> None:
    user, _, answer = begun

    found = in_threads(*[lambda: connecting.finish(user, answer["state"], answer["code"], "", "browser")] * 2)

    assert sorted(type(one).__name__ for one in found) == ["Connection", "Refusal"]
    assert next(one.code for one in found if isinstance(one, Refusal)) == "used_state"


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_who_connect_one_account_at_the_same_moment_one_does(vendor: SandboxServer) -> None:
    agency = an_agency()
    people = [a_member(agency), a_member(agency)]
    answers = [
        answer_of(connecting.begin(user, agency, "propertyme", "browser", CALLBACK).authorization_url)
        for user in people
    ]

    found = in_threads(
        *(
            lambda user=user, answer=answer: connecting.finish(user, answer["state"], answer["code"], "", "browser")
            for user, answer in zip(people, answers, strict=True)
        )
    )

    assert sorted(type(one).__name__ for one in found) == ["Connection", "Refusal"]
    assert next(one.code for one in found if isinstance(one, Refusal)) == "already_connected"
    assert Connection.objects.filter(agency=agency, status="active").count() == 1


def test_a_person_who_says_no_connects_nothing(vendor: SandboxServer) -> None:
    agency = an_agency()

    refusal = refusal_of(sign_in, a_member(agency), agency, deny="1")

    assert (refusal.code, refusal.message, refusal.action) == (
        "access_denied",
        "Access to PropertyMe was not allowed.",
        "Nothing was connected.",
    )
    assert list(Connection.objects.values_list("status", flat=True)) == ["pending"]


def test_a_code_works_once_at_the_vendor(begun: Any) -> None:
    user, beginning, answer = begun
    connecting.finish(user, answer["state"], answer["code"], "", "browser")
    again = connecting.begin(user, beginning.connection.agency, "propertyme", "browser", CALLBACK)
    state = parse_qs(urlsplit(again.authorization_url).query)["state"][0]

    refusal = refusal_of(connecting.finish, user, state, answer["code"], "", "browser")

    assert (refusal.code, refusal.message) == ("code_refused", "PropertyMe did not accept the sign-in.")


def test_a_second_connection_to_the_same_account_is_refused(office: Office) -> None:
    refusal = refusal_of(sign_in, office.user, office.agency)

    assert (refusal.code, refusal.conflict) == ("already_connected", True)
    assert refusal.message == "Wattle & Stone Property Management is connected already."
    assert Connection.objects.filter(agency=office.agency, status="active").count() == 1


def test_another_agency_may_connect_the_same_account(office: Office) -> None:
    other = an_agency()

    connection = sign_in(a_member(other), other)

    assert (connection.agency, connection.provider_user_id) == (other, office.fresh().provider_user_id)


@pytest.mark.parametrize("status", ["disconnected", "expired", "revoked"])
def test_a_former_connection_comes_back_with_its_mappings_and_what_was_booked(mapped: Office, status: str) -> None:
    connection = mapped.fresh()
    if status == "disconnected":
        connecting.disconnect(connection)
    Connection.objects.filter(pk=connection.pk).update(status=status)
    balances = set(RentBalance.objects.values_list("external_id", "booked"))

    revived = sign_in(mapped.user, mapped.agency)
    log = mapped.sync()

    assert (revived.pk, revived.status) == (connection.pk, "active")
    assert list(Connection.objects.filter(agency=mapped.agency)) == [revived]
    assert set(RentBalance.objects.values_list("external_id", "booked")) == balances
    assert sum(count["created"] + count["held"] for kind, count in log.counts.items() if kind == "properties") == 0
    assert log.transactions_created == 0


@pytest.mark.parametrize(
    "host", ["http://evil.example", "http://localhost:8000.evil.example", "https://localhost:8000", "//x"]
)
def test_the_answer_may_not_go_to_another_site(vendor: SandboxServer, host: str) -> None:
    agency = an_agency()

    refusal = refusal_of(connecting.begin, a_member(agency), agency, "propertyme", "b", f"{host}/callback")

    assert refusal.code == "wrong_host"
    assert not Connection.objects.exists()


def test_what_cannot_be_connected_is_refused_before_anybody_leaves(vendor: SandboxServer, settings: Any) -> None:
    agency = an_agency()
    user = a_member(agency)

    with pytest.raises(UnsupportedError):
        connecting.begin(user, agency, "nobody", "b", CALLBACK)
    assert refusal_of(connecting.begin, user, agency, "different", "b", CALLBACK).code == "not_available"
    settings.PROVIDERS = settings.PROVIDERS | {"propertyme": settings.PROVIDERS["propertyme"] | {"client_id": ""}}
    assert refusal_of(connecting.begin, user, agency, "propertyme", "b", CALLBACK).code == "not_configured"
    assert not Connection.objects.exists()


def test_a_sign_in_without_the_scope_to_show_whose_account_it_is_says_so(vendor: SandboxServer) -> None:
    agency = an_agency()

    refusal = refusal_of(sign_in, a_member(agency), agency, untick="property:read contact:read activity:read")

    assert (refusal.code, refusal.action) == ("missing_scope", "Sign in again and leave the boxes ticked.")


def test_the_binding_follows_the_session_else_the_account() -> None:
    request: Any = RequestFactory().get("/")
    request.user, request.session = a_user(), type("Session", (), {"session_key": "abc"})()
    bound = connecting.binding_of(request)
    request.session.session_key = "def"

    assert bound != connecting.binding_of(request)
    request.session.session_key = None
    by_account = connecting.binding_of(request)
    request.user = a_user()
    assert len({bound, by_account, connecting.binding_of(request)}) == 3
    assert "abc" not in bound
