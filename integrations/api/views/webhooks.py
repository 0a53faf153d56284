"""Events that vendors send in: the receiver of a connection, the log, and replay."""

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.permissions import Permission
from integrations.api.asker import person
from integrations.api.filters import ChoicesFilter
from integrations.api.finding import Found, find_connection
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.webhooks import (
    ReceiverChangeSerializer,
    ReceiverSerializer,
    WebhookEventSerializer,
)
from integrations.api.throttles import SyncStarts, and_also
from integrations.api.views.base import ConnectionList, parsed
from integrations.hooks import receivers, replaying
from integrations.models import WebhookEvent, WebhookReceiver
from portfolio.filters import SANE_MOMENTS

HERE: dict[str, Any] = {"errors": (400, 404, 409), "parameters": [CONNECTION]}


class EventFilter(django_filters.FilterSet):
    """By status, type and time."""

    status = ChoicesFilter(choices=WebhookEvent.Status.choices)
    event_type = django_filters.CharFilter()
    since = django_filters.IsoDateTimeFilter("received_at", lookup_expr="gte", validators=SANE_MOMENTS)
    until = django_filters.IsoDateTimeFilter("received_at", lookup_expr="lt", validators=SANE_MOMENTS)

    class Meta:
        model = WebhookEvent
        fields: list[str] = []


class Receiver(APIView):
    """Where one connection's vendor posts to."""

    @operation("webhooks_retrieve", answers=ReceiverSerializer, **HERE)
    def get(self, request: Request, provider: str, org_id: UUID) -> Response:
        """The receiver; one that nobody has opened is off and has no address."""
        found = find_connection(request, provider, org_id, Permission.VIEW)
        receiver = receivers.receiver_of(found.connection) or WebhookReceiver(connection=found.connection, is_on=False)
        return Response(ReceiverSerializer(receiver, context={"membership": found.membership}).data)

    @operation("webhooks_update", request=ReceiverChangeSerializer, answers=ReceiverSerializer, **HERE)
    def patch(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Opens the receiver where there is none, and changes what is named. A new secret stands in this one answer."""
        found = find_connection(request, provider, org_id, Permission.CONNECT)
        asked = parsed(ReceiverChangeSerializer, request)
        secret = receivers.apply(found.connection, asked)
        receiver = receivers.receiver_of(found.connection)
        return Response(ReceiverSerializer(receiver, context={"membership": found.membership, "secret": secret}).data)


class EventList(ConnectionList):
    """The log of a connection's events."""

    model = WebhookEvent
    serializer_class = WebhookEventSerializer
    filterset_class = EventFilter

    def rows(self, found: Found) -> QuerySet[WebhookEvent]:
        """The latest first."""
        return WebhookEvent.objects.filter(connection=found.connection)

    @operation("webhooks_events_list", answers=WebhookEventSerializer(many=True), **HERE)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What came, what it was about, and what became of it."""
        return super().get(request, *args, **kwargs)


class Replay(APIView):
    """One event once more."""

    throttle_classes = and_also(SyncStarts)

    @operation("webhooks_events_replay", request=None, answers=WebhookEventSerializer, status=202, **HERE)
    def post(self, request: Request, provider: str, org_id: UUID, event_id: int) -> Response:
        """Reads again what the event was about, within seconds."""
        found = find_connection(request, provider, org_id, Permission.SYNC)
        event = get_object_or_404(WebhookEvent.objects.filter(connection=found.connection), pk=event_id)
        event.connection = found.connection
        replaying.replay(event, person(request))
        return Response(WebhookEventSerializer(event).data, status=status.HTTP_202_ACCEPTED)
