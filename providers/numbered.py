"""Lists that come in numbered pages, without a snapshot at the vendor: rows may move between pages while they are read.

A row that is added moves others to later pages, where they come twice; they are given once. A row that is deleted moves
others to pages that were read before, where they would be missed; the total tells, and those pages are read again. Where one
is deleted and another added between two replies the total does not tell: who keeps rows asks for one before it lets it go."""

from collections import deque
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from typing import Any

import msgspec

from providers.answers import Answer
from providers.client import Client
from providers.errors import ReplyError

Rows = list[msgspec.Raw]

# So often a list that keeps changing is gone over before it is given up for this run.
ROUNDS = 4
MOST_WORKERS = 10


@dataclass(frozen=True)
class NumberedPage:
    """One page. `total` is what the vendor announces of the whole list, None where it does not."""

    number: int
    rows: Rows
    total: int | None
    has_next: bool


@dataclass
class NumberedList:
    """One list and how it is asked for. `size` is what is asked for; a vendor may put fewer rows on a page."""

    client: Client
    path: str
    params: Mapping[str, str]
    size: int
    workers: int = 1
    _most: int = field(default=0, init=False)  # rows on a page that another one followed

    @property
    def real_size(self) -> int:
        """How many rows a full page has, as far as pages have shown it."""
        return self._most or self.size

    def rows(self, key: str) -> Generator[tuple[Rows, int | None]]:
        """Each page's rows that no earlier page had, with the total. `key` is the vendor's name of a row's id.
        ReplyError where rows are still missing after several rounds."""
        known = Known(key)
        begin, before = 1, None
        for _ in range(ROUNDS):
            had = known.count
            told: list[tuple[int, int | None]] = [(begin, before)]
            with closing(self._round(begin)) as pages:
                for page in pages:
                    told.append((page.number, page.total))
                    yield known.fresh(page.rows), page.total
            before = told[-1][1]
            again = moved_from(told, self.real_size, self.workers)
            if again is None and (known.count >= (before or 0) or (begin == 1 and known.count == had)):
                break  # all are there, or a whole round more has shown no other
            begin = again or 1
        if known.count < (before or 0):
            raise ReplyError(
                f"{self.client.label} announces {before} rows of {self.path} and shows {known.count}: some are hidden from "
                "this sign-in, or the list changes faster than it can be read.",
                **self.client.where(self.path),
            )

    def _round(self, begin: int) -> Generator[NumberedPage]:
        """The pages from `begin` to the last, in order."""
        page = self._page(begin, self.client.get_answer(self.path, self._query(begin)))
        yield page
        last = ceil((page.total or 0) / self.real_size)
        ahead = 1 if self.client.is_paced else min(self.workers, MOST_WORKERS, last - begin)
        if ahead > 1:
            with ThreadPoolExecutor(ahead, thread_name_prefix=f"reading {self.path}") as threads:
                for page in self._ahead(threads, ahead, range(begin + 1, last + 1)):
                    yield page
        while page.has_next and page.rows:
            number = page.number + 1
            page = self._page(number, self.client.get_answer(self.path, self._query(number)))
            yield page

    def _ahead(self, threads: Executor, ahead: int, numbers: range) -> Generator[NumberedPage]:
        """These pages in order, `ahead` of them asked for at a time. When the caller stops, or one fails, what is not yet
        asked for never is."""
        coming: deque[tuple[int, Callable[[], Answer]]] = deque()
        for number in numbers:
            coming.append((number, self.client.get_ahead(threads, self.path, self._query(number))))
            if len(coming) == ahead:
                first, answer = coming.popleft()
                yield self._page(first, answer())
        for first, answer in coming:
            yield self._page(first, answer())

    def _query(self, number: int) -> dict[str, str]:
        return {**self.params, "pagesize": str(self.size), "pagenumber": str(number)}

    def _page(self, number: int, answer: Answer) -> NumberedPage:
        rows: Rows = self.client.decode(answer.body, Rows, self.path) if answer.body else []
        has_next = self._has_next(answer, len(rows), number)
        if has_next:
            self._most = max(self._most, len(rows))
        return NumberedPage(number, rows, _total(answer), has_next)

    def _has_next(self, answer: Answer, count: int, number: int) -> bool:
        """Whether there is a page after this one: by its `Link`, else by the total, else because this one is full."""
        if link := answer.headers.get("Link"):
            return 'rel="next"' in link or "rel=next" in link
        total = _total(answer)
        full = self._most or (count if number == 1 else self.size)
        return count == self.size if total is None else number * full < total


class Known:
    """The rows that a read has given so far, by id."""

    def __init__(self, key: str) -> None:
        self.count = 0
        self._ids: set[object] = set()
        only = msgspec.defstruct("OnlyId", [("id", int | str | None, None)], rename={"id": key}, gc=False)
        self._decode: Callable[[msgspec.Raw], Any] = msgspec.json.Decoder(only).decode

    def fresh(self, rows: Rows) -> Rows:
        """Those of the rows that were not given before. One without a usable id counts as new, to be set aside later."""
        found = [row for row in rows if self._is_new(row)]
        self.count += len(found)
        return found

    def _is_new(self, row: msgspec.Raw) -> bool:
        try:
            own = self._decode(row).id
        except (msgspec.MsgspecError, UnicodeDecodeError):
            own = None
        if own is None:
            own = bytes(row)
        if own in self._ids:
            return False
        self._ids.add(own)
        return True


def moved_from(told: list[tuple[int, int | None]], size: int, workers: int) -> int | None:
    """The first page to which rows may have moved after it was read, None where the total stayed as it was. Pages that were
    asked for at the same time may have been answered before the change or after it."""
    for (_, before), (number, after) in pairwise(told):
        if before is not None and after is not None and after != before:
            return max(1, number - (workers - 1) - max(1, ceil((before - after) / size)))
    return None


def _total(answer: Answer) -> int | None:
    said = answer.headers.get("X-Total-Results", "").strip()
    return int(said) if said.isdecimal() else None
