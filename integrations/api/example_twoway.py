"""Examples of writing back: edits, the outbox and conflicts."""

from typing import Any

from integrations.api.example_rows import CONNECTION_ID, ISSUE_ID, LATER, MORNING, ORG_ID, ROW_ID, TENANT_ID

EDIT: dict[str, Any] = {
    "id": 4711,
    "connection": CONNECTION_ID,
    "kind": "tenants",
    "row_id": TENANT_ID,
    "external_id": "samplehomes:1:920",
    "label": "Tim Tenant",
    "action": "update",
    "changes": {
        "email": {
            "old": "tim@example.com",
            "new": "tim.tenant@example.com",
            "by": "priya@example.com",
            "at": MORNING,
        }
    },
    "status": "pending",
    "attempts": 0,
    "batch": None,
    "error": None,
    "made_by": "priya@example.com",
    "made_at": MORNING,
    "sent_at": None,
}
CONFLICT: dict[str, Any] = {
    "id": ISSUE_ID,
    "connection": CONNECTION_ID,
    "kind": "tenants",
    "row_id": TENANT_ID,
    "external_id": "samplehomes:1:920",
    "label": "Tim Tenant",
    "field": "email",
    "base": "tim@example.com",
    "ours": "tim.tenant@example.com",
    "theirs": "t.tenant@example.com",
    "ours_at": MORNING,
    "ours_by": "priya@example.com",
    "theirs_at": LATER,
    "status": "open",
    "decided_by": None,
    "decided_at": None,
    "created_at": LATER,
    "updated_at": LATER,
}
DECIDED = CONFLICT | {"status": "ours", "decided_by": "priya@example.com", "decided_at": LATER}
SETTINGS = {"directions": {"tenants": "both"}, "ownership": {"tenants": {"email": "newest"}}}
REFUSED = {
    "code": "kept_elsewhere",
    "message": "The other system keeps the balance of this row.",
    "action": "Change it there.",
}
EDITS = {
    "org_id": ORG_ID,
    "edits": [
        {"kind": "tenants", "id": TENANT_ID, "values": {"email": "tim.tenant@example.com"}},
        {"kind": "tenants", "id": ROW_ID, "values": {"balance": "0.00"}},
    ],
}
RESULTS = {
    "results": [
        {"id": TENANT_ID, "status": "queued", "edit_id": 4711, "error": None},
        {"id": ROW_ID, "status": "refused", "edit_id": None, "error": REFUSED},
    ]
}
