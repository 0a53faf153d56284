"""A list is told by its headings."""

import pytest

from providers.exports.propertyme import LAYOUTS, PROPERTIES
from providers.exports.recognising import normal, place_columns, recognise, recognise_anywhere
from providers.exports.refused import REFUSED
from providers.registry import all_providers
from tests.providers.exports.given import told

ALL = tuple(layout for provider in all_providers() for layout in provider.layouts)
LISTS = [
    pytest.param(provider.layouts, layout, id=layout.slug)
    for provider in all_providers()
    for layout in provider.layouts
]


@pytest.mark.parametrize(("layouts", "layout"), LISTS)
def test_every_list_is_told_from_its_systems_others_and_from_what_is_refused(layouts, layout):
    headings = [column.heading for column in layout.columns]

    recognition = told(headings, layouts)

    assert (recognition.layout, recognition.refused, recognition.score) == (layout, None, 100)
    assert recognition.positions == {column.field: at for at, column in enumerate(layout.columns)}
    assert recognition.unknown == recognition.missing == ()


@pytest.mark.parametrize(("layouts", "layout"), LISTS)
def test_every_list_is_told_in_another_case_and_order_with_a_blank_heading_in_front(layouts, layout):
    headings = ["", *(column.heading.upper().replace(" ", "_") for column in reversed(layout.columns))]

    assert told(headings, layouts).layout == layout


@pytest.mark.parametrize(("layouts", "layout"), LISTS)
def test_every_list_is_told_with_all_that_it_may_hold(layouts, layout):
    headings = dict.fromkeys([*(column.heading for column in layout.columns), *layout.ignored])

    recognition = told(list(headings), layouts)

    assert (recognition.layout, recognition.unknown) == (layout, ())


@pytest.mark.parametrize("layout", ALL, ids=[layout.slug for layout in ALL])
def test_layouts_are_sound(layout):
    fields = [column.field for column in layout.columns]
    headings = [normal(column.heading) for column in layout.columns]

    assert len(set(fields)) == len(fields) and len(set(headings)) == len(headings)
    assert any(column.required for column in layout.columns)
    assert any(column.telling for column in layout.columns)
    assert layout.slug.startswith(f"{layout.source}/")


def test_slugs_are_unique():
    assert len({layout.slug for layout in ALL}) == len(ALL)


def test_the_reason_counts_and_names_what_tells():
    recognition = told(("Property", "Bedrooms", "Key Number", "Paint Colour", "Suburb"), LAYOUTS)

    assert recognition.layout == PROPERTIES
    assert recognition.score == 95
    assert (
        recognition.reason == "4 of 5 headings are those of PropertyMe Properties, among them Bedrooms and Key Number."
    )
    assert recognition.unknown == ("Paint Colour",)


def test_a_list_without_a_telling_heading_is_not_guessed():
    recognition = told(("Property", "Rent"), LAYOUTS)

    assert (recognition.layout, recognition.score) == (None, 55)
    assert "come nearest to PropertyMe" in recognition.reason


def test_a_list_without_a_needed_heading_says_which():
    recognition = told(("Tenant", "Tenant Folio Code", "Move In", "Rent", "Rent Period", "Agreement End"), LAYOUTS)

    assert recognition.layout is None
    assert recognition.missing == ("Property",)
    assert recognition.reason == (
        "Its headings come nearest to PropertyMe Tenant Details (6 of 6), but there is no Property."
    )


def test_headings_that_nobody_knows():
    assert told(("Colour", "Weight"), LAYOUTS).reason == "None of its headings is known."
    assert told((), LAYOUTS).score == 0
    assert recognise(("Property",), (), REFUSED).layout is None


def test_two_lists_that_fit_alike_are_not_guessed_between():
    recognition = recognise([column.heading for column in PROPERTIES.columns], (PROPERTIES, PROPERTIES), ())

    assert recognition.layout is None
    assert recognition.reason == "It fits PropertyMe Properties and PropertyMe Properties equally well."


def test_of_equal_headings_the_first_counts_and_the_second_is_not_new():
    recognition = told(("Property", "Bedrooms", "Key Number", "Bedrooms (2)", "Beds"), LAYOUTS)

    assert recognition.positions["bedrooms"] == 1
    assert recognition.unknown == ()


def test_a_heading_goes_before_its_synonyms():
    positions = place_columns(("Address", "Property", "Street Address"), PROPERTIES.columns)

    assert positions == {"address": 0, "property": 1}


def test_a_needed_field_may_share_a_column():
    assert place_columns(("Property",), PROPERTIES.columns) == {"property": 0, "address": 0}


def test_the_column_that_says_whose_list_it_is():
    recognition = told(("Property", "Bedrooms", "Key Number", "Agency Name"), LAYOUTS)

    assert recognition.positions["company"] == 3


@pytest.mark.parametrize(
    ("headings", "slug"),
    [
        (("Lease", "Property", "Landlord", "Rent", "Frequency", "Paid To", "Lease Start", "Vacating"), "console/leases"),
        (("Tenancy Id", "Tenancy Name", "Property Address", "Rent Amount", "Lease Start", "Lease End"),
        "propertytree/leases"),
        (("Property", "Tenant", "Tenant Folio Code", "Eff. Paid To", "Rent"), "propertyme/leases"),
        (("Entity Type", "Title", "First Name", "Last Name", "Residential Address"), "propertytree/contacts"),
    ],
)  # fmt: skip
def test_a_list_of_any_system_is_told_without_knowing_which(headings, slug):
    assert recognise_anywhere(headings, ALL).layout.slug == slug
