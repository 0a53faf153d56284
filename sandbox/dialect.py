"""What every vendor's dialect offers to the shared parts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response

if TYPE_CHECKING:
    from sandbox.village import Village

Row = dict[str, Any]
Change = dict[str, Any]


class Dialect(ABC):
    """One vendor's servers, mounted at `/<slug>`. Rows live under keys of our own: a row may lose its id."""

    slug: str
    switches: dict[str, Any] = {}  # settings of this vendor, with their defaults
    breakable: tuple[str, ...] = ()  # fields the fault `malformed_row` spoils, the first present one

    def __init__(self, village: Village) -> None:
        self.village = village

    @abstractmethod
    def blueprint(self) -> Blueprint:
        """The vendor's pages and endpoints."""

    def add_control(self, routes: Blueprint) -> None:  # noqa: B027  most vendors need none
        """Hang control routes that only this vendor has under `/<slug>/`."""

    def refuse_logins(self) -> None:  # noqa: B027  most vendors give out tokens only
        """Refuse every name and password from now on until a reset."""

    def id_fields(self) -> tuple[str, ...]:
        """The fields that name a row in a reply to the present request."""
        return ("Id",)

    def settle(self, changed: set[str]) -> None:  # noqa: B027  most vendors read their switches as they go
        """Take up switches on which the estate depends."""

    @abstractmethod
    def rebuild(self) -> None:
        """Build the estate of day 0 from the village's options."""

    @abstractmethod
    def live_a_day(self) -> list[Change]:
        """Let the clock's day happen; every row touched is named in what comes back."""

    @abstractmethod
    def rows(self, account: str, collection: str) -> dict[str, Row]:
        """The raw rows by key; KeyError when there is no such account or collection."""

    @abstractmethod
    def edit(self, account: str, collection: str, key: str, values: Row, *, quiet: bool) -> Row:
        """The row after an edit from outside; `__remove__` in the values lists keys to drop."""

    @abstractmethod
    def add(self, account: str, collection: str, values: Row, like: str | None) -> tuple[str, Row]:
        """A new row and its key: the values over a copy of the row `like`, if one is named."""

    @abstractmethod
    def remove(self, account: str, collection: str, key: str) -> None:
        """Take a row away without a trace."""

    @abstractmethod
    def error_reply(self, path: str, status: int) -> Response:
        """How this vendor words an error of that status at that path."""

    @abstractmethod
    def spreadsheet(self) -> str:
        """The agency's own list of properties as CSV, typed by hand."""
