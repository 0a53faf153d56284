"""Job tasks, version 1 and 2, and their quotations. Version 1 knows no Priority."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response

from sandbox.propertyme import fields
from sandbox.propertyme.api.desk import Desk
from sandbox.propertyme.cursor import changed_keys
from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.replies import asked, page, refuse, rows
from sandbox.propertyme.views import View, as_json

SPAN = 10  # days between the earlier and the later date of a search


def without_priority(names: tuple[str, ...]) -> tuple[str, ...]:
    """The fields of version 1."""
    return tuple(name for name in names if name != "Priority")


def with_people(estate: Estate, job: Row) -> Row:
    """Phones and mail addresses of everybody concerned."""
    more: Row = {"StrataAttending": False, "Label": f"{job.get('DisplayNumber')} - {job.get('Summary')}"}
    for who, field in (("Tenant", "TenantContactId"), ("Owner", "OwnerContactId"), ("Contact", "ContactId")):
        contact = estate.find("contacts", job.get(field))
        person = contact.get("PrimaryContactPerson")
        person = person if isinstance(person, dict) else {}
        more |= {
            f"{who}Phone": contact.get("Phone"),
            f"{who}CellPhone": person.get("CellPhone"),
            f"{who}NormalisedMobilePhone": person.get("NormalisedMobilePhone"),
            f"{who}HomePhone": person.get("HomePhone"),
            f"{who}WorkPhone": contact.get("WorkPhone"),
            f"{who}Email": contact.get("Email"),
        }
    if job.get("ContactId"):
        expiry = date(estate.clock.start.year + 1, 6, 30)
        more["SupplierInsuranceExpiryDate"] = expiry.isoformat()
        more["SupplierInsuranceExpiryDays"] = (expiry - estate.clock.today).days
    lot = estate.find("lots", job.get("LotId"))
    staff = estate.find("members", job.get("ManagerMemberId"))
    of_lot = estate.find("members", lot.get("ActiveManagerMemberId"))
    more["LotActiveManagerMemberId"] = lot.get("ActiveManagerMemberId")
    for prefix, member in (("TaskManager", staff), ("LotManager", of_lot), ("Manager", staff)):
        more |= {
            f"{prefix}Name": member.get("Name"),
            f"{prefix}Email": member.get("RegisteredEmail"),
            f"{prefix}Mobile": member.get("MobilePhone"),
            f"{prefix}Work": member.get("WorkPhone"),
        }
    return {name: value for name, value in more.items() if value is not None}


def with_quote(estate: Estate, job: Row) -> Row:
    """The manager's names and the accepted quotation's reference."""
    member = estate.find("members", job.get("ManagerMemberId"))
    quote = estate.find("quotations", job.get("QuoteId"))
    more = {
        "MemberFirstName": member.get("FirstName"),
        "MemberLastName": member.get("LastName"),
        "JobTaskQuotationReference": quote.get("Reference"),
        "QuoteReference": quote.get("Reference"),
    }
    return {name: value for name, value in more.items() if value is not None}


FEED = {
    "v1": View("v1/jobtasks", "jobs", without_priority(fields.JOB_FEED)),
    "v2": View("v2/jobtasks", "jobs", fields.JOB_FEED),
}
ONE = {
    "v1": View("v1/jobtask", "jobs", without_priority(fields.JOB), with_people),
    "v2": View("v2/jobtask", "jobs", fields.JOB, with_people),
}
FOUND = {
    "v1": View("v1/jobtasks/search", "jobs", without_priority(fields.JOB_FOUND), with_quote),
    "v2": View("v2/jobtasks/search", "jobs", fields.JOB_FOUND, with_quote),
}
QUOTATION = View("quotations", "quotations", fields.QUOTATION)


def span(name: str) -> tuple[str, str] | None:
    """The two days of a search by `DueDate` or `DateCreated`; None when neither is given."""
    ends = asked(f"{name}Min"), asked(f"{name}Max")
    try:
        first, last = (date.fromisoformat(end) if end else None for end in ends)
    except ValueError:
        refuse(400, "Dates must be yyyy-MM-dd", name)
    if first is None and last is None:
        return None
    if first and last and not 0 <= (last - first).days <= SPAN:
        refuse(400, f"Date range can not be more than {SPAN} days", name)
    return ends[0] or "0001-01-01", ends[1] or "9999-12-31"


def search(estate: Estate, *, with_priority: bool) -> list[str]:
    """Keys of the jobs that the query asks for."""
    due, created = span("DueDate"), span("DateCreated")
    status, priority = asked("Status"), asked("Priority") if with_priority else None
    return [
        key
        for key, job in estate["jobs"].items()
        if (not due or due[0] <= str(job.get("DueDate", ""))[:10] <= due[1])
        and (not created or created[0] <= str(job.get("CreatedOn", ""))[:10] <= created[1])
        and (not status or job.get("Status") == status)
        and (not priority or job.get("Priority") == priority)
    ]


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """GET /v1/jobtasks and /v2/jobtasks and below."""

    @routes.get("/<any(v1, v2):version>/jobtasks")
    def feed(version: str) -> Response:
        desk.need("activity:read")
        return desk.all(FEED[version], changed_keys(desk.estate, "jobs", desk.settings))

    @routes.get("/<any(v1, v2):version>/jobtasks/search")
    def found(version: str) -> Response:
        desk.need("activity:read")
        wanted = page(limit=100)
        return desk.all(FOUND[version], search(desk.estate, with_priority=version == "v2")[wanted])

    @routes.get("/<any(v1, v2):version>/jobtasks/<key>")
    def one(version: str, key: str) -> Response:
        desk.need("activity:read")
        return desk.one(ONE[version], key)

    @routes.get("/v1/jobtasks/<key>/quotations")
    def quotations(key: str) -> Response:
        desk.need("activity:read")
        if key not in desk.estate["jobs"]:
            refuse(404)
        keys = desk.estate.quotes_of(key)
        if desk.settings["quotation_shape"] == "object":
            return desk.one(QUOTATION, keys[0]) if keys else rows(as_json({}))
        return desk.all(QUOTATION, keys)
