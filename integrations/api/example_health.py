"""Examples of what the operations about health answer."""

from typing import Any

from integrations.api.example_rows import CONNECTION_ID, LATER, ORG_ID, VENDOR

ISSUES = ["2 rows need a person.", "Leases, 9 rows: The lease names no tenant who is still there."]
PAGES = f"https://pmsync.example/settings/integrations/{VENDOR.slug}"
ADVICE = {
    "code": "issues",
    "message": "2 rows need a person.",
    "action": "Open the issues: each says what is wrong and what to do.",
    "link": f"{PAGES}/issues?connection={CONNECTION_ID}",
}
HEALTH: dict[str, Any] = {
    "org_id": ORG_ID,
    "provider": VENDOR.slug,
    "status": "attention",
    "checked_at": "2026-07-03T22:00:00Z",
    "data_quality_score": 97.31,
    "uptime_percentage": 99.97,
    "issues": ISSUES,
    "recommendations": [{"connection_id": CONNECTION_ID, **ADVICE}],
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
            "latency_ms": 184,
            "latency_p95_ms": 720,
            "uptime_percentage": 99.97,
            "uptime_since": None,
            "data_quality_score": 97.31,
            "quality": {"properties": 98.4, "leases": 95.52},
            "endpoints": [
                {"endpoint": "v1/lots", "calls": 212, "error_rate": 0.0, "p50_ms": 171, "p95_ms": 640},
                {"endpoint": "v1/tenancies", "calls": 4, "error_rate": 0.25, "p50_ms": 410, "p95_ms": 980},
            ],
            "vendor_status": {
                "words": "All Systems Operational",
                "is_up": True,
                "read_at": "2026-07-03T21:57:12Z",
                "whose_fault": "nobody",
                "sentence": f"{VENDOR.label} answers.",
            },
            "issues": ISSUES,
            "recommendations": [ADVICE],
        }
    ],
}
QUALITY: dict[str, Any] = {
    "connection_id": CONNECTION_ID,
    "day": "2026-07-03",
    "data_quality_score": 97.31,
    "kinds": [{"kind": "leases", "score": 95.52, "rows": 201}, {"kind": "properties", "score": 98.4, "rows": 187}],
    "findings": [
        {
            "rule": "lease_without_tenant",
            "kind": "leases",
            "severity": "missing",
            "weight": 1.0,
            "rows": 9,
            "message": "The lease names no tenant who is still there.",
            "action": "Put the tenant on the lease, or take up the one who was archived, in the other system.",
            "link": f"{PAGES}/quality?connection={CONNECTION_ID}&rule=lease_without_tenant",
        }
    ],
    "trend": [
        {"day": "2026-07-02", "kind": "leases", "score": 94.02, "rows": 201},
        {"day": "2026-07-03", "kind": "leases", "score": 95.52, "rows": 201},
    ],
}
SUMMARY: dict[str, Any] = {
    "properties": 187,
    "units": 0,
    "residents": 231,
    "prospects": 0,
    "leases": 201,
    "current_leases": 176,
    "maintenance_jobs": 64,
    "active_maintenance_jobs": 9,
    "active_jobs": 0,
    "transactions": 4211,
    "connection": {"property_count": 187, "unit_count": 0, "resident_count": 231},
    "synchronization": {"active_jobs": 0, "last_sync_at": LATER},
}
