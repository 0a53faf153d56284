"""Real Australian suburbs with their postcodes, and made-up streets in them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

# suburb, postcode, state, latitude, longitude; the agency's own state weighs most
SUBURBS = (
    ("Bardon", "4065", "QLD", -27.4601, 152.9807),
    ("Paddington", "4064", "QLD", -27.4608, 152.9985),
    ("West End", "4101", "QLD", -27.4815, 153.0096),
    ("Coorparoo", "4151", "QLD", -27.4945, 153.0586),
    ("Chermside", "4032", "QLD", -27.3847, 153.0306),
    ("The Gap", "4061", "QLD", -27.4444, 152.9447),
    ("Indooroopilly", "4068", "QLD", -27.5003, 152.9725),
    ("Southport", "4215", "QLD", -27.9673, 153.3990),
    ("Mount Gravatt East", "4122", "QLD", -27.5372, 153.0803),
    ("Redcliffe", "4020", "QLD", -27.2300, 153.1120),
    ("Newtown", "2042", "NSW", -33.8980, 151.1794),
    ("Marrickville", "2204", "NSW", -33.9110, 151.1550),
    ("Parramatta", "2150", "NSW", -33.8150, 151.0011),
    ("Cooks Hill", "2300", "NSW", -32.9344, 151.7692),
    ("Wollongong", "2500", "NSW", -34.4278, 150.8931),
    ("Dee Why", "2099", "NSW", -33.7520, 151.2850),
    ("Coburg", "3058", "VIC", -37.7442, 144.9651),
    ("Footscray", "3011", "VIC", -37.7996, 144.8994),
    ("St Kilda", "3182", "VIC", -37.8640, 144.9820),
    ("Geelong West", "3218", "VIC", -38.1390, 144.3480),
    ("Box Hill", "3128", "VIC", -37.8190, 145.1230),
    ("Fremantle", "6160", "WA", -32.0569, 115.7439),
    ("Subiaco", "6008", "WA", -31.9490, 115.8270),
    ("Victoria Park", "6100", "WA", -31.9760, 115.9050),
    ("Norwood", "5067", "SA", -34.9210, 138.6320),
    ("Glenelg", "5045", "SA", -34.9800, 138.5150),
    ("Sandy Bay", "7005", "TAS", -42.8980, 147.3250),
    ("Launceston", "7250", "TAS", -41.4332, 147.1441),
)
WEIGHTS = {"QLD": 9, "NSW": 6, "VIC": 6, "WA": 4, "SA": 4, "TAS": 3}
STREET_NAMES = [
    name.strip()
    for name in """
    Wattle, Banksia, Grevillea, Jacaranda, Ironbark, Bottlebrush, Lilly Pilly, Acacia, Kurrajong,
    Station, Railway, Church, School House, Mill, Bridge, Ferry, Harbour, Lookout, Orchard, Boundary,
    Musgrave, Collingridge, Pemberton, Hargreave, O'Connell, St Johns, Mt Pleasant, Kookaburra,
    Lorikeet, Currawong, Magpie, Rosella, Old Quarry, Upper Terrace, Brickworks, Fernleigh, Glenroy,
    Ashgrove, Willowbank, Sandstone
    """.split(",")
]
STREET_TYPES = (
    ("Street", "St"),
    ("Street", "St"),
    ("Street", "St"),
    ("Road", "Rd"),
    ("Road", "Rd"),
    ("Avenue", "Ave"),
    ("Crescent", "Cres"),
    ("Parade", "Pde"),
    ("Terrace", "Tce"),
    ("Lane", "Ln"),
    ("Drive", "Dr"),
    ("Court", "Ct"),
    ("Place", "Pl"),
    ("Close", "Cl"),
    ("Highway", "Hwy"),
    ("Esplanade", "Esp"),
    ("Boulevard", "Bvd"),
)
BUILDINGS = (
    "Riverview",
    "The Foundry",
    "Banksia Rise",
    "Harbour Edge",
    "Parkside on Fifth",
    "Mill Lane Lofts",
)


@dataclass(frozen=True)
class Place:
    """An address as parts; `as_row()` is the vendor's AddressDetail."""

    unit: str
    number: str
    street: str
    long_street: str
    suburb: str
    postcode: str
    state: str
    latitude: float
    longitude: float
    building: str = ""

    @property
    def first_line(self) -> str:
        """`3/88 Placeholder Road`, `Level 2, 15 Mill Lane`."""
        if not self.unit:
            return f"{self.number} {self.street}"
        joint = ", " if " " in self.unit else "/"
        return f"{self.unit}{joint}{self.number} {self.street}"

    @property
    def text(self) -> str:
        """One line without a comma before the state; an estate's name stands in quotes in front."""
        name = f'"{self.building}" ' if self.building else ""
        return f"{name}{self.first_line}, {self.suburb} {self.state} {self.postcode}"

    @property
    def reference(self) -> str:
        """One line with a comma before the state."""
        return f"{self.first_line}, {self.suburb}, {self.state} {self.postcode}"

    def as_row(self) -> dict[str, Any]:
        """The vendor's AddressDetail, nulls left out."""
        row: dict[str, Any] = {"Unit": self.unit} if self.unit else {}
        row |= {
            "Number": self.number,
            "Street": self.street,
            "Suburb": self.suburb,
            "PostalCode": self.postcode,
            "State": self.state,
            "Country": "Australia",
        }
        if self.building:
            row["BuildingName"] = self.building
        row |= {"Latitude": self.latitude, "Longitude": self.longitude}
        if self.street != self.long_street:
            row["StreetLongName"] = self.long_street
        return row | {"Text": self.text, "Reference": self.reference}


class Gazetteer:
    """Gives out places, none of them twice."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.taken: set[tuple[str, str, str]] = set()

    def place(self) -> Place:
        """The next free place."""
        while True:
            place = self._any()
            key = (place.first_line, place.suburb, place.state)
            if key not in self.taken:
                self.taken.add(key)
                return place

    def _any(self) -> Place:
        rng = self.rng
        suburb, postcode, state, latitude, longitude = rng.choices(SUBURBS, [WEIGHTS[row[2]] for row in SUBURBS])[0]
        kind, short = rng.choice(STREET_TYPES)
        name = rng.choice(STREET_NAMES)
        street = f"{name} {short if rng.random() < 0.3 else kind}"
        unit, number = "", str(rng.randint(1, 240))
        layout = rng.random()
        if layout < 0.30:
            unit = f"{rng.randint(1, 24)}{rng.choice(['', '', '', '', 'A', 'B'])}"
        elif layout < 0.35:
            unit = f"{rng.randint(1, 9)}{rng.randint(1, 12):02d}"
        elif layout < 0.38:
            unit = f"Level {rng.randint(1, 6)}"
        elif layout < 0.43:
            low = rng.randint(2, 180)
            number = f"{low}-{low + rng.choice([2, 4, 6])}"
        elif layout < 0.46:
            number = f"Lot {rng.randint(1, 60)}"
        elif layout < 0.51:
            number += rng.choice(["A", "B"])
        return Place(
            unit=unit,
            number=number,
            street=street,
            long_street=f"{name} {kind}",
            suburb=suburb,
            postcode=postcode,
            state=state,
            latitude=round(latitude + rng.uniform(-0.009, 0.009), 4),
            longitude=round(longitude + rng.uniform(-0.009, 0.009), 4),
            building=rng.choice(BUILDINGS) if unit and rng.random() < 0.08 else "",
        )
