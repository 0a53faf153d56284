"""One example of each operation's body and answer, by operation id; a test holds them against the schema."""

from typing import Any, NamedTuple

from integrations.api import example_twoway as writing
from integrations.api.example_connections import (
    BEGUN,
    CONFIGURATION,
    CONNECTION,
    INTEGRATION,
    NEW_SECRET,
    SETTINGS,
    SIGN_IN_WAY,
)
from integrations.api.example_field_mappings import ASKED, KINDS, MAPPED, TRIAL
from integrations.api.example_health import HEALTH, QUALITY, SUMMARY
from integrations.api.example_lettings import LETTINGS
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
from integrations.api.example_webhooks import WEBHOOKS


class Example(NamedTuple):
    """What is sent and what comes back; None where there is no body."""

    request: dict[str, Any] | None = None
    answer: dict[str, Any] | None = None


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
    "options": {"batch_size": 500, "max_workers": 8},
    "ignored_options": {},
    "since_not_applied": [],
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
    "seconds": {"read": 21.4, "plan": 1.9, "write": 6.2},
    "estimated_seconds_left": None,
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
    "seconds": {},
}
MAPPING = {
    "id": MAPPING_ID,
    "provider_property_id": "b7d1f0a2",
    "provider_property_address": "Unit 3, 12 Wattle St, Ultimo NSW 2007",
    "state": "suggested",
    "property": None,
    "auto_sync": True,
    "is_filtered": False,
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
PROVIDER = {
    "slug": VENDOR.slug,
    "label": VENDOR.label,
    "category": "property_manager",
    "status": "available",
    "takes_files": True,
    "sign_ins": [SIGN_IN_WAY],
    "capabilities": [{"kind": "properties", "how": "reported", "covers": "changes", "sentence": ""}],
}
START = {
    "org_id": ORG_ID,
    "entity_types": ["properties", "leases"],
    "since": "2026-07-02T00:00:00Z",
    "property_filters": {"property_type": ["multi_family"], "active": True},
    "batch_size": 500,
    "max_workers": 8,
    "sync_direction": "pull",
}
SIGN_IN = {"org_id": ORG_ID}
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoiMSJ9.c2lnbmF0dXJl"

EXAMPLES: dict[str, Example] = {
    "auth_token": Example({"email": "pat@example.com", "password": "..."}, {"access": TOKEN, "refresh": TOKEN}),
    "auth_token_refresh": Example({"refresh": TOKEN}, {"access": TOKEN}),
    "providers_list": Example(answer={"next": None, "previous": None, "results": [PROVIDER]}),
    "connections_create": Example(SIGN_IN, BEGUN),
    "integrations_create": Example(SIGN_IN | SETTINGS, BEGUN | {"configuration": CONFIGURATION}),
    "integrations_update": Example(SETTINGS, INTEGRATION),
    "connections_oauth_callback": Example({"state": "k3J9", "code": "a1b2c3"}, CONNECTION),
    "connections_rotate": Example(NEW_SECRET, CONNECTION | {"auth_type": "login"}),
    "connections_status": Example(answer=CONNECTION),
    "integrations_retrieve": Example(answer=INTEGRATION),
    "field_mappings_list": Example(answer=KINDS),
    "field_mappings_retrieve": Example(answer=MAPPED),
    "field_mappings_update": Example(ASKED, MAPPED | {"trial": TRIAL}),
    "field_mappings_test": Example(ASKED, TRIAL),
    "field_mappings_apply": Example(answer=QUEUED | {"sync_type": "full", "entity_types": ["tenants"]}),
    "mappings_list": Example(answer=MAPPING),
    "mappings_update": Example(
        {"property": PROPERTY_ID}, MAPPING | {"state": "mapped", "property": PROPERTY_ID, "suggestion": None}
    ),
    "mappings_auto": Example(
        {"minimum_score": 90, "create_unmatched": False}, {"mapped": 170, "created": 0, "left": 17}
    ),
    "sync_full": Example(SIGN_IN, QUEUED | {"sync_type": "full"}),
    "sync_incremental": Example(
        START,
        QUEUED
        | {
            "entity_types": ["properties", "leases"],
            "options": {name: START[name] for name in START if name not in ("org_id", "entity_types")},
            "since_not_applied": ["leases"],
        },
    ),
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
    "conflicts_list": Example(answer=writing.CONFLICT),
    "conflicts_decide": Example({"choice": "ours", "seen": LATER}, writing.DECIDED),
    "conflicts_decide_many": Example(
        {"kind": "tenants", "field": "email", "choice": "theirs", "seen": LATER}, {"decided": 12, "left": 0}
    ),
    "outbox_list": Example(answer=writing.EDIT),
    "outbox_drop": Example(answer=writing.EDIT | {"status": "dropped"}),
    "outbox_retry": Example(answer=writing.EDIT),
    "two_way_retrieve": Example(answer=writing.SETTINGS),
    "two_way_update": Example(writing.SETTINGS, writing.SETTINGS),
    "edits_create": Example(writing.EDITS, writing.RESULTS),
    "diagnostics_retrieve": Example(
        answer={
            "made_at": MORNING,
            "software": {"python": "3.11.7", "django": "5.2.19", "database": "postgresql"},
            "connection": {"id": CONNECTION_ID, "provider": VENDOR.slug, "status": "active"},
            "runs": [],
            "issues": [{"kind": "leases", "code": "malformed_row", "status": "open", "number": 2}],
            "outbox": [],
            "calls": [],
        }
    ),
    **{name: Example(*sent_and_answered) for name, sent_and_answered in WEBHOOKS.items()},
    "health_retrieve": Example(answer=HEALTH),
    "quality_retrieve": Example(answer=QUALITY),
    "summary_retrieve": Example(answer=SUMMARY),
    **{
        f"{name}_{verb}": Example(answer=shape)
        for name, shape in (ROWS | LETTINGS).items()
        for verb in ("list", "retrieve")
    },
}
