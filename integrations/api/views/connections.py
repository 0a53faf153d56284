"""Providers, and an agency's connections to them."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.permissions import Permission
from integrations import connecting
from integrations.api.asker import membership_at, person
from integrations.api.finding import check_sign_in, connections_of, find_connection, find_provider
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.connections import (
    BegunSerializer,
    CallbackSerializer,
    ConnectionSerializer,
    IntegrationSerializer,
    NewConnectionSerializer,
    ProviderListSerializer,
)
from integrations.api.views.base import parsed
from providers import registry


class ProviderList(APIView):
    """Every system that pmsync knows."""

    @operation("providers_list", answers=ProviderListSerializer, errors=())
    def get(self, request: Request) -> Response:
        """What can be connected today, what comes later, and what each one offers."""
        page = {"next": None, "previous": None, "results": registry.all_providers()}
        return Response(ProviderListSerializer(page).data)


class Connections(APIView):
    """Where a sign-in begins."""

    @operation(
        "connections_create",
        request=NewConnectionSerializer,
        answers=BegunSerializer,
        status=201,
        errors=(400, 404, 409, 502, 503),
    )
    def post(self, request: Request, provider: str) -> Response:
        """Where to send the person, so that they sign in and agree. Export files need no sign-in: they are on at once."""
        body = parsed(NewConnectionSerializer, request)
        member = membership_at(request, body["org_id"], Permission.CONNECT)
        renewed = None
        if named := body.get("connection_id"):
            renewed = find_connection(request, provider, member.agency_id, Permission.CONNECT, str(named)).connection
        found = find_provider(provider)
        slug = found.slug
        if body.get("method", "sign_in" if found.sign_in or not found.takes_files else "files") == "files":
            taken = connecting.take_files(person(request), member.agency, slug)
            return Response(BegunSerializer(connecting.Beginning(taken, None)).data, status=status.HTTP_201_CREATED)
        address = body.get("redirect_uri") or callback_address(request, slug)
        begun = connecting.begin(
            person(request), member.agency, slug, connecting.binding_of(request), address, connection=renewed
        )
        return Response(BegunSerializer(begun).data, status=status.HTTP_201_CREATED)


class OAuthCallback(APIView):
    """Where a sign-in ends, for front ends that receive the redirect themselves."""

    @operation(
        "connections_oauth_callback",
        request=CallbackSerializer,
        answers=ConnectionSerializer,
        errors=(400, 404, 409, 502, 503),
    )
    def post(self, request: Request, provider: str, org_id: UUID) -> Response:
        """The connection, now in use."""
        body = parsed(CallbackSerializer, request)
        slug = find_provider(provider).slug
        check_sign_in(body["state"], membership_at(request, org_id, Permission.CONNECT).agency, slug)
        binding = connecting.binding_of(request)
        connection = connecting.finish(person(request), body["state"], body["code"], body["error"], binding)
        return Response(ConnectionSerializer(connection).data)


class ConnectionStatus(APIView):
    """How a connection stands."""

    @operation("connections_status", answers=ConnectionSerializer, errors=(400, 404, 409), parameters=[CONNECTION])
    def get(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Its account, its last and next sync, and what is wrong with it."""
        found = find_connection(request, provider, org_id, Permission.VIEW)
        return Response(ConnectionSerializer(found.connection).data)


class ConnectionEnd(APIView):
    """Where a connection ends."""

    @operation(
        "connections_delete", answers=None, status=204, errors=(400, 404, 409, 502, 503), parameters=[CONNECTION]
    )
    def delete(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Disconnects: secrets are forgotten, rows are kept."""
        connecting.disconnect(find_connection(request, provider, org_id, Permission.CONNECT).connection)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Integrations(Connections):
    """Another name for connecting."""

    @operation(
        "integrations_create",
        request=NewConnectionSerializer,
        answers=BegunSerializer,
        status=201,
        errors=(400, 404, 409, 502, 503),
    )
    def post(self, request: Request, provider: str) -> Response:
        """Where to send the person, so that they sign in and agree."""
        return super().post(request, provider)


class Integration(ConnectionEnd):
    """One provider at one agency."""

    @operation("integrations_retrieve", answers=IntegrationSerializer)
    def get(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Every connection that the agency has to it."""
        found = find_provider(provider)
        agency = membership_at(request, org_id).agency
        rows = connections_of(agency, found.slug)
        standing = rows[0].status if rows else "not_connected"
        body = {"org_id": agency.pk, "provider": found.slug, "label": found.label, "status": standing}
        return Response(IntegrationSerializer(body | {"connections": rows}).data)

    @operation(
        "integrations_delete", answers=None, status=204, errors=(400, 404, 409, 502, 503), parameters=[CONNECTION]
    )
    def delete(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Disconnects: secrets are forgotten, rows are kept."""
        return super().delete(request, provider, org_id)


def callback_address(request: Any, slug: str) -> str:
    """Where the vendor sends the browser back to, on the host that it is looking at now."""
    return request.build_absolute_uri(reverse("api:callback", args=[slug]))
