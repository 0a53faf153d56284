"""Rents, and leases that end and begin."""

from __future__ import annotations

from datetime import timedelta

from sandbox.propertyme.building.contacts import contact_row
from sandbox.propertyme.building.leases import (
    asking_rent,
    lateness,
    occupy,
    some_terms,
    tenancy_row,
    vacate,
)
from sandbox.propertyme.days.diary import Diary
from sandbox.propertyme.estate import Row
from sandbox.propertyme.people import some_person
from sandbox.propertyme.places import Place
from sandbox.propertyme.rent import daily, position_of
from sandbox.propertyme.wire import amount_text, cents_of, day_of, instant, new_id

SPARE = 14  # one lot in so many stands empty without anybody worrying


def running(diary: Diary) -> list[Row]:
    """The tenancies in which somebody lives and whose rent can be reckoned."""
    today = diary.estate.clock.today
    rows = diary.sound("tenancies")
    return [row for row in rows if row["IsActive"] and position_of(row, today) is not None]


def show_in_lot(diary: Diary, tenancy: Row) -> None:
    """Carry a tenancy's change into the lot's row, if the lot is the one it says."""
    lot = diary.estate.find("lots", tenancy["LotId"])
    if lot.get("Id") == tenancy["LotId"] and lot.get("ActiveTenancyId") == tenancy["Id"]:
        occupy(lot, tenancy)
        diary.touch_lot(lot)


def pay(diary: Diary, tenancy: Row, cents: int) -> None:
    """Receive rent on a tenancy."""
    paid = position_of(tenancy, diary.estate.clock.today, extra=cents)
    if paid is None:
        return
    tenancy |= paid
    diary.touch("tenancies", tenancy)
    diary.note(
        "rent_paid",
        tenancy_id=tenancy["Id"],
        lot_id=tenancy["LotId"],
        amount=amount_text(cents),
    )


def receive_rents(diary: Diary) -> None:
    """Households pay when they always do; now and then more, less or twice."""
    today = diary.estate.clock.today
    for tenancy in running(diary):
        covered = day_of(tenancy.get("EffectivePaidTo"))
        rent = cents_of(tenancy["RentAmount"]) or 0
        key = tenancy["Id"]
        if covered is None or (today - covered).days < lateness(key):
            continue
        amount = rent
        chance = diary.rng.random()
        if chance < 0.05:
            amount = rent // 200 * 100  # half of it, in whole dollars
        elif chance < 0.10:
            amount = rent * 2
        elif chance < 0.16:
            amount = rent + diary.rng.randint(1, 40) * 100
        elif chance < 0.19:
            continue  # forgot
        pay(diary, tenancy, amount)
        show_in_lot(diary, tenancy)


def raise_rents(diary: Diary) -> None:
    """Announced increases that fall due."""
    today = diary.estate.clock.today
    for tenancy in running(diary):
        due, amount = day_of(tenancy.get("NextIncreaseDate")), cents_of(tenancy.get("NextIncreaseAmount"))
        if due is None or not amount or due > today:
            continue
        tenancy["RentAmount"] = tenancy.pop("NextIncreaseAmount")
        del tenancy["NextIncreaseDate"]
        tenancy |= position_of(tenancy, today) or {}
        diary.touch("tenancies", tenancy)
        diary.note(
            "rent_changed",
            tenancy_id=tenancy["Id"],
            lot_id=tenancy["LotId"],
            amount=amount_text(amount),
        )
        show_in_lot(diary, tenancy)


def close_books(diary: Diary) -> None:
    """Close tenancies whose tenant left before today but whose books stood open."""
    today = diary.estate.clock.today
    for tenancy in diary.sound("tenancies"):
        left = day_of(tenancy.get("TenancyEnd"))
        if tenancy["IsActive"] or tenancy["IsClosed"]:
            continue
        if left is None or (today - left).days < 21:
            continue
        tenancy |= {"IsClosed": True, "ClosedOn": instant(diary.estate.moment())}
        diary.touch("tenancies", tenancy)
        diary.note("lease_closed", tenancy_id=tenancy["Id"], lot_id=tenancy["LotId"])


