"""From a feed's declaration to its raw rows, reply by reply. A reply is one block of bytes, its rows are views."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import msgspec

from providers.client import Client
from providers.errors import ReplyError
from providers.feeds import Feed

Rows = list[msgspec.Raw]


@dataclass(frozen=True)
class Ask:
    """What to ask a vendor for: the path with its parent filled in, and the query."""

    path: str
    params: dict[str, str]


def ask_for(feed: Feed, since: str | None, parent_id: str) -> Ask:
    """The request of a feed. `since` None asks for everything; a feed without a cursor ignores it."""
    params = dict(feed.params)
    if feed.since is not None:
        mark = feed.since.start if since is None else feed.since.ask(since)
        if mark is not None:
            params[feed.since.param] = mark
    return Ask(feed.path.replace("{id}", quote(parent_id, safe="")), params)


def replies(client: Client, feed: Feed, ask: Ask) -> Iterator[Rows]:
    """The rows of each reply in turn: one reply, or as many as `Offset` and `Limit` need."""
    if feed.page_limit is None:
        yield _rows(client, feed, ask, ask.params)
        return
    offset = 0
    before: list[bytes] = []
    while True:
        params = {**ask.params, "Offset": str(offset), "Limit": str(feed.page_limit)}
        rows = _rows(client, feed, ask, params)
        page = [bytes(row) for row in rows]
        if page and page == before:
            raise ReplyError(
                f"{client.label} repeats the same page of {ask.path}, so its list cannot be read to the end.",
                **client.where(ask.path),
            )
        before = page
        yield rows
        if len(rows) < feed.page_limit:
            return
        offset += len(rows)


def _rows(client: Client, feed: Feed, ask: Ask, params: dict[str, str]) -> Rows:
    """One reply as raw rows. Feeds read per parent may answer with one object, or null, in place of a list."""
    body = client.get(ask.path, params)
    if not body:
        return []
    if feed.per is not None and body.lstrip()[:1] != b"[":
        return [] if body.strip() in (b"null", b"{}") else [client.decode(body, msgspec.Raw, ask.path)]
    rows: Rows = client.decode(body, Rows, ask.path)
    return rows
