"""What becomes of a field: every way in which base, ours and theirs can differ."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from integrations.twoway.comparing import Owner, alike, is_blank, same, three_way

EARLY, LATE = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "verdict"),
    [
        pytest.param("1", "1", "1", "same", id="nobody changed it"),
        pytest.param("1", "2", "2", "same", id="both changed it alike"),
        pytest.param("1", "2", "1", "keep_ours", id="only we changed it"),
        pytest.param("1", "1", "2", "take_theirs", id="only they changed it"),
        pytest.param("1", "2", "3", "conflict", id="both changed it"),
        pytest.param("", "2", "3", "conflict", id="both filled it"),
        pytest.param("1", "2", "", "keep_ours", id="they emptied it while we changed it"),
        pytest.param("1", "", "3", "take_theirs", id="we emptied it while they changed it"),
        pytest.param("1", "1", "", "take_theirs", id="only they emptied it"),
        pytest.param("1", "", "1", "keep_ours", id="only we emptied it"),
        pytest.param("1", "", None, "same", id="both emptied it"),
        pytest.param(None, "", "", "same", id="there was never anything"),
    ],
)
def test_only_a_field_that_both_sides_changed_to_something_is_in_conflict(
    base: Any, ours: Any, theirs: Any, verdict: str
) -> None:
    assert three_way(base, ours, theirs) == verdict


@pytest.mark.parametrize(
    ("owner", "ours_at", "theirs_at", "verdict"),
    [
        pytest.param(Owner.ASK, LATE, EARLY, "conflict", id="ask"),
        pytest.param(Owner.US, EARLY, LATE, "keep_ours", id="us"),
        pytest.param(Owner.VENDOR, LATE, EARLY, "take_theirs", id="vendor"),
        pytest.param(Owner.NEWEST, LATE, EARLY, "keep_ours", id="newest is ours"),
        pytest.param(Owner.NEWEST, EARLY, LATE, "take_theirs", id="newest is theirs"),
        pytest.param(Owner.NEWEST, EARLY, EARLY, "take_theirs", id="newest at the same moment"),
        pytest.param(Owner.NEWEST, LATE, None, "conflict", id="newest, theirs not known"),
        pytest.param(Owner.NEWEST, None, EARLY, "conflict", id="newest, ours not known"),
    ],
)
def test_the_owner_decides_where_both_changed_it(
    owner: Owner, ours_at: datetime | None, theirs_at: datetime | None, verdict: str
) -> None:
    assert three_way("1", "2", "3", owner, ours_at, theirs_at) == verdict


@pytest.mark.parametrize("owner", list(Owner))
def test_no_owner_lets_a_blank_overwrite_or_settles_what_is_no_conflict(owner: Owner) -> None:
    found = [three_way(*values, owner, EARLY, LATE) for values in (("1", "2", ""), ("1", "2", "1"), ("1", "1", "2"))]

    assert found == ["keep_ours", "keep_ours", "take_theirs"]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        pytest.param(Decimal("10"), Decimal("10.00"), True, id="money"),
        pytest.param(Decimal("10"), Decimal("10.01"), False, id="a cent"),
        pytest.param(0, None, False, id="zero is something"),
        pytest.param(False, None, False, id="no is something"),
        pytest.param(date(2026, 7, 1), date(2026, 7, 1), True, id="days"),
        pytest.param(EARLY.replace(microsecond=1234), EARLY.replace(microsecond=1999), True, id="one millisecond"),
        pytest.param(EARLY, LATE, False, id="instants"),
        pytest.param(" a b ", "a b", True, id="spaces around"),
        pytest.param("A", "a", False, id="case"),
        pytest.param(("a",), ["a"], True, id="lists"),
        pytest.param([], None, True, id="an empty list"),
    ],
)
def test_values_are_compared_by_what_they_say(one: Any, other: Any, is_same: bool) -> None:
    assert (same(one, other), same(other, one)) == (is_same, is_same)


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        pytest.param("0412 345-678", "(0412) 345 678", True, id="a phone number"),
        pytest.param("O'Brien", "OBRIEN", True, id="a name"),
        pytest.param("Ada", "Eda", False, id="another name"),
        pytest.param("--", "..", False, id="nothing to go by"),
        pytest.param(Decimal("1"), Decimal("1.0"), True, id="money"),
    ],
)
def test_a_value_may_be_ours_as_the_vendor_writes_it(one: Any, other: Any, is_alike: bool) -> None:
    assert alike(one, other) is is_alike


def test_blanks_are_nothing_and_zero_is_not() -> None:
    assert [is_blank(value) for value in (None, "", "  ", [], {}, ())] == [True] * 6
    assert [is_blank(value) for value in (0, False, Decimal(0), "0", [0])] == [False] * 5
