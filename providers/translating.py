"""From raw rows to pages of records. A row that cannot be used costs only itself; the largest mark is kept."""

from collections.abc import Iterator, Sequence
from contextlib import closing

import msgspec

from providers.client import Client
from providers.errors import NotFoundError, RecordError, ReplyError
from providers.feeds import Feed, Page, comparable
from providers.field_rules import NO_RULES, RulesByKind, applied, row_of
from providers.numbered import Known
from providers.paging import Rows, asks_for, replies
from providers.records import Record, Rejected
from providers.rejecting import id_name, reject
from providers.scoping import scoped

# So many rows, and not one readable: the vendor has changed its reply.
TELLING = 10
# A NUL character as JSON writes it. No database keeps one in a text.
NUL = b"\\u0000"


def pages(
    client: Client,
    feed: Feed,
    *,
    since: str | None,
    batch_size: int,
    parent_id: str,
    workers: int = 1,
    prefix: str = "",
    rules: RulesByKind = NO_RULES,
) -> Iterator[Page]:
    """The feed as pages of at most `batch_size` records (one row's records stay together). Only the last page carries a
    mark, because rows are not promised in the order of their marks. No page at all where the host does not know a
    `where_offered` feed; a parent that was deleted since it was read has no rows. Ids are given with the prefix,
    and records as the agency's own rules have them."""
    translation = Translation(client, feed, since, batch_size, prefix, rules)
    try:
        asks, known = asks_for(feed, since, parent_id), Known(id_name(feed.reply))
        for ask in asks:
            with closing(replies(client, feed, ask, workers=workers)) as parts:
                for part in parts:
                    translation.total = part.total if len(asks) == 1 else None
                    yield from translation.take(part.rows if len(asks) == 1 else known.fresh(part.rows))
    except NotFoundError:
        if feed.where_offered:
            return
        if feed.per is None:
            raise
    yield from translation.last()


class Translation:
    """One read of one feed under way: the batch being filled, the largest mark, and whether any row was readable."""

    def __init__(
        self,
        client: Client,
        feed: Feed,
        since: str | None,
        batch_size: int,
        prefix: str = "",
        rules: RulesByKind = NO_RULES,
    ) -> None:
        self.total: int | None = None
        self._client = client
        self._feed = feed
        self._batch_size = batch_size
        self._prefix = prefix
        self._rules = {kind: rules[kind] for kind in feed.kinds if rules.get(kind)}
        self._decode = msgspec.json.Decoder(feed.reply).decode
        self._batch: list[Record | Rejected] = []
        self._mark = None if since is None or feed.since is None else comparable(since)
        self._read = 0
        self._given = 0
        self._any_readable = False

    def take(self, rows: Rows) -> Iterator[Page]:
        """The pages that these rows fill. They are held back until one row was readable."""
        for raw in rows:
            made: Sequence[Record | Rejected]
            try:
                made = self._translate(raw)
                is_readable = True
            except (msgspec.MsgspecError, UnicodeDecodeError, RecordError) as error:
                made = (reject(self._feed, raw, error, self._read + 1),)
                is_readable = False
            while self._any_readable and self._batch and len(self._batch) + len(made) > self._batch_size:
                yield self._full()
            self._read += 1
            self._any_readable = self._any_readable or is_readable
            if self._rules and is_readable:
                made = self._as_ruled(made, raw)
            self._batch.extend([scoped(row, self._prefix) for row in made])

    def last(self) -> Iterator[Page]:
        """What is left, the last page with the mark; ReplyError where many rows came and none could be read."""
        if self._read >= TELLING and not self._any_readable:
            raise self._unreadable()
        while len(self._batch) > self._batch_size:
            yield self._full()
        mark = None if self._mark is None else str(self._mark)
        yield self._page(self._batch, mark=mark, is_last=True)

    def _translate(self, raw: msgspec.Raw) -> tuple[Record, ...]:
        """One row's records. Its mark counts even where it cannot be translated: it comes again when it changes."""
        row = self._decode(raw)
        if self._feed.since is not None:
            own = self._feed.since.mark(row)
            if own != "" and (self._mark is None or own > self._mark):  # type: ignore[operator]
                self._mark = own
        made: Record | tuple[Record, ...] | None = self._feed.translate(row)
        if NUL in bytes(raw) and NUL in msgspec.json.encode(made):
            raise RecordError("A text of this row holds a NUL character.", action="Type that text anew at its source.")
        if isinstance(made, Record) and not made.external_id:
            raise RecordError("The row has no id.", action="Tell support: without an id it cannot be kept.")
        if isinstance(made, tuple):
            return made
        return () if made is None else (made,)

    def _as_ruled(self, made: Sequence[Record | Rejected], raw: msgspec.Raw) -> list[Record | Rejected]:
        """One row's records as the rules have them. One that they turn away costs only itself: its row was readable."""
        try:
            row = row_of(raw, self._feed.private)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:  # in a field that the reply struct does not name
            return [reject(self._feed, raw, error, self._read)]
        found: list[Record | Rejected] = []
        for record in made:
            rules = self._rules.get(record.kind)
            try:
                found.append(applied(rules, record, row) if rules and isinstance(record, Record) else record)
            except RecordError as error:
                refused = reject(self._feed, raw, error, self._read)
                found.append(msgspec.structs.replace(refused, kind=record.kind, external_id=record.external_id))
        return found

    def _full(self) -> Page:
        """One page's worth off the batch, which holds more where the first rows had to be held back."""
        rows, self._batch = self._batch[: self._batch_size], self._batch[self._batch_size :]
        return self._page(rows)

    def _page(self, rows: list[Record | Rejected], *, mark: str | None = None, is_last: bool = False) -> Page:
        read, self._given = self._read - self._given, self._read
        return Page(tuple(rows), mark=mark, total=self.total, is_last=is_last, read=read)

    def _unreadable(self) -> ReplyError:
        first = self._batch[0]
        field = first.field if isinstance(first, Rejected) else ""
        return ReplyError(
            f"None of the {self._read} rows of {self._feed.path} from {self._client.label} could be read"
            + (f"; the first one fails at {field}." if field else "."),
            **self._client.where(self._feed.path),
        )
