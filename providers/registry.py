"""Every provider there is. A new vendor is one line here."""

from providers.base import Provider
from providers.basiq import Basiq
from providers.console import Console
from providers.different import Different
from providers.errors import UnsupportedError
from providers.exports.provider import Exports
from providers.propertyme import PropertyMe
from providers.propertytree import PropertyTree
from providers.rentmanager import RentManager

PROVIDERS: tuple[type[Provider], ...] = (
    PropertyMe,
    PropertyTree,
    Console,
    RentManager,
    Different,
    Basiq,
    Exports,
)


def all_providers() -> tuple[type[Provider], ...]:
    """All providers, in the order of the settings page."""
    return PROVIDERS


def get(slug: str) -> type[Provider]:
    """The provider of that slug; UnsupportedError where there is none."""
    for provider in PROVIDERS:
        if provider.slug == slug:
            return provider
    raise UnsupportedError(f"pmsync knows no provider called {slug!r}.")
