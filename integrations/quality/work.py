"""Rules for maintenance jobs, inspections, checks and appointments."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from integrations.quality.rule import Rule, Scope, Severity, always, blank
from portfolio.models import ComplianceTask, Inspection, MaintenanceJob
from providers.records import Kind

OVER = (*MaintenanceJob.DONE, MaintenanceJob.Status.REJECTED, MaintenanceJob.Status.CANCELLED)
TOO_LONG = timedelta(days=180)
WAITING = (ComplianceTask.Status.OPEN, ComplianceTask.Status.SCHEDULED)


def open_too_long(scope: Scope) -> Q:
    """It was reported so long ago, and is not over."""
    since = datetime.combine(scope.today - TOO_LONG, datetime.min.time(), tzinfo=scope.connection.agency.zone)
    return ~Q(status__in=OVER) & Q(reported_at__lt=since)


RULES = (
    Rule(
        "job_without_property",
        Kind.MAINTENANCE_JOB,
        Severity.MISSING,
        0.5,
        "The job is at no property.",
        "Say in the other system which property the job is at.",
        always(Q(property__isnull=True)),
    ),
    Rule(
        "job_without_summary",
        Kind.MAINTENANCE_JOB,
        Severity.MISSING,
        0.25,
        "Nothing says what the job is about.",
        "Give the job a summary in the other system.",
        always(blank("summary", "description")),
    ),
    Rule(
        "job_closed_before_reported",
        Kind.MAINTENANCE_JOB,
        Severity.INCONSISTENT,
        1.0,
        "The job was closed before it was reported.",
        "Correct the times in the other system.",
        always(Q(closed_at__lt=F("reported_at"))),
    ),
    Rule(
        "job_open_too_long",
        Kind.MAINTENANCE_JOB,
        Severity.INCONSISTENT,
        0.5,
        "The job has been open for more than 180 days.",
        "Close the job in the other system, or take it up again.",
        open_too_long,
    ),
    Rule(
        "inspection_without_day",
        Kind.INSPECTION,
        Severity.MISSING,
        0.5,
        "The inspection has neither a due day nor a time.",
        "Plan the inspection in the other system.",
        always(~Q(status=Inspection.Status.CANCELLED) & Q(due_date__isnull=True, starts_at__isnull=True)),
    ),
    Rule(
        "inspection_without_property",
        Kind.INSPECTION,
        Severity.MISSING,
        0.5,
        "The inspection is of no property.",
        "Say in the other system which property it is of.",
        always(Q(property__isnull=True)),
    ),
    Rule(
        "check_without_due_day",
        Kind.COMPLIANCE_EVENT,
        Severity.MISSING,
        0.5,
        "The check is to be done and has no due day.",
        "Enter by when it must be done in the other system.",
        always(Q(status__in=WAITING, due_date__isnull=True)),
    ),
    Rule(
        "check_done_on_no_day",
        Kind.COMPLIANCE_EVENT,
        Severity.MISSING,
        0.5,
        "The check is done, and nothing says when.",
        "Enter the day it was done in the other system.",
        always(Q(status=ComplianceTask.Status.COMPLETED, completed_on__isnull=True)),
    ),
    Rule(
        "check_done_in_the_future",
        Kind.COMPLIANCE_EVENT,
        Severity.INCONSISTENT,
        1.0,
        "The check was done on a day that is still to come.",
        "Correct the day in the other system.",
        lambda scope: Q(completed_on__gt=scope.today),
    ),
    Rule(
        "appointment_without_time",
        Kind.APPOINTMENT,
        Severity.MISSING,
        0.5,
        "The appointment has no time.",
        "Enter when it is in the other system.",
        always(Q(starts_at__isnull=True)),
    ),
    Rule(
        "appointment_ends_before_start",
        Kind.APPOINTMENT,
        Severity.INCONSISTENT,
        1.0,
        "The appointment ends before it begins.",
        "Correct its times in the other system.",
        always(Q(ends_at__lt=F("starts_at"))),
    ),
)
