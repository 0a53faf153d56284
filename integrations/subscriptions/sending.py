"""Sending what waits: claimed, posted side by side, and tried again for more than a day. Of two workers one gets a message; one
that was killed on the way is sent again under the same id, by which the other side knows it. Order is not promised."""

import json
import logging
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from time import monotonic

from django.core.cache import cache
from django.utils import timezone

from agencies.refusals import Refusal
from integrations import events
from integrations.observing import tallies
from integrations.subscriptions import addresses, signing, telling
from integrations.subscriptions.claiming import AT_ONCE, Parcel, claim, is_any_due
from integrations.subscriptions.noting import note
from integrations.subscriptions.posting import Answer, post

logger = logging.getLogger(__name__)

LONGEST_WORK_SECONDS = 50.0
LOOK_AGAIN_SECONDS = 1.0
ALONE = "sending-events"


def send_due() -> int:
    """How many messages were posted. One worker sends at a time, so that addresses which do not answer hold up no more than
    one; it goes on until nothing is due, for most of a minute, and leaves the rest to the next."""
    until, sent = monotonic() + LONGEST_WORK_SECONDS, 0
    while monotonic() < until and cache.add(ALONE, 1, LONGEST_WORK_SECONDS + 30):
        try:
            sent += _send(until)
        finally:
            cache.delete(ALONE)
        if not is_any_due():  # who came meanwhile was turned away
            return sent
    if sent:
        events.nudger.send(seconds=1)
    return sent


def _send(until: float) -> int:
    """Ten at a time. Whoever answers makes room for the next, so that nobody waits for the slowest."""
    sent, flying = 0, dict[Future[Answer], Parcel]()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="events") as posting:
        while True:
            if monotonic() < until and len(flying) < AT_ONCE:
                flying |= {posting.submit(_post, parcel): parcel for parcel in claim(AT_ONCE - len(flying))}
            if not flying:
                return sent
            done, _ = wait(flying, LOOK_AGAIN_SECONDS, FIRST_COMPLETED)
            for future in done:
                note(flying.pop(future).delivery, future.result(), timezone.now())
            tallies.add_all(Counter(("webhooks_sent", _outcome(future.result())) for future in done))
            sent += len(done)


def _outcome(answer: Answer) -> tallies.Labels:
    return tallies.labels_of({"outcome": "delivered" if answer.is_good else "failed"})


def nudge_due() -> None:
    """Have a worker send what is due, and mail what nobody was told of yet, where there is anything: two queries. The tick
    calls it."""
    if is_any_due():
        events.nudger.send()
    telling.nudge_untold()


def _post(parcel: Parcel) -> Answer:
    """In a thread of its own, which asks the database for nothing."""
    try:
        target = addresses.check(parcel.url)
        body = json.dumps(parcel.delivery.payload, separators=(",", ":"), ensure_ascii=False)
        signed = signing.headers(str(parcel.delivery.pk), timezone.now(), body, parcel.secrets)
        kind = {"Content-Type": "application/json", "User-Agent": "pmsync-webhooks/1"}
        return post(target, body.encode(), kind | signed)
    except Refusal as refusal:
        return Answer(None, refusal.message[:200], 0)
    except Exception:  # whatever is wrong with one message, the others must go
        logger.exception("Message %s could not be sent.", parcel.delivery.pk)
        return Answer(None, "Something went wrong inside pmsync.", 0)
