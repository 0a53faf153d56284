"""One lot with its ownership and its tenancy inside."""

from __future__ import annotations

from sandbox.propertyme import fields
from sandbox.propertyme.estate import Estate, Row
from sandbox.settings import Settings


def detail(estate: Estate, lot: Row, settings: Settings) -> Row:
    """A LotDetailApiResponse. Listings are left out: nothing stored tells of them."""
    ownership = estate.find("ownerships", lot.get("ActiveOwnershipId"))
    tenancy = estate.find("tenancies", lot.get("ActiveTenancyId"))
    full = lot | {
        "Ownership": ownership or None,
        "PropertyManager": lot.get("ManagerName"),
        "TaskRemindersCount": 0,
        "Tenancy": tenancy or None,
        "HasListingProviderImportInProgress": False,
        "HasActiveInvoiceTemplate": False,
        "IsSuccessful": True,
    }
    if tenancy:
        full["ProRataStatus"] = {
            "Text": "In arrears" if tenancy.get("DaysInArrears") else "Paid up",
            "Amount": tenancy.get("RentArrears", 0),
            "Label": "Rent",
        }
    return only(full, fields.LOT_DETAIL, settings)


def only(full: Row, names: tuple[str, ...], settings: Settings) -> Row:
    """These fields, in this order; those without a value left out unless nulls are written."""
    if settings["write_nulls"]:
        return {name: full.get(name) for name in names}
    return {name: full[name] for name in names if full.get(name) is not None}
