"""A vendor's limit of calls, counted over all processes that share it: never more than so many in any window.

With Redis the window is a sorted set, trimmed and counted by one script on Redis' own clock. Without it, which is for one
machine, it is a row of the database, held only while it is counted."""

import time
from functools import cache

import redis
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.utils.crypto import salted_hmac

from integrations.models import CallWindow
from providers.config import Limit, Limiter
from providers.errors import UnavailableError

# Calls arrive later than they are granted, some sooner than others: the window is counted so much longer.
ON_THEIR_WAY = 1.0
# One call in so many is kept free for those that no connection makes: trying a sign-in, opening and closing a session.
SPARE = 50

TAKE = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local most, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) >= most then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return tonumber(oldest[2]) + window - now + 1
end
local latest = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')
if latest[2] and tonumber(latest[2]) >= now then now = tonumber(latest[2]) + 1 end
redis.call('ZADD', KEYS[1], now, string.format('%d', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000) + 1000)
return 0
"""


def limiter(limit: Limit, label: str, whose: str) -> Limiter:
    """Counts with everybody who gives the same `whose`."""
    key = salted_hmac("integrations.limit", whose, algorithm="sha256").hexdigest()
    most, window = limit.calls - limit.calls // SPARE, limit.seconds + ON_THEIR_WAY
    return InRedis(key, most, window, label) if settings.REDIS_URL else InDatabase(key, most, window)


class InRedis:
    """A window in Redis."""

    def __init__(self, key: str, most: int, window: float, label: str) -> None:
        self._key = caches["default"].make_key(f"calls:{key}")
        self._most = most
        self._window = window
        self._label = label

    def take(self) -> float:
        """Seconds to wait before asking again; 0 where the call is granted, and counted."""
        try:
            pause = script_at(settings.REDIS_URL)(keys=[self._key], args=[self._most, round(self._window * 1_000_000)])
        except redis.RedisError as error:
            raise UnavailableError(
                f"pmsync cannot count its calls to {self._label} for now, so it makes none. It tries again later."
            ) from error
        return float(pause) / 1_000_000


class InDatabase:
    """A window in the database. The row is locked for as long as it takes to count, in a transaction of its own: one that is
    part of another would hold everybody up, and its count could be taken back although the call was made."""

    def __init__(self, key: str, most: int, window: float) -> None:
        self._key = key
        self._most = most
        self._window = window

    def take(self) -> float:
        """Seconds to wait before asking again; 0 where the call is granted, and counted."""
        with transaction.atomic(durable=True):
            row, _ = CallWindow.objects.select_for_update().get_or_create(key=self._key)
            now = max([time.time(), *row.calls[-1:]])  # a clock that was put back must not open the window
            counted = [at for at in row.calls if at > now - self._window]
            if len(counted) >= self._most:
                return max(counted[0] + self._window - now, 0.001)
            row.calls = [*counted, now]
            row.save(update_fields=["calls"])
            return 0.0


@cache
def script_at(url: str) -> redis.commands.core.Script:
    """The script at a Redis, with connections that all threads of a process share."""
    return redis.Redis.from_url(url).register_script(TAKE)
