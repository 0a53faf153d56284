"""What one provider has brought to an agency, in numbers."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.models import Agency
from integrations.api.asker import membership_at
from integrations.api.finding import find_provider
from integrations.api.schema import operation
from portfolio.models import Lease, MaintenanceJob, Property, Transaction

OVER = (*MaintenanceJob.DONE, MaintenanceJob.Status.REJECTED, MaintenanceJob.Status.CANCELLED)


class SummarySerializer(serializers.Serializer[Any]):
    """Rows that are here and not withdrawn."""

    properties = serializers.IntegerField(help_text="Mapped to, or created from, the provider's.")
    leases = serializers.IntegerField()
    current_leases = serializers.IntegerField()
    maintenance_jobs = serializers.IntegerField()
    active_maintenance_jobs = serializers.IntegerField()
    transactions = serializers.IntegerField()


class Summary(APIView):
    """Counts."""

    @operation("summary_retrieve", answers=SummarySerializer)
    def get(self, request: Request, provider: str, org_id: UUID) -> Response:
        """How many rows of each kind came from this provider."""
        slug = find_provider(provider).slug
        return Response(SummarySerializer(counted(membership_at(request, org_id).agency, slug)).data)


def counted(agency: Agency, slug: str) -> dict[str, int]:
    """The numbers: one query each."""
    here = Q(agency=agency, withdrawn_at__isnull=True)
    ours = here & Q(external_source=slug)
    mapped = Q(mappings__connection__provider=slug, mappings__connection__agency=agency)
    jobs, leases = MaintenanceJob.objects.filter(ours), Lease.objects.filter(ours)
    return {
        "properties": Property.objects.filter(here & (Q(external_source=slug) | mapped)).distinct().count(),
        "leases": leases.count(),
        "current_leases": leases.filter(status=Lease.Status.CURRENT).count(),
        "maintenance_jobs": jobs.count(),
        "active_maintenance_jobs": jobs.exclude(status__in=OVER).count(),
        "transactions": Transaction.objects.filter(here, provider=slug).count(),
    }
