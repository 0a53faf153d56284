"""Which properties a filter lets in, and what becomes of those that are known already."""

import pytest

from integrations import narrowing
from integrations.models import PropertyMapping
from integrations.narrowing import EVERYTHING, filters_from
from tests.factories import a_connection, a_mapping


@pytest.mark.parametrize(
    ("stored", "word", "is_in"),
    [
        pytest.param({}, "", True, id="no filter lets in everything"),
        pytest.param({"property_type": ["multi_family"]}, "Multi-Family", True, id="the name, otherwise spelt"),
        pytest.param({"property_type": ["multi_family"]}, "Apartment", True, id="a word that means it"),
        pytest.param({"property_type": ["multi_family"]}, "House", False, id="another type"),
        pytest.param({"property_type": ["multi_family"]}, "", False, id="a type that nobody tells"),
        pytest.param({"property_type": ["Granny flat"]}, "granny FLAT", True, id="the vendor's own word"),
        pytest.param({"property_type": ["hoa", "commercial"]}, "Warehouse", True, id="one of several"),
    ],
)
def test_a_type_is_let_in_by_its_names(stored: dict[str, list[str]], word: str, is_in: bool) -> None:
    assert filters_from(stored).let_in("p-1", word) is is_in


def test_all_that_a_filter_says_must_hold() -> None:
    filters = filters_from({"property_type": ["commercial"], "active": True, "properties": ["p-1", "p-2"]})

    assert filters.let_in("p-1", "Office")
    assert not filters.let_in("p-3", "Office")
    assert not filters.let_in("p-2", "House")
    assert not filters.let_in("p-2", "Office", is_archived=True)


def test_nothing_is_narrowed_by_what_says_nothing() -> None:
    assert not filters_from({"property_type": [], "active": False, "properties": []})
    assert filters_from({}) == EVERYTHING


@pytest.mark.django_db
def test_known_properties_are_sorted_anew_and_feeds_start_over_only_where_one_comes_inside() -> None:
    connection = a_connection()
    house = a_mapping(connection, metadata={"details": {"property_type": "House"}})
    shop = a_mapping(connection, metadata={"details": {"property_type": "Shop"}})

    let_in = narrowing.narrow(connection, filters_from({"property_type": ["commercial"]}))
    connection.refresh_from_db()
    assert (let_in, connection.mapped_at) == (False, None)
    assert outside() == {house.pk}

    let_in = narrowing.narrow(connection, EVERYTHING)
    connection.refresh_from_db()
    assert let_in
    assert connection.mapped_at is not None
    assert outside() == set()
    assert shop.state() == "unmapped"


@pytest.mark.django_db
def test_a_property_outside_waits_for_nobody() -> None:
    connection = a_connection()
    house = a_mapping(connection, metadata={"details": {"property_type": "House"}})

    narrowing.narrow(connection, filters_from({"property_type": ["commercial"]}))

    house.refresh_from_db()
    assert (house.state(), house.is_synced()) == ("left_out", False)
    assert not connection.mappings.open().exists()
    assert list(connection.mappings.in_states(["left_out"])) == [house]


@pytest.mark.django_db
def test_ids_that_nobody_knows_are_told() -> None:
    connection = a_connection()
    assert narrowing.unknown_properties(connection, ["p-9"]) == []  # nothing was read yet
    a_mapping(connection, provider_property_id="p-1", metadata={"details": {"property_type": "Granny flat"}})

    assert narrowing.unknown_properties(connection, ["p-1", "p-9"]) == ["p-9"]


@pytest.mark.django_db
def test_a_type_that_no_property_has_is_told_with_those_there_are() -> None:
    connection = a_connection()
    for word in ("Granny flat", "Apartment"):
        a_mapping(connection, metadata={"details": {"property_type": word}})

    assert narrowing.trouble_with_types(connection, ["granny flat", "multi_family", "Apartment"]) == ""
    assert narrowing.trouble_with_types(connection, ["hoa", "castle"]) == (
        "No property is of this type: hoa, castle. There are: Apartment, Granny flat."
    )


@pytest.mark.django_db
def test_a_known_type_may_wait_for_its_first_property_beside_one_that_has_some() -> None:
    connection = a_connection()
    a_mapping(connection, metadata={"details": {"property_type": "Apartment"}})

    assert narrowing.trouble_with_types(connection, ["multi_family", "affordable_housing"]) == ""
    assert narrowing.trouble_with_types(connection, ["multi_family", "castle"]) == (
        "No property is of this type: castle. There are: Apartment."
    )


@pytest.mark.django_db
def test_as_long_as_no_type_was_seen_every_name_of_the_table_may_come_true() -> None:
    for connection in (None, a_connection()):
        assert narrowing.trouble_with_types(connection, ["hoa", "multi_family"]) == ""
        assert narrowing.trouble_with_types(connection, ["castle"]).startswith(
            "Not known here: castle. Allowed: multi_family,"
        )


@pytest.mark.django_db
def test_a_provider_says_which_words_of_its_vendors_mean_a_type() -> None:
    connection = a_connection(provider="rentmanager")
    home = a_mapping(connection, metadata={"details": {"property_type": "Residential"}})
    office = a_mapping(connection, metadata={"details": {"property_type": "Commercial"}})
    others = a_connection(provider="propertyme")
    a_mapping(others, metadata={"details": {"property_type": "Residential"}})

    narrowing.narrow(connection, filters_from({"property_type": ["multi_family"]}))

    assert outside() == {office.pk}
    assert narrowing.trouble_with_types(connection, ["multi_family", "single_family", "commercial"]) == ""
    assert "multi_family" in narrowing.trouble_with_types(others, ["multi_family"])
    assert home.pk not in outside()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [3, 30])
def test_sorting_takes_the_same_queries_for_three_and_for_thirty(
    number: int, django_assert_num_queries: object
) -> None:
    connection = a_connection()
    for _ in range(number):
        a_mapping(connection, metadata={"details": {"property_type": "House"}})

    with django_assert_num_queries(2):  # type: ignore[operator]  # the mappings, and those that go outside
        narrowing.narrow(connection, filters_from({"property_type": ["commercial"]}))


def outside() -> set[object]:
    return set(PropertyMapping.objects.filter(is_filtered=True).values_list("pk", flat=True))
