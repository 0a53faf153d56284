"""One vendor's API over HTTP: tokens, retries, waiting, and what each answer means.

Reading may be tried again, writing only where nothing can have been stored. Whatever the application hands in is called in
the caller's own thread, also where replies are fetched ahead in others.

`urllib3.Retry` is not used here: it sees neither a body cut short nor the time waited in all."""

import logging
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from providers import answers
from providers.answers import Answer
from providers.config import Call, Credentials, Limiter, ProviderConfig
from providers.endpoints import endpoint_of
from providers.errors import ReplyError, UnavailableError, UnknownOutcomeError, Where
from providers.hosts import check_host
from providers.sending import Request, Tried, Wire
from providers.waiting import LONGEST_WAIT, OnWait, Pace, Waiting

Shape = TypeVar("Shape")
OnCall = Callable[[Call], None]

TRIES = 3
LIMIT_TRIES = 10

encode = msgspec.json.Encoder(decimal_format="number").encode
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Manners:
    """How one vendor behaves on the wire. `explain` fishes its own words out of an error body. Words in lower case: a 400
    that holds one of `missing_words` means that the row does not exist, any error that holds one of `forbidden_words` that
    a right is missing. `empty_404_is_none` says that a 404 without a body stands for no rows."""

    slug: str
    label: str
    pace: Pace | None = None
    explain: Callable[[bytes], str] = lambda body: ""
    missing_words: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    empty_404_is_none: bool = False
    headers: Callable[[str], Mapping[str, str]] = lambda token: {"Authorization": f"Bearer {token}"}


