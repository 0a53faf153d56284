"""What a column of somebody's own list may tell: the words for it, what its values look like, and how they are read."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from providers.choices import Kind
from providers.exports.australian import phone
from providers.exports.cells import email, identifier, line
from providers.exports.days import archived
from providers.exports.layouts import Cell, Values
from providers.records import Record


class Shape(Enum):
    """What the values of a field look like."""

    TEXT = "text"
    NAME = "name"
    ADDRESS = "address"
    EMAIL = "email"
    PHONE = "phone"
    DAY = "day"
    MONEY = "money"
    NUMBER = "number"
    POSTCODE = "postcode"


@dataclass(frozen=True)
class Field:
    """One thing that a column may tell. `name` is what translators call it, `words` what people do, `read` turns a cell into
    its value and raises RecordError. `synonyms` are headings by which it is guessed, `choices` the only values there are."""

    name: str
    words: str
    read: Callable[[Cell, str], Any]
    shape: Shape = Shape.TEXT
    is_required: bool = False
    help: str = ""
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All headings that speak for it."""
        return (self.words, *self.synonyms)


@dataclass(frozen=True)
class OneOf:
    """Fields of which at least one is needed, with the sentence that asks for it."""

    fields: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class OwnList:
    """One kind of list: its fields, and how a row's values become records (see Layout)."""

    label: str
    help: str
    kinds: tuple[Kind, ...]
    fields: tuple[Field, ...]
    translate: Callable[[Values], tuple[Record, ...]]
    name_of: Callable[[Values], str]
    one_of: tuple[OneOf, ...] = ()


def parted(text: str) -> tuple[str, ...]:
    """The headings of "one|another"."""
    return tuple(text.split("|"))


def number_of(name: str, words: str, synonyms: str) -> Field:
    """A field that holds an id."""
    return Field(
        name, words, identifier, synonyms=parted(synonyms), help="The number or code that its system gives it."
    )


ITS_PROPERTY = (
    Field(
        "property",
        "Property",
        line,
        Shape.ADDRESS,
        help="Its address or short name, written as in the list of properties.",
        synonyms=parted("property address|address|premises|rental property|lot|unit address|property name"),
    ),
    number_of("property_id", "Number of the property", "property id|property code|property reference|lot id"),
)
NEEDS_PROPERTY = OneOf(("property", "property_id"), "Choose a column for Property, or for the number of the property.")
PERSON = (
    Field("first_name", "First name", line, Shape.NAME, synonyms=parted("given name|forename")),
    Field("last_name", "Last name", line, Shape.NAME, synonyms=parted("surname|family name")),
    Field("business_name", "Company", line, synonyms=parted("company name|business name|organisation|trust")),
    Field("email", "E-mail", email, Shape.EMAIL, synonyms=parted("email|email address|e-mail address|mail")),
    Field("mobile", "Mobile", phone, Shape.PHONE, synonyms=parted("mobile phone|mobile number|cell|cell phone")),
    Field(
        "phone",
        "Phone",
        phone,
        Shape.PHONE,
        synonyms=parted("telephone|phone number|home phone|work phone|contact number"),
    ),
    Field(
        "postal_address",
        "Postal address",
        line,
        Shape.ADDRESS,
        synonyms=parted("mailing address|correspondence address"),
    ),
)
ARCHIVED = Field(
    "archived_on",
    "Put away",
    archived,
    help="A day, or a tick: such rows are left out.",
    synonyms=("archived", "inactive"),
)
