"""People's names as lists print them: several in one cell, the last name first or last, companies and trusts."""

import re

from providers.records import Person

COMPANY_WORDS = frozenset(
    "pty ltd limited trust trustee trustees inc incorporated corporation corp co company holdings group estate fund super "
    "superannuation smsf investments properties property developments association council church "
    "department services enterprises partnership".split()
)
TITLES = frozenset("mr mrs ms miss mx dr prof rev sir".split())
TOGETHER = re.compile(r"\s*&\s*|\s+and\s+|\s*\+\s*", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]+")


def is_company(name: str) -> bool:
    """Whether a name is a company's, a trust's or the like."""
    return not COMPANY_WORDS.isdisjoint(WORDS.findall(name.lower()))


def people_of(name: str) -> tuple[Person, ...]:
    """The people of a name: `Hassan, Omar; Wells, Jodie`, `Priya & Tom Raman`, `Raman, Priya & Tom`, or a company."""
    return tuple([person for part in name.split(";") if part.strip() for person in _household(part.strip())])


def _household(name: str) -> list[Person]:
    if is_company(name):
        return [Person(company=name)]
    shared, comma, firsts = name.partition(",")
    if comma:
        if "&" in firsts and "," in firsts:  # "Raman, Priya & Wells, Jodie"
            return [person for part in TOGETHER.split(name) for person in _household(part)]
        given = [_untitled(part) for part in TOGETHER.split(firsts.strip())]
        return [Person(first_name=first, last_name=shared.strip()) for first in given if first] or [
            Person(last_name=shared.strip())
        ]
    parts = [part for raw in TOGETHER.split(name) if (part := _untitled(raw))]
    last_name = parts[-1].rpartition(" ")[2] if parts and " " in parts[-1] else ""
    return [_first_last(part, last_name) for part in parts] or [Person(last_name=name)]


def _first_last(name: str, shared: str) -> Person:
    first, blank, last = name.rpartition(" ")
    if blank:
        return Person(first_name=first, last_name=last)
    return Person(first_name=name, last_name=shared) if shared else Person(last_name=name)


def _untitled(name: str) -> str:
    words = name.split()
    while words and words[0].rstrip(".").lower() in TITLES:
        words = words[1:]
    return " ".join(words)
