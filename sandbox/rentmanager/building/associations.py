"""A homeowners association: its owners are tenants; boards, committees, violations and requests are real records."""

from __future__ import annotations

from datetime import timedelta

from sandbox.rentmanager.building.places import Place
from sandbox.rentmanager.building.site import Site, midnight
from sandbox.rentmanager.estate import Row

REQUESTS = (
    ("Replace rear fence", "Six foot cedar, same line as the present fence", "BoardReview"),
    ("Paint the shutters", "Dark green instead of black", "Submitted"),
    ("New shingles", "Architectural shingle, weathered wood", "Approved"),
    ("Take down the maple", "It is over the roof", "Denied"),
    ("Raised beds in the front", "Two beds of four by eight", "Submitted"),
)  # names of the statuses are a guess


def build_associations(site: Site, places: list[Place]) -> None:
    """What belongs to each association."""
    for place in places:
        if place.plan.kind == "Association":
            leases = site.location.index("Leases", "PropertyID")[place.row["PropertyID"]]
            homes = [lease for lease in leases if "MoveOutDate" not in lease]
            build_board(site, place.row["PropertyID"], homes)
            build_violations(site, homes)
            build_requests(site, homes)


def build_board(site: Site, property_id: int, homes: list[Row]) -> None:
    """Three board members, one of them with a past term, and two committees' members."""
    settings = {
        "PropertyID": property_id,
        "IsArchitecturalRequestsAttachmentRequired": False,
        "CanBoardViewArchitecturalRequestsOnTWA": True,
        "CanBoardVoteArchitecturalRequestsOnTWA": True,
    }
    site.put("AssociationSettings", settings, site.ago(800), site.ago(90))
    contacts = site.location.index("Contacts", "ParentID")
    members = [contacts[home["TenantID"]][0]["ContactID"] for home in homes[:5]]
    for at, title in enumerate(("President", "Treasurer", "Secretary")):
        row = {"PropertyID": property_id, "ContactID": members[at], "Title": title}
        term = {"TermStartDate": midnight(site.ago(300)), "TermEndDate": midnight(site.today + timedelta(days=430))}
        site.put("BoardMemberTerms", row | term, site.ago(300), site.ago(300))
        if at == 1:
            past = {"TermStartDate": midnight(site.ago(1030)), "TermEndDate": midnight(site.ago(301))}
            site.put("BoardMemberTerms", row | past, site.ago(1030), site.ago(301))
    for at, member in enumerate(members[2:]):
        row = {"CommitteeID": 1 + at % 2, "PropertyID": property_id, "ContactID": member}
        site.put("CommitteeMembers", row, site.ago(250), site.ago(250))
    for subject, ahead in (("Annual meeting", 40), ("Pool opens", 180)):
        start = site.today + timedelta(days=ahead)
        row = {"PropertyID": property_id, "Subject": subject, "Location": "Clubhouse", "IsRecurring": False}
        times = {"StartDate": f"{start}T19:00:00", "EndDate": f"{start}T21:00:00"}
        site.put("CommunityEvents", row | times, site.ago(20), site.ago(20))


def build_violations(site: Site, homes: list[Row]) -> None:
    """One for nearly every home, the older ones closed."""
    codes = site.rows("ViolationCodes")
    for at, home in enumerate(homes[:12]):
        add_violation(site, home, codes[at % len(codes)], days=at * 11 + 4, is_closed=at >= 5)


def add_violation(site: Site, home: Row, code: Row, *, days: int, is_closed: bool) -> Row:
    """A violation with its stages."""
    seen = site.ago(days)
    row = {
        "PropertyID": home["PropertyID"],
        "TenantID": home["TenantID"],
        "UnitID": home["UnitID"],
        "ViolationCodeID": code["ViolationCodeID"],
        "ViolationCategoryID": code["ViolationCategoryID"],
        "ViolationDate": midnight(seen),
        "Description": code["Description"],
        "ResolveAction": "Put it right",
        "CCRReference": "CC&R 4.7(b)" if days % 2 else None,
        "IsClosed": is_closed,
        "CloseDate": midnight(seen + timedelta(days=9)) if is_closed else None,
    }
    violation = site.put("Violations", row, seen, seen + timedelta(days=9 if is_closed else 1))
    for number, stage in enumerate(("Notice", "Hearing")[: 2 if days % 3 == 0 else 1], 1):
        step = {"ViolationID": violation["ViolationID"], "Name": stage, "SortOrder": number}
        site.put("ViolationStages", step | {"StageDate": midnight(seen + timedelta(days=number * 3 - 3))})
    return violation


def build_requests(site: Site, homes: list[Row]) -> None:
    """Architectural requests at different stages."""
    for at, (request, description, status) in enumerate(REQUESTS):
        home = homes[at % len(homes)]
        row = {
            "PropertyID": home["PropertyID"],
            "TenantID": home["TenantID"],
            "ArchitecturalRequestFormID": 1 + at % 4,
            "CreateWebUserID": 330 + at,
            "Request": request,
            "Description": description,
            "Status": status,
            "StatusComments": "Sent to the board" if status == "BoardReview" else None,
            "HasBeenInBoardReview": status != "Submitted",
        }
        site.put("ArchitecturalRequests", row, site.ago(40 - at * 5), site.ago(20 - at * 3))
