"""What vendors say of themselves: read now and then where a status page is declared, and kept."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from integrations import errands
from integrations.models import Connection, VendorStatus
from providers import registry, statuspages
from providers.base import Provider

READ = "integrations.read_vendor_status"  # by name: the task stands above this module, in tasks.py
READ_EVERY = timedelta(minutes=5)
# What was read longer ago than this says nothing about now.
KNOWN_FOR = timedelta(minutes=30)

logger = logging.getLogger(__name__)


def speaks_for(provider: type[Provider]) -> bool:
    """Whether there is a page to read, and it speaks of the host that we use: a sandbox's or a proxy's is another."""
    return bool(provider.status_page) and not settings.PROVIDERS[provider.slug]["api_url"]


def due(now: datetime) -> list[str]:
    """The providers in use whose page should be read again: two queries."""
    used = set(Connection.objects.filter(status__in=Connection.IN_USE).values_list("provider", flat=True).distinct())
    fresh = set(VendorStatus.objects.filter(read_at__gt=now - READ_EVERY).values_list("provider", flat=True))
    return [
        provider.slug for provider in registry.all_providers() if provider.slug in used - fresh and speaks_for(provider)
    ]


def queue_due(now: datetime | None = None) -> int:
    """Send workers to read what is due; how many pages that are."""
    found = due(now or timezone.now())
    for slug in found:
        errands.send(READ, slug, expires=60)
    return len(found)


def read(slug: str, now: datetime | None = None) -> VendorStatus | None:
    """What the provider's page says now, kept; None where it was read just now, or there is none to read."""
    now = now or timezone.now()
    if slug not in due(now):
        return None
    said = statuspages.read(registry.get(slug).status_page)
    before = VendorStatus.objects.filter(pk=slug).first()
    since = before.since if before and (before.is_up, before.words) == (said.is_up, said.words) else now
    if since == now:
        logger.info("%s says of itself: %s", slug, said.words)
    kept = {"is_up": said.is_up, "words": said.words, "read_at": now, "since": since}
    return VendorStatus.objects.update_or_create(pk=slug, defaults=kept)[0]


def known(provider: type[Provider], now: datetime) -> VendorStatus | None:
    """What its page said last, None where that is long ago or it has none: one query."""
    if not speaks_for(provider):
        return None
    return VendorStatus.objects.filter(pk=provider.slug, read_at__gt=now - KNOWN_FOR).first()


def words_of(provider: type[Provider], status: VendorStatus | None) -> str:
    """What a person is told of the vendor's own word, also where there is none."""
    if not provider.status_page:
        return f"{provider.label} publishes no status page that pmsync can read."
    if not speaks_for(provider):
        return f"pmsync is pointed at another host, of which {provider.label}'s status page says nothing."
    if status is None:
        return f"{provider.label}'s status page has not been read lately."
    return status.words
