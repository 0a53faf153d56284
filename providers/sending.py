"""One request over a socket, once: what came back, or what kept it from coming. Every thread has a session of its own."""

import logging
import threading
import time
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from requests.exceptions import ConnectionError, ConnectTimeout, Timeout
from urllib3.exceptions import ConnectTimeoutError, DecodeError, HTTPError, NewConnectionError, ProtocolError

from providers import answers
from providers.answers import Answer
from providers.config import ProviderConfig

CONNECT_TIMEOUT = 10.0
# One reply may trickle in for this many times the read timeout: a slow drip must end before the run passes for dead.
WHOLE_REPLY = 3

# At DEBUG it writes whole addresses, with what is asked for, into the log.
logging.getLogger("urllib3").setLevel(logging.INFO)


@dataclass(frozen=True)
class Request:
    """What to ask. `body` is JSON."""

    method: str
    path: str
    params: Mapping[str, str] | None = None
    body: bytes | None = None


@dataclass(frozen=True)
class Tried:
    """What one try came to: a whole `answer`, or the `trouble` that kept it from coming, in words that follow the vendor's
    name. `status` may be known of an answer that never came whole. `was_sent` says that the vendor may have read it."""

    answer: Answer | None
    seconds: float
    trouble: str = ""
    status: int | None = None
    was_sent: bool = True


class Signed(AuthBase):
    """Sets the headers that carry the token last, so that a `.netrc` on the machine cannot replace them. Its repr shows
    nothing."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers.update(self._headers)
        return request


class Wire:
    """The sockets of one connection. Safe to use from several threads."""

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config
        self._host = urlsplit(config.api_url).hostname
        self._own = threading.local()
        self._sessions: weakref.WeakSet[requests.Session] = weakref.WeakSet()

    def send(self, request: Request, headers: Mapping[str, str]) -> Tried:
        """The request, tried once. `headers` carry the token."""
        started = time.monotonic()
        status: int | None = None
        try:
            with self._session().request(
                request.method,
                f"{self._config.api_url.rstrip('/')}/{request.path}",
                params=request.params,
                data=request.body,
                headers={"Content-Type": "application/json"} if request.body is not None else None,
                auth=Signed(headers),
                timeout=(min(CONNECT_TIMEOUT, self._config.timeout_seconds), self._config.timeout_seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                status = response.status_code
                body = answers.without_mark(self._body(response, started))
                seconds = time.monotonic() - started
                if status in (200, 206) and answers.is_cut_short(response, body):
                    return Tried(None, seconds, "'s reply was cut short.", status)
                return Tried(Answer(status, response.headers, body), seconds, status=status)
        except ConnectTimeout:
            return self._lost(" took too long to answer.", started, status, was_sent=False)
        except Timeout:
            return self._lost(" took too long to answer.", started, status)
        except (ProtocolError, DecodeError):
            return self._lost("'s reply was cut short.", started, status)
        except HTTPError:
            return self._lost(" broke off in the middle of its reply.", started, status)
        except ConnectionError as error:
            trouble = f" cannot be reached at {self._host}."
            return self._lost(trouble, started, status, was_sent=not _never_came_about(error))

    def close(self) -> None:
        """Let the connections go."""
        for session in list(self._sessions):
            session.close()

    def _session(self) -> requests.Session:
        """This thread's own: requests promises nothing about one that several use."""
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = requests.Session()
            session.headers.update({"Accept": "application/json", "User-Agent": self._config.user_agent})
            self._sessions.add(session)
        return session

    def _body(self, response: requests.Response, started: float) -> bytes:
        """The whole body; raises Timeout where it trickles for too long, and urllib3's own errors where it is short."""
        chunks = []
        for chunk in answers.pieces(response):
            chunks.append(chunk)
            if time.monotonic() - started > WHOLE_REPLY * self._config.timeout_seconds:
                raise Timeout
        return b"".join(chunks)

    @staticmethod
    def _lost(trouble: str, started: float, status: int | None, *, was_sent: bool = True) -> Tried:
        return Tried(None, time.monotonic() - started, trouble, status, was_sent)


def _never_came_about(error: ConnectionError) -> bool:
    """Whether not even a connection was made, so that nothing can have been read."""
    inner = error.args[0] if error.args else None
    return isinstance(getattr(inner, "reason", None), (NewConnectionError, ConnectTimeoutError))
