"""Providers, and an agency's connections to them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.permissions import Permission
from integrations import connecting, form_sign_ins
from integrations.api.asker import membership_at, person
from integrations.api.beginning import answers, begin
from integrations.api.finding import check_sign_in, find_connection, find_provider
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.connections import (
    ANSWERS,
    BegunSerializer,
    CallbackSerializer,
    ConnectionSerializer,
    NewConnectionSerializer,
    ProviderListSerializer,
)
from integrations.api.views.base import parsed
from integrations.connecting import Beginning
from integrations.form_sign_ins import SetUp
from integrations.models import Connection
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
        """Where to send the person, so that they sign in and agree. A sign-in by what the body itself holds, and export files,
        are on at once: then there is no such address."""
        return Response(BegunSerializer(self.begun(request, provider)).data, status=status.HTTP_201_CREATED)

    def begun(self, request: Request, provider: str, set_up: SetUp | None = None) -> Beginning:
        """The sign-in that the body asks for, its connection set up in the transaction that makes it."""
        body = parsed(NewConnectionSerializer, request)
        member = membership_at(request, body["org_id"], Permission.CONNECT)
        return begin(request, body, find_provider(provider), member.agency, renewed_by(request, provider, body), set_up)


def renewed_by(request: Request, provider: str, body: Mapping[str, Any]) -> Connection | None:
    """The connection that the body renews, None where it makes a new one."""
    if named := body.get("connection_id"):
        return find_connection(request, provider, body["org_id"], Permission.CONNECT, str(named)).connection
    return None


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


class ConnectionSecret(APIView):
    """What a connection signs in with."""

    @operation(
        "connections_rotate",
        request=ANSWERS,
        answers=ConnectionSerializer,
        errors=(400, 404, 409, 502, 503),
        parameters=[CONNECTION],
    )
    def post(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Signs in with other secrets from now on. They are tried first; fields that the body leaves out stay, where they are
        no secret."""
        connection = find_connection(request, provider, org_id, Permission.CONNECT).connection
        signer = form_sign_ins.signer_for(connection)
        typed = answers(signer.provider, signer.kind, request.data, signer.account)
        form_sign_ins.change_secret(connection, typed)
        return Response(ConnectionSerializer(connection).data)

    @operation("connections_forget_previous", answers=None, status=204, errors=(400, 404, 409), parameters=[CONNECTION])
    def delete(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Forgets the secret that was replaced, where it is still kept until the new one has worked."""
        form_sign_ins.forget_previous(find_connection(request, provider, org_id, Permission.CONNECT).connection)
        return Response(status=status.HTTP_204_NO_CONTENT)
