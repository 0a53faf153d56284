"""Paths without ids."""

import pytest

from providers.endpoints import endpoint_of


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [
        pytest.param("Tenants", "Tenants", id="a list"),
        pytest.param("v2/jobtasks", "v2/jobtasks", id="a version is no id"),
        pytest.param("Tenants/920/Balance", "Tenants/{id}/Balance", id="a number"),
        pytest.param("lots/8f14e45f-ceea-467a-9d5c-1c2b3a4d5e6f", "lots/{id}", id="a UUID"),
        pytest.param("lets/a%2Fb/units", "lets/{id}/units", id="quoted"),
        pytest.param("Tenants?filters=Name,eq,Rosa", "Tenants", id="never the query"),
    ],
)
def test_an_endpoint_is_its_path_with_placeholders(path, endpoint):
    assert endpoint_of(path) == endpoint
