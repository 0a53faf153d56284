"""Addresses, and the keys made of them."""

import pytest

from providers.exports.addresses import in_one_line, split_address
from providers.exports.keys import address_key, joined, key_of


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("14 Imaginary Street, Bardon, QLD 4065", ("", "14 Imaginary Street", "Bardon", "QLD", "4065")),
        ("14 Imaginary Street Bardon QLD 4065", ("", "14 Imaginary Street", "Bardon", "QLD", "4065")),
        ("14B/21 Heath Street, Ashgrove QLD 4060", ("14B", "21 Heath Street", "Ashgrove", "QLD", "4060")),
        (
            "Unit 3, 12 High St, Mount Gravatt East qld 4122",
            ("Unit 3", "12 High St", "Mount Gravatt East", "QLD", "4122"),
        ),
        ("Unit 3/12 High St, Bardon QLD 4065", ("3", "12 High St", "Bardon", "QLD", "4065")),
        ("12 St Kilda Road St Kilda VIC 3182", ("", "12 St Kilda Road", "St Kilda", "VIC", "3182")),
        ("88 June Avenue, Bardon QLD 4065, Australia", ("", "88 June Avenue", "Bardon", "QLD", "4065")),
        ("5 Broadway Camden NSW 2570", ("", "5 Broadway Camden", "", "NSW", "2570")),
        ("14 Imaginary Street", ("", "14 Imaginary Street", "", "", "")),
        ("School House", ("", "School House", "", "", "")),
        ("", ("", "", "", "", "")),
    ],
)
def test_an_address_on_one_line_is_parted(line, expected):
    assert tuple(split_address(line)) == expected


@pytest.mark.parametrize(
    ("line", "rest", "expected"),
    [
        ("14 Imaginary Street", ("Bardon", "QLD", "4065"), "14 Imaginary Street, Bardon QLD 4065"),
        ("14 Imaginary Street, Bardon", ("Bardon", "QLD", "4065"), "14 Imaginary Street, Bardon QLD 4065"),
        ("14 Imaginary Street, Bardon QLD 4065", ("Bardon", "QLD", "4065"), "14 Imaginary Street, Bardon QLD 4065"),
        ("14 Imaginary Street, Bardon QLD", ("Bardon", "QLD", "4065"), "14 Imaginary Street, Bardon QLD 4065"),
        ("14 Imaginary Street", ("", "", ""), "14 Imaginary Street"),
    ],
)
def test_an_address_is_completed_by_its_columns(line, rest, expected):
    assert in_one_line(line, *rest) == expected


def test_equal_addresses_have_one_key_however_they_are_printed():
    ways = (
        "14 Imaginary Street, Bardon, QLD 4065",
        "14 Imaginary Street Bardon QLD 4065",
        "14  IMAGINARY street, Bardon Qld 4065, Australia",
    )

    assert {address_key(way) for way in ways} == {"~14-imaginary-street-bardon-qld-4065"}


def test_a_unit_has_one_key_with_and_without_its_word():
    assert address_key("Unit 3, 12 High St") == address_key("3/12 High St") == "~3-12-high-st"


def test_other_houses_have_other_keys():
    assert address_key("1/12 High St") != address_key("112 High St")


def test_a_key_is_short_and_still_its_own():
    long = "very long name " * 20

    first, second = key_of(long, "a"), key_of(long, "b")

    assert len(first) == len(second) == 150
    assert first != second


def test_nothing_has_no_key():
    assert key_of(" - ") == address_key("") == joined("~a", "") == ""
