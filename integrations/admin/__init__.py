"""Connections and what their syncs did. Steps go through the same functions as the pages; secrets are never shown."""

from integrations.admin import (
    agencies,
    connections,
    drops,
    field_mappings,
    health,
    imports,
    issues,
    mappings,
    outbox,
    progress,
    rows,
    runs,
    sessions,
    webhooks,
)

__all__ = [
    "agencies",
    "connections",
    "drops",
    "field_mappings",
    "health",
    "imports",
    "issues",
    "mappings",
    "outbox",
    "progress",
    "rows",
    "runs",
    "sessions",
    "webhooks",
]
