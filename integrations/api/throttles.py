"""How often the API may be asked: per person, per agency, and per address where nobody is signed in yet.

Requests are counted in the cache, one number for each minute (or hour, or day). So at the turn of a minute twice as many may
come as the rate says; in return a request costs one small statement there, whatever the rate."""

import logging
import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

from agencies.audit import address_of
from integrations.api.asker import agencies_asked

if TYPE_CHECKING:
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)


class Rate(SimpleRateThrottle, ABC):
    """Lets a request through while none of its keys is used up. Without the cache everything is let through: an API that is
    away because its counting is away would be worse than an uncounted one."""

    num_requests: int
    duration: int
    remaining_seconds = 0.0

    def get_rate(self) -> Any:
        """The rate as the settings say now."""
        return api_settings.DEFAULT_THROTTLE_RATES.get(self.scope or "")

    @abstractmethod
    def keys(self, request: Request, view: "APIView") -> list[str]:
        """Whom the request is counted for."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Whether the request may go on. Counts it."""
        if self.rate is None:
            return True
        now = time.time()
        window = int(now // self.duration)
        self.remaining_seconds = (window + 1) * self.duration - now
        try:
            counts = [self._count(f"throttle:{self.scope}:{key}:{window}") for key in self.keys(request, view)]
        except (RedisError, OSError) as error:
            logger.warning("Requests are not counted: the cache is away (%s).", type(error).__name__)
            return True
        return all(count <= self.num_requests for count in counts)

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.remaining_seconds

    def _count(self, key: str) -> int:
        cache.add(key, 0, timeout=2 * self.duration)
        try:
            return cache.incr(key)
        except ValueError:  # a small cache may have thrown it out in between
            return 1


class ByPerson(Rate):
    """Whoever is signed in."""

    scope = "person"

    def keys(self, request: Request, view: "APIView") -> list[str]:
        """The person; nobody where the operation needs nobody."""
        return [str(request.user.pk)] if request.user and request.user.is_authenticated else []


class ByAgency(Rate):
    """The agency that the request names, or all agencies of the person."""

    scope = "agency"

    def keys(self, request: Request, view: "APIView") -> list[str]:
        """Only agencies at which the person works: nobody uses up a stranger's rate."""
        return [str(key) for key in agencies_asked(request, view)]


class SyncStarts(ByPerson):
    """Whoever starts syncs."""

    scope = "sync_starts"


class SignIns(Rate):
    """The address from which somebody signs in."""

    scope = "sign_in"

    def keys(self, request: Request, view: "APIView") -> list[str]:
        """The address."""
        return [address_of(request._request) or "unknown"]


def and_also(*more: type[Rate]) -> list[Any]:
    """The throttles of every view, with these."""
    return [*api_settings.DEFAULT_THROTTLE_CLASSES, *more]
