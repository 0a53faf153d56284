"""Posts that are not taken. Every refusal comes by here, and the last of a receiver is kept in words: a wrong list of addresses
loses every event, and nobody would know."""

from http import HTTPStatus
from ipaddress import ip_address
from threading import Lock
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from integrations.hooks.known import Receiver
from integrations.models import WebhookReceiver

APART_SECONDS = 60.0
LONGEST_BODY = 256 * 1024
WORDS = {
    HTTPStatus.BAD_REQUEST: "It was not as long as it said.",
    HTTPStatus.UNAUTHORIZED: "It was not signed with the secret, or more than five minutes ago.",
    HTTPStatus.FORBIDDEN: "It came from {address}, which is not among the addresses that may post.",
    HTTPStatus.GONE: "Events were switched off, or the connection was not in use.",
    HTTPStatus.LENGTH_REQUIRED: "It did not say how long it was.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: f"It was longer than {LONGEST_BODY // 1024} KiB.",
}
PROXY = "If that is a proxy of your own, whoever runs pmsync must set BEHIND_PROXY."

_last: dict[UUID, float] = {}
_lock = Lock()


def note(status: HTTPStatus, receiver: Receiver | None, address: str) -> None:
    """Keep that a post was refused, at most once a minute for each receiver in each process. Call it once the answer has been
    sent. What is pmsync's own trouble (503), or came to no receiver (404, 405), is kept nowhere."""
    if receiver is None or status not in WORDS or not _is_time(receiver.connection_id):
        return
    because = reason(status, address)
    WebhookReceiver.objects.filter(pk=receiver.connection_id).update(refused_at=timezone.now(), refused_because=because)


def reason(status: HTTPStatus, address: str) -> str:
    """Why a post was refused, for those who set the receiver up."""
    words = WORDS[status].format(address=address[:45] or "an unknown address")
    return f"{words} {PROXY}" if status == HTTPStatus.FORBIDDEN and _may_be_a_proxy(address) else words


def _may_be_a_proxy(address: str) -> bool:
    try:
        return not settings.BEHIND_PROXY and ip_address(address).is_private
    except ValueError:
        return False


def _is_time(connection_id: UUID) -> bool:
    now = monotonic()
    with _lock:
        for known in [known for known, at in _last.items() if at <= now - APART_SECONDS]:
            del _last[known]
        return _last.setdefault(connection_id, now) == now
