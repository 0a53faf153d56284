"""The mail that says that an address was given up."""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
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
AGAIN_SECONDS = 300.0

nudger = Nudger(TELL_DISABLED, AGAIN_SECONDS)


def disabled(subscription: EventSubscription) -> None:
    """Have the agency's admins mailed once the transaction is through."""
    transaction.on_commit(lambda: nudger.send(subscription.pk))


def mail(subscription_id: UUID) -> bool:
    """Whether the admins of the agency were mailed that the subscription is off. Where the mail server is away it is tried
    again every five minutes, for a day."""
    subscription = EventSubscription.objects.select_related("agency").filter(pk=subscription_id, is_on=False).first()
    if subscription is None or subscription.disabled_at is None:
        return False
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
        if timezone.now() - subscription.disabled_at < TRIED_FOR:
            nudger.send(subscription.pk, AGAIN_SECONDS)
        return False
    return True
