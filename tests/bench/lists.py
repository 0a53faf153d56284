"""Exported lists of properties to measure with: 12 columns, any number of rows, written as a stream."""

import csv
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook

HEADINGS = (
    "Property ID",
    "Street Address",
    "Suburb",
    "State",
    "Postcode",
    "Country",
    "Property Type",
    "Bedrooms",
    "Bathrooms",
    "Car Spaces",
    "Key Number",
    "Manager",
)
# The same columns in the table of properties, for those who write them without pmsync.
COLUMNS = (
    "external_id",
    "address",
    "suburb",
    "state",
    "postcode",
    "country",
    "property_type",
    "bedrooms",
    "bathrooms",
    "car_spaces",
    "key_number",
    "manager_name",
)
NUMBERS = ("bedrooms", "bathrooms", "car_spaces")
STREETS = ("Wattle", "Harris", "Jones", "Bulwara", "Mary Ann", "Pyrmont", "Fig", "Quarry", "Crown", "Bourke")


def rows(count: int, *, changed: bool = False, malformed: bool = False) -> Iterator[tuple[str, ...]]:
    """So many properties. `changed`: one of a hundred has another bedroom; `malformed`: one of a thousand has none that
    can be read."""
    for number in range(count):
        bedrooms = number % 5 + (changed and number % 100 == 7)
        yield (
            f"PR-{number:07}",
            f"{number // 10 + 1} {STREETS[number % 10]} Street",
            "Ultimo",
            "NSW",
            "2007",
            "Australia",
            "House",
            "many" if malformed and number % 1000 == 13 else str(bedrooms),
            str(number % 3),
            str(number % 2),
            f"K{number % 700}",
            "Jo Park",
        )


def write_csv(path: Path, count: int, *, changed: bool = False, malformed: bool = False) -> Path:
    """The list as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(rows(count, changed=changed, malformed=malformed))
    return path


def write_xlsx(path: Path, count: int) -> Path:
    """The list as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Properties")
    sheet.append(HEADINGS)
    for row in rows(count):
        sheet.append(row)
    book.save(path)
    return path
