"""Rules for applications, screenings, associations and what concerns them."""

from django.db.models import F, Q

from integrations.quality.rule import Rule, Severity, always, blank
from portfolio.models import Violation
from providers.records import Kind

CLOSED = Q(status=Violation.Status.CLOSED)

RULES = (
    Rule(
        "application_without_applicant",
        Kind.APPLICATION,
        Severity.MISSING,
        1.0,
        "The application names nobody.",
        "Enter the applicant in the other system.",
        always(blank("applicant_name") & Q(prospect__isnull=True)),
    ),
    Rule(
        "application_without_home",
        Kind.APPLICATION,
        Severity.MISSING,
        0.25,
        "The application is for no property and no unit.",
        "Say in the other system what was applied for.",
        always(Q(property__isnull=True, unit__isnull=True)),
    ),
    Rule(
        "screening_of_nobody",
        Kind.SCREENING,
        Severity.MISSING,
        1.0,
        "The screening names nobody.",
        "Link it to a tenant or a prospect in the other system.",
        always(blank("name") & Q(tenant__isnull=True, prospect__isnull=True)),
    ),
    Rule(
        "association_without_name",
        Kind.ASSOCIATION,
        Severity.MISSING,
        0.5,
        "The association has no name.",
        "Name it in the other system.",
        always(blank("name")),
    ),
    Rule(
        "association_without_board",
        Kind.ASSOCIATION,
        Severity.MISSING,
        0.25,
        "Nobody is on the association's board.",
        "Enter the board in the other system.",
        always(Q(board=[])),
    ),
    Rule(
        "violation_without_day",
        Kind.VIOLATION,
        Severity.MISSING,
        0.5,
        "Nothing says when the violation was found.",
        "Enter the day in the other system.",
        always(Q(found_on__isnull=True)),
    ),
    Rule(
        "violation_closed_on_no_day",
        Kind.VIOLATION,
        Severity.MISSING,
        0.5,
        "The violation is closed, and nothing says when.",
        "Enter the day it was closed in the other system.",
        always(CLOSED & Q(closed_on__isnull=True)),
    ),
    Rule(
        "violation_closed_before_found",
        Kind.VIOLATION,
        Severity.INCONSISTENT,
        1.0,
        "The violation was closed before it was found.",
        "Correct the days in the other system.",
        always(Q(closed_on__lt=F("found_on"))),
    ),
    Rule(
        "request_without_day",
        Kind.ARCHITECTURAL_REQUEST,
        Severity.MISSING,
        0.25,
        "Nothing says when the request was made.",
        "Enter the day in the other system.",
        always(Q(submitted_on__isnull=True)),
    ),
    Rule(
        "request_of_nobody",
        Kind.ARCHITECTURAL_REQUEST,
        Severity.MISSING,
        0.5,
        "The request was made by nobody who is known.",
        "Link it to its owner in the other system.",
        always(Q(tenant__isnull=True)),
        needs=(Kind.TENANT,),
    ),
)
