"""Holding on to edits while they are sent. Vendors may take minutes to answer, and a worker that says nothing for so long passes
for dead: another one then looks up what became of its edits, and may send them again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from integrations.models import OutgoingEdit
from integrations.twoway.claiming import Claim
from providers.config import Call

RENEW_AFTER = timedelta(seconds=20)


class Taken(Exception):
    """The edits were taken from this worker, which was silent for too long. It must not send them any more."""


class Grip:
    """One worker's hold on what it sends. Told of every call to the vendor and of every wait, it says that the worker is alive:
    `alive` is called, and the claim of the edits renewed. Raises Taken where they are another's by now."""

    def __init__(self, alive: Callable[[], None]) -> None:
        self._alive = alive
        self._claim: UUID | None = None
        self._renewed_at = timezone.now()

    @contextmanager
    def on(self, claims: Sequence[Claim]) -> Iterator[None]:
        """Hold these edits, which have just been claimed together, until what became of them is known."""
        self._claim, self._renewed_at = claims[0].edit.claim, claims[0].edit.claimed_at or timezone.now()
        try:
            yield
        finally:
            self._claim = None

    def keep(self) -> None:
        """Renew it, unless that was done a moment ago. Call it right before anything is sent that must not be sent twice."""
        now = timezone.now()
        if now - self._renewed_at < RENEW_AFTER:
            return
        if self._claim is not None:
            held = OutgoingEdit.objects.filter(claim=self._claim, status=OutgoingEdit.Status.SENDING)
            if not held.update(claimed_at=now):
                raise Taken
        self._renewed_at = now
        self._alive()

    def after_call(self, call: Call) -> None:
        """A call was made."""
        self.keep()

    def before_wait(self, seconds: float, reason: str) -> None:
        """A wait begins."""
        self.keep()
