"""Who moves in and out, and who stays for another year."""

from __future__ import annotations

from datetime import timedelta

from sandbox.rentmanager.building.contacts import add_household
from sandbox.rentmanager.building.lookups import RENT, SECURITY
from sandbox.rentmanager.building.money import charge
from sandbox.rentmanager.building.places import MAKE_READY, OCCUPIED, SHOP
from sandbox.rentmanager.building.rents import recur
from sandbox.rentmanager.building.site import day_of, midnight, months_on
from sandbox.rentmanager.building.words import TOWNS, person
from sandbox.rentmanager.computed import is_going_on, leases_going_on, text
from sandbox.rentmanager.days.diary import Diary
from sandbox.rentmanager.estate import Row

AHEAD = 60  # days before its end that an agreement is renewed
TERM = 2  # LeaseTermID of a year


def give_notice(diary: Diary) -> None:
    """Somebody will leave in a week or so."""
    lease = diary.some("Leases", lambda row: can_leave(diary, row) and "NoticeDate" not in row)
    if lease is None:
        return
    leaving = diary.today + timedelta(days=diary.rng.randint(4, 12))
    lease |= {"NoticeDate": midnight(diary.today), "ExpectedMoveOutDate": midnight(leaving)}
    diary.touch("Leases", lease)
    diary.note("notice_given", lease_id=lease["LeaseID"], tenant_id=lease["TenantID"])


def can_leave(diary: Diary, lease: Row) -> bool:
    """Whether a home is lived in by a lease that has a unit."""
    going_on = "UnitID" in lease and is_going_on(diary.location, lease)
    return going_on and "MoveOutDate" not in lease and not lease["IsCommercial"]


def move_out(diary: Diary) -> None:
    """Everybody whose last day has come leaves: rents end, the unit is made ready."""
    today = midnight(diary.today)
    while lease := diary.some(
        "Leases", lambda row: can_leave(diary, row) and row.get("ExpectedMoveOutDate", "9") <= today
    ):
        lease |= {"MoveOutDate": today, "IsMoveOutConfirmed": True}
        diary.touch("Leases", lease)
        tenant = diary.find("Tenants", lease["TenantID"])
        others = diary.sound("Leases", "TenantID", lease["TenantID"])
        if tenant is not None and not any(is_going_on(diary.location, other) for other in others):
            tenant |= {"Status": "Past", "PostingEndDate": today}
            diary.touch("Tenants", tenant)
        for recurring in diary.sound("RecurringCharges", "TenantID", lease["TenantID"]):
            if "ToDate" not in recurring:
                recurring["ToDate"] = today
                diary.touch("RecurringCharges", recurring)
        change_status(diary, lease["UnitID"], MAKE_READY)
        diary.note("tenant_moved_out", lease_id=lease["LeaseID"], tenant_id=lease["TenantID"], unit_id=lease["UnitID"])


def change_status(diary: Diary, unit: int, status: int) -> None:
    """End the unit's status and begin another. Statuses have no stamps, so nothing but a look tells."""
    today = midnight(diary.today)
    for row in diary.location.index("UnitStatuses", "UnitID").get(unit, []):
        row.setdefault("EndDate", midnight(diary.today - timedelta(days=1)))
    diary.put("UnitStatuses", {"UnitID": unit, "UnitStatusTypeID": status, "StartDate": today})


def move_in(diary: Diary) -> None:
    """Those who were to come today live here now; and somebody new takes a unit that stands empty."""
    today = midnight(diary.today)
    for coming in [row for row in diary.location.tables["Leases"].values() if text(row, "MoveInDate") == today]:
        tenant = diary.find("Tenants", coming.get("TenantID"))
        if tenant is None or tenant["Status"] != "Future":
            continue
        tenant["Status"] = "Current"
        diary.touch("Tenants", tenant)
        diary.note("tenant_moved_in", lease_id=coming["LeaseID"], tenant_id=tenant["TenantID"])
    unit = diary.some("Units", lambda row: row["UnitTypeID"] != SHOP and is_free(diary, row))
    if unit is not None:
        take_in(diary, unit)