def end_a_lease(diary: Diary) -> None:
    """One household leaves today, those under notice first: a last payment, books closed, the lot empty."""
    today = diary.estate.clock.today
    living = running(diary)
    if not living:
        return
    due = [row for row in living if (day_of(row.get("TenancyEnd")) or today + timedelta(days=1)) <= today]
    tenancy = due[0] if due else diary.rng.choice(living)
    covered = day_of(tenancy.get("EffectivePaidTo"))
    days = (today - covered).days if covered else 0
    rent, period = cents_of(tenancy["RentAmount"]) or 0, tenancy["RentPeriod"]
    owing = round(daily(rent, period) * days) if days > 0 else 0
    last = max(owing, round(daily(rent, period)))
    pay(diary, tenancy, last)
    tenancy |= {
        "IsActive": False,
        "IsClosed": True,
        "ClosedOn": instant(diary.estate.moment()),
        "TenancyEnd": today.isoformat(),
        "Termination": today.isoformat(),
    }
    tenancy |= dict.fromkeys(ARREARS, 0)
    diary.touch("tenancies", tenancy)
    key = tenancy["Id"]
    diary.note("lease_ended", tenancy_id=key, lot_id=tenancy["LotId"], contact_id=tenancy["ContactId"])
    lot = diary.estate.find("lots", tenancy["LotId"])
    if lot.get("Id") == tenancy["LotId"] and lot.get("ActiveTenancyId") == tenancy["Id"]:
        vacate(lot, asking_rent(diary.rng, lot), new_id(diary.rng))
        diary.touch_lot(lot)


def start_a_lease(diary: Diary) -> None:
    """A new household moves in every other day, and daily while more than one lot in fourteen is empty."""
    estate, rng = diary.estate, diary.rng
    empty = [
        lot
        for lot in diary.sound("lots")
        if lot["Vacant"] and not lot["IsArchived"] and "ActiveSaleAgreementId" not in lot
    ]
    ended = [change["lot_id"] for change in diary.changes if change["kind"] == "lease_ended"]
    free = [lot for lot in empty if lot["Id"] not in ended]
    if not free or (estate.clock.day % 2 and len(empty) * SPARE < len(estate["lots"])):
        return
    lot = rng.choice(free)
    today = estate.clock.today
    now = instant(estate.moment())
    stamps = {"CreatedOn": now, "UpdatedOn": now}
    people = [some_person(rng) for _ in range(rng.choice([1, 1, 2]))]
    contact = estate.put("contacts", contact_row(estate, rng, "Tenant", people, place_of(lot), stamps))
    terms = some_terms(rng, asking_rent(rng, lot), today, today)
    tenancy = tenancy_row(estate, rng, lot, contact, terms, terms.rent, today) | stamps
    estate.put("tenancies", tenancy)
    for collection, row in (("contacts", contact), ("tenancies", tenancy)):
        diary.touch(collection, row)
    diary.note("contact_added", contact_id=contact["Id"])
    diary.note("lease_started", tenancy_id=tenancy["Id"], lot_id=lot["Id"], contact_id=contact["Id"])
    occupy(lot, tenancy)
    diary.touch_lot(lot)


def place_of(lot: Row) -> Place:
    """The lot's address as parts again."""
    address = lot["Address"]
    return Place(
        unit=address.get("Unit", ""),
        number=address.get("Number", ""),
        street=address.get("Street", ""),
        long_street=address.get("StreetLongName", address.get("Street", "")),
        suburb=address.get("Suburb", ""),
        postcode=address.get("PostalCode", ""),
        state=address.get("State", ""),
        latitude=address.get("Latitude", 0),
        longitude=address.get("Longitude", 0),
        building=address.get("BuildingName", ""),
    )


ARREARS = (
    "ArrearsDays",
    "DaysInArrears",
    "ProrataRentDue",
    "RentArrears",
    "TotalArrears",
    "MostRentDue",
    "RentDueByPeriod",
    "RentArrearsByPeriod",
    "TotalArrearsByPeriod",
)


def count_arrears(diary: Diary) -> None:
    """Arrears that grew only because a day passed: the figures move, UpdatedOn does not."""
    today = diary.estate.clock.today
    for tenancy in running(diary):
        figures = position_of(tenancy, today) or {}
        if all(tenancy.get(name) == figures[name] for name in ARREARS):
            continue
        tenancy |= {name: figures[name] for name in ARREARS}
        key = tenancy["Id"]
        diary.estate.forget("tenancies", key)
        diary.note("arrears_changed", tenancy_id=key, lot_id=tenancy["LotId"])
