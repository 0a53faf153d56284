"""Contacts: the change feed, the three paged lists, one by id, and the agency itself."""

from __future__ import annotations

import zlib

from flask import Blueprint, Response

from sandbox.propertyme import fields
from sandbox.propertyme.api.desk import Desk
from sandbox.propertyme.api.lotdetail import only
from sandbox.propertyme.cursor import changed_keys
from sandbox.propertyme.estate import Estate, Row
from sandbox.propertyme.replies import asked_flag, page, refuse, rows
from sandbox.propertyme.views import View, as_json

FOLIOS = {"Owner": "OWN", "Tenant": "TEN", "Supplier": "SUP"}


def with_folio(estate: Estate, contact: Row) -> Row:
    """What the paged lists add: folio, balances and dues."""
    key = str(contact.get("Id"))
    owing = zlib.crc32(key.encode()) % 90_000
    return {
        "BillsDue": owing // 300,
        "Balance": owing / 100,
        "IsPmDirectEnabled": False,
        "PaymentPriority": 1,
        "PaymentsDue": 0,
        "FolioId": estate.folio_id(key),
        "ContactPersonText": contact.get("PrimaryPerson", ""),
        "SupplierFolioNumber": 0,
    }


def contact_reply(estate: Estate, contact: Row) -> Row:
    """A GetContactResponse."""
    bare = {name: contact[name] for name in fields.CONTACT if name in contact} | {"HasTenantInvoiceAccount": False}
    role = str(contact.get("RolesString"))
    return {
        "Contact": bare,
        "ContactPersons": contact.get("ContactPersons", []),
        "Code": estate.folio_code(FOLIOS.get(role, "CON"), contact.get("Id")),
        "FolioId": estate.folio_id(str(contact.get("Id"))),
        "AutoApproveBill": False,
        "ReminderCount": 0,
    }


FEED = View("contacts", "contacts", fields.CONTACT_FEED)
OWNER = View("contacts/ownerships", "contacts", fields.OWNER_LISTED, with_folio)
TENANT = View("contacts/tenants", "contacts", fields.TENANT_LISTED, with_folio)
SUPPLIER = View("contacts/suppliers", "contacts", fields.SUPPLIER_LISTED, with_folio)


def add_routes(routes: Blueprint, desk: Desk) -> None:
    """GET /v1/contacts and below."""

    def listed(flag: str) -> list[str]:
        contacts = desk.estate["contacts"].items()
        return [key for key, row in contacts if row.get(flag) is True and row.get("IsArchived") is not True]

    @routes.get("/v1/contacts")
    def feed() -> Response:
        desk.need("contact:read")
        keys = changed_keys(desk.estate, "contacts", desk.settings)
        if not asked_flag("IncludeArchived"):
            keys = [key for key in keys if desk.estate["contacts"][key].get("IsArchived") is not True]
        return desk.all(FEED, keys)

    @routes.get("/v1/contacts/ownerships")
    def owners() -> Response:
        desk.need("contact:read")
        return desk.all(OWNER, listed("IsOwner")[page()])

    @routes.get("/v1/contacts/tenants")
    def tenants() -> Response:
        desk.need("contact:read")
        return desk.all(TENANT, listed("IsTenant")[page()])

    @routes.get("/v1/contacts/suppliers")
    def suppliers() -> Response:
        desk.need("contact:read")
        response = desk.all(SUPPLIER, listed("IsSupplier")[page()])
        response.status_code = 202 if desk.settings["suppliers_accepted"] else 200
        return response

    @routes.get("/v1/contacts/agency")
    def agency() -> Response:
        desk.need("contact:read")
        return rows(as_json({"Reference": desk.estate.agency, "Name": desk.estate.agency}))

    @routes.get("/v1/contacts/<key>")
    def one(key: str) -> Response:
        desk.need("contact:read")
        contact = desk.estate["contacts"].get(key) or refuse(404)
        return rows(as_json(only(contact_reply(desk.estate, contact), fields.CONTACT_REPLY, desk.settings)))
