"""The agency's own list of its properties, as three people typed it over the years."""

from __future__ import annotations

import csv
import io
import random

from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.places import STREET_TYPES

SHARE = 0.86  # of the vendor's lots are in the list
EXTRA = (
    ("17 Nowhere Lane", "Toowong", "QLD", "4066", 3),
    ("U2/6 Unlisted Cres", "Ashgrove", "QLD", "4060", 2),
    ("221 Forgotten Rd", "Hawthorn", "VIC", "3122", 4),
    ("9 Private Pde", "Manly", "NSW", "2095", 3),
)
SHORT = dict(STREET_TYPES)


def typed_line(address: Row, rng: random.Random) -> str:
    """Unit, number and street the way one of the three would have it."""
    unit, number, street = address.get("Unit", ""), address.get("Number", ""), address.get("Street", "")
    if rng.random() < 0.7:
        words = street.split()
        words[-1] = SHORT.get(words[-1], words[-1])
        street = " ".join(words)
    place = f"{number} {street}"
    if unit:
        layouts = (
            f"U{unit} {place}",
            f"Unit {unit}, {place}",
            f"{unit}/{place}",
            f"{unit} / {place}",
            f"unit {unit} {place}",
        )
        place = rng.choice(layouts) if " " not in unit else f"{unit} {place}"
    return rng.choices([place, place.upper(), place.lower(), f" {place} "], [70, 12, 12, 6])[0]


def spreadsheet(estate: Estate, seed: int) -> str:
    """CSV text. About one property in seven is missing, a few are of another agency, some cells are empty."""
    rng = random.Random(f"{seed}/spreadsheet")
    file = io.StringIO()
    out = csv.writer(file, lineterminator="\r\n")
    out.writerow(["Address", "Suburb", "State", "Postcode", "Bedrooms"])
    lines: list[list[object]] = []
    for lot in estate["lots"].values():
        address = lot.get("Address")
        skip = rng.random() >= SHARE
        if skip or not isinstance(address, dict) or lot.get("IsArchived") is not False:
            continue
        suburb = rng.choices(
            [address["Suburb"], address["Suburb"].upper(), address["Suburb"].lower()], [80, 12, 8]
        )[0]
        line = typed_line(address, rng)
        if rng.random() < 0.1:
            line, suburb = f"{line.strip()} {suburb}", ""
        postcode = "" if rng.random() < 0.06 else address["PostalCode"]
        state = address["State"] if rng.random() < 0.9 else address["State"].title()
        lines.append([line, suburb, state, postcode, "" if rng.random() < 0.05 else lot["Bedrooms"]])
    lines += [list(extra) for extra in EXTRA]
    lines.sort(key=lambda line: str(line[1]).lower())
    out.writerows(lines)
    return file.getvalue()
