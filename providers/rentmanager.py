"""Rent Manager. Source: its Web API's published documents (read 2026-11). Declared only: pmsync does not speak it yet."""

from providers.base import Provider, Status


class RentManager(Provider):
    """Nothing can be read yet. Feeds, sign-in and `identify()` come here; nothing else changes."""

    slug = "rentmanager"
    label = "Rent Manager"
    status = Status.COMING_SOON
    outlook = "Rent Manager has an interface, and pmsync does not speak it yet."
