"""Properties, associations and units."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from providers.lettings import AssociationRecord
from providers.records import PropertyRecord, UnitRecord, UnitStatus
from providers.rentmanager.replies.places import Property, Unit
from providers.rentmanager.translators.places import to_places, to_unit
from tests.providers.rentmanager.rows import EMPTY_ADDRESS, a_property, a_unit, translated

MAPLE = PropertyRecord(
    external_id="12",
    version="2026-10-09T13:27:55#17",
    address="410 Maple Court, Dayton, OH 45402",
    name="Maple Court Apartments",
    street="410 Maple Court",
    suburb="Dayton",
    state="OH",
    postcode="45402",
    property_type="Residential",
    manager_name="Dana Whitlock",
    owner_ids=("41",),
    custom=(("LIHTC Project No.", "OH-21-0457"), ("Set-aside", "40% at 60% AMI")),
)


def test_a_property_is_translated_whole():
    assert translated(a_property(), Property, to_places) == (MAPLE,)


def test_a_property_that_is_put_away_is_archived_on_the_day_of_its_last_change():
    (found,) = translated(a_property(IsActive=False), Property, to_places)

    assert found == msgspec.structs.replace(MAPLE, archived_on=date(2026, 10, 9))


def test_a_property_without_an_address_goes_by_its_name():
    (found,) = translated(a_property(Addresses=[EMPTY_ADDRESS]), Property, to_places)

    assert found.address == "Maple Court Apartments"


def test_an_association_comes_with_its_board_and_committees():
    person = {"ContactID": 1, "FirstName": "Wyatt", "LastName": "Okafor", "PhoneNumbers": []}
    row = a_property(
        PropertyType="Association",
        AssociationSettings={"AssociationSettingsID": 3, "PropertyID": 12},
        BoardMembers=[{"Title": "President", "TermStartDate": "2026-01-28T00:00:00", "Contact": person}],
        CommitteeMembers=[{"Committee": {"CommitteeID": 1, "Name": "Architecture"}, "Contact": person}],
    )

    _, association = translated(row, Property, to_places)

    assert association == AssociationRecord(
        external_id="12",
        property_id="12",
        name="Maple Court Apartments",
        board=(("Wyatt Okafor", "President", date(2026, 1, 28), None),),
        committees=(("Architecture", ("Wyatt Okafor",)),),
    )


def test_a_unit_takes_from_its_type_what_it_does_not_say():
    assert translated(a_unit(), Unit, to_unit) == UnitRecord(
        external_id="301",
        version="2026-10-09T13:27:55",
        property_id="12",
        name="101",
        bedrooms=1,
        bathrooms=Decimal("1.5"),
        unit_type="1BR/1BA",
        status=UnitStatus.OCCUPIED,
        floor_area=742,
        market_rent=Decimal("1085.00"),
    )


def test_a_market_rent_without_a_sum_is_none():
    assert translated(a_unit(CurrentMarketRent={"MarketRentID": 1411}), Unit, to_unit).market_rent is None


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param({"IsVacant": True}, UnitStatus.VACANT, id="vacant"),
        pytest.param(
            {"IsVacant": True, "CurrentUnitStatus": {"UnitStatusType": {"IsAvailable": False, "IsVacant": True}}},
            UnitStatus.UNAVAILABLE,
            id="not to be let",
        ),
        pytest.param(
            {"IsVacant": None, "CurrentUnitStatus": {"UnitStatusType": {"IsAvailable": True, "IsVacant": True}}},
            UnitStatus.VACANT,
            id="by its status alone",
        ),
        pytest.param({"IsVacant": None}, None, id="not said"),
    ],
)
def test_whether_a_unit_is_lived_in(said, status):
    assert translated(a_unit(**said), Unit, to_unit).status is status


def test_an_embed_that_was_not_honoured_does_not_pass_for_none():
    row = a_property()
    del row["CurrentOwners"]

    with pytest.raises(msgspec.ValidationError, match="missing required field `CurrentOwners`"):
        translated(row, Property, to_places)
