"""Mapping: which of the agency's own properties a vendor's property is."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.permissions import Permission
from integrations import mapping as mapping_steps
from integrations.api.filters import MappingFilter
from integrations.api.finding import Found, find_connection, find_mapping
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.mappings import (
    AutoResultSerializer,
    AutoSerializer,
    MappingChangeSerializer,
    MappingSerializer,
)
from integrations.api.views.base import ConnectionList, parsed
from integrations.models import PropertyMapping
from integrations.models.mappings import MappingQuerySet
from portfolio.models import Property


class MappingList(ConnectionList):
    """The mapping bench."""

    model = PropertyMapping
    serializer_class = MappingSerializer
    filterset_class = MappingFilter

    def rows(self, found: Found) -> MappingQuerySet:
        """Every vendor property that the connection has shown."""
        return PropertyMapping.objects.filter(connection=found.connection).for_page()

    @operation("mappings_list", answers=MappingSerializer(many=True), errors=(400, 404, 409), parameters=[CONNECTION])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Every property of the other system, and which own property it is."""
        return super().get(request, *args, **kwargs)


class Mapping(APIView):
    """One mapping."""

    @operation(
        "mappings_update",
        request=MappingChangeSerializer,
        answers=MappingSerializer,
        errors=(400, 404, 409),
    )
    def patch(self, request: Request, provider: str, org_id: UUID, mapping_id: UUID) -> Response:
        """Maps, creates, leaves out, undoes, or switches syncing on and off: one of them at a time."""
        member, row = find_mapping(request, provider, org_id, mapping_id)
        change(row, member.agency_id, parsed(MappingChangeSerializer, request))
        _, row = find_mapping(request, provider, org_id, mapping_id)
        return Response(MappingSerializer(row, context={"membership": member}).data)


class AutoMap(APIView):
    """Many mappings at once."""

    @operation(
        "mappings_auto",
        request=AutoSerializer,
        answers=AutoResultSerializer,
        errors=(400, 404, 409),
        parameters=[CONNECTION],
    )
    def post(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Accepts every suggestion at or above a score; creates the others where that is asked."""
        body = parsed(AutoSerializer, request)
        found = find_connection(request, provider, org_id, Permission.MAP)
        result = mapping_steps.accept_suggestions(found.connection, body["minimum_score"], body["create_unmatched"])
        return Response(AutoResultSerializer(result).data)


def change(row: PropertyMapping, agency_id: UUID, body: dict[str, Any]) -> None:
    """Carry out the one change that the body names."""
    if "create" in body:
        mapping_steps.create_property(row)
    elif "left_out" in body:
        mapping_steps.leave_out(row)
    elif "auto_sync" in body:
        mapping_steps.set_auto_sync(row, body["auto_sync"])
    elif body["property"] is None:
        mapping_steps.clear(row)
    else:
        mapping_steps.assign(row, get_object_or_404(Property, agency_id=agency_id, pk=body["property"]))
