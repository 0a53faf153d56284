"""No vendor's name stands outside of `providers` and the sandbox: whatever is special about one is said there."""

import re
from pathlib import Path

import pytest

from providers.base import Category
from providers.registry import all_providers

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("agencies", "integrations", "portfolio", "pmsync", "static", "templates")
# Files in which a name must stand. There are none; migrations tell of the past, and are not looked at.
ALLOWED: set[str] = set()


def named() -> re.Pattern[str]:
    """Finds the vendors' names however they are joined: Rent Manager, RentManagerPage, rent_manager, rent-manager.html."""
    labels = [re.escape(provider.label) for provider in all_providers() if provider.category != Category.FILES]
    return re.compile("|".join(label.replace(r"\ ", r"[\s_-]?") for label in labels), re.IGNORECASE)


def test_no_room_but_the_providers_own_names_a_vendor() -> None:
    known = named()
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    texts = {str(path.relative_to(ROOT)): path.read_text(errors="replace") for path in files}

    naming = {name for name, text in texts.items() if known.search(name) or known.search(text)}

    assert len(files) > 200
    assert {name for name in naming if "/migrations/" not in name} == ALLOWED


@pytest.mark.parametrize(
    "text",
    [
        "Rent Manager",
        "class RentManagerPage",
        "is_rent_manager",
        "rent-manager.html",
        "RENTMANAGER_URL",
        "consolecloud",
    ],
)
def test_a_name_is_found_however_it_is_joined(text: str) -> None:
    assert named().search(text)
