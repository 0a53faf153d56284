"""A finished job with an accepted quotation becomes an expense, for vendors whose invoices cannot be read.

Which quotations are still to be read follows from the rows themselves, so a killed run goes on where it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import F

from integrations.models import PropertyMapping
from integrations.sync.bulk import Row, update
from integrations.sync.facts import Facts
from integrations.sync.refs import identified
from integrations.sync.targets import TARGETS
from portfolio.models import MaintenanceJob, Transaction
from providers.records import BillRecord, Kind, MaintenanceInvoiceRecord

EXPENSE = "job/"


@dataclass
class Invoices:
    """What a page of quotations comes to: expenses, and by an expense's id what its job is to remember. `passed_over`
    counts quotations that nobody accepted."""

    jobs: dict[str, Row] = field(default_factory=dict)
    bills: list[BillRecord] = field(default_factory=list)
    passed_over: int = 0


def jobs_to_ask(facts: Facts) -> list[str]:
    """The vendor's ids of finished jobs under synced properties whose accepted quotation has not been read. One query."""
    jobs = MaintenanceJob.objects.filter(
        agency_id=facts.agency_id,
        external_source=facts.source,
        external_account=facts.account,
        status__in=MaintenanceJob.DONE,
        withdrawn_at__isnull=True,
        property__mappings__connection_id=facts.connection_id,
        property__mappings__auto_sync=True,
    ).exclude(accepted_quote_id__in=["", F("quote_read")])
    ids = jobs.order_by("closed_at", "external_id").values_list("external_id", flat=True).distinct()
    return [external_id for external_id in ids if external_id]


def invoices(facts: Facts, records: Sequence[MaintenanceInvoiceRecord]) -> Invoices:
    """The expenses that accepted quotations make, dated by the day the job was closed at the agency; one that is booked
    before the vendor says that day keeps the day it was booked. Three queries at most."""
    ids = {record.job_id for record in records}
    asked = identified(facts, TARGETS[Kind.MAINTENANCE_JOB], ids).only(
        "external_id", "property_id", "accepted_quote_id", "summary", "supplier_name", "closed_at"
    )
    jobs = {job.external_id: job for job in asked}
    found = Invoices()
    theirs = dict(
        PropertyMapping.objects.filter(
            connection_id=facts.connection_id, property_id__in={job.property_id for job in jobs.values()}
        ).values_list("property_id", "provider_property_id")
    )
    booked_on = days_booked(facts, [expense_id(key or "") for key, job in jobs.items() if job.closed_at is None])
    for record in records:
        job = jobs.get(record.job_id)
        if job is None or job.accepted_quote_id != record.external_id or job.property_id not in theirs:
            found.passed_over += 1
            continue
        expense = expense_id(record.job_id)
        found.jobs[expense] = {"id": job.pk, "quote_amount": record.amount, "quote_read": record.external_id}
        found.bills.append(
            BillRecord(
                external_id=expense,
                property_id=theirs[job.property_id],
                billed_on=day_done(facts, job) or booked_on.get(expense, facts.today),
                amount=record.amount,
                description=job.summary,
                supplier_name=record.supplier_name or job.supplier_name,
                currency=record.currency,
                is_derived=True,
            )
        )
    return found


def days_booked(facts: Facts, expenses: list[str]) -> dict[str | None, date]:
    """The days of these expenses, where they are booked already. One query, none for none."""
    if not expenses:
        return {}
    booked = Transaction.objects.filter(
        agency_id=facts.agency_id, provider=facts.source, provider_transaction_id__any_of=expenses
    )
    return dict(booked.values_list("provider_transaction_id", "date"))


def expense_id(job_id: str) -> str:
    """The id of the expense that is worked out from a job."""
    return f"{EXPENSE}{job_id}"


def take_back(facts: Facts, expenses: Mapping[str, Decimal | None]) -> None:
    """Let the jobs of these expenses have their quotations read again, and hold the amounts that are booked now, None where
    nothing is. Two queries, none for none."""
    if not expenses:
        return
    jobs = identified(facts, TARGETS[Kind.MAINTENANCE_JOB], [key.removeprefix(EXPENSE) for key in expenses])
    rows = jobs.values_list("pk", "external_id")
    update(
        MaintenanceJob, [{"id": pk, "quote_read": "", "quote_amount": expenses[expense_id(key)]} for pk, key in rows]
    )


def day_done(facts: Facts, job: MaintenanceJob) -> date | None:
    """The agency's calendar day on which the job was closed; None where the vendor does not say."""
    return job.closed_at.astimezone(facts.zone).date() if job.closed_at else None
