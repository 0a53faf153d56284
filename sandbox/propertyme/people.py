"""Invented people and firms. Phone numbers are from the ranges kept for fiction, mail is at example.com."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

FIRST_NAMES = """
    Linh Omar Jodie Priya Tom Grace Daniel Mei Hamish Aroha Sione Fatima Luca Zoë Kofi Ngozi Anastasia
    Dimitri Chloe Jarrah Kirra Arjun Sunita Ming Yuki Hana Mateo Lucía Declan Siobhan Ravi Thi Bao Ahmed
    Leila Noah Amelia Wiremu Tane Ingrid Lars Marek Agnieszka Giulia Marco Samira Yusuf Emily Jack Isla
""".split()
LAST_NAMES = [
    name.strip()
    for name in """
    Nguyen, Hassan, Wells, Raman, Okafor, Ferreira, Chen, MacAllister, Tamatea, Faleolo, Haddad, Romano,
    O'Brien, Mensah, Petrovic, Papadakis, Whitlock, Singh, Sharma, Tanaka, Kim, Alvarez, Doyle, Tran,
    Pham, Rahimi, Baxter, Kowalczyk, Lindqvist, Costa, D'Angelo, van der Merwe, Al-Amin, Fitzgerald,
    Bui, Le, Smith, Jones, Williams, Brown, Taylor, Walker, Ngata, Novak, Müller, Dubois, Yilmaz, Kaur,
    Patel, Harrington
    """.split(",")
]
MOBILES = (
    "0491 570 006",
    "0491 570 156",
    "0491 570 157",
    "0491 570 158",
    "0491 570 159",
    "0491 570 110",
    "0491 570 313",
    "0491 570 737",
)
AREA_CODES = {"QLD": "07", "NSW": "02", "VIC": "03", "TAS": "03", "WA": "08", "SA": "08"}
TRADES = (
    ("Bright Spark Electrical", "Electrician"),
    ("Downpipe Plumbing", "Plumber"),
    ("Bluegum Gardens", "Gardener"),
    ("Harbourline Strata", "Strata manager"),
    ("Tidy Steps Cleaning", "Cleaner"),
    ("Ironbark Locksmiths", "Locksmith"),
    ("Sunline Smoke Alarms", "Smoke alarms"),
    ("Clearwater Pool Care", "Pools"),
    ("Gable & Sons Roofing", "Roofer"),
    ("Southern Cross Pest Control", "Pest control"),
    ("Handy Andrea", "Handywoman"),
    ("Frosty's Air Conditioning", "Air conditioning"),
    ("Paperbark Painting", "Painter"),
    ("Quickglass", "Glazier"),
    ("Evergas Services", "Gas fitter"),
)


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    first: str
    last: str
    email: str
    mobile: str
    home: str = ""

    @property
    def full(self) -> str:
        """`Linh Nguyen`."""
        return f"{self.first} {self.last}"


def landline(rng: random.Random, state: str) -> str:
    """A number from the landline ranges kept for fiction: `(07) 7010 0188`, `(02) 5550 4321`."""
    block = rng.choice(["7010", "5550"])
    return f"({AREA_CODES[state]}) {block} {rng.randint(0, 9999):04d}"


def plain(text: str) -> str:
    """Small letters only, as in a mail address."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", ascii_only.lower())


def some_person(rng: random.Random, last: str | None = None) -> Person:
    """Anybody; a few have no mail address, some a landline too."""
    first = rng.choice(FIRST_NAMES)
    last = last or rng.choice(LAST_NAMES)
    email = f"{plain(first)}.{plain(last)}{rng.choice(['', '', rng.randint(2, 99)])}@example.com"
    return Person(
        first=first,
        last=last,
        email="" if rng.random() < 0.04 else email,
        mobile=rng.choice(MOBILES),
        home=landline(rng, "QLD") if rng.random() < 0.15 else "",
    )


def international(mobile: str) -> str:
    """`+61491570156`."""
    return "+61" + mobile.replace(" ", "")[1:]


def business_number(rng: random.Random) -> str:
    """Eleven digits that no firm can have: they fail the register's own check sum."""
    digits = [rng.randint(1, 9)] + [rng.randint(0, 9) for _ in range(10)]
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    if (
        sum((digit - (at == 0)) * weight for at, (digit, weight) in enumerate(zip(digits, weights, strict=True))) % 89
        == 0
    ):
        digits[10] = (digits[10] + 1) % 10
    text = "".join(map(str, digits))
    return f"{text[:2]} {text[2:5]} {text[5:8]} {text[8:]}"


def shown_phones(person: Person) -> str:
    """Display text with the vendor's trailing blank: `(m) 0491 570 156 `."""
    parts = [f"(h) {person.home} "] if person.home else []
    return "".join([*parts, f"(m) {person.mobile} "])


def without_blanks(row: dict[str, Any]) -> dict[str, Any]:
    """The row without the keys that hold an empty text or None."""
    return {name: value for name, value in row.items() if value not in ("", None)}
