"""An agency's own field mappings: looked at, tried on live rows, saved, applied."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.models import Agency
from agencies.permissions import Permission
from integrations.adjusting import kinds_of, kinds_of_any
from integrations.api.asker import membership_at
from integrations.api.finding import connections_of, find_connection, find_provider
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.field_mappings import (
    FieldMappingRequestSerializer,
    FieldMappingSerializer,
    KindRulesListSerializer,
    SavedSerializer,
    TrialSerializer,
    shape_of,
    shape_of_trial,
)
from integrations.api.serializers.runs import JobSerializer
from integrations.api.throttles import SyncStarts, and_also
from integrations.api.views.base import parsed
from integrations.field_mapping import putting, versions
from integrations.field_mapping.trying import try_rules
from integrations.field_mapping.writing import kinds_with_rules
from integrations.kind_names import kind_named
from integrations.models import Connection
from providers.base import Provider
from providers.choices import Kind

LIVE: dict[str, Any] = {"errors": (400, 404, 409, 502, 503), "parameters": [CONNECTION]}


class FieldMappings(APIView):
    """All kinds of one provider."""

    @operation("field_mappings_list", answers=KindRulesListSerializer)
    def get(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Which kinds have rules, and what they set."""
        found, agency = find_provider(provider), membership_at(request, org_id).agency
        current = {row.kind: row for row in versions.in_force(agency.pk, found.slug)}
        rows = []
        for kind in brought(agency, found):
            row = current.get(kind.value)
            fields = [rule["target"] for rule in row.rules] if row else []
            rows.append({"kind": kind.value, "version": row.version if row else 0, "fields_set": fields})
        return Response(KindRulesListSerializer({"next": None, "previous": None, "results": rows}).data)


class FieldMapping(APIView):
    """One kind's rules."""

    @operation("field_mappings_retrieve", answers=FieldMappingSerializer)
    def get(self, request: Request, provider: str, org_id: UUID, kind: str) -> Response:
        """The rules in force, what they may set, and every version there was."""
        agency, found = membership_at(request, org_id).agency, find_provider(provider)
        wanted = named(brought(agency, found), kind)
        return Response(
            FieldMappingSerializer(shape_of(wanted, list(versions.history(agency, found.slug, wanted)))).data
        )

    @operation("field_mappings_update", request=FieldMappingRequestSerializer, answers=SavedSerializer, **LIVE)
    def put(self, request: Request, provider: str, org_id: UUID, kind: str) -> Response:
        """Tries the rules on the source's first rows, and saves them as a new version. It is in force from the next sync."""
        here = find_connection(request, provider, org_id, Permission.MAP)
        wanted = named(kinds_of(here.connection), kind)
        rules = parsed(FieldMappingRequestSerializer, request, kind=wanted)["field_mappings"]
        _, trial = putting.put_in_force(here.connection, wanted, rules, here.membership)
        known = list(versions.history(here.membership.agency, here.connection.provider, wanted))
        body = shape_of(wanted, known) | {"trial": shape_of_trial(rules, trial)}
        return Response(SavedSerializer(body).data)


class FieldMappingTest(APIView):
    """Rules that are not saved."""

    @operation("field_mappings_test", request=FieldMappingRequestSerializer, answers=TrialSerializer, **LIVE)
    def post(self, request: Request, provider: str, org_id: UUID, kind: str) -> Response:
        """What the rules make of the source's first rows now. Nothing is stored."""
        here = find_connection(request, provider, org_id, Permission.MAP)
        wanted = named(kinds_of(here.connection), kind)
        rules = parsed(FieldMappingRequestSerializer, request, kind=wanted)["field_mappings"]
        trial = try_rules(here.connection, wanted, rules, may_see=putting.may_see_values(here.membership))
        return Response(TrialSerializer(shape_of_trial(rules, trial)).data)


class FieldMappingApplied(APIView):
    """Rules that are applied at once."""

    throttle_classes = and_also(SyncStarts)

    @operation(
        "field_mappings_apply",
        request=None,
        answers=JobSerializer,
        status=202,
        errors=(400, 404, 409),
        parameters=[CONNECTION],
    )
    def post(self, request: Request, provider: str, org_id: UUID, kind: str) -> Response:
        """Reads all rows of the kind anew, so that the rules reach those that have not changed."""
        here = find_connection(request, provider, org_id, Permission.MAP)
        log = putting.apply_now(here.connection, named(kinds_of(here.connection), kind), here.membership)
        return Response(JobSerializer(log).data, status=202)


def brought(agency: Agency, provider: type[Provider]) -> list[Kind]:
    """The kinds with rules that the agency's connections to a provider can bring; that any could, where it has none. One
    query."""
    rows = [row for row in connections_of(agency, provider.slug) if row.status in Connection.IN_USE]
    found = {kind for row in rows for kind in kinds_of(row)}
    return kinds_with_rules(kind for kind in kinds_of_any(provider) if not rows or kind in found)


def named(offered: Iterable[Kind], word: str) -> Kind:
    """The kind of that name. Http404 where it is not among those offered, or can have no rules."""
    kind = kind_named(word)
    allowed = kinds_with_rules(offered)
    if kind not in allowed:
        raise Http404(f"There are no field mappings of {word}. There are of: {', '.join(allowed)}.")
    assert kind is not None
    return kind
