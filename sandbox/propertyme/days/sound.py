"""Which rows life goes on with: a row edited into nonsense from outside is left as it is."""

from __future__ import annotations

from sandbox.propertyme.estate import Estate, Row

SHAPES: dict[str, dict[str, type | tuple[type, ...]]] = {
    "lots": {
        "Reference": str,
        "AddressText": str,
        "Address": dict,
        "Bedrooms": int,
        "ActiveOwnershipId": str,
        "OwnerContactId": str,
        "RentAmount": (int, float),
        "RentPeriod": str,
        "Vacant": bool,
        "IsArchived": bool,
    },
    "tenancies": {
        "LotId": str,
        "ContactId": str,
        "ContactReference": str,
        "RentPeriod": str,
        "IsActive": bool,
        "IsClosed": bool,
    },
    "contacts": {
        "Reference": str,
        "PrimaryContactPerson": dict,
        "ContactPersons": list,
        "IsArchived": bool,
        "IsSupplier": bool,
    },
    "jobs": {"Number": int, "Status": str, "LotId": str},
    "quotations": {"JobTaskId": str, "ContactId": str},
    "inspections": {"Status": str, "LotId": str},
}
PLACE = ("State", "Street", "Number", "Suburb", "PostalCode")


def sound_rows(estate: Estate, collection: str) -> list[Row]:
    """The rows that still have their id and whose values are of the kinds that a day works with."""
    shape = SHAPES[collection]
    rows = [
        row
        for key, row in estate[collection].items()
        if row.get("Id") == key and all(isinstance(row.get(name), kind) for name, kind in shape.items())
    ]
    if collection == "lots":
        return [row for row in rows if all(isinstance(row["Address"].get(part), str) for part in PLACE)]
    return rows
