"""Numbers and places of Australia."""

import pytest

from providers.errors import RecordError
from providers.exports.australian import business_number, fits, phone, postcode, state

H = "Heading"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("0491570156", "0491 570 156"), ("0491 570 156", "0491 570 156"), ("+61 491 570 156", "0491 570 156"),
        ("61491570156", "0491 570 156"), ("+61 (0)491 570 156", "0491 570 156"), (491570156, "0491 570 156"),
        (491570156.0, "0491 570 156"), ("(07) 5550 0177", "07 5550 0177"), ("07-5550-0177", "07 5550 0177"),
        ("755500177", "07 5550 0177"), ("5550 0177", "5550 0177"), ("1300123456", "1300 123 456"), ("131234", "13 12 34"),
        ("0491570156 / 07 5550 0177", "0491 570 156"), ("+64 21 555 0123", "+64 21 555 0123"), ("0491 570 156 (Linh)",
        "0491 570 156"),
        ("", None),
    ],
)  # fmt: skip
def test_a_phone_number_is_grouped_as_people_say_it(cell, expected):
    assert phone(cell, H) == expected


@pytest.mark.parametrize("cell", ["0491 570 15", "0491 570 1566", "none", "12345", "+64", "99", "021 555 01234"])
def test_a_phone_number_with_a_wrong_number_of_digits_is_refused_without_being_shown(cell):
    with pytest.raises(RecordError) as caught:
        phone(cell, H)

    assert cell not in caught.value.message
    assert caught.value.value == cell


@pytest.mark.parametrize("cell", ["51 824 753 556", "51824753556", "ABN 51 824 753 556", 51824753556])
def test_a_business_number_is_spaced(cell):
    assert business_number(cell, H) == "51 824 753 556"


@pytest.mark.parametrize("cell", ["51 824 753 557", "824 753 556", "none"])
def test_a_business_number_is_checked(cell):
    with pytest.raises(RecordError, match="which is no ABN"):
        business_number(cell, H)


@pytest.mark.parametrize(
    ("cell", "expected"), [("4065", "4065"), (4065, "4065"), (4065.0, "4065"), ("800", "0800"), ("", None)]
)
def test_a_postcode_has_its_zero_back(cell, expected):
    assert postcode(cell, H) == expected


@pytest.mark.parametrize("cell", ["40655", "65", "QLD", "40 65"])
def test_a_postcode_has_four_digits(cell):
    with pytest.raises(RecordError, match="no postcode"):
        postcode(cell, H)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("qld", "QLD"), ("Queensland", "QLD"), ("N.S.W.", "NSW"), ("Auckland", "Auckland"), ("", None)],
)
def test_a_state_has_its_short_name(cell, expected):
    assert state(cell, H) == expected


@pytest.mark.parametrize(
    ("region", "code", "expected"),
    [
        ("QLD", "4065", True), ("QLD", "2065", False), ("NT", "0800", True), ("NSW", "2600", True), ("ACT", "2600", True),
        ("VIC", "3141", True), ("VIC", "2065", False), ("NSW", "4383", True), ("Auckland", "1010", True), ("", "4065", True),
        ("QLD", "", True),
    ],
)  # fmt: skip
def test_a_postcode_lies_in_its_state(region, code, expected):
    assert fits(region, code) is expected
