"""Connections and what their syncs did. Steps go through the same functions as the pages; secrets are never shown."""

from integrations.admin import agencies, connections, issues, mappings, progress, runs

__all__ = ["agencies", "connections", "issues", "mappings", "progress", "runs"]
