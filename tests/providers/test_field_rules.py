"""An agency's own rules: from a source's row to a field of ours, and what is said where that cannot be."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from providers.choices import Frequency, Kind, LeaseStatus
from providers.errors import RecordError
from providers.field_rules import FieldRule, applied, cell_at, paths_of, row_of
from providers.field_targets import has_custom, targets_of
from providers.field_transforms import FIELD_TRANSFORMS, normalised_name, wrong_options
from providers.records import LeaseRecord, RentBalanceRecord, TenantRecord

ROW: dict[str, Any] = {
    "Id": "t-1",
    "Employer": "  Acme   Pty Ltd ",
    "Rent": Decimal("512.5"),
    "IsStudent": True,
    "Dogs": 2.0,
    "MovedIn": "2026-02-28T00:00:00",
    "Rent p.a.": "24,000.00",
    "Nothing": None,
    "Tags": ["quiet", "north"],
    "Addresses": [{"City": "Ultimo"}, {"City": "Glebe"}],
    "UserDefinedValues": [
        {"Name": "University", "Value": "THE UNIVERSITY OF SYDNEY"},
        {"Name": "Dr. Name", "Value": "Chen"},
    ],
}
TENANT = TenantRecord(external_id="t-1", name="Tim Tenant", custom=(("Pet", "cat"), ("University", "old")))
LEASE = LeaseRecord(
    external_id="l-1",
    property_id="p-1",
    start_date=date(2026, 1, 1),
    rent_amount=Decimal("400.00"),
    rent_frequency=Frequency.WEEKLY,
    status=LeaseStatus.CURRENT,
)


def rule(source: str, target: str, transform: str = "", *, required: bool = False, **options: Any) -> FieldRule:
    return FieldRule(source, target, required, transform, options)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("Employer", "Acme   Pty Ltd", id="a field"),
        pytest.param("employer", "Acme   Pty Ltd", id="in other letters, as headings are"),
        pytest.param("Rent p.a.", "24,000.00", id="a heading with dots"),
        pytest.param("UserDefinedValues.University", "THE UNIVERSITY OF SYDNEY", id="by its name in a list"),
        pytest.param("UserDefinedValues.Dr. Name", "Chen", id="by a name with a dot"),
        pytest.param("Addresses.City", "Ultimo", id="of the first in a list"),
        pytest.param("Addresses.1.City", "Glebe", id="by its number in a list"),
        pytest.param("Addresses.7.City", None, id="beyond a list"),
        pytest.param("Tags", "quiet, north", id="a list of texts"),
        pytest.param("Nothing", None, id="nothing"),
        pytest.param("Addresses.0.Street.Name", None, id="a place that is not there"),
    ],
)
def test_a_path_leads_to_a_value(path: str, value: object) -> None:
    assert cell_at(ROW, path) == value


def test_a_group_of_fields_is_no_value() -> None:
    with pytest.raises(RecordError, match="holds several fields"):
        cell_at(ROW, "Addresses")


def test_a_row_tells_its_paths() -> None:
    paths = paths_of(ROW)

    assert paths["UserDefinedValues.University"] == "THE UNIVERSITY OF SYDNEY"
    assert paths["Addresses.City"] == "Ultimo"
    assert paths["Rent"] == Decimal("512.5")
    assert {cell_at(ROW, path) for path in ("UserDefinedValues.Dr. Name", "Tags")} == {"Chen", "quiet, north"}
    assert "Addresses" not in paths


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        pytest.param(rule("Employer", "company", "trim"), "company", "Acme Pty Ltd", id="trim"),
        pytest.param(rule("Employer", "company", "upper"), "company", "ACME PTY LTD", id="upper"),
        pytest.param(rule("Employer", "company", "lower"), "company", "acme pty ltd", id="lower"),
        pytest.param(rule("Rent p.a.", "phone", "digits"), "phone", "2400000", id="digits"),
        pytest.param(
            rule("UserDefinedValues.University", "company", "normalise_name"),
            "company",
            "University of Sydney",
            id="a name as it is usually written",
        ),
        pytest.param(
            rule("Addresses.City", "company", "lookup", table={"ultimo": "The inner city"}),
            "company",
            "The inner city",
            id="lookup",
        ),
        pytest.param(
            rule("Addresses.City", "postal_address", "join", sources=["Employer", "Nothing"], **{"with": ", "}),
            "postal_address",
            "Ultimo, Acme Pty Ltd",
            id="join",
        ),
        pytest.param(rule("Nothing", "name"), "name", "Tim Tenant", id="an empty source leaves the field"),
    ],
)
def test_a_text_is_set(given: FieldRule, name: str, value: str) -> None:
    assert applied([given], TENANT, ROW) == msgspec.structs.replace(TENANT, **{name: value})


def test_each_shape_is_read_as_such() -> None:
    rules = [
        rule("Rent", "rent_amount"),
        rule("MovedIn", "start_date"),
        rule("IsStudent", "is_periodic"),
        rule("Employer", "reference"),
        rule("Rent p.a.", "bond_amount", "money", **{"as": "point"}),
        rule("Shown", "end_date", "date", **{"as": "month_first"}),
    ]

    found = applied(rules, LEASE, ROW | {"Shown": "12/31/2026"})

    assert found == msgspec.structs.replace(
        LEASE,
        rent_amount=Decimal("512.50"),
        start_date=date(2026, 2, 28),
        is_periodic=True,
        reference="Acme Pty Ltd",
        bond_amount=Decimal("24000.00"),
        end_date=date(2026, 12, 31),
    )


def test_fields_of_ones_own_are_added_and_win_over_the_sources_own() -> None:
    rules = [
        rule("UserDefinedValues.University", "custom.University", "title"),
        rule("IsStudent", "custom.Student"),
        rule("MovedIn", "custom.Moved in", "date", **{"as": "year_first"}),
        rule("Dogs", "custom.Dogs"),
    ]

    found = applied(rules, TENANT, ROW)

    assert dict(found.custom) == {
        "Pet": "cat",
        "University": "The University Of Sydney",
        "Student": "yes",
        "Moved in": "2026-02-28",
        "Dogs": "2",
    }


def test_a_rule_whose_target_the_record_has_not_turns_no_row_away() -> None:
    balance = RentBalanceRecord(external_id="l-1", property_id="p-1", total_paid=Decimal("400.00"))

    assert applied([rule("Nothing", "description", required=True)], balance, ROW) == balance


def test_a_required_field_that_is_empty_turns_the_row_away_and_is_named() -> None:
    with pytest.raises(RecordError) as trouble:
        applied([rule("Nothing", "custom.Student number", required=True)], TENANT, ROW)

    assert trouble.value.field == "Nothing"
    assert trouble.value.message == "Nothing is empty, and your field mapping needs it."
    assert trouble.value.action.startswith("Fill in Nothing")


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(rule("Employer", "rent_amount"), id="no amount"),
        pytest.param(rule("Employer", "start_date"), id="no day"),
        pytest.param(rule("Employer", "is_periodic"), id="neither yes nor no"),
        pytest.param(rule("Employer", "end_date", "date"), id="no date of that form"),
        pytest.param(rule("Employer", "is_periodic", "yes_no"), id="no yes or no"),
    ],
)
def test_what_a_field_holds_stays_out_of_the_sentence(given: FieldRule) -> None:
    with pytest.raises(RecordError) as trouble:
        applied([given], LEASE, ROW)

    assert "Acme" not in trouble.value.message
    assert trouble.value.message.startswith("Employer holds a value, which")
    assert trouble.value.field == "Employer"


def test_ids_and_what_belongs_to_the_source_alone_cannot_be_set() -> None:
    everything = {name for kind in Kind for name in targets_of(kind)}

    assert not [name for name in everything if name.endswith(("_id", "_ids"))]
    assert not everything & {"external_id", "natural_key", "version", "archived_on", "custom", "amount"} - {"amount"}
    assert targets_of(Kind.BILL).keys() == {"description", "supplier_name"}
    assert (has_custom(Kind.TENANT), has_custom(Kind.BILL), targets_of(Kind.MAINTENANCE_INVOICE)) == (True, False, {})


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        pytest.param("THE UNIVERSITY OF  SYDNEY.", "University of Sydney", id="capitals"),
        pytest.param("university of technology, sydney", "University of Technology, Sydney", id="small letters"),
        pytest.param("UNSW", "UNSW", id="an abbreviation"),
        pytest.param("o'brien & sons", "O'Brien and Sons", id="a company"),
    ],
)
def test_names_are_written_as_they_usually_are(typed: str, written: str) -> None:
    assert normalised_name(typed) == written


@pytest.mark.parametrize(
    ("name", "options", "is_right"),
    [
        pytest.param("trim", {}, True, id="none needed"),
        pytest.param("trim", {"as": "x"}, False, id="none taken"),
        pytest.param("date", {"as": "day_first"}, True, id="a way"),
        pytest.param("date", {"as": "sideways"}, False, id="no such way"),
        pytest.param("lookup", {"table": {"a": "b"}}, True, id="a table"),
        pytest.param("lookup", {"table": {"a": 1}}, False, id="a table of numbers"),
        pytest.param("join", {"sources": ["A"], "with": " "}, True, id="a join"),
        pytest.param("join", {}, False, id="a join of nothing"),
        pytest.param("join", {"sources": ["A"], "with": 5}, False, id="a join with a number"),
    ],
)
def test_options_are_checked(name: str, options: dict[str, Any], is_right: bool) -> None:
    assert (wrong_options(name, options) == "") is is_right


def test_every_transform_takes_any_text_or_says_why_not() -> None:
    for name, transform in FIELD_TRANSFORMS.items():
        try:
            found = transform.apply("Tim Tenant 4", {})
        except (ValueError, RecordError) as error:
            assert str(error), name
        else:
            assert found, name


def test_numbers_of_a_row_are_exact() -> None:
    assert row_of(b'{"Rent": 0.1, "Id": 12345678901234567890}') == {"Rent": Decimal("0.1"), "Id": 12345678901234567890}
    assert row_of(b"[1]") == {}
