""":Different. Source: none; no public API was found (read 2026-07). Declared only, so that people see it coming."""

from providers.base import Provider, Status


class Different(Provider):
    """Nothing can be read yet. When an API opens, feeds, sign-in and `identify()` come here; nothing else changes."""

    slug = "different"
    label = ":Different"
    status = Status.COMING_SOON
    outlook = ":Different offers no way in for other systems."
