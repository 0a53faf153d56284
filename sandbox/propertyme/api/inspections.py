"""Inspections: the change feed, one by id, two searches, and by status."""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox.propertyme import fields
from sandbox.propertyme.api.desk import Desk
from sandbox.propertyme.api.lotdetail import only
from sandbox.propertyme.cursor import changed_keys
from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.replies import asked, page, refuse, rows
from sandbox.propertyme.views import View, as_json
from sandbox.propertyme.wire import NEVER, day_of
from sandbox.settings import Settings


def with_member(estate: Estate, row: Row) -> Row:
    """What the table adds: the manager's names and the tenant's part in it."""
    member = estate.find("members", row.get("ManagerMemberId"))
    due = day_of(row.get("DueDate"))
    more = {
        "MemberFirstName": member.get("FirstName"),
        "MemberLastName": member.get("LastName"),
        "AssignedToTenantDate": NEVER,
        "TenantReturnDueDate": NEVER,
        "TenantReturnDate": NEVER,
        "DaysPastOrRemaining": (due - estate.clock.today).days if due else 0,
    }
    return {name: value for name, value in more.items() if value is not None}


def inspection_reply(estate: Estate, row: Row, settings: Settings) -> Row:
    """A GetInspectionResponse; no report is stored."""
    more = {
        "ActiveManagerMemberId": estate.find("lots", row.get("LotId")).get("ActiveManagerMemberId"),
        "TenantHasReviewed": False,
        "SearchText": f"{row.get('LotReference')} {row.get('Summary')}",
    }
    lot = estate.find("lots", row.get("LotId"))
    tenant = estate.find("contacts", row.get("TenantContactId"))
    owner = estate.find("contacts", row.get("OwnerContactId"))
    full = {
        "Inspection": only(row | more, fields.INSPECTION, settings),
        "Property": only(lot, fields.LOT, settings) if lot else None,
        "Tenant": only(tenant | {"HasTenantInvoiceAccount": False}, fields.CONTACT, settings) if tenant else None,
        "Owner": only(owner | {"HasTenantInvoiceAccount": False}, fields.CONTACT, settings) if owner else None,
        "CurrentRentAmount": row.get("CurrentRentAmount", 0),
        "CurrentRentPeriod": row.get("CurrentRentPeriod"),
        "OwnerFolioId": estate.folio_id(str(owner.get("Id"))) if owner else None,
        "TenantHasReviewed": False,
        "SubscriptionAllowsTenantToReviewECR": False,
        "RequiresTenantReviewsEcrFeature": False,
        "IsSuccessful": True,
    }
    return only(full, fields.INSPECTION_REPLY, settings)


FEED = View("inspections", "inspections", fields.INSPECTION_FEED)
FOUND = View("inspections/search", "inspections", fields.INSPECTION_FOUND)
TABLE = View("inspections/query", "inspections", fields.INSPECTION_TABLE, with_member)


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """GET /v1/inspections and below."""

    def where(**wanted: str | None) -> list[str]:
        given = {name: value for name, value in wanted.items() if value}
        found = desk.estate["inspections"].items()
        return [key for key, row in found if all(row.get(name) == value for name, value in given.items())]

    @routes.get("/v1/inspections")
    def feed() -> Response:
        desk.need("activity:read")
        return desk.all(FEED, changed_keys(desk.estate, "inspections", desk.settings))

    @routes.get("/v1/inspections/search")
    def search() -> Response:
        desk.need("activity:read")
        lot, contact = asked("LotId"), asked("ContactId")
        rows_of = desk.estate["inspections"]
        keys = where(LotId=lot)
        if contact:
            roles = ("TenantContactId", "OwnerContactId", "ContactId")
            keys = [key for key in keys if contact in (rows_of[key].get(role) for role in roles)]
        return desk.all(FOUND, keys[page()])

    @routes.get("/v1/inspections/query")
    def query() -> Response:
        desk.need("activity:read")
        first, last = asked("DueDateMin") or "", asked("DueDateMax") or "9999-12-31"
        published, label = asked("Published"), asked("Label")
        rows_of = desk.estate["inspections"]
        keys = [
            key
            for key in where(Type=asked("Type"), Status=asked("Status"), ManagerMemberId=asked("MemberOrTeam"))
            if first <= str(rows_of[key].get("DueDate", ""))[:10] <= last
            and (not published or rows_of[key].get("IsPublished") is (published.lower() == "yes"))
            and (not label or f"|{label}|" in str(rows_of[key].get("Labels", "")))
        ]
        return desk.all(TABLE, keys[page()])

    @routes.get("/v1/inspections/status/<status>")
    def by_status(status: str) -> Response:
        desk.need("activity:read")
        return desk.all(TABLE, where(Status=status)[page()])

    @routes.get("/v1/inspections/<key>")
    def one(key: str) -> Response:
        desk.need("activity:read")
        row = desk.estate["inspections"].get(key) or refuse(404)
        return rows(as_json(inspection_reply(desk.estate, row, desk.settings)))
