"""What one provider has brought to an agency, in numbers."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.models import Agency
from integrations.api.asker import membership_at
from integrations.api.finding import find_provider
from integrations.api.schema import operation
from integrations.models import Connection, SyncLog
from portfolio.models import Lease, MaintenanceJob, Property, Prospect, Tenant, Transaction, Unit

OVER = (*MaintenanceJob.DONE, MaintenanceJob.Status.REJECTED, MaintenanceJob.Status.CANCELLED)


class BroughtSerializer(serializers.Serializer[Any]):
    """What the connection brought."""

    property_count = serializers.IntegerField()
    unit_count = serializers.IntegerField()
    resident_count = serializers.IntegerField()


class SynchronizationSerializer(serializers.Serializer[Any]):
    """How far it is in step."""

    active_jobs = serializers.IntegerField(help_text="Syncs that wait or run.")
    last_sync_at = serializers.DateTimeField(allow_null=True, help_text="When a sync last went well.")


class SummarySerializer(serializers.Serializer[Any]):
    """Rows that are here and not withdrawn."""

    properties = serializers.IntegerField(help_text="Mapped to, or created from, the provider's.")
    units = serializers.IntegerField()
    residents = serializers.IntegerField(help_text="Tenants on a current lease.")
    prospects = serializers.IntegerField()
    leases = serializers.IntegerField()
    current_leases = serializers.IntegerField()
    maintenance_jobs = serializers.IntegerField()
    active_maintenance_jobs = serializers.IntegerField()
    active_jobs = serializers.IntegerField(help_text="Syncs that wait or run, as in `synchronization`.")
    transactions = serializers.IntegerField()
    connection = BroughtSerializer()
    synchronization = SynchronizationSerializer()


class Summary(APIView):
    """Counts."""

    @operation("summary_retrieve", answers=SummarySerializer)
    def get(self, request: Request, provider: str, org_id: UUID) -> Response:
        """How many rows of each kind came from this provider."""
        slug = find_provider(provider).slug
        return Response(SummarySerializer(counted(membership_at(request, org_id).agency, slug)).data)


def counted(agency: Agency, slug: str) -> dict[str, Any]:
    """The numbers: one query each, and one for when it was last in step."""
    here = Q(agency=agency, withdrawn_at__isnull=True)
    ours = here & Q(external_source=slug)
    mapped = Q(mappings__connection__provider=slug, mappings__connection__agency=agency)
    jobs, leases = MaintenanceJob.objects.filter(ours), Lease.objects.filter(ours)
    current = leases.filter(status=Lease.Status.CURRENT)
    properties = Property.objects.filter(here & (Q(external_source=slug) | mapped)).distinct().count()
    units = Unit.objects.filter(ours).count()
    residents = Tenant.objects.filter(here, Exists(current.filter(tenants=OuterRef("pk")))).count()
    connections = Connection.objects.filter(agency=agency, provider=slug)
    syncing = SyncLog.objects.live().filter(connection__in=connections).count()
    return {
        "properties": properties,
        "units": units,
        "residents": residents,
        "prospects": Prospect.objects.filter(ours).count(),
        "leases": leases.count(),
        "current_leases": current.count(),
        "maintenance_jobs": jobs.count(),
        "active_maintenance_jobs": jobs.exclude(status__in=OVER).count(),
        "active_jobs": syncing,
        "transactions": Transaction.objects.filter(here, provider=slug).count(),
        "connection": {"property_count": properties, "unit_count": units, "resident_count": residents},
        "synchronization": {
            "active_jobs": syncing,
            "last_sync_at": connections.aggregate(last=Max("last_sync_at"))["last"],
        },
    }
