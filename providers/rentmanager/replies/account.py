"""Whose account it is, and what errors say."""

import msgspec

from providers.rentmanager.replies.common import Row


class Location(Row, kw_only=True):
    """One row of GET /Current/Locations: a database of its own."""

    id: int = msgspec.field(name="LocationID")
    name: str = ""
    friendly_name: str | None = None


class ErrorModel(Row, kw_only=True):
    """An error body of either shape that has one."""

    developer_message: str | None = None
    user_message: str | None = None
    message: str | None = None
    model_state: dict[str, list[str]] | None = None
