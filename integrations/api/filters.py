"""What the lists of mappings, runs and issues can be narrowed to."""

import django_filters
from django.db.models import Q, QuerySet

from integrations.api.serializers.mappings import STATES
from integrations.models import PropertyMapping, SyncIssue, SyncLog
from integrations.models.mappings import MappingQuerySet
from portfolio.filters import MOST_WORDS


class ChoicesFilter(django_filters.BaseInFilter, django_filters.ChoiceFilter):
    """Any of several choices, parted by commas."""


def mappings_matching(rows: QuerySet[PropertyMapping], words: str) -> QuerySet[PropertyMapping]:
    """Those whose vendor or own address holds every word, of the first twenty."""
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(Q(provider_property_address__icontains=word) | Q(property__address__icontains=word))
    return rows


class MappingFilter(django_filters.FilterSet):
    """By state, and by words of the address."""

    state = ChoicesFilter(choices=[(state, state) for state in STATES], method="in_states")
    search = django_filters.CharFilter(method="matching")

    class Meta:
        model = PropertyMapping
        fields: list[str] = []

    def in_states(self, rows: MappingQuerySet, name: str, states: list[str]) -> MappingQuerySet:
        """Any of those."""
        return rows.in_states(states)

    def matching(self, rows: MappingQuerySet, name: str, words: str) -> QuerySet[PropertyMapping]:
        """Every word."""
        return mappings_matching(rows, words)


class RunFilter(django_filters.FilterSet):
    """By how it went, and by its type."""

    status = ChoicesFilter(choices=SyncLog.Status.choices)
    sync_type = ChoicesFilter(choices=SyncLog.Type.choices)

    class Meta:
        model = SyncLog
        fields: list[str] = []


class IssueFilter(django_filters.FilterSet):
    """By status, kind and code."""

    status = ChoicesFilter(choices=SyncIssue.Status.choices)
    kind = django_filters.CharFilter()
    code = django_filters.CharFilter()

    class Meta:
        model = SyncIssue
        fields: list[str] = []
