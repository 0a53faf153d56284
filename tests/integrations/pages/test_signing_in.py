"""The pages on which people sign in by typing, and change what a connection signs in with."""

from typing import Any

import pytest
from django.test import Client

from agencies.permissions import Role
from integrations import form_sign_ins
from integrations.models import Connection
from tests.factories import a_member, an_agency
from tests.integrations.companies import GATEWAY, KEY, LOGIN, PASSWORD, SLUG, connect
from tests.integrations.pages.cases import HERE, ROOT
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db
THERE = f"{ROOT}/{SLUG}"


@pytest.fixture
def person() -> Client:
    """The browser of an admin."""
    client = Client()
    client.force_login(a_member(an_agency(name="Harbour Rentals")))
    return client


def connected(person: Client, answers: dict[str, str] = LOGIN, auth_type: str = "login") -> Connection:
    """A connection of the agency whose admin looks."""
    agency = person.get(ROOT).context["agency"]
    return connect(answers, auth_type, agency)


def page_of(answer: Any) -> str:
    """The text of a page that was shown."""
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_a_person_chooses_the_way_and_types_what_it_needs(companies: SandboxServer, person: Client) -> None:
    choices = page_of(person.post(f"{THERE}/connect", follow=True))
    form = page_of(person.get(f"{THERE}/connect?way=login"))
    answer = person.post(f"{THERE}/connect?way=login", LOGIN, follow=True)

    for words in ("Sign in at Rent Manager", "User name and password", "Partner token", "API key and secret"):
        assert words in choices
    assert '<input type="password" name="password"' in form
    assert 'autocomplete="new-password"' in form and 'autocomplete="off"' in form
    assert answer.redirect_chain[-1][0].startswith(f"{THERE}/mappings?connection=")
    assert "samplehomes, Default is connected." in page_of(answer)
    assert Connection.objects.get().status == "active"


def test_what_was_wrong_is_said_and_what_is_no_secret_need_not_be_typed_again(
    companies: SandboxServer, person: Client
) -> None:
    refused = page_of(person.post(f"{THERE}/connect?way=login", {**LOGIN, "password": "a-wrong-one"}))
    missing = page_of(person.post(f"{THERE}/connect?way=login", {**LOGIN, "username": "", "company": "../evil"}))

    assert "Rent Manager does not accept" in refused
    assert 'value="samplehomes"' in refused and 'value="api.sync"' in refused
    assert "a-wrong-one" not in refused and PASSWORD not in missing
    assert "User name is missing." in missing
    assert "A company code has only letters, digits and hyphens." in missing
    assert not Connection.objects.exists()


def test_the_way_at_the_vendor_leads_there(companies: SandboxServer, person: Client, settings: Any) -> None:
    settings.SITE_URL = "http://testserver"
    choices = person.get(f"{THERE}/connect")
    answer = person.post(f"{THERE}/connect?way=oauth2")

    assert companies.url in choices["Content-Security-Policy"]
    assert answer["Location"].startswith(f"{companies.url}/rentmanager/gateway/connect/authorize?")


def test_a_provider_with_one_form_shows_it_at_once(companies: SandboxServer, person: Client, settings: Any) -> None:
    nothing = dict.fromkeys(GATEWAY, "") | {"auth_url": "", "api_url": ""}
    settings.PROVIDERS = {**settings.PROVIDERS, SLUG: nothing}

    choices = page_of(person.get(f"{THERE}/connect"))

    assert "API key and secret" not in choices and "Sign in at Rent Manager" not in choices
    assert person.get(f"{THERE}/connect?way=key").status_code == 404
    assert person.get(f"{HERE}/connect?way=login").status_code == 404


def test_a_lost_connection_is_renewed_by_the_way_it_was_made(companies: SandboxServer, person: Client) -> None:
    connection = connected(person)
    Connection.objects.update(status="expired")

    shown = page_of(person.post(f"{THERE}/connect?connection={connection.pk}", follow=True))
    another = person.post(f"{THERE}/connect?connection={connection.pk}&way=login", {**LOGIN, "location": "2"})
    answer = person.post(f"{THERE}/connect?connection={connection.pk}&way=login", LOGIN, follow=True)

    assert "Reconnect samplehomes, Default" in shown and 'value="api.sync"' in shown
    assert "That was samplehomes, Riverside, but this connection is for samplehomes, Default." in page_of(another)
    assert "is connected" in page_of(answer)
    assert Connection.objects.get().status == "active"


