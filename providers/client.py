"""One vendor's API over HTTP: the session, the bearer token, retries, waiting, pace. Only reading and disconnecting.

`urllib3.Retry` is not used here: it sees neither a body cut short nor the time waited in all."""

import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
import requests
from requests.auth import AuthBase
from requests.exceptions import ChunkedEncodingError, ConnectionError, ContentDecodingError, Timeout

from providers import answers
from providers.config import Credentials, ProviderConfig
from providers.errors import RateLimitError, ReplyError, UnavailableError, Where
from providers.hosts import check_host

Shape = TypeVar("Shape")
OnWait = Callable[[float, str], None]

TRIES = 3
LIMIT_TRIES = 10
LONGEST_WAIT = 120.0
CONNECT_TIMEOUT = 10.0
CHUNK = 1 << 16
# One reply may trickle in for this many times the read timeout: a slow drip must end before the run passes for dead.
WHOLE_REPLY = 3

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """Groups of `calls`, then `pause` seconds of silence, as a vendor asks for."""

    calls: int
    pause: float


@dataclass(frozen=True)
class Manners:
    """How one vendor behaves on the wire. `explain` fishes its own words out of an error body; a 400 whose words hold
    one of `missing_words` (lower case) means that the row does not exist."""

    slug: str
    label: str
    pace: Pace | None = None
    explain: Callable[[bytes], str] = lambda body: ""
    missing_words: tuple[str, ...] = ()


