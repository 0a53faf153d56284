"""People who would like to move in: prospects, applications, screenings, and what is in the calendar."""

from __future__ import annotations

from datetime import timedelta

from sandbox.rentmanager.building.contacts import add_household
from sandbox.rentmanager.building.places import Place
from sandbox.rentmanager.building.site import Site, midnight
from sandbox.rentmanager.building.words import person
from sandbox.rentmanager.estate import Row

STATUSES = ("Active", "Applied", "Approved", "Active", "Lost")  # their names are a guess
STAGES = {"Active": 2, "Applied": 3, "Approved": 4, "Lost": 1}


def build_prospects(site: Site, places: list[Place]) -> None:
    """Half as many as there are properties, and the desk's calendar."""
    wanted = [place for place in places if place.plan.kind in ("Residential", "Mixed") and place.row["IsActive"]]
    taken = {row["UnitID"] for row in site.rows("Leases") if "UnitID" in row and "MoveOutDate" not in row}
    free = {place.row["PropertyID"]: [u for u in place.units if u["UnitID"] not in taken] for place in wanted}
    for at in range(max(3, len(wanted) * 3 // 4)):
        add_prospect(site, wanted[at % len(wanted)], at, free)
    add_old_applications(site)
    fill_calendar(site)


def add_prospect(site: Site, place: Place, at: int, free: dict[int, list[Row]]) -> None:
    """One prospect; those who got on have reserved a unit that stands empty, if there is one."""
    rng, status = site.rng, STATUSES[at % len(STATUSES)]
    who, key = person(rng), site.location.next_id("Prospects")
    units = free[place.row["PropertyID"]]
    reserved = units[0]["UnitID"] if units and status == "Approved" else None
    moving = site.today + timedelta(days=rng.randint(15, 90))
    since = site.some_day(5, 90)
    row = {
        "ProspectID": key,
        "ProspectDisplayID": key + 4000,
        "PropertyID": place.row["PropertyID"],
        "Name": f"{who.last}, {who.first}",
        "FirstName": who.first,
        "LastName": who.last,
        "IsCompany": False,
        "LeadSourceID": rng.randint(1, 3),
        "ProspectStatus": status,
        "CurrentProspectStageID": STAGES[status],
        "ProspectLostReasonID": 1 if status == "Lost" else None,
        "InterestLevel": rng.randint(1, 5) if at % 3 else None,
        "ApplicationDate": midnight(since) if status in ("Applied", "Approved") else None,
        "PeopleCount": rng.randint(1, 4),
        "RentMin": 700,
        "RentMax": 1400,
        "MoveInDate": midnight(moving),
        "ReservedUnitID": reserved,
        "ReservedMoveIn": midnight(moving) if reserved else None,
        "ExpectedLeaseStart": midnight(moving) if status != "Lost" else None,
        "ExpectedLeaseTermID": 2,
        "ExpectedRentDueDay": 1,
        "FirstContact": site.moment(since),
        "LastContact": site.moment(site.ago(2)),
    }
    prospect = site.put("Prospects", row, since, site.ago(2))
    contact = add_household(site, "Prospect", key, who, place.town)
    if "ApplicationDate" in prospect:
        apply_now(site, place, prospect, contact)
        run_screening(site, key, place.row["PropertyID"], is_tenant=False)


def apply_now(site: Site, place: Place, prospect: Row, contact: Row) -> None:
    """An application made on the web, the students' one with a fellow applicant, and its line in the list."""
    is_student = place.plan.oddity == "beds"
    since = site.some_day(3, 40)
    row = {
        "ApplicationTemplateID": 2 if is_student else 1,
        "AccountID": prospect["ProspectID"],
        "ContactID": contact["ContactID"],
        "PropertyID": place.row["PropertyID"],
        "UnitID": prospect.get("ReservedUnitID"),
        "ApplicationStatus": "Approved" if prospect["ProspectStatus"] == "Approved" else "Submitted",
        "ApplicationSubmissionDate": site.moment(since),
        "IsTemplateLocked": True,
    }
    key = site.put("ProspectApplications", row, since, since)["ProspectApplicationID"]
    if is_student:
        mate = person(site.rng)
        fellow = {"FirstName": mate.first, "LastName": mate.last, "Email": mate.email}
        site.put("ProspectSubApplicantDetails", {"ProspectApplicationID": key} | fellow)
    summary = {
        "ProspectApplicationID": key,
        "AccountID": prospect["ProspectID"],
        "PropertyID": place.row["PropertyID"],
        "Name": prospect["Name"],
        "ApplicationDate": row["ApplicationSubmissionDate"],
        "ApplicationTemplateID": row["ApplicationTemplateID"],
        "IsScreened": True,
        "Status": row["ApplicationStatus"],
    }
    site.put("ApplicationSummaries", summary)


def run_screening(site: Site, account: int, property_id: int, *, is_tenant: bool) -> None:
    """A check of somebody's past; what it found is not here."""
    day = site.some_day(3, 60)
    row = {
        "AccountID": account,
        "Regarding": "Tenant" if is_tenant else "Prospect",
        "Date": midnight(day),
        "Type": 1,
        "PropertyID": property_id,
        "SubmittedDate": site.moment(day),
        "RentAmount": 1100.0,
        "ScreeningName": "Standard package",
        "Protected": False,
    }
    site.put("Screenings", row, day, day)


def add_old_applications(site: Site) -> None:
    """Applications of the kind before Apply Now, whose status is yes or no; and two tenants who were screened."""
    for at, tenant in enumerate(site.rows("Tenants")[:3]):
        contacts = site.location.index("Contacts", "ParentID")[tenant["TenantID"]]
        row = {"Status": at != 1, "IPAddress": "192.0.2.10", "IsRead": True, "ContactID": contacts[0]["ContactID"]}
        site.put("Applications", row | {"AccountID": tenant["TenantID"]}, site.ago(600))
    for tenant in site.rows("Tenants")[4:6]:
        run_screening(site, tenant["TenantID"], tenant["PropertyID"], is_tenant=True)


def fill_calendar(site: Site) -> None:
    """A tour with each third prospect, a visit to each fifth open issue, and one with an owner."""
    entries: list[Row] = [{"Subject": "Tour", "ProspectID": row["ProspectID"]} for row in site.rows("Prospects")[::3]]
    open_issues = [row for row in site.rows("ServiceManagerIssues") if not row["IsClosed"]]
    entries += [
        {"Subject": "Look at it", "ServiceManagerIssueID": row["ServiceManagerIssueID"]} for row in open_issues[::5]
    ]
    entries += [{"Subject": "Year's figures", "OwnerID": site.rows("Owners")[0]["OwnerID"]}]
    entries += [{"Subject": "Move-out inspection", "TenantID": row["TenantID"]} for row in site.rows("Tenants")[::40]]
    for at, entry in enumerate(entries):
        day = site.today + timedelta(days=at % 12 - 3)
        when = {"StartDate": f"{day}T{9 + at % 8:02}:30:00", "EndDate": f"{day}T{10 + at % 8:02}:00:00"}
        row = when | {"IsReminder": at % 2 == 0, "IsRecurring": False} | entry
        site.put("Appointments", row, site.ago(6), site.ago(4))
