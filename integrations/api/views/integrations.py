"""An agency's integration with one provider: set up, looked at, changed, ended."""

from uuid import UUID

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.models import Agency
from agencies.permissions import Permission
from integrations import configuring, connecting
from integrations.api.asker import membership_at
from integrations.api.finding import connections_of, find_connection, find_provider
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.connections import BegunSerializer
from integrations.api.serializers.integrations import (
    BegunIntegrationSerializer,
    ConfigurationAnswerSerializer,
    ConfigurationSerializer,
    IntegrationSerializer,
    NewIntegrationSerializer,
    answer_of,
)
from integrations.api.serializers.starting import check_filters
from integrations.api.views.base import parsed
from integrations.api.views.connections import ConnectionEnd, Connections, renewed_by
from integrations.models import Connection
from providers.base import Provider


class Integrations(Connections):
    """Where an integration begins."""

    @operation(
        "integrations_create",
        request=NewIntegrationSerializer,
        answers=BegunIntegrationSerializer,
        status=201,
        errors=(400, 404, 409, 502, 503),
    )
    def post(self, request: Request, provider: str) -> Response:
        """Connects, as `connections` does, and sets it up as the same body says."""
        asked = parsed(NewIntegrationSerializer, request, provider=find_provider(provider))
        settings = {name: asked[name] for name in configuring.SETTINGS if name in asked}
        check_filters(renewed_by(request, provider, asked), settings.get("property_filters", {}))
        # In the transaction that makes the connection, so that the first look goes by the settings.
        begun = self.begun(request, provider, lambda made: configuring.configure(made, settings))
        connection = Connection.objects.for_page().get(pk=begun.connection.pk)
        told = {"configuration": ConfigurationAnswerSerializer(answer_of(connection)).data}
        return Response(BegunSerializer(begun).data | told, status=201)


class Integration(ConnectionEnd):
    """One provider at one agency."""

    @operation("integrations_retrieve", answers=IntegrationSerializer, errors=(404,), parameters=[CONNECTION])
    def get(self, request: Request, provider: str, org_id: UUID) -> Response:
        """How it is set up, and every connection that the agency has to it."""
        found = find_provider(provider)
        return shown(request, found, membership_at(request, org_id).agency)

    @operation(
        "integrations_update",
        request=ConfigurationSerializer,
        answers=IntegrationSerializer,
        errors=(400, 404, 409),
        parameters=[CONNECTION],
    )
    def patch(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Changes what the body names, and leaves the rest."""
        here = find_connection(request, provider, org_id, Permission.CONNECT)
        found = find_provider(provider)
        asked = parsed(ConfigurationSerializer, request, provider=found, connection=here.connection, is_alone=True)
        check_filters(here.connection, asked.get("property_filters", {}))
        configuring.configure(here.connection, asked)
        return shown(request, found, here.membership.agency)

    @operation(
        "integrations_delete", answers=None, status=204, errors=(400, 404, 409, 502, 503), parameters=[CONNECTION]
    )
    def delete(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Disconnects and forgets how it was set up. Secrets are forgotten, rows are kept."""
        connection = find_connection(request, provider, org_id, Permission.CONNECT).connection
        connecting.disconnect(connection)
        configuring.forget(connection)
        return Response(status=204)


def shown(request: Request, provider: type[Provider], agency: Agency) -> Response:
    """The integration as it stands; that of the connection which the request names, else of the first."""
    rows = connections_of(agency, provider.slug)
    named = request.query_params.get("connection", "")
    first = next((row for row in rows if not named or str(row.pk) == named.lower()), None)
    if named and first is None:
        raise Http404(f"There is no such {provider.label} connection here.")
    body = {
        "org_id": agency.pk,
        "provider": provider.slug,
        "label": provider.label,
        "status": first.status if first else "not_connected",
        "configuration": answer_of(first) if first else None,
        "connections": rows,
    }
    return Response(IntegrationSerializer(body).data)