class Bearer(AuthBase):
    """Sets the token last, so that a `.netrc` on the machine cannot replace it. Its repr shows nothing."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Client:
    """Speaks for one connection. `on_wait(seconds, reason)` is told of every wait before it begins."""

    def __init__(
        self,
        manners: Manners,
        config: ProviderConfig,
        credentials: Credentials,
        *,
        sleep: Callable[[float], None] = time.sleep,
        on_wait: OnWait | None = None,
    ) -> None:
        check_host(config.api_url, label=manners.label, provider=manners.slug)
        self.label = manners.label
        self._manners = manners
        self._config = config
        self._credentials = credentials
        self._sleep = sleep
        self._on_wait = on_wait
        self._calls = 0
        self._last_call = 0.0
        self._session = requests.Session()
        self._session.headers.update({"Accept": "application/json", "User-Agent": config.user_agent})

    def get(self, path: str, params: Mapping[str, str] | None = None) -> bytes:
        """The body, whole and JSON by its looks; b"" only where the vendor says 202 or 204."""
        return self._call("GET", path, params)

    def get_as(self, shape: type[Shape], path: str, params: Mapping[str, str] | None = None) -> Shape:
        """A small reply decoded as `shape`; ReplyError where it is something else."""
        found: Shape = self.decode(self.get(path, params), shape, path)
        return found

    def delete(self, path: str) -> bytes:
        """The body that confirms it."""
        return self._call("DELETE", path, None)

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
        self._session.close()

    def _call(self, method: str, path: str, params: Mapping[str, str] | None) -> bytes:
        """Try until there is an answer that more tries would not change."""
        token = self._credentials.token()
        renewed = False
        failures = limited = 0
        waited = 0.0
        while True:
            outcome = self._try(method, path, params, token)
            if isinstance(outcome, UnavailableError):
                failures += 1
                if failures == TRIES:
                    raise outcome
                self._wait(self._backoff(failures), f"{self.label} did not answer, waiting to try again")
                continue
            response, body = outcome
            status = response.status_code
            asked = answers.retry_after(response)
            if status == 429 or (status == 503 and asked is not None):
                limited += 1
                pause = self._backoff(limited) if asked is None else asked
                if limited == LIMIT_TRIES or waited + pause > LONGEST_WAIT:
                    raise self._limit(pause, self._where(path, response))
                waited += pause
                self._wait(pause, f"waiting for {self.label}'s limit")
            elif status == 401 and not renewed:
                renewed = True
                token = self._credentials.renew(token)
            elif status >= 500 and failures + 1 < TRIES:
                failures += 1
                self._wait(self._backoff(failures), f"{self.label} has trouble, waiting to try again")
            else:
                return self._settle(path, response, body)

    def _try(
        self, method: str, path: str, params: Mapping[str, str] | None, token: str
    ) -> tuple[requests.Response, bytes] | UnavailableError:
        """One request: the answer with its body, or what kept it from coming."""
        self._keep_pace()
        started = time.monotonic()
        status: int | None = None
        try:
            with self._session.request(
                method,
                f"{self._config.api_url.rstrip('/')}/{path}",
                params=params,
                auth=Bearer(token),
                timeout=(min(CONNECT_TIMEOUT, self._config.timeout_seconds), self._config.timeout_seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                status = response.status_code
                body = self._body(response, started)
                if status == 200 and answers.is_cut_short(response, body):
                    return UnavailableError(f"{self.label}'s reply was cut short.", **self._where(path, response))
                return response, body
        except Timeout:
            return UnavailableError(f"{self.label} took too long to answer.", **self._lost(path, status))
        except (ChunkedEncodingError, ContentDecodingError):
            return UnavailableError(f"{self.label}'s reply was cut short.", **self._lost(path, status))
        except ConnectionError:
            trouble = "cannot be reached" if status is None else "broke off in the middle of its reply"
            return UnavailableError(f"{self.label} {trouble}.", **self._lost(path, status))
        finally:
            self._last_call = time.monotonic()
            logger.info("%s %s: %s in %.2f s", method, path, status or "no answer", self._last_call - started)

    def _body(self, response: requests.Response, started: float) -> bytes:
        """The whole body; raises Timeout where it trickles for too long, and requests' own errors where it is short."""
        chunks = []
        for chunk in response.iter_content(CHUNK):
            chunks.append(chunk)
            if time.monotonic() - started > WHOLE_REPLY * self._config.timeout_seconds:
                raise Timeout
        return b"".join(chunks)

    def _settle(self, path: str, response: requests.Response, body: bytes) -> bytes:
        """The body of an answer that is final; raises what any other status stands for."""
        status = response.status_code
        html = answers.is_html(response, body)
        where = self._where(path, response)
        if not 200 <= status < 300:
            words = "" if html else self._manners.explain(body)
            missing = status == 400 and any(phrase in words.lower() for phrase in self._manners.missing_words)
            raise answers.refusal(status, words, label=self.label, html=html, missing=missing, where=where)
        if html:
            raise ReplyError(f"{self.label} answered with a web page where data was expected.", **where)
        if not body.strip():
            if status in (202, 204):
                return b""
            raise ReplyError(f"{self.label} answered with nothing at all.", **where)
        return body

    def _backoff(self, failures: int) -> float:
        """Seconds before the next try: doubling, with up to a quarter more so that not all return at once."""
        return self._config.backoff_seconds * 2.0 ** (failures - 1) * random.uniform(1.0, 1.25)

    def _wait(self, seconds: float, reason: str) -> None:
        if seconds <= 0:
            return
        if self._on_wait is not None:
            self._on_wait(seconds, reason)
        self._sleep(seconds)

    def _keep_pace(self) -> None:
        """Pause where the vendor's group of calls is used up and no pause has come about by itself."""
        pace = self._manners.pace
        if pace is None or not self._config.paced:
            return
        rested = time.monotonic() - self._last_call
        if rested >= pace.pause:
            self._calls = 0
        elif self._calls == pace.calls:
            self._wait(pace.pause - rested, f"keeping the pace that {self.label} asks for")
            self._calls = 0
        self._calls += 1

    def _limit(self, pause: float, where: Where) -> RateLimitError:
        return RateLimitError(
            f"{self.label} asks us to wait {pause:.0f} seconds, so the run goes on later.", retry_after=pause, **where
        )

    def _lost(self, path: str, status: int | None) -> Where:
        return {**self.where(path), "status": status}

    def _where(self, path: str, response: requests.Response) -> Where:
        return {**self._lost(path, response.status_code), "request_id": answers.request_id(response)}
