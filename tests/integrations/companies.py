"""Companies at the sandbox that are signed in to by what is typed into a form."""

from collections.abc import Mapping
from typing import Any

import pytest

from agencies.models import Agency, User
from integrations import connecting, form_sign_ins
from integrations.models import Connection, VendorSession
from integrations.ways import form_of
from providers import registry
from providers.base import FormSignIn
from tests.factories import a_member, an_agency
from tests.integrations.office import answer_of
from tests.sandbox_server import SandboxServer

SLUG = "rentmanager"
PASSWORD = "sandbox-password"
LOGIN = {"company": "samplehomes", "location": "1", "username": "api.sync", "password": PASSWORD}
PARTNER = {"company": "samplehomes", "location": "1", "partner_token": "sandbox-partner-token"}
KEY = {"company": "samplehomes", "location": "1", "api_key": "sandbox-key", "api_secret": "sandbox-key-secret"}
GATEWAY = {"client_id": "sandbox-rentmanager-client", "client_secret": "sandbox-rentmanager-secret"}
CALLBACK = "http://localhost:8000/api/integrations/rentmanager/callback"
LOGINS, LOGOUTS = "AuthorizeUser", "DeAuthorize"


@pytest.fixture
def companies(vendor: SandboxServer, settings: Any) -> SandboxServer:
    """The sandbox, with pmsync's settings pointing at its companies and at the gateway beside them."""
    there = {
        "auth_url": f"{vendor.url}/rentmanager/gateway",
        "api_url": f"{vendor.url}/rentmanager/{{company}}",
        "environment": "sandbox",
    }
    settings.PROVIDERS = {**settings.PROVIDERS, SLUG: GATEWAY | there}
    return vendor


def kind(auth_type: str) -> FormSignIn:
    """That form."""
    found = form_of(registry.get(SLUG), auth_type)
    assert found is not None
    return found


def connect(
    answers: Mapping[str, str] = LOGIN,
    auth_type: str = "login",
    agency: Agency | None = None,
    user: User | None = None,
    begun: Connection | None = None,
) -> Connection:
    """The connection that these answers make."""
    agency = agency or an_agency()
    person = user or a_member(agency)
    return form_sign_ins.connect(person, agency, registry.get(SLUG), kind(auth_type), answers, begun)


def at_the_gateway(agency: Agency, user: User, account: str = "", **asked_for: Any) -> Connection:
    """The connection that a sign-in at the gateway makes, for this company's location where one is named."""
    beginning = connecting.begin(user, agency, SLUG, "b", CALLBACK, **asked_for)
    answer = answer_of(str(beginning.authorization_url), **({"account": account} if account else {}))
    return connecting.finish(user, answer["state"], answer["code"], "", "b")


def asked(vendor: SandboxServer, path: str) -> list[dict[str, Any]]:
    """The requests that the vendor noted for paths which hold this text."""
    entries: list[dict[str, Any]] = vendor.control("GET", f"requests?path={path}")
    return entries


def stored(connection: Connection) -> Connection:
    """The connection with everything that its row holds."""
    return Connection.objects.defer(None).select_related("agency").get(pk=connection.pk)


def session() -> VendorSession:
    """The only session, with its token."""
    return VendorSession.objects.defer(None).get()
