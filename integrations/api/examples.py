"""One example of each operation's body and answer, by operation id; a test holds them against the schema."""

from typing import Any, NamedTuple

from integrations.api.example_rows import (
    CONNECTION_ID,
    ISSUE_ID,
    JOB_ID,
    LATER,
    MAPPING_ID,
    MORNING,
    ORG_ID,
    PROPERTY_ID,
    ROWS,
    VENDOR,
)


class Example(NamedTuple):
    """What is sent and what comes back; None where there is no body."""

    request: dict[str, Any] | None = None
    answer: dict[str, Any] | None = None


CONNECTION = {
    "connection_id": CONNECTION_ID,
    "provider": VENDOR.slug,
    "status": "active",
    "account_name": "Harbour Rentals",
    "provider_user_id": "8d0f2b6c",
    "scopes": ["property:read", "contact:read"],
    "token_expires_at": "2026-07-03T17:14:00Z",
    "last_sync_at": LATER,
    "next_sync_at": "2026-07-04T16:07:00Z",
    "error": None,
    "created_at": "2026-05-01T01:30:00Z",
}
BEGUN = {
    "connection_id": CONNECTION_ID,
    "status": "pending",
    "authorization_url": "https://login.vendor.example/connect/authorize?response_type=code&state=k3J9",
}
JOB = {
    "job_id": JOB_ID,
    "connection": CONNECTION_ID,
    "sync_type": "incremental",
    "status": "completed",
    "trigger": "schedule",
    "summary": "187 properties synced, 3 new, 5 updated, 0 errors",
    "activity": "",
    "progress_percentage": 100,
    "processed_entities": 187,
    "total_entities": 187,
    "items_synced": 187,
    "transactions_created": 12,
    "created_at": MORNING,
    "started_at": MORNING,
    "completed_at": LATER,
    "cancel_requested": False,
    "entity_types": [],
    "counts": {
        "properties": {
            "read": 187,
            "created": 3,
            "updated": 5,
            "unchanged": 179,
            "held": 0,
            "rejected": 0,
            "withdrawn": 0,
            "duplicates": 0,
        }
    },
    "errors": [],
}
QUEUED = JOB | {
    "status": "queued",
    "trigger": "person",
    "summary": "",
    "progress_percentage": 0,
    "processed_entities": 0,
    "total_entities": 0,
    "items_synced": 0,
    "transactions_created": 0,
    "started_at": None,
    "completed_at": None,
    "counts": {},
}
MAPPING = {
    "id": MAPPING_ID,
    "provider_property_id": "b7d1f0a2",
    "provider_property_address": "Unit 3, 12 Wattle St, Ultimo NSW 2007",
    "state": "suggested",
    "property": None,
    "auto_sync": True,
    "suggestion": {
        "property": PROPERTY_ID,
        "address": "3/12 Wattle Street, Ultimo NSW 2007",
        "score": 97,
        "reason": "Same unit, number, street and postcode",
    },
    "metadata": {},
    "updated_at": MORNING,
}
ISSUE = {
    "id": ISSUE_ID,
    "kind": "leases",
    "external_id": "tenancy-17",
    "file": "",
    "row_number": None,
    "column": "RentAmount",
    "value": "",
    "code": "malformed_row",
    "message": "The rent of this lease is missing.",
    "action": "Enter the rent in the other system. The next sync reads it again.",
    "status": "open",
    "reason": "",
    "occurrences": 2,
    "job_id": JOB_ID,
    "created_at": "2026-07-02T16:14:00Z",
    "updated_at": MORNING,
}
HEALTH = {
    "org_id": ORG_ID,
    "provider": VENDOR.slug,
    "status": "attention",
    "checked_at": "2026-07-03T22:00:00Z",
    "connections": [
        {
            "connection_id": CONNECTION_ID,
            "account_name": "Harbour Rentals",
            "standing": "active",
            "status": "attention",
            "last_sync_at": LATER,
            "last_sync_age_seconds": 20_600,
            "completed_runs": 29,
            "failed_runs": 1,
            "success_rate": 0.967,
            "open_issues": 2,
            "latency_ms": None,
            "recommendations": [
                {
                    "code": "issues",
                    "message": "2 rows need a person.",
                    "action": "Each says what is wrong and what to do.",
                    "link": f"https://pmsync.example/settings/integrations/{VENDOR.slug}/issues?connection={CONNECTION_ID}",
                }
            ],
        }
    ],
}
PROVIDER = {
    "slug": VENDOR.slug,
    "label": VENDOR.label,
    "category": "property_manager",
    "status": "available",
    "takes_files": True,
    "capabilities": [{"kind": "properties", "how": "reported", "covers": "changes", "sentence": ""}],
}
START = {"org_id": ORG_ID, "entity_types": ["properties", "leases"]}
SIGN_IN = {"org_id": ORG_ID}
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoiMSJ9.c2lnbmF0dXJl"

EXAMPLES: dict[str, Example] = {
    "auth_token": Example({"email": "pat@example.com", "password": "..."}, {"access": TOKEN, "refresh": TOKEN}),
    "auth_token_refresh": Example({"refresh": TOKEN}, {"access": TOKEN}),
    "providers_list": Example(answer={"next": None, "previous": None, "results": [PROVIDER]}),
    "connections_create": Example(SIGN_IN, BEGUN),
    "integrations_create": Example(SIGN_IN, BEGUN),
    "connections_oauth_callback": Example({"state": "k3J9", "code": "a1b2c3"}, CONNECTION),
    "connections_status": Example(answer=CONNECTION),
    "integrations_retrieve": Example(
        answer={
            "org_id": ORG_ID,
            "provider": VENDOR.slug,
            "label": VENDOR.label,
            "status": "active",
            "connections": [CONNECTION],
        }
    ),
    "mappings_list": Example(answer=MAPPING),
    "mappings_update": Example(
        {"property": PROPERTY_ID}, MAPPING | {"state": "mapped", "property": PROPERTY_ID, "suggestion": None}
    ),
    "mappings_auto": Example(
        {"minimum_score": 90, "create_unmatched": False}, {"mapped": 170, "created": 0, "left": 17}
    ),
    "sync_full": Example(SIGN_IN, QUEUED | {"sync_type": "full"}),
    "sync_incremental": Example(START, QUEUED | {"entity_types": ["properties", "leases"]}),
    "sync_manual": Example(SIGN_IN, QUEUED | {"sync_type": "manual"}),
    "sync_jobs_retrieve": Example(answer=JOB),
    "sync_jobs_cancel": Example(answer=QUEUED | {"status": "running", "cancel_requested": True}),
    "sync_history_list": Example(answer=JOB),
    "issues_list": Example(answer=ISSUE),
    "issues_update": Example(
        {"status": "ignored", "reason": "Sold in June"}, ISSUE | {"status": "ignored", "reason": "Sold in June"}
    ),
    "issues_retry": Example(answer=QUEUED | {"sync_type": "full", "entity_types": ["leases"]}),
    "issues_retry_all": Example({"code": "malformed_row"}, QUEUED | {"sync_type": "full", "entity_types": ["leases"]}),
    "health_retrieve": Example(answer=HEALTH),
    "summary_retrieve": Example(
        answer={
            "properties": 187,
            "leases": 201,
            "current_leases": 176,
            "maintenance_jobs": 64,
            "active_maintenance_jobs": 9,
            "transactions": 4211,
        }
    ),
    **{f"{name}_{verb}": Example(answer=shape) for name, shape in ROWS.items() for verb in ("list", "retrieve")},
}
