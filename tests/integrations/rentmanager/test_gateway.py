"""A gateway in front of the vendor, set up with a client's id, its secret, a base address and an environment alone."""

from typing import Any

import pytest

from integrations import vault
from integrations.models import Connection, SyncLog
from integrations.sync.engine import execute
from integrations.ways import ways
from providers.errors import ReplyError
from providers.rentmanager import RentManager
from tests.factories import a_member, an_agency
from tests.integrations.companies import SLUG, at_the_gateway
from tests.integrations.rentmanager.gateway import behind_a_gateway
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db


def test_four_settings_are_enough_to_sign_in_there_and_read(companies: SandboxServer, settings: Any) -> None:
    agency = an_agency()

    with behind_a_gateway(companies, settings):
        offered = [way.auth_type for way in ways(RentManager)]
        connection = at_the_gateway(agency, a_member(agency), "samplehomes/2")
        log = SyncLog.objects.get(connection=connection)
        execute(log.pk)

    log.refresh_from_db()
    assert offered == ["oauth2", "login", "partner", "key"]
    assert connection.provider_user_id == "samplehomes/2"
    assert (log.status, log.errors) == ("completed", [])


def test_a_sign_in_that_does_not_say_which_company_it_is_for_is_refused_in_words(
    companies: SandboxServer, settings: Any
) -> None:
    agency = an_agency()

    def forget(path: str, headers: dict[str, str], value: Any) -> Any:
        return value and {name: said for name, said in value.items() if name not in ("company", "location_id")}

    with behind_a_gateway(companies, settings, forget), pytest.raises(ReplyError, match="does not say which company"):
        at_the_gateway(agency, a_member(agency))

    assert not Connection.objects.filter(status="active").exists()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"api_url": "https://gateway.example/{company}"}, "https://gateway.example", id="a path"),
        pytest.param({"api_url": "https://{company}.api.example/v1"}, "https://api.example/v1", id="a host"),
        pytest.param({"api_url": "https://gateway.example"}, "https://gateway.example", id="none"),
        pytest.param({"api_url": "https://a.example", "auth_url": "https://b.example"}, "https://b.example", id="both"),
        pytest.param({"api_url": "https://gateway.example", "client_id": ""}, "", id="nobody we are"),
        pytest.param({}, "", id="the vendor itself"),
    ],
)
def test_people_sign_in_at_the_base_address_where_no_other_is_named(
    settings: Any, said: dict[str, str], expected: str
) -> None:
    ours = {"client_id": "us", "client_secret": "secret", "auth_url": "", "api_url": ""}
    settings.PROVIDERS = {**settings.PROVIDERS, SLUG: ours | said}

    assert vault.config_of(RentManager).auth_url == expected
