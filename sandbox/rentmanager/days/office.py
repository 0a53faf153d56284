"""The rest of a day in the office: people, units, prospects and associations edited, and a few rows deleted."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.rentmanager.building.contacts import MOBILE
from sandbox.rentmanager.building.site import midnight
from sandbox.rentmanager.building.words import TOWNS, phone
from sandbox.rentmanager.days.diary import Diary
from sandbox.rentmanager.estate import Row

STEPS = {"Active": "Applied", "Applied": "Approved", "Approved": "Lost", "Lost": "Active"}
NAMES = {
    "Contacts": ("contact", "ContactID"),
    "Charges": ("charge", "ChargeID"),
    "Appointments": ("appointment", "AppointmentID"),
}
DECISIONS = {"Submitted": "BoardReview", "BoardReview": "Approved"}


def change_a_tenant(diary: Diary) -> None:
    """A note on a tenant, or another day for the rent."""
    tenant = diary.some("Tenants", lambda row: row["Status"] == "Current")
    if tenant is None:
        return
    if diary.rng.random() < 0.5:
        tenant["RentDueDay"] = 5 if tenant.get("RentDueDay") != 5 else 1
    else:
        tenant["Comment"] = f"Called on {diary.today:%m/%d}"
    diary.touch("Tenants", tenant)
    diary.note("tenant_changed", tenant_id=tenant["TenantID"])


def change_a_contact(diary: Diary) -> None:
    """Somebody has a new mail address and number. The tenant's own row does not move."""
    contact = diary.some("Contacts", lambda row: row["ParentType"] == "Tenant" and isinstance(row.get("Email"), str))
    if contact is None:
        return
    contact["Email"] = f"new.{contact['Email'].removeprefix('new.')}"
    shown, digits = phone(diary.rng, TOWNS["Dayton"].area)
    for row in diary.location.index("PhoneNumbers", "ParentID").get(contact["ContactID"], []):
        if row.get("ParentType") == "Contact" and row.get("PhoneNumberTypeID") == MOBILE:
            row |= {"PhoneNumber": shown, "StrippedPhoneNumber": digits}
            diary.touch("PhoneNumbers", row)
    diary.touch("Contacts", contact)
    diary.note("contact_changed", contact_id=contact["ContactID"], tenant_id=contact["ParentID"])


def change_a_unit(diary: Diary) -> None:
    """A unit is described anew, and its market rent set from today on; now and then its property too."""
    unit = diary.some("Units")
    if unit is None:
        return
    unit["Comment"] = f"Walked through on {diary.today:%m/%d}"
    diary.touch("Units", unit)
    rent = {"UnitID": unit["UnitID"], "Amount": float(diary.rng.randrange(800, 1800, 5))}
    diary.put("MarketRents", rent | {"FromDate": midnight(diary.today)})
    diary.note("unit_changed", unit_id=unit["UnitID"])
    prop = diary.location.tables["Properties"].get(unit["PropertyID"])
    if prop is not None and diary.rng.random() < 0.3:
        prop["ManagerName"] = diary.rng.choice(("Haddad", "Lindqvist", "Okafor"))
        diary.touch("Properties", prop)
        diary.note("property_changed", property_id=prop["PropertyID"])


def change_a_prospect(diary: Diary) -> None:
    """A prospect gets a step on, and is shown around."""
    prospect = diary.some("Prospects", lambda row: row.get("ProspectStatus") in STEPS)
    if prospect is None:
        return
    prospect["ProspectStatus"] = STEPS[prospect["ProspectStatus"]]
    diary.touch("Prospects", prospect)
    diary.note("prospect_changed", prospect_id=prospect["ProspectID"])
    tour = {"StartDate": f"{diary.today}T15:00:00", "EndDate": f"{diary.today}T15:30:00", "Subject": "Tour"}
    made = diary.put("Appointments", tour | {"IsReminder": False, "ProspectID": prospect["ProspectID"]})
    diary.note("appointment_made", appointment_id=made["AppointmentID"])


def change_an_association(diary: Diary) -> None:
    """A violation is put right, and a request decided."""
    violation = diary.some("Violations", lambda row: row.get("IsClosed") is False)
    if violation is not None:
        violation |= {"IsClosed": True, "CloseDate": midnight(diary.today)}
        diary.touch("Violations", violation)
        diary.note("violation_closed", violation_id=violation["ViolationID"])
    request = diary.some("ArchitecturalRequests", lambda row: row.get("Status") in DECISIONS)
    if request is not None:
        request["Status"] = DECISIONS[request["Status"]]
        diary.touch("ArchitecturalRequests", request)
        diary.note("architectural_request_changed", architectural_request_id=request["ArchitecturalRequestID"])


def delete_one(diary: Diary) -> None:
    """A contact who is not the primary one, a charge that nobody paid, or an appointment: gone without a trace."""
    made = {key for change in diary.changes for key in change.get("charge_ids", [])}
    choices: dict[str, Callable[[Row], bool]] = {
        "Contacts": lambda row: row["ParentType"] == "Tenant" and not row["IsPrimary"],
        "Charges": lambda row: row["AmountAllocated"] == 0 and row["ChargeID"] not in made,
        "Appointments": lambda row: True,
    }
    resource = diary.rng.choice(list(choices))
    row = diary.some(resource, choices[resource])
    if row is not None:
        kind, key = NAMES[resource]
        diary.drop(resource, row)
        diary.note(f"{kind}_deleted", **{f"{kind}_id": row[key]})
