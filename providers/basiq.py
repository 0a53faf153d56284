"""Basiq, bank feeds. Source: its published API 3.0 (read 2026-11). Declared only: pmsync does not speak it yet."""

from providers.base import Category, Provider, Status


class Basiq(Provider):
    """Nothing can be read yet."""

    slug = "basiq"
    label = "Basiq"
    category = Category.BANKING
    status = Status.COMING_SOON
    outlook = (
        "Bank accounts, so that rent shows as it arrives. Basiq has an interface, and pmsync does not speak it yet."
    )
