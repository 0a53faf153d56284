"""Moments by the server's clock."""

from datetime import UTC, datetime

import pytest

from providers.errors import RecordError
from providers.rentmanager.translators.common import instant


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        pytest.param("2026-01-09T13:27:55", datetime(2026, 1, 9, 18, 27, 55, tzinfo=UTC), id="winter"),
        pytest.param("2026-07-09T13:27:55", datetime(2026, 7, 9, 17, 27, 55, tzinfo=UTC), id="summer"),
        pytest.param(
            "2026-04-29T15:56:15.1234567-04:00", datetime(2026, 4, 29, 19, 56, 15, 123456, tzinfo=UTC), id="with a zone"
        ),
        pytest.param("2026-01-09", datetime(2026, 1, 9, 5, tzinfo=UTC), id="a bare day"),
        pytest.param("0001-01-01T00:00:00Z", None, id="never"),
        pytest.param(None, None, id="not said"),
    ],
)
def test_a_time_is_the_servers_unless_it_names_its_zone(value, moment):
    assert instant(value, "CloseDate") == moment


@pytest.mark.parametrize("value", ["2026-02-30T00:00:00-05:00", "9999-12-31T23:59:59", "soon-04:00"])
def test_a_time_that_is_none_costs_its_row_and_no_more(value):
    with pytest.raises(RecordError, match=f"CloseDate is {value}, which is not a time"):
        instant(value, "CloseDate")
