"""Pages: asked for with `pagesize` and `pagenumber`, or begun by themselves when there are too many rows."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import quote

from flask import request

from sandbox.rentmanager.query import asked


class BadPage(ValueError):
    """A page that cannot be: its number or size is no whole number above nothing."""


class Page(NamedTuple):
    """Where a page lies. `size` None means that all rows go out at once."""

    number: int
    size: int | None
    total: int

    @property
    def rows(self) -> slice:
        """Which of the matching rows it holds."""
        return slice(None) if self.size is None else slice((self.number - 1) * self.size, self.number * self.size)

    @property
    def last(self) -> int:
        """The number of the last page."""
        return 1 if self.size is None else max(1, -(-self.total // self.size))


def page_of(total: int, settings: Any) -> Page:
    """The page asked for; a size above the cap is cut down to it."""
    cap = int(settings["page_cap"])
    size, number = whole(asked("pagesize")), whole(asked("pagenumber"))
    if size is None and (number is not None or total > int(settings["page_from"])):
        size = cap
    return Page(number or 1, None if size is None else min(size, cap), total)


def whole(text: str | None) -> int | None:
    """The number in a query; BadPage for one that counts nothing."""
    if not text:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise BadPage(text)
    return int(text)


def headers(page: Page, count: int) -> dict[str, str]:
    """X-Results, X-Total-Results and, where there are other pages, Link."""
    found = {"X-Results": str(count), "X-Total-Results": str(page.total)}
    neighbours = []
    if page.number > 1:
        neighbours += [("first", 1), ("previous", min(page.number - 1, page.last))]
    if page.number < page.last:
        neighbours += [("next", page.number + 1), ("last", page.last)]
    if neighbours:
        found["Link"] = ", ".join(f'<{address(page, number)}>; rel="{rel}"' for rel, number in neighbours)
    return found


def address(page: Page, number: int) -> str:
    """This request's address with another page number."""
    others = [(name, value) for name, value in request.args.items(multi=True) if not name.lower().startswith("page")]
    parts = [f"{name}={quote(value, safe=',;()*:')}" for name, value in others]
    return f"{request.base_url}?{'&'.join([*parts, f'PageSize={page.size}', f'PageNumber={number}'])}"
