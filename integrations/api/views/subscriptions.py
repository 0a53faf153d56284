"""An agency's own systems that are told of events: who is told, of what, and what became of each message."""

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.permissions import Permission
from integrations import events
from integrations.api.asker import membership_at, person
from integrations.api.filters import ChoicesFilter
from integrations.api.paging import CursorPages
from integrations.api.schema import operation
from integrations.api.serializers.subscriptions import (
    DeliverySerializer,
    EventTypesSerializer,
    NewSubscriptionSerializer,
    SubscriptionChangeSerializer,
    SubscriptionSerializer,
)
from integrations.api.views.base import parsed
from integrations.models import EventDelivery, EventSubscription
from integrations.subscriptions import subscribing
from portfolio.filters import SANE_MOMENTS

ERRORS = (400, 404, 409)


class DeliveryFilter(django_filters.FilterSet):
    """By status, type and time."""

    status = ChoicesFilter(choices=EventDelivery.Status.choices)
    event_type = django_filters.CharFilter()
    since = django_filters.IsoDateTimeFilter("created_at", lookup_expr="gte", validators=SANE_MOMENTS)
    until = django_filters.IsoDateTimeFilter("created_at", lookup_expr="lt", validators=SANE_MOMENTS)

    class Meta:
        model = EventDelivery
        fields: list[str] = []


class EventTypes(APIView):
    """What there is to be told of."""

    @operation("subscriptions_types", answers=EventTypesSerializer, errors=())
    def get(self, request: Request) -> Response:
        """Every type, with a sentence and an example."""
        rows = [{"type": name, "sentence": row.sentence, "example": row.example} for name, row in events.TYPES.items()]
        return Response(EventTypesSerializer({"next": None, "previous": None, "results": rows}).data)


class Subscriptions(ListAPIView[EventSubscription]):
    """The agency's subscriptions."""

    pagination_class = CursorPages
    serializer_class = SubscriptionSerializer

    def get_queryset(self) -> QuerySet[EventSubscription]:
        """No rows while the schema is drawn."""
        if getattr(self, "swagger_fake_view", False):
            return EventSubscription.objects.none()
        agency = membership_at(self.request, self.kwargs["org_id"], Permission.CONNECT).agency
        return EventSubscription.objects.filter(agency=agency)

    @operation("subscriptions_list", answers=SubscriptionSerializer(many=True), errors=(400, 404))
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The oldest first."""
        return super().get(request, *args, **kwargs)

    @operation(
        "subscriptions_create",
        request=NewSubscriptionSerializer,
        answers=SubscriptionSerializer,
        status=201,
        errors=ERRORS,
    )
    def post(self, request: Request, org_id: UUID) -> Response:
        """A new one. Its secret stands in this one answer."""
        agency = membership_at(request, org_id, Permission.CONNECT).agency
        asked = parsed(NewSubscriptionSerializer, request)
        made, secret = subscribing.subscribe(
            agency, person(request), asked["url"], asked.get("events", ()), asked.get("description", "")
        )
        return answer(made, secret, status.HTTP_201_CREATED)


class Subscription(APIView):
    """One subscription."""

    @operation("subscriptions_retrieve", answers=SubscriptionSerializer)
    def get(self, request: Request, org_id: UUID, subscription_id: UUID) -> Response:
        """How it stands."""
        return answer(find(request, org_id, subscription_id))

    @operation(
        "subscriptions_update", request=SubscriptionChangeSerializer, answers=SubscriptionSerializer, errors=ERRORS
    )
    def patch(self, request: Request, org_id: UUID, subscription_id: UUID) -> Response:
        """Changes what is named. Switching it on forgets its troubles; switching it off gives up what waits."""
        found = find(request, org_id, subscription_id)
        asked = parsed(SubscriptionChangeSerializer, request)
        subscribing.change(found, url=asked.get("url"), types=asked.get("events"), description=asked.get("description"))
        if "is_on" in asked:
            subscribing.switch(found, on=asked["is_on"])
        return answer(found)

    @operation("subscriptions_delete", request=None, answers=None, status=204)
    def delete(self, request: Request, org_id: UUID, subscription_id: UUID) -> Response:
        """Forgets it and its log."""
        subscribing.remove(find(request, org_id, subscription_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Rotation(APIView):
    """A subscription's secret."""

    @operation("subscriptions_rotate", request=None, answers=SubscriptionSerializer)
    def post(self, request: Request, org_id: UUID, subscription_id: UUID) -> Response:
        """A new secret, in this one answer. For a day messages are signed with both."""
        found = find(request, org_id, subscription_id)
        return answer(found, subscribing.rotate(found))


