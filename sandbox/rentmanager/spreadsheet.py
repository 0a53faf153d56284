"""The office's own list of its units, as CSV."""

from __future__ import annotations

import csv
import io

from sandbox.rentmanager.estate import Location


def spreadsheet(location: Location) -> str:
    """One line for each unit of an active property, under the property's street."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["Property", "Unit", "Address", "City", "State", "Zip"])
    for unit in location.tables["Units"].values():
        prop = location.tables["Properties"].get(unit.get("PropertyID", 0), {})
        rows = location.index("Addresses", "ParentID").get(unit.get("PropertyID"), [])
        street = next((row for row in rows if row.get("ParentType") == "Property" and "Street" in row), {})
        if prop.get("IsActive"):
            where = [street.get(name) for name in ("Street", "City", "State", "PostalCode")]
            lines.writerow([prop.get("Name"), unit.get("Name"), *where])
    return out.getvalue()
