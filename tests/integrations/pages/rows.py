"""Issues of rows that stood in an exported file, as a run leaves them."""

import json
from itertools import count
from typing import Any

from integrations.models import Connection, SyncIssue
from tests.factories import an_issue

LAYOUT = "propertytree/leases"
_numbers = count(2)


def a_row_issue(connection: Connection, **given: Any) -> SyncIssue:
    """The issue of a lease whose Rent Period no system knows; `raw` is the row by heading."""
    number = given.pop("row_number", None) or next(_numbers)
    row = {"Address": f"{number} Wattle Street", "Tenant": "Tim Tenant", "Rent": "650.00", "Rent Period": "biweekly"}
    values = {
        "external_id": f"~{number}-wattle-street",
        "message": "Rent Period is biweekly, a word that pmsync does not know.",
        "action": "Correct Rent Period in your system's export, or here.",
        "file": "leases.csv",
        "layout": LAYOUT,
        "row_number": number,
        "column": "Rent Period",
        "value": "biweekly",
        **given,
    }
    raw = values.pop("raw", row)
    return an_issue(connection, **values, raw=None if raw is None else json.dumps(raw))


def row_of(issue: SyncIssue) -> dict[str, str]:
    """The row that is kept with the issue now."""
    return json.loads(SyncIssue.objects.get(pk=issue.pk).raw or "null")
