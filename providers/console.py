"""Console Cloud. Source: none; no public reference was found that reads properties or leases (read 2026-11). Declared only,
so that people see it coming."""

from providers.base import Provider, Status


class Console(Provider):
    """Nothing can be read yet."""

    slug = "console"
    label = "Console Cloud"
    status = Status.COMING_SOON
    outlook = "Console publishes no interface that reads properties and leases."
