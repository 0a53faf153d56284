"""The addresses that load balancers and monitors ask for, over the site as it is served, by whatever name it is called."""

from collections.abc import Callable

import pytest
import requests
from django.test import Client, override_settings

from tests.integrations.hooks.door import Door, door, doors, one_door  # noqa: F401  (fixtures)

BY_ADDRESS = {"Host": "10.0.0.5:8000"}
WITH_TOKEN = BY_ADDRESS | {"Authorization": "Bearer of-the-monitor"}


@pytest.fixture(scope="module")
def asked(one_door: Door) -> Callable[..., requests.Response]:  # noqa: F811
    """Asks the served site by an address that is none of its hosts."""
    return lambda path, headers=BY_ADDRESS: requests.get(f"{one_door.url}{path}", headers=headers, timeout=30)


@pytest.mark.django_db(transaction=True)
def test_liveness_and_readiness_are_answered_by_address(asked: Callable[..., requests.Response]) -> None:
    alive, ready = asked("/healthz"), asked("/readyz")

    assert (alive.status_code, alive.json()) == (200, {"status": "up"})
    assert (ready.status_code, ready.json()["missing"]) == (200, [])
    assert len(ready.headers["X-Request-ID"]) == 32


@pytest.mark.django_db(transaction=True)
def test_no_other_page_is(asked: Callable[..., requests.Response]) -> None:
    statuses = {path: asked(path).status_code for path in ("/", "/login", "/healthz/", "/readyz/x", "/admin/login/")}

    assert set(statuses.values()) == {400}, statuses


@pytest.mark.django_db(transaction=True)
def test_the_numbers_are_shown_by_address_to_those_with_the_token_alone(doors: Callable[..., Door]) -> None:  # noqa: F811
    site = doors(METRICS_TOKEN="of-the-monitor")

    def got(path: str, headers: dict[str, str]) -> requests.Response:
        return requests.get(f"{site.url}{path}", headers=headers, timeout=30)

    shown, without = got("/metrics", WITH_TOKEN), got("/metrics", BY_ADDRESS)
    wrong = got("/metrics", BY_ADDRESS | {"Authorization": "Bearer of-somebody"})

    assert (shown.status_code, "pmsync_queue_depth" in shown.text) == (200, True)
    nowhere = got("/nowhere", BY_ADDRESS)
    assert without.status_code == wrong.status_code == nowhere.status_code == 400
    assert without.content == wrong.content == nowhere.content


@pytest.mark.django_db
@override_settings(SECURE_SSL_REDIRECT=True, METRICS_TOKEN="of-the-monitor")
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_they_are_answered_without_https_where_the_site_insists_on_it(path: str) -> None:
    answer = Client().get(path, headers=WITH_TOKEN)

    assert answer.status_code == 200
    assert Client().get("/login", headers={"Host": "testserver"}).status_code == 301
