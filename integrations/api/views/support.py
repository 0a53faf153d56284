"""What helps those who help."""

import json
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.permissions import Permission
from integrations.api.finding import find_connection
from integrations.api.schema import CONNECTION, operation
from integrations.observing.diagnostics import diagnostics


class DiagnosticsSerializer(serializers.Serializer[Any]):
    """One connection's state: facts and counts, no rows, nothing secret. More keys may come."""

    made_at = serializers.DateTimeField()
    software = serializers.DictField(child=serializers.CharField())
    connection = serializers.DictField()
    runs = serializers.ListField(child=serializers.DictField())
    issues = serializers.ListField(child=serializers.DictField())
    outbox = serializers.ListField(child=serializers.DictField())
    calls = serializers.ListField(child=serializers.DictField())


class Diagnostics(APIView):
    """A file to send to somebody who helps."""

    @operation("diagnostics_retrieve", answers=DiagnosticsSerializer, errors=(400, 404, 409), parameters=[CONNECTION])
    def get(self, request: Request, provider: str, org_id: UUID) -> Response:
        """The connection's settings, last runs and counts. Taking it is noted in the audit trail."""
        found = find_connection(request, provider, org_id, Permission.CONNECT)
        return Response(json.loads(diagnostics(found.connection)))
