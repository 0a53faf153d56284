"""Examples of connections, and of how they are set up."""

from integrations.api.example_rows import CONNECTION_ID, LATER, ORG_ID, VENDOR

CONNECTION = {
    "connection_id": CONNECTION_ID,
    "provider": VENDOR.slug,
    "status": "active",
    "auth_type": "oauth2",
    "environment": "production",
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
SIGN_IN_WAY = {
    "auth_type": "login",
    "label": "User name and password",
    "help_text": "",
    "fields": [
        {"name": "username", "label": "User name", "help_text": "", "is_secret": False, "is_required": True},
        {"name": "password", "label": "Password", "help_text": "", "is_secret": True, "is_required": True},
    ],
    "scopes": [],
}
NEW_SECRET = {"username": "pmsync", "password": "..."}
SETTINGS = {
    "integration_name": "Main integration",
    "product_types": ["property_management", "compliance_management"],
    "property_types": ["multi_family", "affordable_housing"],
    "compliance_programs": ["lihtc", "section_8"],
    "compliance_validation": True,
    "batch_size": 500,
    "max_workers": 10,
    "sync_entities": ["properties", "tenants", "leases"],
    "excluded_entities": ["documents", "messages"],
    "property_filters": {"property_type": ["multi_family", "affordable_housing"], "active": True},
}
CONFIGURATION = SETTINGS | {
    "connection_id": CONNECTION_ID,
    "sync_enabled": True,
    "real_time_sync": False,
    "excluded_entities": ["bills", "inspections"],
    "ignored_options": {"compliance_validation": "pmsync does not check compliance yet, so nothing was validated."},
}
INTEGRATION = {
    "org_id": ORG_ID,
    "provider": VENDOR.slug,
    "label": VENDOR.label,
    "status": "active",
    "configuration": CONFIGURATION,
    "connections": [CONNECTION],
}
