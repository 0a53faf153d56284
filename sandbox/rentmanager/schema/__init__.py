"""The fields of every resource, from the vendor's reference as transcribed in public (builds of April and May 2026).

A field is its name and a letter: i whole number, d decimal, b boolean, t date and time, s text, e the name of an enum's
member. `stamps` stands for the four fields that say who wrote a row, and when. A table's first field is its key.
"""

from __future__ import annotations

from sandbox.rentmanager.schema import money, office, people, places

STAMPS = {"CreateDate": "t", "CreateUserID": "i", "UpdateDate": "t", "UpdateUserID": "i"}
# reached only below or inside other resources
INSIDE = {"Addresses", "Allocations", "BillDetails", "UserDefinedValues", *places.INSIDE, *money.INSIDE, *office.INSIDE}


def read(text: str) -> dict[str, str]:
    """Field to letter, in the order in which rows show them."""
    found: dict[str, str] = {}
    for word in text.split():
        if word == "stamps":
            found |= STAMPS
        else:
            name, _, letter = word.partition(":")
            found[name] = letter
    return found


WORDS = places.FIELDS | people.FIELDS | money.FIELDS | office.FIELDS | places.INSIDE | money.INSIDE | office.INSIDE
FIELDS: dict[str, dict[str, str]] = {name: read(text) for name, text in WORDS.items()}
PRIMARY: dict[str, str] = {name: next(iter(fields)) for name, fields in FIELDS.items()}
READ_ONLY = {
    "ApplicationSummaries",
    "Locations",
    "PhoneNumbers",
    "ProspectApplications",
    "ViolationCodes",
}
