"""An agency's own fields of a row: user-defined values of its source, and what field mappings set."""

from typing import Any

from integrations.pages.changes import Value
from integrations.pages.portfolio.origins import Fact, History
from integrations.pages.portfolio.sources import Source

CUSTOM = "custom"


def own_fields(row: Any, history: History, source: Source | None, hidden: frozenset[str] = frozenset()) -> list[Fact]:
    """Each of them by name, less those that are hidden."""
    if CUSTOM in hidden:
        return []
    return [history.fact(name, Value("text", value), source) for name, value in sorted(row.custom.items()) if value]
