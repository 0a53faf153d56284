"""The ledger of all tenants: charges, payments and credits in one list, with what each account owed after every line."""

from __future__ import annotations

from sandbox.rentmanager.computed import number, text
from sandbox.rentmanager.estate import Location, Row

SIGNS = {"Charges": 1, "Payments": -1, "Credits": -1}
COPIED = (
    "ID AccountID PropertyID UnitID AccountType Reference Comment Amount TransactionDate TransactionType ReversalDate"
).split()


def transactions(location: Location) -> list[Row]:
    """The lines, account by account and day by day. What was reversed stays in the list and counts for nothing."""
    tenants = location.tables["Tenants"]
    entries = [
        (account, text(row, "TransactionDate"), row["ID"], sign, row)
        for table, sign in SIGNS.items()
        for row in location.tables[table].values()
        if (account := row.get("AccountID")) in tenants and isinstance(row.get("ID"), int)
    ]
    totals: dict[int, float] = {}
    lines = []
    for account, _, _, sign, row in sorted(entries, key=lambda entry: entry[:3]):
        if "ReversalDate" not in row:
            totals[account] = round(totals.get(account, 0.0) + sign * number(row, "Amount"), 2)
        line = {name: row[name] for name in COPIED if name in row}
        line |= {"AccountName": tenants[account].get("Name"), "CanBeDeleted": "ReversalDate" not in row}
        lines.append(line | {"RunningTotal": totals.get(account, 0.0)})
    return lines