def test_the_providers_page_says_how_each_connection_signs_in_and_that_it_is_a_sandbox(
    companies: SandboxServer, person: Client
) -> None:
    connected(person)

    page = page_of(person.get(THERE))

    for words in ("User name and password", "Company code", "samplehomes", "Location number", "api.sync"):
        assert words in page
    for button in ("Reconnect", "Change the secret", "Disconnect…"):
        assert button in page
    for shown in (page, page_of(person.get(f"{THERE}/mappings")), page_of(person.get(f"{THERE}/history"))):
        assert '<span class="badge warn">Sandbox</span>' in shown
    assert "What comes from Rent Manager here is made up." in page
    assert "badge warn" in page_of(person.get(ROOT))
    assert "Sandbox" not in page_of(person.get(HERE))


def test_a_secret_is_changed_and_the_previous_one_forgotten(companies: SandboxServer, person: Client) -> None:
    connection = connected(person, KEY, "key")
    address = f"{THERE}/secret?connection={connection.pk}"
    new = {**KEY, "api_secret": companies.control("POST", "rentmanager/rotate", {"overlap": True})["secret"]}

    refused = page_of(person.post(address, {**KEY, "api_secret": "not-good"}))
    changed = page_of(person.post(address, new, follow=True))
    form = page_of(person.get(address))
    forgotten = page_of(person.post(f"{THERE}/secret/forget?connection={connection.pk}", follow=True))

    assert "The sign-in was refused straight away." in refused
    assert "signs in with what you have typed from now on." in changed
    assert "It is kept since" in form
    assert "The previous secret is forgotten." in forgotten and "It is kept since" not in forgotten
    for page in (refused, changed, form, forgotten):
        assert not any(secret in page for secret in ("not-good", new["api_secret"], "sandbox-key"))


def test_the_page_says_which_connections_change_with_it(companies: SandboxServer, person: Client) -> None:
    first = connected(person, KEY, "key")
    alone = page_of(person.get(f"{THERE}/secret?connection={first.pk}"))
    second = connected(person, {**KEY, "location": "2"}, "key")

    pages = [page_of(person.get(f"{THERE}/secret?connection={row.pk}")) for row in (first, second)]

    assert "with it" not in alone
    assert "<strong>samplehomes, Riverside</strong>, which changes with it." in pages[0]
    assert "<strong>samplehomes, Default</strong>, which changes with it." in pages[1]


def test_what_was_signed_in_at_the_vendor_has_no_secret_to_change(person: Client) -> None:
    agency = person.get(ROOT).context["agency"]
    Connection.objects.create(agency=agency, provider="propertyme", status="active", provider_user_id="a")

    answer = page_of(person.get(f"{HERE}/secret", follow=True))

    assert "No secret of propertyme connection is kept here." in answer


def test_who_may_not_connect_sees_no_buttons_and_is_refused(companies: SandboxServer, person: Client) -> None:
    connection = connected(person)
    viewer = Client()
    viewer.force_login(a_member(connection.agency, Role.VIEWER))

    page = page_of(viewer.get(THERE))

    assert "Change the secret" not in page and "Reconnect" not in page
    for address in (f"{THERE}/connect?way=login", f"{THERE}/secret?connection={connection.pk}"):
        assert viewer.get(address).status_code == 403
        assert viewer.post(address, LOGIN).status_code == 403


def test_three_connections_and_thirty_take_the_same_queries(
    companies: SandboxServer, person: Client, django_assert_num_queries: Any
) -> None:
    first = connected(person)
    numbers = []
    for number in (2, 27):
        for _ in range(number):
            location = str(Connection.objects.count() + 1)
            account = {**first.config["account"], "location": location}
            Connection.objects.create(
                agency=first.agency, provider=SLUG, status="active", provider_user_id=f"samplehomes/{location}",
                auth_type="login", config={"account": account},
            )  # fmt: skip
        # session, person, memberships with agency, connections, last runs, waiting mappings, open issues, scores,
        # stuck edits
        with django_assert_num_queries(9):
            page_of(person.get(THERE))
        numbers.append(Connection.objects.count())

    assert numbers == [3, 30]


def test_a_form_of_another_agency_does_nothing(companies: SandboxServer, person: Client) -> None:
    other = str(an_agency().pk)

    answer = page_of(person.post(f"{THERE}/connect?way=login", {**LOGIN, "for_agency": other}, follow=True))

    assert "that form was for another agency" in answer
    assert not Connection.objects.exists()


def test_what_the_form_refuses_names_nothing_secret(companies: SandboxServer, person: Client) -> None:
    connection = connected(person)

    with pytest.raises(Exception) as refused:
        form_sign_ins.change_secret(connection, {**LOGIN, "password": "a-wrong-one"})

    assert "a-wrong-one" not in f"{refused.value!r} {refused.value}"
