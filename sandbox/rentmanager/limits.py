"""So many requests in any rolling minute for each company, and the five headers that say how many are left."""

from __future__ import annotations

import threading
import time
from collections import deque
from email.utils import formatdate
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Blueprint, Response, g, request

from sandbox.rentmanager.errors import error_model

if TYPE_CHECKING:
    from sandbox.rentmanager.dialect import RentManager

MINUTE = 60.0


class Seen(NamedTuple):
    """What one request met: whether it may go on, and how many of the last minute did, itself included."""

    allowed: bool
    observed: int


class Window:
    """The requests of one company. Those refused do not count against the limit (a guess), but they do in `peak`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._served: deque[float] = deque()
        self._came: deque[float] = deque()
        self._seconds = MINUTE
        self.peak = 0
        self.refused = 0

    def take(self, now: float, limit: int, seconds: float = MINUTE) -> Seen:
        """Count a request that came at `now`, in seconds of a clock that never goes back."""
        with self._lock:
            self._seconds = seconds
            self._forget(now)
            self._came.append(now)
            self.peak = max(self.peak, len(self._came))
            allowed = len(self._served) < limit
            if allowed:
                self._served.append(now)
            else:
                self.refused += 1
            return Seen(allowed, len(self._served))

    def observed(self, now: float) -> int:
        """How many were served in the window before `now`."""
        with self._lock:
            self._forget(now)
            return len(self._served)

    def _forget(self, now: float) -> None:
        for times in (self._served, self._came):
            while times and times[0] <= now - self._seconds:
                times.popleft()


class Limits:
    """The windows of all companies; a village that is reset begins with new ones."""

    def __init__(self, companies: tuple[str, ...]) -> None:
        self.windows = {company: Window() for company in companies}

    def as_json(self) -> dict[str, dict[str, int]]:
        """What each company asked for so far."""
        now = time.monotonic()
        return {
            company: {"observed": window.observed(now), "peak": window.peak, "refused": window.refused}
            for company, window in self.windows.items()
        }


def limit_requests(routes: Blueprint, dialect: RentManager) -> None:
    """Count each request to a company's host before anything else looks at it, and write the headers on every answer."""

    def window() -> Window | None:
        return dialect.desk.limits.windows.get((request.view_args or {}).get("company", ""))

    @routes.before_request
    def count() -> Response | None:
        counted = window()
        if counted is None:
            return None
        switches = dialect.village.settings
        seen = counted.take(time.monotonic(), int(switches["rate_limit"]), float(switches["rate_seconds"]))
        g.observed = seen.observed
        return None if seen.allowed else too_many()

    @routes.after_request
    def write_headers(response: Response) -> Response:
        counted = window()
        if counted is not None:
            observed = g.get("observed")
            if observed is None:  # a fault answered before the request was counted
                observed = counted.observed(time.monotonic())
            response.headers.update(headers(observed, dialect.village.settings))
        return response


def too_many() -> Response:
    """429. What its body holds is not evidenced: an ErrorModel is a guess."""
    return error_model(429)


def headers(observed: int, settings: Any) -> dict[str, str]:
    """The five headers. Their reset is a whole window ahead: by then all that was observed has left it."""
    limit = int(settings["rate_limit"])
    reset = int(time.time()) + int(settings["rate_seconds"])
    dated = settings["rate_reset_format"] == "date"
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Observed": str(observed),
        "X-RateLimit-Remaining": str(max(0, limit - observed)),
        "X-RateLimit-Reset": str(reset),
        "X-RateLimit-ResetTime": formatdate(reset, usegmt=True) if dated else str(reset),
    }