class Client:
    """Speaks for one connection. `on_wait(seconds, reason)` is told of every wait before it begins, `on_call` of every call
    after it."""

    def __init__(
        self,
        manners: Manners,
        config: ProviderConfig,
        credentials: Credentials,
        *,
        sleep: Callable[[float], None] = time.sleep,
        on_wait: OnWait | None = None,
        on_call: OnCall | None = None,
        limiter: Limiter | None = None,
    ) -> None:
        check_host(config.api_url, label=manners.label, provider=manners.slug)
        self.label = manners.label
        self.is_paced = manners.pace is not None and config.paced
        self._manners = manners
        self._credentials = credentials
        self._on_call = on_call
        self._on_wait = on_wait
        self._wire = Wire(config)
        self._waiting = Waiting(
            manners.label,
            pace=manners.pace if config.paced else None,
            limiter=limiter,
            backoff_seconds=config.backoff_seconds,
            sleep=sleep,
            on_wait=self._before_wait,
        )

    def get(self, path: str, params: Mapping[str, str] | None = None) -> bytes:
        """The body, whole and JSON by its looks; b"" only where the vendor says that there is nothing."""
        return self.get_answer(path, params).body

    def get_answer(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        """As `get`, with the headers."""
        request = Request("GET", path, params)
        token = self._credentials.token()
        return self._settled(request, token, self._try(request, token))

    def get_ahead(self, threads: Executor, path: str, params: Mapping[str, str]) -> Callable[[], Answer]:
        """Asks in another thread, and gives what waits for the answer here. Further tries are made where it is waited for."""
        request = Request("GET", path, params)
        token = self._credentials.token()
        self._waiting.before_call(self.where(path))
        coming = threads.submit(self._wire.send, request, self._manners.headers(token))
        return lambda: self._settled(request, token, self._noted(request, coming.result()))

    def get_as(self, shape: type[Shape], path: str, params: Mapping[str, str] | None = None) -> Shape:
        """A small reply decoded as `shape`; ReplyError where it is something else."""
        found: Shape = self.decode(self.get(path, params), shape, path)
        return found

    def post(
        self, path: str, value: Any, params: Mapping[str, str] | None = None, *, judged: Collection[int] = ()
    ) -> Answer:
        """The answer to a write. Never repeated once the vendor may have stored it: UnknownOutcomeError then. `judged` are
        statuses that the caller wants to see rather than their error."""
        request = Request("POST", path, params, encode(value))
        token = self._credentials.token()
        return self._settled(request, token, self._try(request, token), judged)

    def delete(self, path: str) -> bytes:
        """The body that confirms it."""
        request = Request("DELETE", path)
        token = self._credentials.token()
        return self._settled(request, token, self._try(request, token)).body

    def decode(self, body: bytes, shape: Any, path: str) -> Any:
        """The body as `shape`; ReplyError where it is not."""
        try:
            return msgspec.json.decode(body, type=shape)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise ReplyError(
                f"{self.label} answered {path} with something other than its documents say ({error}).",
                **self.where(path),
            ) from None

    def where(self, path: str) -> Where:
        """Where a path lives, for errors that are found after the reply came."""
        return {"provider": self._manners.slug, "path": path}

    def close(self) -> None:
        """Let the connections go."""
        self._wire.close()

    def _settled(self, request: Request, token: str, tried: Tried, judged: Collection[int] = ()) -> Answer:
        """Try on until there is an answer that more tries would not change."""
        may_repeat = request.method != "POST"
        renewed = False
        failures = limited = 0
        waited = 0.0
        number = 1
        while True:
            answer = tried.answer
            if answer is None:
                if tried.was_sent and not may_repeat:
                    raise self._unknown(request, tried)
                failures += 1
                if failures == TRIES:
                    raise UnavailableError(f"{self.label}{tried.trouble}", **self._where(request, tried))
                self._waiting.wait(
                    self._waiting.backoff(failures), f"{self.label} did not answer, waiting to try again"
                )
            elif answer.status in judged:
                return answer
            elif answer.status == 429 or (answer.status == 503 and "Retry-After" in answer.headers):
                limited += 1
                asked = answers.retry_after(answer)
                pause = self._waiting.backoff(limited) if asked is None else asked
                if limited == LIMIT_TRIES or waited + pause > LONGEST_WAIT:
                    raise self._waiting.too_long(pause, self._where(request, tried))
                waited += pause
                self._waiting.wait(pause, f"waiting for {self.label}'s limit")
            elif answer.status == 401 and not renewed:
                renewed = True
                token = self._credentials.renew(token)
            elif may_repeat and answer.status >= 500 and failures + 1 < TRIES and not self._lacks_a_right(answer):
                failures += 1
                self._waiting.wait(self._waiting.backoff(failures), f"{self.label} has trouble, waiting to try again")
            else:
                return self._final(request, tried, answer)
            number += 1
            tried = self._try(request, token, number)

    def _try(self, request: Request, token: str, number: int = 1) -> Tried:
        """One request, here and now."""
        self._waiting.before_call(self.where(request.path))
        return self._noted(request, self._wire.send(request, self._manners.headers(token)), number)

    def _noted(self, request: Request, tried: Tried, number: int = 1) -> Tried:
        """The try, after the log and whoever counts calls were told of it."""
        self._waiting.after_call()
        logger.info("%s %s: %s in %.2f s", request.method, request.path, tried.status or "no answer", tried.seconds)
        logger.debug(
            "%s %s, asked for by %s, try %d: %s%s after %d ms, %d bytes",
            request.method,
            endpoint_of(request.path),
            ", ".join(sorted(request.params or ())) or "nothing",
            number,
            tried.status or "no answer",
            tried.trouble and f" ({self.label}{tried.trouble})",
            round(tried.seconds * 1000),
            len(tried.answer.body) if tried.answer else 0,
        )
        if self._on_call is not None:
            self._on_call(Call(request.method, endpoint_of(request.path), tried.status, tried.seconds))
        return tried

    def _before_wait(self, seconds: float, reason: str) -> None:
        logger.debug("Waits %.2f s: %s", seconds, reason)
        if self._on_wait is not None:
            self._on_wait(seconds, reason)

    def _final(self, request: Request, tried: Tried, answer: Answer) -> Answer:
        """The answer where it is a good one; raises what any other stands for."""
        is_write = request.method == "POST"
        html = answers.is_html(answer)
        where = self._where(request, tried)
        is_empty = not answer.body.strip()
        if answer.status == 404 and is_empty and self._manners.empty_404_is_none and not is_write:
            return Answer(answer.status, answer.headers, b"")
        if not 200 <= answer.status < 300:
            words = "" if html else self._manners.explain(answer.body)
            if self._lacks_a_right(answer):
                raise answers.refusal(403, words, label=self.label, html=False, missing=False, where=where)
            refused = answers.write_refusal(answer.status, words, label=self.label, html=html, where=where)
            if is_write and refused is not None:
                raise refused
            missing = answer.status == 400 and any(phrase in words.lower() for phrase in self._manners.missing_words)
            raise answers.refusal(answer.status, words, label=self.label, html=html, missing=missing, where=where)
        if html and is_write:
            raise self._unknown(request, tried)
        if html:
            raise ReplyError(f"{self.label} answered with a web page where data was expected.", **where)
        if not is_empty or is_write:
            return answer
        if answer.status in (202, 204):
            return Answer(answer.status, answer.headers, b"")
        raise ReplyError(f"{self.label} answered with nothing at all.", **where)

    def _lacks_a_right(self, answer: Answer) -> bool:
        """Whether an error speaks of a right that is missing, whatever status it came with."""
        if not self._manners.forbidden_words or 200 <= answer.status < 300 or answer.status == 401:
            return False
        words = "" if answers.is_html(answer) else self._manners.explain(answer.body).lower()
        return any(phrase in words for phrase in self._manners.forbidden_words)

    def _unknown(self, request: Request, tried: Tried) -> UnknownOutcomeError:
        trouble = tried.trouble or " answered with a web page."
        return UnknownOutcomeError(
            f"{self.label}{trouble} The change may or may not have been stored.", **self._where(request, tried)
        )

    def _where(self, request: Request, tried: Tried) -> Where:
        said = "" if tried.answer is None else answers.request_id(tried.answer)
        return {**self.where(request.path), "status": tried.status, "request_id": said}
