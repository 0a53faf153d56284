"""Writing back: the outbox, conflicts, what a connection writes, and edits of rows that another system keeps."""

from typing import Any
from uuid import UUID

import django_filters
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.permissions import Permission
from integrations.api.asker import membership_at, person
from integrations.api.filters import ChoicesFilter
from integrations.api.finding import Found, find_connection
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.twoway import (
    ConflictSerializer,
    DecidedSerializer,
    DecisionSerializer,
    EditResultsSerializer,
    EditsSerializer,
    ManyDecisionsSerializer,
    OutgoingEditSerializer,
    TwoWaySerializer,
)
from integrations.api.views.base import ConnectionList, parsed
from integrations.models import FieldConflict, OutgoingEdit
from integrations.twoway import asking, conflicts, settings

HERE: dict[str, Any] = {"errors": (400, 404, 409), "parameters": [CONNECTION]}


class ConflictFilter(django_filters.FilterSet):
    """By status, kind and field."""

    status = ChoicesFilter(choices=FieldConflict.Status.choices)
    kind = django_filters.CharFilter()
    field = django_filters.CharFilter()

    class Meta:
        model = FieldConflict
        fields: list[str] = []


class OutboxFilter(django_filters.FilterSet):
    """By status and kind."""

    status = ChoicesFilter(choices=OutgoingEdit.Status.choices)
    kind = django_filters.CharFilter()

    class Meta:
        model = OutgoingEdit
        fields: list[str] = []


class ConflictList(ConnectionList):
    """Fields that both sides changed."""

    model = FieldConflict
    serializer_class = ConflictSerializer
    filterset_class = ConflictFilter

    def rows(self, found: Found) -> QuerySet[FieldConflict]:
        """The latest first."""
        return FieldConflict.objects.filter(connection=found.connection).for_page()

    @operation("conflicts_list", answers=ConflictSerializer(many=True), **HERE)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Each with both values, the one they last agreed on, and who changed what when."""
        return super().get(request, *args, **kwargs)


class Conflict(APIView):
    """One conflict."""

    @operation("conflicts_decide", request=DecisionSerializer, answers=ConflictSerializer, **HERE)
    def post(self, request: Request, provider: str, org_id: UUID, conflict_id: UUID) -> Response:
        """Keeps ours, takes theirs, or enters a third value."""
        found = find_connection(request, provider, org_id, Permission.WRITE_BACK)
        rows = FieldConflict.objects.for_page().filter(connection=found.connection)
        row = get_object_or_404(rows, pk=conflict_id)
        asked = parsed(DecisionSerializer, request)
        conflicts.decide(row, asked["choice"], asked.get("value"), person(request), asked.get("seen"))
        row.refresh_from_db()
        return Response(ConflictSerializer(row, context={"membership": found.membership}).data)


class ManyConflicts(APIView):
    """One field's conflicts."""

    @operation("conflicts_decide_many", request=ManyDecisionsSerializer, answers=DecidedSerializer, **HERE)
    def post(self, request: Request, provider: str, org_id: UUID) -> Response:
        """The same decision for one field of every row that waits."""
        connection = find_connection(request, provider, org_id, Permission.WRITE_BACK).connection
        asked = parsed(ManyDecisionsSerializer, request)
        seen = asked.get("seen")
        done = conflicts.decide_many(connection, asked["kind"], asked["field"], asked["choice"], person(request), seen)
        return Response(DecidedSerializer(done._asdict()).data)


class Outbox(ConnectionList):
    """Edits on their way."""

    model = OutgoingEdit
    serializer_class = OutgoingEditSerializer
    filterset_class = OutboxFilter

    def rows(self, found: Found) -> QuerySet[OutgoingEdit]:
        """The latest first."""
        return OutgoingEdit.objects.filter(connection=found.connection).for_page().order_by("-made_at", "-id")

    @operation("outbox_list", answers=OutgoingEditSerializer(many=True), **HERE)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What people changed here, and how far the other system has been told."""
        return super().get(request, *args, **kwargs)


class OutboxEdit(APIView):
    """One edit on its way."""

    @operation("outbox_drop", answers=OutgoingEditSerializer, **HERE)
    def delete(self, request: Request, provider: str, org_id: UUID, edit_id: int) -> Response:
        """Gives it up: the row goes back to what the other system has."""
        return _after(request, provider, org_id, edit_id, conflicts.drop)


class OutboxRetry(APIView):
    """One edit that was refused."""

    @operation("outbox_retry", request=None, answers=OutgoingEditSerializer, **HERE)
    def post(self, request: Request, provider: str, org_id: UUID, edit_id: int) -> Response:
        """Sends it once more."""
        return _after(request, provider, org_id, edit_id, conflicts.retry)


def _after(request: Request, provider: str, org_id: UUID, edit_id: int, step: Any) -> Response:
    """The edit after a step of a person who may write back."""
    found = find_connection(request, provider, org_id, Permission.WRITE_BACK)
    edit = get_object_or_404(OutgoingEdit.objects.for_page().filter(connection=found.connection), pk=edit_id)
    step(edit, person(request))
    edit.refresh_from_db()
    return Response(OutgoingEditSerializer(edit, context={"membership": found.membership}).data)


class TwoWay(APIView):
    """What a connection writes."""

    @operation("two_way_retrieve", answers=TwoWaySerializer, **HERE)
    def get(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Of each kind that the provider takes changes of: its direction, and who wins where both sides change a field."""
        connection = find_connection(request, provider, org_id, Permission.VIEW).connection
        return Response(_settings(connection))

    @operation("two_way_update", request=TwoWaySerializer, answers=TwoWaySerializer, **HERE)
    def patch(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Changes what is named and leaves the rest."""
        connection = find_connection(request, provider, org_id, Permission.CONNECT).connection
        asked = parsed(TwoWaySerializer, request)
        with transaction.atomic():
            if "directions" in asked:
                settings.set_directions(connection, asked["directions"], person(request))
            for kind, owners in asked.get("ownership", {}).items():
                settings.set_ownership(connection, kind, owners, person(request))
        return Response(_settings(connection))


def _settings(connection: Any) -> dict[str, Any]:
    directions = settings.directions_of(connection)
    owners = {kind: settings.owners_of(connection, kind) for kind in directions}
    return TwoWaySerializer({"directions": directions, "ownership": owners}).data


class Edits(APIView):
    """Edits of rows that another system keeps."""

    @operation("edits_create", request=EditsSerializer, answers=EditResultsSerializer, errors=(400, 404, 409))
    def post(self, request: Request) -> Response:
        """Changes rows here and puts the changes on their way, each by itself: one that is refused keeps no other back."""
        asked = parsed(EditsSerializer, request)
        member = membership_at(request, asked["org_id"], Permission.WRITE_BACK)
        results = asking.carry_out(member, asked["edits"], person(request), asked.get("connection_id"))
        return Response(EditResultsSerializer({"results": results}).data, status=status.HTTP_200_OK)
