"""Jobs, inspections, contacts and archived lots: the rest of a day."""

from __future__ import annotations

from datetime import timedelta

from sandbox.propertyme.building.inspections import begin_at, inspection_row
from sandbox.propertyme.building.jobs import assign, job_row, quotation_row
from sandbox.propertyme.days.diary import Diary
from sandbox.propertyme.estate import Row
from sandbox.propertyme.people import MOBILES, Person, international, shown_phones
from sandbox.propertyme.wire import amount_text, cents_of, day_of, instant


def jobs_in(diary: Diary, *statuses: str) -> list[Row]:
    """The jobs that stand there."""
    return [row for row in diary.estate["jobs"].values() if row.get("Status") in statuses]


def suppliers(diary: Diary) -> list[Row]:
    """Everybody who can be given work."""
    return [row for row in diary.estate["contacts"].values() if row.get("IsSupplier") is True]


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
    waiting = [job for job in jobs_in(diary, "Assigned") if job.get("Id") in diary.estate["jobs"]]
    if not waiting:
        waiting = [
            job for job in jobs_in(diary, "Approved", "Reported") if job.get("Id") in diary.estate["jobs"]
        ]
    trades = suppliers(diary)
    if not waiting or not trades:
        return
    job = diary.rng.choice(waiting)
    supplier = diary.estate.find("contacts", job.get("ContactId")) or diary.rng.choice(trades)
    if "ContactId" not in job:
        assign(job, supplier, diary.rng)
    quote = diary.estate.find("quotations", job.get("QuoteId")) or add_quotation(diary, job, supplier)
    job |= {"Status": "Finished", "QuoteId": quote["Id"]}
    diary.touch("jobs", job)
    diary.note(
        "job_finished",
        job_id=job["Id"],
        lot_id=job.get("LotId"),
        quotation_id=quote["Id"],
        amount=amount_text(cents_of(quote.get("Amount")) or 0),
    )


def change_a_job(diary: Diary) -> None:
    """One job goes one step further in its life."""
    moved = {change.get("job_id") for change in diary.changes}
    waiting = [
        job
        for job in jobs_in(diary, "Pending", "Reported", "Quoted", "Approved", "Finished")
        if job.get("Id") in diary.estate["jobs"] and job["Id"] not in moved
    ]
    trades = suppliers(diary)
    if not waiting or not trades:
        return
    job = diary.rng.choice(waiting)
    was = job["Status"]
    offers = diary.estate.quotes_of(job["Id"])
    if was == "Pending":
        job["Status"] = "Reported"
    elif was == "Reported":
        for supplier in diary.rng.sample(trades, min(len(trades), diary.rng.choice([1, 1, 2]))):
            add_quotation(diary, job, supplier)
        job["Status"] = "Quoted"
    elif was == "Quoted" and offers:
        job |= {"Status": "Approved", "QuoteId": offers[0]}
    elif was == "Finished":
        job |= {"Status": "Closed", "ClosedOn": instant(diary.estate.moment())}
    else:
        quote = diary.estate.find("quotations", job.get("QuoteId"))
        assign(
            job, diary.estate.find("contacts", quote.get("ContactId")) or diary.rng.choice(trades), diary.rng
        )
        job["Status"] = "Assigned"
    diary.touch("jobs", job)
    diary.note("job_changed", job_id=job["Id"], lot_id=job.get("LotId"), status=job["Status"])


def report_a_job(diary: Diary) -> None:
    """A new job comes in every other day, so that work does not run out."""
    estate = diary.estate
    lots = diary.whole_lots()
    if estate.clock.day % 2 == 0 or not lots:
        return
    numbers = [row["Number"] for row in estate["jobs"].values() if isinstance(row.get("Number"), int)]
    job = job_row(estate, diary.rng, diary.rng.choice(lots), max(numbers, default=999) + 1, "Reported")
    now = instant(estate.moment())
    estate.put("jobs", job | {"CreatedOn": now, "UpdatedOn": now})
    estate.touch("jobs", job["Id"])
    diary.note("job_added", job_id=job["Id"], lot_id=job["LotId"])


