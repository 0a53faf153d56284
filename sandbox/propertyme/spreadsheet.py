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
WHOLE = {"Suburb", "State", "PostalCode", "Bedrooms"}  # fields without which a lot is no line
SHORT = dict(STREET_TYPES)


def typed_line(address: Row, rng: random.Random) -> str:
    """Unit, number and street the way one of the three would have it."""
    unit, number, street = (str(address.get(name, "")) for name in ("Unit", "Number", "Street"))
    if rng.random() < 0.7:
        words = street.split(" ")
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


def typed_row(lot: Row, rng: random.Random) -> list[object]:
    """One line of the list."""
    address = lot["Address"]
    suburb = str(address["Suburb"])
    suburb = rng.choices([suburb, suburb.upper(), suburb.lower()], [80, 12, 8])[0]
    line = typed_line(address, rng)
    if rng.random() < 0.1:
        line, suburb = f"{line.strip()} {suburb}", ""
    postcode = "" if rng.random() < 0.06 else address["PostalCode"]
    state = str(address["State"]) if rng.random() < 0.9 else str(address["State"]).title()
    return [line, suburb, state, postcode, "" if rng.random() < 0.05 else lot["Bedrooms"]]


def spreadsheet(estate: Estate, seed: int) -> str:
    """CSV text. About one property in seven is missing, a few are of another agency, some cells are empty."""
    file = io.StringIO()
    out = csv.writer(file, lineterminator="\r\n")
    out.writerow(["Address", "Suburb", "State", "Postcode", "Bedrooms"])
    lines: list[list[object]] = []
    for key, lot in estate["lots"].items():
        rng = random.Random(f"{seed}/spreadsheet/{key}")  # a lot's line does not depend on its neighbours
        address = lot.get("Address")
        if not isinstance(address, dict) or lot.get("IsArchived") is not False or not {*lot, *address} >= WHOLE:
            continue
        if rng.random() < SHARE:
            lines.append(typed_row(lot, rng))
    lines += [list(extra) for extra in EXTRA]
    lines.sort(key=lambda line: str(line[1]).lower())
    out.writerows(lines)
    return file.getvalue()
