"""Connections and what their syncs did. Steps go through the same functions as the pages; secrets are never shown."""

from integrations.admin import agencies, connections, drops, imports, issues, mappings, progress, runs

__all__ = ["agencies", "connections", "drops", "imports", "issues", "mappings", "progress", "runs"]
