"""Service issues: reported by tenants or the office, linked to a unit, a property, or nothing."""

from __future__ import annotations

from datetime import date, timedelta

from sandbox.rentmanager.building.site import Site, midnight
from sandbox.rentmanager.estate import Row

NEW, IN_PROGRESS, WAITING, COMPLETED = range(1, 5)
EMERGENCY, NORMAL, LOW = range(1, 4)
TROUBLES = (
    (3, "Kitchen sink leaking under cabinet", "Slow leak from the trap, bucket in place."),
    (1, "Dishwasher does not drain", "Water stands in the tub after each run."),
    (2, "Bedroom outlet dead", "Breaker holds, outlet stays dead."),
    (4, "No heat", "Thermostat calls, furnace does not light."),
    (5, "Front door sticks", "Swells when it rains."),
    (3, "Toilet runs all night", "Flapper worn."),
    (4, "A/C blows warm air", "Filter was changed in spring."),
    (5, "Gutter down at the rear", "Came down with the last storm."),
)


def build_issues(site: Site) -> None:
    """Three for every seven units or so, most of them over."""
    leases = [row for row in site.rows("Leases") if "MoveOutDate" not in row and "UnitID" in row]
    properties = site.rows("Properties")
    for at in range(max(8, len(leases) // 2)):
        lease = leases[at * 2 % len(leases)]
        day = site.some_day(1, 20) if at % 3 == 0 else site.some_day(21, 320)
        issue = add_issue(site, at, day, is_open=at % 3 == 0)
        if at % 10 == 9:
            continue  # nobody linked it to anything
        if at % 10 == 7:
            link(site, issue, PropertyID=properties[at % len(properties)]["PropertyID"])
        elif at % 10 == 4:
            link(site, issue, UnitID=lease["UnitID"])
        else:
            link(site, issue, UnitID=lease["UnitID"])
            link(site, issue, TenantID=lease["TenantID"])


def link(site: Site, issue: Row, **to: int) -> None:
    """Tie an issue to one record."""
    site.put("ServiceManagerIssueLinks", {"ServiceManagerIssueID": issue["ServiceManagerIssueID"]} | to)


def add_issue(site: Site, at: int, day: date, *, is_open: bool) -> Row:
    """One issue, with a line of work when somebody was sent."""
    rng = site.rng
    category, title, description = TROUBLES[at % len(TROUBLES)]
    vendors = [row for row in site.rows("Vendors") if row["IsActive"]]
    vendor = rng.choice(vendors)["VendorID"] if at % 2 == 0 else None
    closed = min(day + timedelta(days=rng.randint(1, 12)), site.ago(1))
    row = {
        "Title": title,
        "Description": description,
        "Resolution": None if is_open else "Done, tenant told.",
        "CategoryID": category,
        "StatusID": rng.choice((NEW, IN_PROGRESS, WAITING)) if is_open else COMPLETED,
        "PriorityID": EMERGENCY if at % 11 == 3 else NORMAL if at % 4 else LOW,
        "IsClosed": not is_open,
        "CloseDate": None if is_open else site.moment(closed),
        "AssignedOpenDate": site.moment(day),
        "AssignedCloseDate": None if is_open else site.moment(closed),
        "DueDate": midnight(day + timedelta(days=5)) if at % 3 else None,
        "VendorID": vendor,
        "IsRead": True,
        "AssignedToUserID": 9 if at % 3 else None,
        "IsCustomerInitiated": at % 2 == 0,
        "CustomerDescription": title.lower() if at % 2 == 0 else None,
        "IsConfirmed": False,
        "CreateWebUserID": 312 if at % 2 == 0 else None,
        "HasPets": at % 5 == 1,
        "IsAllowedToEnter": at % 4 != 2,
        "ScheduledDate": midnight(site.today + timedelta(days=2)) if is_open and at % 2 == 0 else None,
        "IsSchedulable": True,
    }
    issue = site.put("ServiceManagerIssues", row, day, day if is_open else closed)
    if vendor and not is_open:
        cost = float(rng.randrange(20, 400, 5))
        line = {
            "ServiceManagerIssueID": issue["ServiceManagerIssueID"],
            "PayeeAccountID": vendor,
            "Description": "Labor and parts",
            "Quantity": 1.0,
            "Cost": cost,
            "Price": cost,
            "HasInvoiceLink": False,
            "HasVendorBillLink": False,
        }
        site.put("ServiceManagerIssueWorkOrders", line, closed, closed)
    return issue
