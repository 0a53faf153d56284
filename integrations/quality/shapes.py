"""What an address, a phone number and a postcode look like. Written so that PostgreSQL and Python read them alike."""

from django.db.models import Q

EMAIL = r"^[^@ ,;]+@[^@ ,;]+\.[^@ ,;]+$"
# Six to fifteen digits with what people put between them, and an extension: "+61 2 9555 0100", "(513) 555-0100 x12".
PHONE = r"^\+?([ ()./-]*[0-9]){6,15}[ )]*((x|ext\.?) ?[0-9]{1,6})?$"

# By country: the names that it goes by, and how its postcodes look.
POSTCODES: dict[str, tuple[tuple[str, ...], str]] = {
    "au": (("AU", "AUS", "Australia"), r"^[0-9]{4}$"),
    "nz": (("NZ", "NZL", "New Zealand"), r"^[0-9]{4}$"),
    "us": (("US", "USA", "United States", "United States of America"), r"^[0-9]{5}(-?[0-9]{4})?$"),
    "gb": (
        ("GB", "UK", "United Kingdom", "England", "Scotland", "Wales"),
        r"^[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}$",
    ),
    "ca": (("CA", "CAN", "Canada"), r"^[a-z][0-9][a-z][ -]?[0-9][a-z][0-9]$"),
}


def no_email() -> Q:
    """There is something in the column, and it is not one e-mail address."""
    return ~Q(email="") & ~Q(email__regex=EMAIL)


def no_phone() -> Q:
    """There is something in the column, and it is not one phone number."""
    return ~Q(phone="") & ~Q(phone__iregex=PHONE)


def no_postcode(locale: str) -> Q:
    """There is a postcode, and it is not one of the row's country; where it names none, of the agency's."""
    here = locale.rpartition("-")[2]
    wrong = Q(pk__in=())
    for code, (names, shape) in POSTCODES.items():
        there = Q(country="") if code == here else Q(pk__in=())
        for name in names:
            there |= Q(country__iexact=name)
        wrong |= there & ~Q(postcode__iregex=shape)
    return ~Q(postcode="") & wrong
