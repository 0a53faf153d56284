"""Whose rows a list holds, where it says so: two agencies' files are easily swapped."""

import re

from agencies.models import Agency

# Words that half of all agencies have in their names.
COMMON = frozenset(
    "a agency agents and as at australia by co company corp estate estates for group holdings in inc leasing letting lettings "
    "limited llc ltd management of office pl properties property proprietary pty real realestate realty rent rental rentals "
    "residential s sales services t the trading trust".split()
)


class Namesakes:
    """Tells whether a company's name in a file may be this agency's."""

    def __init__(self, agency: Agency, also_called: list[str]) -> None:
        self._names = [name for name in (agency.name, *also_called) if name.strip()]
        self._known: dict[str, bool] = {}

    def may_be(self, name: str) -> bool:
        """Whether the name shares a telling word with one of the agency's. A name without any telling word is anybody's."""
        if name not in self._known:
            self._known[name] = any(_alike(name, own) for own in self._names)
        return self._known[name]


def _alike(name: str, own: str) -> bool:
    told, ours = _words(name), _words(own)
    if not told or not ours or told & ours:
        return True
    # "HarbourRentals" and "Harbour Rentals"
    joined, own_joined = _joined(name), _joined(own)
    return joined in own_joined or own_joined in joined


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", name.lower())) - COMMON


def _joined(name: str) -> str:
    return "".join(re.findall(r"[^\W_]+", name.lower()))
