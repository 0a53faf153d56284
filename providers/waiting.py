"""When to ask again: pauses between tries, a vendor's pace, and the limit that all who use one credential share."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from providers.config import Limiter
from providers.errors import RateLimitError, Where

OnWait = Callable[[float, str], None]

LONGEST_WAIT = 120.0


@dataclass(frozen=True)
class Pace:
    """Groups of `calls`, then `pause` seconds of silence, as a vendor asks for."""

    calls: int
    pause: float


class Waiting:
    """The waits of one connection. `on_wait(seconds, reason)` is told of every wait before it begins."""

    def __init__(
        self,
        label: str,
        *,
        pace: Pace | None,
        limiter: Limiter | None,
        backoff_seconds: float,
        sleep: Callable[[float], None],
        on_wait: OnWait | None,
    ) -> None:
        self._label = label
        self._pace = pace
        self._limiter = limiter
        self._backoff_seconds = backoff_seconds
        self._sleep = sleep
        self._on_wait = on_wait
        self._calls = 0
        self._last_call = 0.0

    def before_call(self, where: Where) -> None:
        """Returns when the next call may be made. RateLimitError where that would take longer than a worker should wait;
        nothing was sent then."""
        self._keep_pace()
        if self._limiter is None:
            return
        waited = 0.0
        while (pause := self._limiter.take()) > 0:
            if waited + pause > LONGEST_WAIT:
                raise self.too_long(pause, where)
            waited += pause
            self.wait(pause, f"keeping to {self._label}'s limit")

    def after_call(self) -> None:
        """A call has ended: from here on the vendor rests."""
        self._last_call = time.monotonic()

    def backoff(self, failures: int) -> float:
        """Seconds before the next try: doubling, with up to a quarter more so that not all return at once."""
        return self._backoff_seconds * 2.0 ** (failures - 1) * random.uniform(1.0, 1.25)

    def wait(self, seconds: float, reason: str) -> None:
        """Tell, then sleep."""
        if seconds <= 0:
            return
        if self._on_wait is not None:
            self._on_wait(seconds, reason)
        self._sleep(seconds)

    def too_long(self, pause: float, where: Where) -> RateLimitError:
        """The error of a wait that is given back to whoever scheduled the run."""
        return RateLimitError(
            f"{self._label} asks us to wait {pause:.0f} seconds, so the run goes on later.", retry_after=pause, **where
        )

    def _keep_pace(self) -> None:
        """Pause where the vendor's group of calls is used up and no pause has come about by itself."""
        if self._pace is None:
            return
        rested = time.monotonic() - self._last_call
        if rested >= self._pace.pause:
            self._calls = 0
        elif self._calls == self._pace.calls:
            self.wait(self._pace.pause - rested, f"keeping the pace that {self._label} asks for")
            self._calls = 0
        self._calls += 1
