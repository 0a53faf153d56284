"""The mail that says that an address was given up."""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from integrations import notices
from integrations.models import EventSubscription
from integrations.nudging import Nudger
from integrations.subscriptions.subscribing import host_of

logger = logging.getLogger(__name__)

TELL_DISABLED = "integrations.tell_disabled"  # by name: the task stands above this module, in tasks.py
TRIED_FOR = timedelta(hours=24)
APART_SECONDS = 60.0

nudger = Nudger(TELL_DISABLED, APART_SECONDS)


def disabled(subscription: EventSubscription) -> None:
    """Have the agency's admins mailed once the transaction is through."""
    transaction.on_commit(lambda: nudger.send(subscription.pk))


def nudge_untold() -> None:
    """Have the mails sent that the broker or the mail server did not take, for a day: one query. The tick calls it."""
    for subscription_id in _untold().filter(disabled_at__gt=timezone.now() - TRIED_FOR).values_list("pk", flat=True):
        nudger.send(subscription_id)


def mail(subscription_id: UUID) -> bool:
    """Whether this call mailed the agency's admins that the subscription is off. `told_at` is also the claim: of two workers
    one gets it. Where the mail server is away the claim is given back, and the tick has it tried again."""
    if not _untold().filter(pk=subscription_id).update(told_at=timezone.now()):
        return False
    subscription = EventSubscription.objects.select_related("agency").get(pk=subscription_id)
    addresses = list(notices.admins(subscription.agency).order_by("pk").values_list("user__email", flat=True))
    if not addresses:
        return False
    about = {
        "subject": f"{host_of(subscription)} is no longer told of events",
        "subscription": subscription,
        "host": host_of(subscription),
        "agency": subscription.agency,
        "preferences": settings.SITE_URL + reverse("agencies:notifications"),
        "page": settings.SITE_URL + reverse("integrations:subscription", args=[subscription.pk]),
    }
    text = (
        f"pmsync has stopped sending events of {subscription.agency} to {about['host']}.\n\n"
        f"{subscription.disabled_because}\n\n"
        "Once that side works again, switch the subscription on and send again what it missed.\n\n"
        f"Look at it: {about['page']}\n"
    )
    try:
        notices.send(str(about["subject"]), text, render_to_string("mail/subscription_off.html", about), addresses)
    except notices.MailServerAway as error:
        logger.warning("The mail about subscription %s waits for the mail server: %s", subscription.pk, error)
        EventSubscription.objects.filter(pk=subscription_id).update(told_at=None)
        return False
    return True


def _untold() -> QuerySet[EventSubscription]:
    return EventSubscription.objects.filter(is_on=False, disabled_at__isnull=False, told_at__isnull=True)
