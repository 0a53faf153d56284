"""How well a provider's connections work."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from integrations.api.asker import membership_at
from integrations.api.finding import connections_of, find_provider
from integrations.api.problems import Problem
from integrations.api.schema import operation
from integrations.api.serializers.health import HealthSerializer
from integrations.health import Advice, Facts, advice, facts_of, verdict
from integrations.models import Connection


class Health(APIView):
    """Standing, freshness, how runs went, and what to do."""

    @operation("health_retrieve", answers=HealthSerializer)
    def get(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Healthy, in need of attention, or down; and for each connection why, and what to do about it."""
        found, now = find_provider(provider), timezone.now()
        agency = membership_at(request, org_id).agency
        rows = connections_of(agency, found.slug)
        if not rows:
            detail = f"{agency} has no {found.label} connection."
            raise Problem(status.HTTP_404_NOT_FOUND, "not_connected", detail, f"Connect {found.label} first.")
        shown = [row for row in rows if row.status in Connection.IN_USE] or rows[:1]
        known = facts_of(shown, now)
        advised = {row: advice(facts, found.label, now) for row, facts in known.items()}
        body = {
            "org_id": agency.pk,
            "provider": found.slug,
            "status": verdict(each for row in shown for each in advised[row]),
            "checked_at": now,
            "connections": [one(request, row, known[row], advised[row], now) for row in shown],
        }
        return Response(HealthSerializer(body).data)


def one(request: Request, row: Connection, facts: Facts, found: list[Advice], now: datetime) -> dict[str, Any]:
    """One connection's part of the answer."""
    age = facts.age(now)
    return {
        "connection_id": row.pk,
        "account_name": row.account_name,
        "standing": row.status,
        "status": verdict(found),
        "last_sync_at": row.last_sync_at,
        "last_sync_age_seconds": max(0, int(age.total_seconds())) if age is not None else None,
        "completed_runs": facts.completed,
        "failed_runs": facts.failed,
        "success_rate": facts.success_rate,
        "open_issues": facts.open_issues,
        "latency_ms": None,
        "recommendations": [
            {"code": each.code, "message": each.message, "action": each.action, "link": link(request, row, each)}
            for each in found
        ],
    }


def link(request: Request, row: Connection, advised: Advice) -> str:
    """The page to do it on, of that connection."""
    return request.build_absolute_uri(f"{reverse(advised.route, args=[row.provider])}?connection={row.pk}")
