"""Property Tree. Source: its vendor's help on exports; its interface is open to approved partners only, and no public reference
was found (read 2026-11). Read from export files alone: providers/exports/propertytree.py."""

from providers.base import Provider
from providers.exports.propertytree import LAYOUTS


class PropertyTree(Provider):
    """Reads what people export from it. Property Tree opens its interface to approved partners only, and pmsync is not one."""

    slug = "propertytree"
    label = "Property Tree"
    takes_files = True
    layouts = LAYOUTS
