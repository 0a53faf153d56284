"""What passes for an e-mail address, a phone number and a postcode; the database decides."""

import pytest

from integrations.quality.rules import BY_CODE
from providers.records import Kind
from tests.integrations.quality.cases import Estate

pytestmark = pytest.mark.django_db


def fails(code: str, **given: str) -> bool:
    """Whether a row with these values fails the rule."""
    estate, rule = Estate(), BY_CODE[code]
    estate.row(rule.kind, **given)
    return rule.rows(estate.scope()).exists()


@pytest.mark.parametrize("email", ["o.l+x@example.com", "olive@mail.example.co.uk", "o'neil@example.com", ""])
def test_an_email_address(email: str) -> None:
    assert not fails("owner_email", email=email)


@pytest.mark.parametrize(
    "email", ["olive", "olive@example", "@example.com", "a@b.com; c@d.com", "a b@example.com", "a@@b.com"]
)
def test_no_email_address(email: str) -> None:
    assert fails("owner_email", email=email)


@pytest.mark.parametrize(
    "phone",
    ["0491 570 156", "+61 2 9555 0100", "(513) 555-0100 x12", "513.555.0100 Ext. 7", "131 008", "1300 123 456", ""],
)
def test_a_phone_number(phone: str) -> None:
    assert not fails("tenant_phone", phone=phone)


@pytest.mark.parametrize("phone", ["0491", "ask Tim", "0491 570 156 or 0491 570 157 after six", "tim@example.com"])
def test_no_phone_number(phone: str) -> None:
    assert fails("tenant_phone", phone=phone)


@pytest.mark.parametrize(
    ("country", "postcode", "wrong"),
    [
        pytest.param("", "2037", False, id="of the agency's country"),
        pytest.param("", "45040", True, id="not of the agency's country"),
        pytest.param("Australia", "203", True, id="too short"),
        pytest.param("united states", "45040", False, id="American"),
        pytest.param("US", "45040-1234", False, id="American, nine digits"),
        pytest.param("US", "4504", True, id="too short for America"),
        pytest.param("UK", "sw1a 1aa", False, id="British"),
        pytest.param("CA", "K1A 0B1", False, id="Canadian"),
        pytest.param("CA", "12345", True, id="not Canadian"),
        pytest.param("Freedonia", "anything", False, id="of a country that is not known"),
        pytest.param("Australia", "", False, id="none"),
    ],
)
def test_a_postcode(country: str, postcode: str, wrong: bool) -> None:
    assert fails("property_postcode", country=country, postcode=postcode) == wrong


def test_where_a_property_names_no_country_the_agencys_counts() -> None:
    estate = Estate()
    estate.connection.agency.locale = "en-us"
    estate.row(Kind.PROPERTY, postcode="45040")

    assert not BY_CODE["property_postcode"].rows(estate.scope()).exists()
