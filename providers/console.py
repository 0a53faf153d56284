"""Console Cloud. Source: none; no public reference was found that reads properties or leases (read 2026-11). Read from export
files alone: providers/exports/console.py."""

from providers.base import Provider
from providers.exports.console import LAYOUTS


class Console(Provider):
    """Reads what people export from it. Console publishes no interface that reads properties and leases."""

    slug = "console"
    label = "Console Cloud"
    takes_files = True
    layouts = LAYOUTS
