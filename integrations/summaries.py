"""Mailing what each night came to: once for each run, to those admins who want to know.

A run's row holds when its summary was sent. That is also the claim: of two workers one gets it. Where the mail server is away
the claim is given back and the next minute tries again, for a day."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from agencies.models import Agency, Membership
from integrations import digest_words, notices
from integrations.digest import Digest, Weight, digest
from integrations.models import SyncLog

logger = logging.getLogger(__name__)

TRIED_FOR = timedelta(hours=24)
# The ask to reconnect has been mailed already: see connecting.lose.
TOLD_OTHERWISE = "sign_in_refused"


def mail_waiting(now: datetime | None = None) -> int:
    """How many summaries were sent, of the nights that are over and have not been spoken of. Where the mail server is away it
    stops there, and the next call goes on."""
    now = now or timezone.now()
    nights = SyncLog.objects.filter(trigger=SyncLog.Trigger.SCHEDULE, mailed_at__isnull=True).exclude(
        status__in=SyncLog.LIVE
    )
    waiting = nights.filter(completed_at__gt=now - TRIED_FOR).order_by("completed_at").values_list("pk", flat=True)
    sent = 0
    for log_id in list(waiting):
        try:
            sent += mail(log_id)
        except notices.MailServerAway as error:
            logger.warning("The summary of run %s waits for the mail server: %s", log_id, error)
            break
    return sent


def mail(log_id: UUID) -> bool:
    """Whether this call sent the run's summary: not where another has it, or where nobody wants to know. MailServerAway
    where it may be sent later."""
    unsaid = SyncLog.objects.filter(pk=log_id, mailed_at__isnull=True).exclude(status__in=SyncLog.LIVE)
    if not unsaid.update(mailed_at=timezone.now()):
        return False
    log = SyncLog.objects.for_page().get(pk=log_id)
    if any(error.get("code") == TOLD_OTHERWISE for error in log.errors):
        return False
    found = digest(log)
    addresses = wanted_by(log.connection.agency, found.weight)
    if not addresses:
        return False
    try:
        notices.send(digest_words.subject(found), *forms(found), addresses)
    except notices.MailServerAway:
        SyncLog.objects.filter(pk=log_id).update(mailed_at=None)
        raise
    return True


def wanted_by(agency: Agency, weight: Weight) -> list[str]:
    """The addresses of the admins who want to hear of such a run: one query."""
    every = Q(summaries=Membership.Summaries.ALL)
    wants = {
        Weight.PROBLEMS: every | Q(summaries=Membership.Summaries.PROBLEMS),
        Weight.NEWS: every,
        Weight.QUIET: every & Q(quiet_nights=True),
    }[weight]
    return list(notices.admins(agency).filter(wants).order_by("pk").values_list("user__email", flat=True))


def forms(found: Digest) -> tuple[str, str]:
    """The mail as plain text and as HTML, with days and numbers as the agency writes them."""
    log, agency = found.log, found.log.connection.agency
    with timezone.override(agency.zone), translation.override(agency.locale):
        sections = digest_words.sections(found)
        about = {
            "subject": digest_words.subject(found),
            "log": log,
            "connection": log.connection,
            "agency": agency,
            "label": digest_words.label_of(found),
            "has_failed": found.has_failed,
            "lines": [(row.words, digest_words.in_numbers(row.count)) for row in found.counted.lines],
            "sections": sections,
            "run": digest_words.address("job", log.connection, log.pk),
            "undo": digest_words.address("undo", log.connection, log.pk) if found.has_changes else "",
            "preferences": digest_words.preferences_address(),
        }
        return digest_words.as_text(found, sections, agency), render_to_string("mail/summary.html", about)
