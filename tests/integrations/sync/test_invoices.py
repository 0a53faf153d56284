"""A finished job with an accepted quotation is an expense, once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from integrations import mapping
from integrations.models import PropertyMapping
from portfolio.models import MaintenanceJob, Transaction
from tests.factories import an_agency
from tests.integrations.office import Office, signed_in
from tests.sandbox_server import SandboxServer


@pytest.fixture
def quoted(mapped: Office) -> tuple[Office, str, str]:
    """An office, an open job of it under a mapped property, and an offer for it that nobody has accepted."""
    job = next(
        key
        for key, row in mapped.raw("jobs").items()
        if row["Status"] in ("Reported", "Quoted") and MaintenanceJob.objects.filter(external_id=key).exists()
    )
    like = next(iter(mapped.raw("quotations")))
    offer = mapped.add("quotations", like=like, JobTaskId=job, Amount=480.5, ContactReference="Pipe & Son")
    return mapped, job, offer


def expenses() -> list[tuple[str | None, Decimal]]:
    return list(
        Transaction.objects.filter(type="expense").values_list("provider_transaction_id", "amount").order_by("id")
    )


def finish(office: Office, job: str, **values: Any) -> None:
    office.edit("jobs", job, Status="Closed", **{"ClosedOn": "2026-11-22T15:30:00Z", "Summary": "Burst pipe"} | values)


def test_the_accepted_quotation_of_a_finished_job_is_an_expense(quoted: tuple[Office, str, str]) -> None:
    office, job, offer = quoted
    finish(office, job, QuoteId=offer)
    before = Transaction.objects.count()

    log = office.sync()
    office.sync()
    office.sync("full")

    row = Transaction.objects.get(provider_transaction_id=f"job/{job}")
    own = MaintenanceJob.objects.get(external_id=job)
    assert (row.type, row.category, row.basis, row.status) == (
        "expense",
        "repairs_and_maintenance",
        "derived",
        "confirmed",
    )
    assert (row.amount, row.currency, row.property) == (Decimal("480.50"), "AUD", own.property)
    assert row.description == "Burst pipe - Pipe & Son"
    assert row.date == date(2026, 11, 23)  # half past two in the morning in Sydney
    assert (own.quote_amount, own.quote_read) == (Decimal("480.50"), offer)
    assert log.transactions_created == 1
    assert Transaction.objects.count() == before + 1


def test_a_finished_job_that_changes_has_its_quotation_read_again(quoted: tuple[Office, str, str]) -> None:
    office, job, offer = quoted
    office.edit("jobs", job, Status="Finished", QuoteId=offer, Summary="Burst pipe")
    office.sync()
    booked = Transaction.objects.get(provider_transaction_id=f"job/{job}")
    office.edit("quotations", offer, Amount=500)
    finish(office, job)

    log = office.sync()

    row = Transaction.objects.get(provider_transaction_id=f"job/{job}")
    assert booked.date == office.agency.local_day()
    assert (row.pk, row.amount, row.date) == (booked.pk, Decimal("500.00"), date(2026, 11, 23))
    assert log.transactions_created == 0
    assert "maintenance_invoices" not in office.sync().counts


def test_the_day_is_that_of_the_agency(vendor: SandboxServer, db: None) -> None:
    office = signed_in(vendor, an_agency(timezone="Australia/Perth"))
    office.sync()
    office.map_all()
    office.sync()
    job = next(iter(MaintenanceJob.objects.values_list("external_id", flat=True))) or ""
    offer = office.add("quotations", like=next(iter(office.raw("quotations"))), JobTaskId=job, Amount=10)
    finish(office, job, QuoteId=offer)

    office.sync()

    assert Transaction.objects.get(provider_transaction_id=f"job/{job}").date == date(2026, 11, 22)


def test_a_quotation_that_nobody_accepted_is_no_expense(quoted: tuple[Office, str, str]) -> None:
    office, job, _ = quoted
    office.edit("jobs", job, __remove__=["QuoteId"])
    finish(office, job)
    office.vendor.control("DELETE", "requests")

    office.sync()

    assert f"job/{job}" not in dict(expenses())
    assert office.asked(f"jobtasks/{job}/quotations") == []


def test_a_job_that_is_not_finished_is_no_expense(quoted: tuple[Office, str, str]) -> None:
    office, job, offer = quoted
    office.edit("jobs", job, Status="Approved", QuoteId=offer)

    office.sync()

    assert f"job/{job}" not in dict(expenses())


def test_another_quotation_accepted_later_changes_the_expense_and_does_not_double_it(
    quoted: tuple[Office, str, str],
) -> None:
    office, job, offer = quoted
    finish(office, job, QuoteId=offer)
    office.sync()
    other = office.add("quotations", like=offer, JobTaskId=job, Amount=512)
    office.edit("jobs", job, QuoteId=other)

    log = office.sync()

    assert [amount for name, amount in expenses() if name == f"job/{job}"] == [Decimal(512)]
    assert log.transactions_created == 0
    assert MaintenanceJob.objects.get(external_id=job).quote_read == other


def test_a_job_under_an_unmapped_property_waits(quoted: tuple[Office, str, str]) -> None:
    office, job, offer = quoted
    lot = office.raw("jobs")[job]["LotId"]
    entry = PropertyMapping.objects.select_related("connection").get(provider_property_id=lot)
    own = entry.property
    assert own is not None
    mapping.clear(entry)
    finish(office, job, QuoteId=offer)
    office.sync()
    assert f"job/{job}" not in dict(expenses())

    mapping.assign(PropertyMapping.objects.select_related("connection").get(pk=entry.pk), own)
    office.sync()

    assert dict(expenses())[f"job/{job}"] == Decimal("480.50")


def test_one_offer_in_place_of_a_list_is_read_as_well(quoted: tuple[Office, str, str]) -> None:
    office, job, _ = quoted
    for offer in [key for key, row in office.raw("quotations").items() if row["JobTaskId"] == job]:
        office.remove("quotations", offer)
    offer = office.add("quotations", like=next(iter(office.raw("quotations"))), JobTaskId=job, Amount=99)
    office.vendor.control("PATCH", "settings", {"quotation_shape": "object"})
    finish(office, job, QuoteId=offer)

    office.sync()

    assert dict(expenses())[f"job/{job}"] == Decimal(99)


def test_a_quotation_that_cannot_be_read_is_an_issue_and_is_asked_for_again(quoted: tuple[Office, str, str]) -> None:
    office, job, offer = quoted
    office.edit("quotations", offer, Amount="a lot")
    finish(office, job, QuoteId=offer)
    log = office.sync()
    assert (log.status, office.issues()) == ("completed", {("maintenance_invoices", offer, "malformed_row")})

    office.edit("quotations", offer, Amount=55)
    office.sync()

    assert (dict(expenses())[f"job/{job}"], office.issues()) == (Decimal(55), set())
