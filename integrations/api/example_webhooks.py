"""Examples of events, those that come in and those that go out."""

from typing import Any

from integrations import events
from integrations.api.example_rows import CONNECTION_ID, JOB_ID, LATER, MORNING, ORG_ID

SECRET = "whsec_c2hvd24gdGhpcyBvbmNlIGFuZCBuZXZlciBhZ2FpbiE="
RECEIVER: dict[str, Any] = {
    "connection_id": CONNECTION_ID,
    "address": "https://pmsync.example/hooks/Vq3fD0k2mZb1c8eR5tYuI7oPaSdFgHjKlXcVbNm",
    "is_on": True,
    "has_secret": True,
    "old_secret_until": None,
    "networks": ["203.0.113.0/24"],
    "refused_at": MORNING,
    "refused_because": "It came from 198.51.100.7, which is not among the addresses that may post.",
    "secret": None,
}
EVENT = {
    "id": 4711,
    "event_type": "Tenant_Edit",
    "status": "done",
    "message": "",
    "records": [{"kind": "tenants", "external_id": "T-17", "is_gone": False}],
    "job_id": JOB_ID,
    "replays": 0,
    "address": "203.0.113.7",
    "received_at": MORNING,
    "done_at": LATER,
}
AGAIN = EVENT | {"status": "waiting", "job_id": None, "replays": 1, "done_at": None}
TYPE = {"type": "lease.changed", **vars(events.TYPES["lease.changed"])}
SUBSCRIPTION: dict[str, Any] = {
    "id": "8e7d6c5b-4a39-4281-9706-f5e4d3c2b1a0",
    "url": "https://crm.harbour.example/pmsync",
    "description": "Our CRM",
    "events": ["lease.changed", "sync.failed"],
    "is_on": True,
    "secret": None,
    "old_secret_until": None,
    "failing_since": None,
    "disabled_at": None,
    "disabled_because": "",
    "created_at": MORNING,
    "updated_at": MORNING,
}
DELIVERY: dict[str, Any] = {
    "id": "2c3d4e5f-6071-4829-93a4-b5c6d7e8f901",
    "event_type": "lease.changed",
    "status": "delivered",
    "payload": events.payload_of(ORG_ID, "lease.changed", events.TYPES["lease.changed"].example, MORNING),
    "tries": [{"at": MORNING, "status": 204, "milliseconds": 87, "said": ""}],
    "next_try_at": None,
    "resends": None,
    "created_at": MORNING,
    "done_at": LATER,
}
QUEUED = DELIVERY | {"status": "waiting", "tries": [], "next_try_at": MORNING, "done_at": None}
NEW = {"url": SUBSCRIPTION["url"], "description": "Our CRM", "events": SUBSCRIPTION["events"]}

# By operation: what is sent and what comes back.
WEBHOOKS: dict[str, tuple[dict[str, Any] | None, dict[str, Any] | None]] = {
    "webhooks_retrieve": (None, RECEIVER),
    "webhooks_update": (
        {"networks": ["203.0.113.0/24"], "secret": "replace"},
        RECEIVER | {"secret": SECRET, "old_secret_until": LATER},
    ),
    "webhooks_events_list": (None, EVENT),
    "webhooks_events_replay": (None, AGAIN),
    "subscriptions_types": (None, {"next": None, "previous": None, "results": [TYPE]}),
    "subscriptions_list": (None, SUBSCRIPTION),
    "subscriptions_create": (NEW, SUBSCRIPTION | {"secret": SECRET}),
    "subscriptions_retrieve": (None, SUBSCRIPTION),
    "subscriptions_update": ({"is_on": True}, SUBSCRIPTION),
    "subscriptions_rotate": (None, SUBSCRIPTION | {"secret": SECRET, "old_secret_until": LATER}),
    "subscriptions_test": (None, QUEUED | {"event_type": events.TEST}),
    "subscriptions_deliveries_list": (None, DELIVERY),
    "subscriptions_deliveries_resend": (None, QUEUED | {"resends": DELIVERY["id"]}),
}
