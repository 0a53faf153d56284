"""Tenancies: with and without the money owing."""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox.propertyme import fields
from sandbox.propertyme.api.desk import Desk
from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.replies import asked, asked_flag, refuse
from sandbox.propertyme.views import View
from sandbox.propertyme.wire import cents_of, is_since, moment_of


def with_contact(estate: Estate, tenancy: Row) -> Row:
    """The tenant's phones under other names, and two flags."""
    contact = estate.find("contacts", tenancy.get("ContactId"))
    more = {
        "ContactNormalisedMobilePhone": tenancy.get("NormalisedMobilePhone"),
        "ContactCellPhone": tenancy.get("CellPhone"),
        "ContactHomePhone": tenancy.get("HomePhone"),
        "ContactPhone": contact.get("ContactPhone"),
        "IsClientAccessDisabled": False,
        "HasBeenReceipted": bool(cents_of(tenancy.get("TotalRentPaid"))),
    }
    return {name: value for name, value in more.items() if value is not None}


LEASE = View("tenancies", "tenancies", fields.TENANCY, with_contact, drift=("MepayStatus", "Disabled"))
BALANCE = View("tenancies/balances", "tenancies", fields.BALANCE)


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """GET /v1/tenancies and below."""

    def found() -> list[str]:
        rows = desk.estate["tenancies"].items()
        contact, lot = asked("ContactId"), asked("LotId")
        return [
            key
            for key, row in rows
            if (not contact or row.get("ContactId") == contact) and (not lot or row.get("LotId") == lot)
        ]

    @routes.get("/v1/tenancies")
    def leases() -> Response:
        desk.need("property:read")
        keys = found()
        rows = desk.estate["tenancies"]
        if not asked_flag("IncludeClosed"):
            keys = [key for key in keys if rows[key].get("IsClosed") is not True]
        if asked_flag("HasOwnership"):
            keys = [key for key in keys if rows[key].get("HasActiveOwner") is True]
        return desk.all(LEASE, keys)

    @routes.get("/v1/tenancies/balances")
    def balances() -> Response:
        desk.need("property:read")
        keys = found()
        since = asked("LastUpdated")
        if since:
            try:
                earliest = moment_of(since)
            except ValueError:
                refuse(400, "Invalid date", "LastUpdated")
            rows = desk.estate["tenancies"]
            keys = [key for key in keys if is_since(rows[key].get("UpdatedOn"), earliest)]
        return desk.all(BALANCE, keys)

    @routes.get("/v1/tenancies/balances/<key>")
    def balance(key: str) -> Response:
        desk.need("property:read")
        return desk.one(BALANCE, key)
