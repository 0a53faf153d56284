"""What operators say of each provider."""

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from integrations.provider_settings import provider_settings
from providers.registry import all_providers

URL = "https://gateway.example/{company}"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({}, ("", ""), id="nothing"),
        pytest.param({"BASE_URL": f"{URL}/", "ENVIRONMENT": "sandbox"}, (URL, "sandbox"), id="by the other name"),
        pytest.param({"BASE_URL": "https://b.example", "API_URL": URL}, (URL, ""), id="both names"),
        pytest.param({"ENVIRONMENT": "production"}, ("", "production"), id="production"),
    ],
)
def test_each_provider_is_read_by_the_same_names(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str], expected: tuple[str, str]
) -> None:
    for name, value in said.items():
        monkeypatch.setenv(f"RENTMANAGER_{name}", value)

    found = provider_settings(environ.Env())

    assert found.keys() == {provider.slug for provider in all_providers()}
    assert (found["rentmanager"]["api_url"], found["rentmanager"]["environment"]) == expected


def test_an_environment_that_is_neither_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENTMANAGER_ENVIRONMENT", "staging")

    with pytest.raises(ImproperlyConfigured, match="RENTMANAGER_ENVIRONMENT must be production or sandbox"):
        provider_settings(environ.Env())
