"""Owners and tenants, with where their details came from."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from integrations.pages.changes import Value
from integrations.pages.portfolio.origins import Fact, History
from integrations.pages.portfolio.own_fields import own_fields
from integrations.pages.portfolio.sources import Sources
from portfolio.models import Owner, Tenant

Party = Owner | Tenant
FACTS = ("name", "company", "email", "phone")


class Person(NamedTuple):
    """An owner or tenant. `others` are the people behind a joint one: empty for those who may not see contacts."""

    row: Party
    facts: list[Fact]
    others: list[dict[str, Any]]


def people(
    rows: Iterable[Party], found: Mapping[UUID, History], sources: Sources, hidden: frozenset[str]
) -> list[Person]:
    """Each of them, less the details that are hidden."""
    return [
        Person(
            row,
            [
                *found[row.pk].facts(row, FACTS, sources.of(row), hidden),
                *own_fields(row, found[row.pk], sources.of(row), hidden),
            ],
            [] if "people" in hidden or len(row.people) < 2 else row.people,
        )
        for row in rows
    ]


def joined(rows: Iterable[Party]) -> Value:
    """Their names as one value."""
    return Value("text", ", ".join(row.name for row in rows))
