"""No vendor's name stands outside of `providers` and the sandbox: whatever is special about one is said there."""

import re
from pathlib import Path

from providers.base import Category
from providers.registry import all_providers

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("agencies", "integrations", "portfolio", "pmsync", "static", "templates")
READ = (".py", ".html", ".txt", ".js", ".css")
# Files in which a name must stand. There are none; migrations tell of the past, and are not looked at.
ALLOWED: set[str] = set()


def names() -> set[str]:
    """What vendors are called: their labels, and their slugs where these are no words that anybody might use."""
    vendors = [provider for provider in all_providers() if provider.category != Category.FILES]
    labels = {provider.label.lower() for provider in vendors}
    return labels | {provider.slug for provider in vendors if provider.slug == provider.label.replace(" ", "").lower()}


def test_no_room_but_the_providers_own_names_a_vendor() -> None:
    named = re.compile(rf"(?<![a-z])({'|'.join(map(re.escape, names()))})(?![a-z])", re.IGNORECASE)
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in READ]

    naming = {str(path.relative_to(ROOT)) for path in files if named.search(path.read_text())}

    assert len(files) > 200 and {"rentmanager", "rent manager", "console cloud"} <= names()
    assert {path for path in naming if "/migrations/" not in path} == ALLOWED
