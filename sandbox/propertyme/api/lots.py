"""Lots: the change feed, the paged lists, one by id."""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox.propertyme import fields
from sandbox.propertyme.api.desk import Desk
from sandbox.propertyme.api.lotdetail import detail
from sandbox.propertyme.api.rest import MEMBER
from sandbox.propertyme.cursor import changed_keys
from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.replies import asked, asked_flag, page, refuse, rows
from sandbox.propertyme.views import View, as_json
from sandbox.propertyme.wire import is_since, moment_of


def with_codes(estate: Estate, lot: Row) -> Row:
    """What the paged lists add to a lot: folio codes, search text, and fields of the running tenancy."""
    tenancy = estate.find("tenancies", lot.get("ActiveTenancyId"))
    owner, tenant = lot.get("OwnerContactId"), lot.get("TenantContactId")
    more: Row = {
        "DaysInArrears": tenancy.get("DaysInArrears", 0),
        "LotReference": lot.get("Reference"),
        "Termination": tenancy.get("Termination"),
        "BreakLease": tenancy.get("BreakLease"),
        "OwnerFolioCode": estate.folio_code("OWN", owner) or None,
        "TenantFolioCode": estate.folio_code("TEN", tenant) or None,
        "Relet": False,
        "SearchText": f"{lot.get('Reference')} {lot.get('OwnerContactReference')} {lot.get('KeyNumber')}",
        "Periodic": tenancy.get("Periodic"),
        "LotUpdatedTimestamp": lot.get("Timestamp"),
    }
    return {name: value for name, value in more.items() if value is not None}


def with_sale(estate: Estate, sale: Row) -> Row:
    """The lot under a sale agreement."""
    return {name: value for name, value in estate.find("lots", sale["Id"]).items() if name in fields.LOT}


FEED = View("lots", "lots", fields.LOT_FEED)
ONE = View("lot", "lots", fields.LOT)
RENTAL = View("lots/rentals", "lots", fields.LOT_RENTAL, with_codes)
VACANCY = View("lots/vacancy", "lots", fields.LOT_VACANCY, with_codes)
ARCHIVED = View("lots/archived", "lots", fields.LOT_ARCHIVED, with_codes)
SALE = View("lots/sales", "sales", fields.LOT_SALE, with_sale)


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """GET /v1/lots and below."""

    def keys(*, archived: bool = False) -> list[str]:
        return [key for key, lot in desk.estate["lots"].items() if (lot.get("IsArchived") is True) is archived]

    @routes.get("/v1/lots")
    def feed() -> Response:
        desk.need("property:read")
        changed = changed_keys(desk.estate, "lots", desk.settings, missing=502)
        return desk.all(FEED, [key for key in changed if desk.estate["lots"][key].get("IsArchived") is not True])

    @routes.get("/v1/lots/rentals")
    def rentals() -> Response:
        desk.need("property:read")
        rented = [key for key in keys() if desk.estate["lots"][key].get("IsRental") is not False]
        return desk.all(RENTAL, rented[page()])

    @routes.get("/v1/lots/vacancy")
    def vacancy() -> Response:
        desk.need("property:read")
        lots = desk.estate["lots"]
        empty = [key for key in keys() if lots[key].get("Vacant") is True]
        if asked_flag("RentalOnly"):
            empty = [key for key in empty if lots[key].get("IsRental") is True]
        return desk.all(VACANCY, empty[page()])

    @routes.get("/v1/lots/sales")
    def sales() -> Response:
        desk.need("property:read")
        return desk.all(SALE, list(desk.estate["sales"])[page()])

    @routes.get("/v1/lots/archived")
    def archived() -> Response:
        desk.need("property:read")
        gone = keys(archived=True)
        since = asked("ArchivedSince")
        if since:
            try:
                earliest = moment_of(since)
            except ValueError:
                refuse(400, "Invalid date", "ArchivedSince")
            lots = desk.estate["lots"]
            gone = [key for key in gone if is_since(lots[key].get("ArchivedOn"), earliest)]
        return desk.all(ARCHIVED, gone[page()])

    @routes.get("/v1/lots/<key>")
    def one(key: str) -> Response:
        desk.need("property:read")
        return desk.one(ONE, key)

    @routes.get("/v1/lots/<key>/detail")
    def in_detail(key: str) -> Response:
        desk.need("property:read")
        if key not in desk.estate["lots"]:
            refuse(404)
        return rows(as_json(detail(desk.estate, desk.estate["lots"][key], desk.settings)))

    @routes.get("/v1/lots/<key>/members")
    def manager(key: str) -> Response:
        desk.need("property:read")
        lot = desk.estate["lots"].get(key) or refuse(404)
        return desk.one(MEMBER, str(lot.get("ActiveManagerMemberId")))
