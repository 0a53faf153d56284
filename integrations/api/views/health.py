"""How well a provider's connections work."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from integrations import vendor_status
from integrations.api.asker import membership_at
from integrations.api.finding import connections_of, find_provider
from integrations.api.problems import Problem
from integrations.api.schema import operation
from integrations.api.serializers.health import HealthSerializer
from integrations.health import Advice, Facts, Verdict, advice, facts_of, issues_of, verdict
from integrations.measuring import Measured, measured_of
from integrations.models import Connection
from providers.base import Provider


class Health(APIView):
    """Standing, freshness, how runs went, what was measured, whose fault it is, and what to do."""

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
        known, measured = facts_of(shown, now), measured_of(found, shown, now)
        advised = {row: advice(facts, found.label, now, measured[row]) for row, facts in known.items()}
        connections = [
            one(request, row, known[row], advised[row], now) | of_measured(found, measured[row], advised[row])
            for row in shown
        ]
        body = {
            "org_id": agency.pk,
            "provider": found.slug,
            "checked_at": now,
            **of_all(connections),
            "connections": connections,
        }
        return Response(HealthSerializer(body).data)


def of_all(connections: list[dict[str, Any]]) -> dict[str, Any]:
    """What stands at the top: the worst of the connections, and everything that is not as it should be."""
    order = list(Verdict)
    worst_first = sorted(connections, key=lambda each: -order.index(each["status"]))
    are_several = len(connections) > 1
    return {
        "status": worst_first[0]["status"],
        **{name: lowest(each[name] for each in connections) for name in ("data_quality_score", "uptime_percentage")},
        "issues": [
            f"{each['account_name']}: {sentence}" if are_several else sentence
            for each in worst_first
            for sentence in each["issues"]
        ],
        "recommendations": [
            {"connection_id": each["connection_id"], **advised}
            for each in worst_first
            for advised in each["recommendations"]
        ],
    }


def lowest(numbers: Iterable[float | Decimal | None]) -> float | Decimal | None:
    """The lowest of those that are known, None where none is."""
    return min((number for number in numbers if number is not None), default=None)


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
        "recommendations": [
            {"code": each.code, "message": each.message, "action": each.action, "link": link(request, row, each)}
            for each in found
        ],
    }


def of_measured(provider: type[Provider], measured: Measured, found: list[Advice]) -> dict[str, Any]:
    """What was measured of one connection."""
    calls, scores, vendor, blame = measured.latency, measured.quality, measured.vendor, measured.blame
    return {
        "latency_ms": calls.p50,
        "latency_p95_ms": calls.p95,
        "uptime_percentage": measured.uptime.percentage,
        "uptime_since": measured.uptime.since,
        "data_quality_score": scores.overall if scores else None,
        "quality": scores.kinds if scores else {},
        "endpoints": measured.endpoints,
        "vendor_status": {
            "words": vendor_status.words_of(provider, vendor),
            "is_up": vendor.is_up if vendor else None,
            "read_at": vendor.read_at if vendor else None,
            "whose_fault": blame.whose,
            "sentence": blame.words,
        },
        "issues": issues_of(found, measured),
    }


def link(request: Request, row: Connection, advised: Advice) -> str:
    """The page to do it on, of that connection."""
    page = reverse(advised.route, args=[row.provider, *advised.args])
    anchor = f"#{advised.anchor}" if advised.anchor else ""
    return request.build_absolute_uri(f"{page}?connection={row.pk}{anchor}")
