"""Which company a connection is for, and which of its locations."""

from providers.base import ProviderConfig

FIRST = "1"


def company_of(config: ProviderConfig) -> str:
    """The company's code, "" where nobody said it. Its case does not matter there."""
    return config.account.get("company", "").lower()


def location_of(config: ProviderConfig) -> str:
    """The location's number; a company that has only one need not say it."""
    return config.account.get("location") or FIRST


def prefix_of(config: ProviderConfig) -> str:
    """What stands before every id of this company's location."""
    return f"{company_of(config)}:{location_of(config)}:"