def is_free(diary: Diary, unit: Row) -> bool:
    """Whether nobody lives in a unit of an active property or is about to."""
    prop = diary.location.tables["Properties"].get(unit["PropertyID"], {})
    leases = diary.location.index("Leases", "UnitID").get(unit["UnitID"], [])
    coming = any("MoveOutDate" not in lease and text(lease, "MoveInDate") > midnight(diary.today) for lease in leases)
    return prop.get("IsActive") is True and not coming and not leases_going_on(diary.location, unit)


def take_in(diary: Diary, unit: Row) -> None:
    """A new tenant with contacts, a lease of a year, a rent and a deposit that is owed."""
    who, key = person(diary.rng), diary.location.next_id("Tenants")
    name = f"{who.last}, {who.first}"
    row: Row = {
        "TenantID": key,
        "TenantDisplayID": key + 284,
        "Name": name,
        "FirstName": who.first,
        "LastName": who.last,
    }
    row |= {"IsCompany": False, "RentDueDay": 1, "RentPeriod": "Monthly", "PropertyID": unit["PropertyID"]}
    row |= {"PostingStartDate": midnight(diary.today), "Status": "Current", "LastNameFirstName": name}
    diary.put("Tenants", row)
    add_household(diary, "Tenant", key, who, TOWNS["Dayton"])
    row = {"TenantID": key, "UnitID": unit["UnitID"], "PropertyID": unit["PropertyID"], "IsCommercial": False}
    row |= {"MoveInDate": midnight(diary.today), "IsMoveOutConfirmed": False, "SortOrder": 1}
    lease = diary.put("Leases", row)
    add_term(diary, lease, diary.today)
    recur(diary, lease, RENT, float(diary.rng.randrange(800, 1700, 5)), diary.today)
    owed = charge(diary, key, lease, SECURITY, 900.0, diary.today, "Security deposit")
    change_status(diary, unit["UnitID"], OCCUPIED)
    diary.note(
        "tenant_moved_in",
        lease_id=lease["LeaseID"],
        tenant_id=key,
        unit_id=unit["UnitID"],
        charge_ids=[owed["ChargeID"]],
    )


def add_term(diary: Diary, lease: Row, start: object) -> Row:
    """An agreement of a year from a day on."""
    begun = day_of(str(start))
    row: Row = {
        "ParentLeaseID": lease["LeaseID"],
        "UnitID": lease.get("UnitID"),
        "LeaseTermID": TERM,
        "LeaseLength": 12,
    }
    row |= {"SignDate": midnight(diary.today), "StartDate": midnight(begun)}
    return diary.put("LeaseRenewals", row | {"EndDate": midnight(months_on(begun, 12) - timedelta(days=1))})


def renew(diary: Diary) -> None:
    """An agreement that ends soon is followed by another, and the rent rises with it."""
    limit = midnight(diary.today + timedelta(days=AHEAD))

    def ends_soon(lease: Row) -> bool:
        if not can_leave(diary, lease) or "NoticeDate" in lease:
            return False
        terms = diary.sound("LeaseRenewals", "ParentLeaseID", lease["LeaseID"])
        return max((term.get("EndDate", "9") for term in terms), default="9") <= limit

    lease = diary.some("Leases", ends_soon)
    if lease is None:
        return
    terms = diary.sound("LeaseRenewals", "ParentLeaseID", lease["LeaseID"])
    start = day_of(max(term["EndDate"] for term in terms)) + timedelta(days=1)
    term = add_term(diary, lease, start)
    diary.touch("Leases", lease)
    changed = []
    for rent in diary.sound("RecurringCharges", "TenantID", lease["TenantID"]):
        if rent["ChargeTypeID"] == RENT and "ToDate" not in rent:
            rent["ToDate"] = midnight(start - timedelta(days=1))
            diary.touch("RecurringCharges", rent)
            higher = recur(diary, lease, RENT, round(rent["Amount"] * 1.04, 2), start, rent.get("Comment"))
            changed += [rent["RecurringChargeID"], higher["RecurringChargeID"]]
    diary.note(
        "lease_renewed",
        lease_id=lease["LeaseID"],
        lease_renewal_id=term["LeaseRenewalID"],
        recurring_charge_ids=changed,
    )
