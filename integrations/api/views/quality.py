"""How good a connection's rows are: its score by kind, what was found, and how the scores went."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.permissions import Permission
from integrations.api.finding import find_connection
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.quality import QualitySerializer
from integrations.quality import scores
from integrations.quality.scores import Finding, Scores

NOT_SCORED: dict[str, Any] = {"day": None, "data_quality_score": None, "kinds": [], "findings": []}


class Quality(APIView):
    """The scores that are kept."""

    @operation("quality_retrieve", answers=QualitySerializer, errors=(400, 404, 409), parameters=[CONNECTION])
    def get(self, request: Request, provider: str, org_id: UUID) -> Response:
        """The newest score by kind, the rules that rows fail, and each kind's score day by day."""
        connection = find_connection(request, provider, org_id, Permission.VIEW).connection
        page = request.build_absolute_uri(
            f"{reverse('integrations:quality', args=[provider])}?connection={connection.pk}"
        )
        newest = scores.newest([connection]).get(connection.pk)
        body = {
            **(of_newest(newest, page) if newest else NOT_SCORED),
            "connection_id": connection.pk,
            "trend": scores.trend(connection, connection.agency.local_day()),
        }
        return Response(QualitySerializer(body).data)


def of_newest(newest: Scores, page: str) -> dict[str, Any]:
    """The newest score, and what was found then."""
    return {
        "day": newest.day,
        "data_quality_score": newest.overall,
        "kinds": [{"kind": kind, "score": score, "rows": newest.rows[kind]} for kind, score in newest.kinds.items()],
        "findings": [shape_of(finding, page) for finding in newest.findings],
    }


def shape_of(finding: Finding, page: str) -> dict[str, Any]:
    """A finding as the API tells it."""
    rule = finding.rule
    return {
        "rule": rule.code,
        "kind": rule.kind,
        "severity": rule.severity,
        "weight": rule.weight,
        "rows": finding.rows,
        "message": rule.sentence,
        "action": rule.action,
        "link": f"{page}&rule={rule.code}",
    }
