"""Jobs: finished, one step further, newly reported."""

from __future__ import annotations

from sandbox.propertyme.building.jobs import assign, job_row, quotation_row
from sandbox.propertyme.days.diary import Diary
from sandbox.propertyme.estate import Row
from sandbox.propertyme.wire import amount_text, cents_of, instant


def jobs_in(diary: Diary, *statuses: str) -> list[Row]:
    """The jobs that stand there."""
    return [row for row in diary.sound("jobs") if row["Status"] in statuses]


def suppliers(diary: Diary) -> list[Row]:
    """Everybody who can be given work."""
    return [row for row in diary.sound("contacts") if row["IsSupplier"]]


def supplier_of(diary: Diary, row: Row, trades: list[Row]) -> Row:
    """The supplier that a job or quotation names, else any."""
    named = [trade for trade in trades if trade["Id"] == row.get("ContactId")]
    return named[0] if named else diary.rng.choice(trades)


def accepted_quote(diary: Diary, job: Row) -> Row | None:
    """The quotation that a job points to."""
    quotes = [row for row in diary.sound("quotations") if row["Id"] == job.get("QuoteId")]
    return quotes[0] if quotes else None


def add_quotation(diary: Diary, job: Row, supplier: Row) -> Row:
    """A new offer for a job."""
    estate = diary.estate
    at = len(estate.quotes_of(job["Id"]))
    row = quotation_row(estate, diary.rng, job, supplier, at, instant(estate.moment()))
    estate.put("quotations", row)
    diary.note("quotation_added", quotation_id=row["Id"], job_id=job["Id"])
    return row


def finish_a_job(diary: Diary) -> None:
    """One assigned job is done; if nobody had quoted for it, the supplier's quotation is accepted with it."""
    waiting = jobs_in(diary, "Assigned") or jobs_in(diary, "Approved", "Reported")
    trades = suppliers(diary)
    if not waiting or not trades:
        return
    job = diary.rng.choice(waiting)
    supplier = supplier_of(diary, job, trades)
    if "ContactId" not in job:
        assign(job, supplier, diary.rng)
    quote = accepted_quote(diary, job) or add_quotation(diary, job, supplier)
    job |= {"Status": "Finished", "QuoteId": quote["Id"]}
    diary.touch("jobs", job)
    diary.note(
        "job_finished",
        job_id=job["Id"],
        lot_id=job["LotId"],
        quotation_id=quote["Id"],
        amount=amount_text(cents_of(quote.get("Amount")) or 0),
    )


def change_a_job(diary: Diary) -> None:
    """One job goes one step further in its life."""
    moved = {change.get("job_id") for change in diary.changes}
    steps = jobs_in(diary, "Pending", "Reported", "Quoted", "Approved", "Finished")
    waiting = [job for job in steps if job["Id"] not in moved]
    trades = suppliers(diary)
    if not waiting or not trades:
        return
    job = diary.rng.choice(waiting)
    offers = diary.estate.quotes_of(job["Id"])
    if job["Status"] == "Pending":
        job["Status"] = "Reported"
    elif job["Status"] == "Reported":
        for supplier in diary.rng.sample(trades, min(len(trades), diary.rng.choice([1, 1, 2]))):
            add_quotation(diary, job, supplier)
        job["Status"] = "Quoted"
    elif job["Status"] == "Quoted" and offers:
        job |= {"Status": "Approved", "QuoteId": offers[0]}
    elif job["Status"] == "Finished":
        job |= {"Status": "Closed", "ClosedOn": instant(diary.estate.moment())}
    else:
        assign(job, supplier_of(diary, accepted_quote(diary, job) or {}, trades), diary.rng)
        job["Status"] = "Assigned"
    diary.touch("jobs", job)
    diary.note("job_changed", job_id=job["Id"], lot_id=job["LotId"], status=job["Status"])


def report_a_job(diary: Diary) -> None:
    """A new job comes in every other day, so that work does not run out."""
    estate = diary.estate
    lots = [lot for lot in diary.sound("lots") if not lot["IsArchived"]]
    if estate.clock.day % 2 == 0 or not lots:
        return
    number = max((row["Number"] for row in diary.sound("jobs")), default=999) + 1
    job = job_row(estate, diary.rng, diary.rng.choice(lots), number, "Reported")
    now = instant(estate.moment())
    estate.put("jobs", job | {"CreatedOn": now, "UpdatedOn": now})
    estate.touch("jobs", job["Id"])
    diary.note("job_added", job_id=job["Id"], lot_id=job["LotId"])
