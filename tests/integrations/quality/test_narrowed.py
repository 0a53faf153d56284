"""Where only some properties are synced, nobody is blamed for what may be outside."""

import pytest

from integrations.quality import scoring
from integrations.quality.rule import scope_of
from integrations.quality.rules import BY_CODE
from providers.records import Kind
from tests.factories import a_connection
from tests.integrations.quality.cases import Estate

pytestmark = pytest.mark.django_db
UNASKED = ("tenant_without_lease", "owner_without_property")


def an_estate(**config: object) -> Estate:
    """A tenant on no lease and an owner of nothing, beside a lease of a house."""
    estate = Estate(a_connection(config=config))
    estate.row(Kind.TENANT)
    estate.row(Kind.OWNER)
    estate.lease()
    return estate


@pytest.mark.parametrize("filters", [{"property_type": ["house"]}, {"active": True}, {"properties": ["p-1"]}])
def test_a_tenant_on_no_lease_and_an_owner_of_nothing_are_not_looked_for(filters: dict[str, object]) -> None:
    estate = an_estate(property_filters=filters)

    found = scoring.scored(scope_of(estate.connection))

    assert [BY_CODE[code].rows(estate.scope()).count() for code in UNASKED] == [0, 0]
    assert (found[Kind.TENANT].score, found[Kind.OWNER].score) == (100, 100)


@pytest.mark.parametrize("config", [{}, {"property_filters": {}}, {"property_filters": {"active": False}}])
def test_they_are_where_all_properties_are_synced(config: dict[str, object]) -> None:
    estate = an_estate(**config)

    assert [BY_CODE[code].rows(estate.scope()).count() for code in UNASKED] == [1, 1]
