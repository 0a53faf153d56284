"""From a feed's declaration to its raw rows, reply by reply. A reply is one block of bytes, its rows are views."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import quote

import msgspec

from providers.client import Client
from providers.errors import ReplyError
from providers.feeds import Feed, Numbered, Offsets
from providers.numbered import NumberedList
from providers.rejecting import id_name

Rows = list[msgspec.Raw]


@dataclass(frozen=True)
class Ask:
    """What to ask a vendor for: the path with its parent filled in, and the query."""

    path: str
    params: dict[str, str]


@dataclass(frozen=True)
class Part:
    """The rows of one reply. `total` is how many there are in all, None where nobody knows."""

    rows: Rows
    total: int | None = None


def asks_for(feed: Feed, since: str | None, parent_id: str) -> list[Ask]:
    """The requests of a feed, mostly one. `since` None asks for everything; a feed without a cursor ignores it."""
    path = feed.path.replace("{id}", quote(parent_id, safe=""))
    if feed.since is None:
        return [Ask(path, dict(feed.params))]
    if since is None:
        start = {} if feed.since.start is None else {feed.since.param: feed.since.start}
        return [Ask(path, {**feed.params, **start})]
    return [Ask(path, {**feed.params, feed.since.param: ask(since)}) for ask in (feed.since.ask, *feed.since.also)]


def replies(client: Client, feed: Feed, ask: Ask, *, workers: int = 1) -> Generator[Part]:
    """The rows of each reply in turn, by the feed's way of paging. `workers` numbered pages are fetched ahead."""
    if isinstance(feed.paging, Numbered):
        listed = NumberedList(client, ask.path, ask.params, feed.paging.size, workers)
        with closing(listed.rows(id_name(feed.reply))) as found:
            for rows, total in found:
                yield Part(rows, total)
    elif isinstance(feed.paging, Offsets):
        yield from _by_offset(client, ask, feed.paging.limit)
    else:
        rows = _rows(client, feed, ask)
        yield Part(rows, len(rows))


def _by_offset(client: Client, ask: Ask, limit: int) -> Generator[Part]:
    """Pages by `Offset` and `Limit`; ReplyError where the vendor gives the same one for ever."""
    offset = 0
    before: list[bytes] = []
    while True:
        body = client.get(ask.path, {**ask.params, "Offset": str(offset), "Limit": str(limit)})
        rows: Rows = client.decode(body, Rows, ask.path) if body else []
        page = [bytes(row) for row in rows]
        if page and page == before:
            raise ReplyError(
                f"{client.label} repeats the same page of {ask.path}, so its list cannot be read to the end.",
                **client.where(ask.path),
            )
        before = page
        yield Part(rows)
        if len(rows) < limit:
            return
        offset += len(rows)


def _rows(client: Client, feed: Feed, ask: Ask) -> Rows:
    """One reply as raw rows. Feeds read per parent may answer with one object, or null, in place of a list."""
    body = client.get(ask.path, ask.params)
    if not body:
        return []
    if feed.per is not None and body.lstrip()[:1] != b"[":
        return [] if body.strip() in (b"null", b"{}") else [client.decode(body, msgspec.Raw, ask.path)]
    rows: Rows = client.decode(body, Rows, ask.path)
    return rows
