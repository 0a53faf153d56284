"""Maintenance jobs, their quotations, and bills."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from sandbox.propertyme.building.site import Site
from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.wire import NO_ID, instant, money, new_id
from sandbox.propertyme.words import BILLS, JOB_STATUSES, JOB_WEIGHTS, JOBS, PARTIES, PRIORITIES, SETTLED_JOBS

ASSIGNED = SETTLED_JOBS | {"Assigned"}
QUOTED = ASSIGNED | {"Quoted", "Approved"}


def job_row(estate: Estate, rng: random.Random, lot: Row, number: int, status: str) -> Row:
    """One job as the v2 change feed gives it, stamps and supplier not included."""
    summary, text = rng.choice(JOBS)
    row: Row = {
        "Priority": rng.choices(PRIORITIES, [2, 5, 3, 1])[0],
        "LotReference": lot["Reference"],
        "TenantReference": lot.get("TenantContactReference"),
        "OwnerReference": lot.get("OwnerContactReference"),
        "ManagerName": lot.get("ManagerName"),
        "IsLetterStatement": False,
        "StatementId": NO_ID,
        "TaskType": "JobTask",
        "OwnerAttending": rng.random() < 0.1,
        "TenantAttending": rng.random() < 0.4,
        "DisplayNumber": str(number),
        "Number": number,
        "Status": status,
        "ReportedContactType": rng.choice(PARTIES),
        "Access": rng.choice(PARTIES),
        "Id": new_id(rng),
        "CustomerId": estate.customer_id,
        "Summary": summary,
        "Description": text,
        "LotId": lot["Id"],
        "TenantContactId": lot.get("TenantContactId"),
        "OwnerContactId": lot.get("OwnerContactId"),
        "ManagerMemberId": lot.get("ActiveManagerMemberId"),
    }
    return {name: value for name, value in row.items() if value is not None}


def assign(job: Row, supplier: Row, rng: random.Random) -> None:
    """Give a job to a supplier."""
    job |= {
        "ContactReference": supplier["Reference"],
        "SupplierReference": supplier["Reference"],
        "ContactId": supplier["Id"],
    }
    if rng.random() < 0.5:
        job["SupplierInstructions"] = "Call the tenant before attending."


def quotation_row(estate: Estate, rng: random.Random, job: Row, supplier: Row, at: int, quoted_on: str) -> Row:
    """One supplier's offer for a job."""
    cents = rng.choice([rng.randint(16, 190) * 500, rng.randint(9_000, 480_000)])
    return {
        "Id": new_id(rng),
        "Reference": f"Q{job['Number']}-{at + 1}",
        "CustomerId": estate.customer_id,
        "JobTaskId": job["Id"],
        "FolioId": estate.folio_id(supplier["Id"]),
        "ContactId": supplier["Id"],
        "DocumentStorageId": new_id(rng),
        "Amount": money(cents),
        "QuotedOn": quoted_on,
        "ContactReference": supplier["Reference"],
        "FileName": f"quote-{job['Number']}-{at + 1}.pdf",
        "Size": rng.randint(20_000, 400_000),
        "FileType": ".pdf",
    }


def build_jobs(site: Site, count: int, suppliers: list[Row]) -> None:
    """Jobs in every status there is; most of those further on were quoted for."""
    rng = site.rng
    lots = [lot for lot in site.estate["lots"].values() if not lot["IsArchived"]]
    for at in range(count if lots else 0):
        status = JOB_STATUSES[at] if at < len(JOB_STATUSES) else rng.choices(JOB_STATUSES, JOB_WEIGHTS)[0]
        done = status in SETTLED_JOBS | {"Rejected", "Cancelled"}
        created = site.days_ago(20 if done else 1, 300 if done else 60)
        updated = created + timedelta(days=rng.randint(0, max(0, (site.today - created).days)))
        job = job_row(site.estate, rng, rng.choice(lots), 1000 + at, status)
        job |= site.stamps(created, updated)
        if status != "Reported" or rng.random() < 0.3:
            job["DueDate"] = (created + timedelta(days=rng.randint(5, 30))).isoformat()
        if status in {"Closed", "Rejected", "Completed", "Cancelled"}:
            job["ClosedOn"] = job["UpdatedOn"]
        if rng.random() < 0.1:
            job["Labels"] = "|Insurance||Photos wanted|" if rng.random() < 0.3 else "|Insurance|"
        site.put("jobs", job)
        if status in QUOTED:
            build_quotations(site, job, created, updated, suppliers)


def build_quotations(site: Site, job: Row, created: date, updated: date, suppliers: list[Row]) -> None:
    """Offers for a job; past `Quoted` one of them is the accepted one and its supplier has the job."""
    rng = site.rng
    quoted = job["Status"] == "Quoted" or rng.random() < 0.8
    offers = rng.choices([1, 2, 3], [60, 28, 12])[0] if quoted else 0
    chosen = rng.sample(suppliers, min(max(1, offers), len(suppliers)))
    for at, supplier in enumerate(chosen[:offers]):
        moment = site.moment(min(updated, created + timedelta(days=rng.randint(1, 5))))
        row = site.put("quotations", quotation_row(site.estate, rng, job, supplier, at, instant(moment)))
        if at == 0 and job["Status"] != "Quoted":
            job["QuoteId"] = row["Id"]
    if job["Status"] in ASSIGNED:
        assign(job, chosen[0], rng)


def build_bills(site: Site, count: int, suppliers: list[Row]) -> None:
    """Bills of the invented endpoint: rates, levies, trades; some approved, some paid."""
    rng = site.rng
    lots = list(site.estate["lots"].values())
    for at in range(count if lots else 0):
        created = site.days_ago(1, 200)
        paid = rng.random() < 0.5
        supplier = rng.choice(suppliers)
        row: dict[str, Any] = {
            "Id": site.id(),
            "CustomerId": site.estate.customer_id,
            "LotId": rng.choice(lots)["Id"],
            "Reference": f"INV-{20_000 + at}",
            "Detail": BILLS[at % len(BILLS)],
            "Amount": money(rng.choice([rng.randint(40, 2400) * 100, rng.randint(3_000, 260_000)])),
            "DueDate": (created + timedelta(days=rng.choice([7, 14, 30]))).isoformat(),
            "IsApproved": paid or rng.random() < 0.5,
            "IsPaid": paid,
            "SupplierReference": supplier["Reference"],
        }
        row |= site.stamps(created, created + timedelta(days=rng.randint(0, (site.today - created).days)))
        site.put("bills", row)
