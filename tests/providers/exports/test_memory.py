"""Memory does not grow with the rows of a text."""

import tracemalloc
from contextlib import closing

import pytest

from providers.exports.tables import read_tables

FEW, MANY = 60_000, 300_000
MARGIN = 1024 * 1024  # bytes


def peak(path):
    """The most memory that reading took, in bytes, and the number of rows."""
    tracemalloc.start()
    with closing(read_tables(path, "Tenants.csv")) as tables:
        rows = sum(1 for table in tables for _ in table.rows)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most, rows


@pytest.mark.parametrize("ending", ["", '0,"never closed\n'], ids=["whole", "with an open quote"])
def test_five_times_the_rows_take_no_more_memory(tmp_path, ending):
    def a_list(rows):
        path = tmp_path / f"{rows}.csv"
        with path.open("w") as file:
            file.write("Property,Tenant,Rent,Paid to\n" + ending)
            file.writelines(f"P-{number},Linh Nguyen,620.00,1/07/2026\n" for number in range(rows))
        return path

    few, few_rows = peak(a_list(FEW))
    many, many_rows = peak(a_list(MANY))

    assert many < few + MARGIN
    assert many_rows - few_rows == MANY - FEW