class Trial(APIView):
    """A message that says nothing."""

    @operation("subscriptions_test", request=None, answers=DeliverySerializer, status=202, errors=(404, 409))
    def post(self, request: Request, org_id: UUID, subscription_id: UUID) -> Response:
        """Sends one of type `test.message`."""
        made = subscribing.send_test(find(request, org_id, subscription_id))
        return Response(DeliverySerializer(made).data, status=status.HTTP_202_ACCEPTED)


class Deliveries(ListAPIView[EventDelivery]):
    """The log of one subscription."""

    pagination_class = CursorPages
    serializer_class = DeliverySerializer
    filterset_class = DeliveryFilter

    def get_queryset(self) -> QuerySet[EventDelivery]:
        """No rows while the schema is drawn."""
        if getattr(self, "swagger_fake_view", False):
            return EventDelivery.objects.none()
        found = find(self.request, self.kwargs["org_id"], self.kwargs["subscription_id"])
        return EventDelivery.objects.filter(subscription=found)

    @operation("subscriptions_deliveries_list", answers=DeliverySerializer(many=True), errors=(400, 404))
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The latest first, each with its tries."""
        return super().get(request, *args, **kwargs)


class Resend(APIView):
    """One message once more."""

    @operation(
        "subscriptions_deliveries_resend", request=None, answers=DeliverySerializer, status=202, errors=(404, 409)
    )
    def post(self, request: Request, org_id: UUID, subscription_id: UUID, delivery_id: UUID) -> Response:
        """Sends the same message again, under an id of its own."""
        found = find(request, org_id, subscription_id)
        delivery = get_object_or_404(EventDelivery.objects.filter(subscription=found), pk=delivery_id)
        delivery.subscription = found
        made = subscribing.resend(delivery, person(request))
        return Response(DeliverySerializer(made).data, status=status.HTTP_202_ACCEPTED)


def find(request: Request, org_id: UUID, subscription_id: UUID) -> EventSubscription:
    """The agency's subscription. Http404 for another's."""
    found = subscribing.find(membership_at(request, org_id, Permission.CONNECT).agency_id, subscription_id)
    if found is None:
        raise Http404("There is no such subscription here.")
    return found


def answer(found: EventSubscription, secret: str | None = None, code: int = status.HTTP_200_OK) -> Response:
    """The subscription; with its secret where that was just made."""
    return Response(SubscriptionSerializer(found, context={"secret": secret}).data, status=code)


urlpatterns = [
    path("event-types", EventTypes.as_view(), name="event_types"),
    path("<uuid:org_id>", Subscriptions.as_view(), name="subscriptions"),
    path("<uuid:org_id>/<uuid:subscription_id>", Subscription.as_view(), name="subscription"),
    path("<uuid:org_id>/<uuid:subscription_id>/rotate", Rotation.as_view(), name="rotate_subscription"),
    path("<uuid:org_id>/<uuid:subscription_id>/test", Trial.as_view(), name="test_subscription"),
    path("<uuid:org_id>/<uuid:subscription_id>/deliveries", Deliveries.as_view(), name="deliveries"),
    path(
        "<uuid:org_id>/<uuid:subscription_id>/deliveries/<uuid:delivery_id>/resend",
        Resend.as_view(),
        name="resend_delivery",
    ),
]
