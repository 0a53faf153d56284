"""Property Tree. Source: its vendor's interface is open to approved partners only; no public reference was found (read
2026-11). Declared only, so that people see it coming."""

from providers.base import Provider, Status


class PropertyTree(Provider):
    """Nothing can be read yet."""

    slug = "propertytree"
    label = "Property Tree"
    status = Status.COMING_SOON
    outlook = "Property Tree opens its interface to approved partners only, and pmsync is not one yet."