def archive_a_lot(diary: Diary) -> None:
    """One empty lot leaves the rent roll, unless a quarter of all have left already."""
    estate = diary.estate
    lots = list(estate["lots"].values())
    touched = {change.get("lot_id") for change in diary.changes}
    empty = [
        lot
        for lot in lots
        if lot.get("Vacant") is True
        and lot.get("IsArchived") is False
        and "ActiveSaleAgreementId" not in lot
        and lot.get("Id") not in touched
    ]
    if not empty or sum(lot.get("IsArchived") is True for lot in lots) * 4 > len(lots):
        return
    lot = diary.rng.choice(empty)
    lot |= {"IsArchived": True, "ArchivedOn": instant(estate.moment())}
    diary.touch("lots", lot)
    diary.note("lot_archived", lot_id=diary.key("lots", lot))


def edit_a_contact(diary: Diary) -> None:
    """Somebody has a new mobile or mail address; tenancies show it too, without saying that they changed."""
    contacts = [
        row
        for row in diary.estate["contacts"].values()
        if row.get("IsArchived") is False
        and isinstance(row.get("PrimaryContactPerson"), dict)
        and row.get("Id")
    ]
    if not contacts:
        return
    contact = diary.rng.choice(contacts)
    person = contact["PrimaryContactPerson"]
    mobile = diary.rng.choice([number for number in MOBILES if number != contact.get("CellPhone")])
    shown = shown_phones(Person("", "", "", mobile, str(person.get("HomePhone", ""))))
    person |= {"CellPhone": mobile, "NormalisedMobilePhone": international(mobile), "CombinedPhones": shown}
    contact |= {"CellPhone": mobile, "ContactPhone": shown, "Phone": shown}
    if diary.rng.random() < 0.4 and person.get("Email"):
        mail = f"new.{person['Email'].removeprefix('new.')}"
        person["Email"] = contact["Email"] = mail
    contact["ContactPersons"] = [person, *contact.get("ContactPersons", [])[1:]]
    diary.touch("contacts", contact)
    diary.note("contact_changed", contact_id=contact["Id"])
    for tenancy in diary.estate["tenancies"].values():
        if tenancy.get("ContactId") == contact["Id"]:
            tenancy |= {"CellPhone": mobile, "NormalisedMobilePhone": international(mobile)}
            if contact.get("Email"):
                tenancy["ContactEmail"] = contact["Email"]
            diary.touch_tenancy(tenancy)


def move_an_inspection(diary: Diary) -> None:
    """One inspection is done and closed, or a planned one gets its time, or a new one is planned."""
    estate, rng, today = diary.estate, diary.rng, diary.estate.clock.today
    rows = [row for row in estate["inspections"].values() if row.get("Id") in estate["inspections"]]
    over = [
        row
        for row in rows
        if row.get("Status") in ("Scheduled", "ReScheduled", "Inspected")
        and (day_of(row.get("DueDate")) or today) < today
    ]
    planned = [row for row in rows if row.get("Status") == "Planned"]
    if over:
        row = rng.choice(over)
        row |= {"StatusPriorToClosing": "Inspected", "Status": "Closed", "StatusText": "Closed"}
        row["ClosedOn"] = instant(estate.moment())
    elif planned:
        row = rng.choice(planned)
        day = today + timedelta(days=rng.randint(7, 21))
        row |= {"Status": "Scheduled", "StatusText": "Scheduled", "DueDate": day.isoformat()}
        begin_at(row, day, rng)
        show_next_inspection(diary, row)
    else:
        lots = diary.whole_lots()
        if not lots:
            return
        row = inspection_row(estate, rng, rng.choice(lots), "Routine", "Planned", today + timedelta(days=30))
        row["CreatedOn"] = instant(estate.moment())
        estate.put("inspections", row)
    diary.touch("inspections", row)
    diary.note("inspection_changed", inspection_id=row["Id"], lot_id=row.get("LotId"), status=row["Status"])


def show_next_inspection(diary: Diary, row: Row) -> None:
    """Write a scheduled inspection's day into its lot."""
    lot = diary.estate.find("lots", row.get("LotId"))
    if lot and lot.get("NextInspectionOn") != row["DueDate"]:
        lot["NextInspectionOn"] = row["DueDate"]
        diary.touch_lot(lot)
