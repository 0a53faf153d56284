"""Percentiles and error rates, from counts by upper bound."""

from collections import Counter

import pytest

from integrations.latency import Latency, by_endpoint, of_all, percentile
from integrations.models import CallStats


@pytest.mark.parametrize(
    ("lengths", "p50", "p95"),
    [
        pytest.param({}, None, None, id="no calls"),
        pytest.param({"100": 10}, 75, 98, id="all under one bound"),
        pytest.param({"50": 90, "1000": 10}, 28, 750, id="a slow tenth"),
        pytest.param({"50": 1, "30000": 1}, 50, 28_000, id="two"),
        pytest.param({"more": 4}, 30_000, 30_000, id="beyond the last bound"),
        pytest.param({"50": 19, "more": 1}, 26, 50, id="one of twenty beyond"),
    ],
)
def test_percentiles(lengths: dict[str, int], p50: int | None, p95: int | None) -> None:
    found = Counter(lengths)

    assert (percentile(found, 0.5), percentile(found, 0.95)) == (p50, p95)


def test_hours_add_up_by_address_those_with_most_calls_first() -> None:
    rows = [
        CallStats(endpoint="b", calls=2, errors=1, milliseconds={"50": 2}),
        CallStats(endpoint="a", calls=2, errors=0, milliseconds={"100": 2}),
        CallStats(endpoint="b", calls=6, errors=1, milliseconds={"50": 5, "more": 1}),
    ]

    found = by_endpoint(rows)

    assert [(each.endpoint, each.calls, each.error_rate, each.p50) for each in found] == [
        ("b", 8, 0.25, 29),
        ("a", 2, 0.0, 75),
    ]
    whole = of_all(found)
    assert (whole.calls, whole.errors, whole.lengths) == (10, 2, Counter({"50": 7, "100": 2, "more": 1}))


def test_without_calls_there_is_no_latency_and_nothing_failed() -> None:
    assert (Latency().p50, Latency().p95, Latency().error_rate) == (None, None, 0.0)
