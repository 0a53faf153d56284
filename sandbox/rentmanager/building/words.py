"""Names and places. All people, firms and addresses are made up; numbers are of the range kept for fiction."""

from __future__ import annotations

import random
from typing import NamedTuple

FIRST_NAMES = (
    "Rosa Mateo Lucía Ángel Marisol Joaquín Ximena Andrés Paloma Hernán Keisha Darnell Tamika Marcus Shanice Tyrone "
    "Emily Caleb Hannah Wyatt Abigail Logan Madison Garrett Linh Priya Omar Yusuf Mei Devon Brianna Colton Inés Raúl"
).split()
LAST_NAMES = (
    "Delgado Núñez Villarreal Ocampo Peña Quintero Barragán Saucedo Whitlock Pemberton Ashcraft Holloway Dunleavy Kessler "
    "Bannister Thornbury Mayfield Okafor Trang Raghavan Haddad Lindqvist O'Dell McAllister Vanderhoof Castellanos Ibarra"
).split()
STREETS = (
    "Maple Court,Lakefront Drive,Foundry Street,Cedar Ridge Road,Wabash Avenue,Old Mill Lane,Sycamore Street,"
    "Prairie View Drive,Franklin Pike,Limestone Road,Covered Bridge Way,Buckeye Street,Miami Street,College Avenue"
).split(",")
EMPLOYERS = ("Miami Valley Clinic", "Tri-County Schools", "Ridgeline Logistics", "Buckeye Foods", "Lakeshore Motors")


class Town(NamedTuple):
    """A place with its area code."""

    city: str
    state: str
    postal_code: str
    area: str


TOWNS = {
    "Dayton": Town("Dayton", "OH", "45402", "937"),
    "Sandusky": Town("Sandusky", "OH", "44870", "419"),
    "Carmel": Town("Carmel", "IN", "46032", "317"),
    "Bloomington": Town("Bloomington", "IN", "47404", "812"),
    "Louisville": Town("Louisville", "KY", "40202", "502"),
    "Lexington": Town("Lexington", "KY", "40507", "859"),
    "Cincinnati": Town("Cincinnati", "OH", "45202", "513"),
    "Knoxville": Town("Knoxville", "TN", "37902", "865"),
}


class Plan(NamedTuple):
    """One property of the first location, and what is odd about it."""

    name: str
    short: str
    kind: str  # PropertyType; names other than Association are a guess
    town: str
    units: int
    oddity: str = ""


PLANS = (
    Plan("Maple Court Apartments", "MAPLE", "Residential", "Dayton", 16, "affordable"),
    Plan("Harbor Point Retail Center", "HARBOR", "Commercial", "Sandusky", 7, "retail"),
    Plan("Willow Bend Homeowners Association", "WBHOA", "Association", "Carmel", 14, "association"),
    Plan("Scholars Row", "SCHOLR", "Residential", "Bloomington", 12, "beds"),
    Plan("Foundry Square", "FNDRY", "Mixed", "Louisville", 10, "mixed"),
    Plan("Cedar Ridge Townhomes", "CEDAR", "Residential", "Lexington", 12),
    Plan("Riverbend Flats", "RIVER", "Residential", "Cincinnati", 10),
    Plan("Oak Hollow", "OAKHOL", "Residential", "Knoxville", 8),
    Plan("Brookside Court", "BROOK", "Residential", "Dayton", 8),
    Plan("Franklin Office Park", "FRNKLN", "Commercial", "Lexington", 6),
    Plan("Stonegate", "STONE", "Residential", "Cincinnati", 6),
    Plan("Sycamore Fourplex", "SYCA", "Residential", "Dayton", 4),
    Plan("Prairie Fourplex", "PRAIR", "Residential", "Bloomington", 4),
    Plan("Limestone Row", "LIMES", "Residential", "Lexington", 4),
    Plan("Buckeye Street Flats", "BUCKEY", "Residential", "Dayton", 4),
    Plan("Miami Street Triplex", "MIAMI", "Residential", "Cincinnati", 3),
    Plan("Wabash Triplex", "WABASH", "Residential", "Bloomington", 3),
    Plan("Old Mill Duplex", "OLDMIL", "Residential", "Knoxville", 2),
    Plan("College Avenue Duplex", "COLLEG", "Residential", "Bloomington", 2),
    Plan("8 Covered Bridge Way", "COVBR", "Residential", "Dayton", 1),
    Plan("114 Limestone Road", "LIME14", "Residential", "Lexington", 1),
    Plan("27 Prairie View Drive", "PRAI27", "Residential", "Bloomington", 1),
    Plan("1900 Franklin Pike", "FRPIKE", "Residential", "Knoxville", 1),
    Plan("Peoria Mill (sold)", "PEORIA", "Residential", "Knoxville", 1, "sold"),
)
SMALL = (
    Plan("Riverside Arms", "RVARMS", "Residential", "Cincinnati", 5),
    Plan("Riverside Shops", "RVSHOP", "Commercial", "Cincinnati", 2),
)


class Person(NamedTuple):
    """Somebody's name."""

    first: str
    last: str

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        letters = f"{self.first}.{self.last}".lower().translate(str.maketrans("áéíóúñü", "aeiounu", "' "))
        return f"{letters}@example.com"


def person(rng: random.Random) -> Person:
    """Somebody."""
    return Person(rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES))


def phone(rng: random.Random, area: str) -> tuple[str, str]:
    """A number as people write it, and its digits."""
    line = f"01{rng.randint(0, 99):02}"
    return f"({area}) 555-{line}", f"{area}555{line}"
