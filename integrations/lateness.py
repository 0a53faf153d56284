"""Nights that did not begin and export files that did not come: said once a day, by a loud mail and on the page.

`Connection.missed_on` is the day that was noted as late; it is also the claim of the one who mails, and is taken back as soon
as all is well."""

import logging
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from agencies.models import Membership
from integrations import notices
from integrations.files import drops
from integrations.models import Connection, ImportFile
from providers import registry
from providers.errors import ProviderError

logger = logging.getLogger(__name__)

# A night that is so late did not come: what starts nights was down.
OVERDUE_AFTER = timedelta(hours=2)
A_WEEK = timedelta(days=7)


def look(now: datetime | None = None) -> int:
    """How many connections were mailed about. Call it before the nights that are due are taken, or a night that was missed
    looks as if it had been on time."""
    now = now or timezone.now()
    watched = Q(next_sync_at__lt=now - OVERDUE_AFTER) | Q(expected_by__isnull=False) | Q(missed_on__isnull=False)
    told = 0
    for connection in Connection.objects.for_page().syncing().filter(watched):
        missed = missing(connection, now)
        if missed is None:
            _all_is_well(connection)
        elif _claim(connection, connection.agency.local_day(now)):
            told += _tell(connection, *missed)
    return told


def missing(connection: Connection, now: datetime) -> tuple[str, str] | None:
    """Subject and sentence on what did not come; None where all is well."""
    label = registry.get(connection.provider).label
    planned = connection.next_sync_at
    if planned is not None and planned < now - OVERDUE_AFTER:
        day = day_in_words(planned, connection, now)
        return (
            f"{label} did not sync: the night planned for {day} did not begin",
            f"The sync of {connection} that was planned for {day} has not begun two hours later. It is made up for as soon as "
            "pmsync runs again. If you get this more than once, tell whoever runs pmsync.",
        )
    if not is_late(connection, now):
        return None
    last = files_of(connection).order_by("-modified_at").values_list("modified_at", flat=True).first()
    since = f"since {day_in_words(last, connection, now)}" if last else "so far"
    return (
        f"No export from {label} {since}",
        f"A file from {label} is expected each day by {connection.expected_by:%H:%M}, and none has come {since}. Look in "
        f"{label} whether its export still runs and where it sends the file. You can also hand a file in by hand.",
    )


def is_late(connection: Connection, now: datetime) -> bool:
    """Whether no file was written for this connection since the time of yesterday by which one was expected. Before today's
    time nothing is late, nor for a younger connection. The drop is looked into before the day is noted as late."""
    if not connection.takes_files or connection.expected_by is None:
        return False
    today = connection.agency.local_day(now)
    due, before = expected_at(connection, today), expected_at(connection, today - timedelta(days=1))
    if now < due or connection.created_at > before:
        return False
    if _has_come(connection, before):
        return False
    if connection.missed_on == today:
        return True
    return not _lies_in_the_drop(connection, before)


def expected_at(connection: Connection, day: date) -> datetime:
    """When that day's file should have come. Where the clock jumps over the hour it counts as the gap ends; where it passes
    twice, the first counts."""
    assert connection.expected_by is not None
    return datetime.combine(day, connection.expected_by, tzinfo=connection.agency.zone).astimezone(UTC)


def files_of(connection: Connection) -> QuerySet[ImportFile]:
    """The files that came for this connection, and those of its agency that nobody has looked into yet. What people bring in
    through the wizard is no export."""
    here = Q(connection=connection) | Q(connection=None, status__in=ImportFile.OPEN)
    return ImportFile.objects.filter(here, agency=connection.agency_id).exclude(origin=ImportFile.Origin.WIZARD)


def day_in_words(moment: datetime, connection: Connection, now: datetime) -> str:
    """Such as "Tuesday, 02:00"; with the date where that is a week ago or more."""
    agency = connection.agency
    local = moment.astimezone(agency.zone)
    with translation.override(agency.locale):
        day = f"{local:%A}" if now - moment < A_WEEK - timedelta(days=1) else date_format(local.date())
    return f"{day}, {local:%H:%M}"


def _has_come(connection: Connection, since: datetime) -> bool:
    """By the time at which the file was written, not at which it was found: yesterday's is often found today."""
    return files_of(connection).filter(modified_at__gte=since).exists()


def _lies_in_the_drop(connection: Connection, since: datetime) -> bool:
    """Whether a file waits there that no run has seen: it may well be the one. One query."""
    try:
        found = {(file.key, file.version) for file in drops.listing(connection.agency) if file.modified_at >= since}
    except ProviderError as error:
        logger.warning("The drop of connection %s could not be looked into: %s", connection.pk, error.message)
        return False
    seen = ImportFile.objects.filter(agency=connection.agency_id, modified_at__gte=since)
    return bool(found.difference(seen.values_list("drop_key", "version")))


def _claim(connection: Connection, today: date) -> bool:
    unsaid = Connection.objects.filter(Q(missed_on__isnull=True) | Q(missed_on__lt=today), pk=connection.pk)
    return bool(unsaid.update(missed_on=today))


def _all_is_well(connection: Connection) -> None:
    if connection.missed_on is not None:
        Connection.objects.filter(pk=connection.pk, missed_on=connection.missed_on).update(missed_on=None)


def _tell(connection: Connection, subject: str, sentence: str) -> bool:
    """Mail the admins who want to hear of problems. Where the mail server is away the claim goes back, and the next look tries
    again."""
    agency = connection.agency
    wanting = notices.admins(agency).exclude(summaries=Membership.Summaries.NONE).order_by("pk")
    addresses = list(wanting.values_list("user__email", flat=True))
    if not addresses:
        return False
    path = reverse("integrations:provider", args=[connection.provider])
    about = {
        "subject": subject,
        "sentence": sentence,
        "connection": connection,
        "agency": agency,
        "page": settings.SITE_URL + path,
        "preferences": settings.SITE_URL + reverse("agencies:notifications"),
    }
    text = (
        f"{connection}, {agency}\n\n{sentence}\n\nLook at it: {about['page']}\n\n"
        f"You get this because you are an admin of {agency}.\nChoose which: {about['preferences']}\n"
    )
    try:
        notices.send(subject, text, render_to_string("mail/missed.html", about), addresses)
    except notices.MailServerAway as error:
        logger.warning("The mail about connection %s waits for the mail server: %s", connection.pk, error)
        Connection.objects.filter(pk=connection.pk).update(missed_on=connection.missed_on)
        return False
    return True
