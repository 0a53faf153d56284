"""The rest of a day in the office: a lot archived, a contact edited, an inspection moved on."""

from __future__ import annotations

from datetime import timedelta

from sandbox.propertyme.building.inspections import begin_at, inspection_row
from sandbox.propertyme.days.diary import Diary
from sandbox.propertyme.estate import Row
from sandbox.propertyme.people import MOBILES, Person, international, shown_phones
from sandbox.propertyme.wire import day_of, instant

OPEN = ("Scheduled", "ReScheduled", "Inspected")


def archive_a_lot(diary: Diary) -> None:
    """One empty lot leaves the rent roll, unless a quarter of all have left already."""
    lots = diary.sound("lots")
    touched = [change.get("lot_id") for change in diary.changes]
    empty = [
        lot
        for lot in lots
        if lot["Vacant"] and not lot["IsArchived"] and "ActiveSaleAgreementId" not in lot and lot["Id"] not in touched
    ]
    if not empty or sum(lot["IsArchived"] for lot in lots) * 4 > len(lots):
        return
    lot = diary.rng.choice(empty)
    lot |= {"IsArchived": True, "ArchivedOn": instant(diary.estate.moment())}
    diary.touch("lots", lot)
    diary.note("lot_archived", lot_id=lot["Id"])


def edit_a_contact(diary: Diary) -> None:
    """Somebody has a new mobile or mail address; tenancies show it too, without saying that they changed."""
    contacts = [row for row in diary.sound("contacts") if not row["IsArchived"]]
    if not contacts:
        return
    contact = diary.rng.choice(contacts)
    person = contact["PrimaryContactPerson"]
    mobile = diary.rng.choice([number for number in MOBILES if number != contact.get("CellPhone")])
    shown = shown_phones(Person("", "", "", mobile, str(person.get("HomePhone", ""))))
    person |= {"CellPhone": mobile, "NormalisedMobilePhone": international(mobile), "CombinedPhones": shown}
    contact |= {"CellPhone": mobile, "ContactPhone": shown, "Phone": shown}
    if diary.rng.random() < 0.4 and isinstance(person.get("Email"), str):
        person["Email"] = contact["Email"] = f"new.{person['Email'].removeprefix('new.')}"
    contact["ContactPersons"] = [person, *contact["ContactPersons"][1:]]
    diary.touch("contacts", contact)
    diary.note("contact_changed", contact_id=contact["Id"])
    for tenancy in diary.sound("tenancies"):
        if tenancy["ContactId"] == contact["Id"]:
            tenancy |= {"CellPhone": mobile, "NormalisedMobilePhone": international(mobile)}
            if contact.get("Email"):
                tenancy["ContactEmail"] = contact["Email"]
            diary.touch_tenancy(tenancy)


def move_an_inspection(diary: Diary) -> None:
    """One inspection is done and closed, or a planned one gets its time, or a new one is planned."""
    estate, rng, today = diary.estate, diary.rng, diary.estate.clock.today
    rows = diary.sound("inspections")
    begun = [row for row in rows if row["Status"] in OPEN]
    over = [row for row in begun if (day_of(row.get("DueDate")) or today) < today]
    planned = [row for row in rows if row["Status"] == "Planned"]
    lots = [lot for lot in diary.sound("lots") if not lot["IsArchived"]]
    if over:
        row = rng.choice(over)
        row |= {"StatusPriorToClosing": "Inspected", "Status": "Closed", "StatusText": "Closed"}
        row["ClosedOn"] = instant(estate.moment())
    elif planned:
        row = rng.choice(planned)
        day = today + timedelta(days=rng.randint(7, 21))
        row |= {"Status": "Scheduled", "StatusText": "Scheduled", "DueDate": day.isoformat()}
        begin_at(row, day, rng)
        show_in_lot(diary, row)
    elif lots:
        row = inspection_row(estate, rng, rng.choice(lots), "Routine", "Planned", today + timedelta(days=30))
        row["CreatedOn"] = instant(estate.moment())
        estate.put("inspections", row)
    else:
        return
    diary.touch("inspections", row)
    diary.note("inspection_changed", inspection_id=row["Id"], lot_id=row["LotId"], status=row["Status"])


def show_in_lot(diary: Diary, row: Row) -> None:
    """Write a scheduled inspection's day into its lot."""
    lot = diary.estate.find("lots", row["LotId"])
    if lot.get("Id") == row["LotId"] and lot.get("NextInspectionOn") != row["DueDate"]:
        lot["NextInspectionOn"] = row["DueDate"]
        diary.touch_lot(lot)
