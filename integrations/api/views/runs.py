"""Sync jobs: start one, watch it, cancel it, look back."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.permissions import Permission
from integrations import runs
from integrations.api.filters import RunFilter
from integrations.api.finding import Found, find_connection, find_job, find_provider, person
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.runs import JobSerializer, SyncRequestSerializer
from integrations.api.views.base import ConnectionList, parsed
from integrations.models import SyncLog
from integrations.models.synclogs import SyncLogQuerySet
from providers.base import Provider


class StartSync(APIView):
    """One sync of one connection."""

    sync_type: str = SyncLog.Type.INCREMENTAL

    def post(self, request: Request, provider: str) -> Response:
        """A job that a worker takes up at once."""
        body = parsed(SyncRequestSerializer, request, kinds=kinds_of(find_provider(provider)))
        named = str(body.get("connection_id", ""))
        connection = find_connection(request, provider, body["org_id"], Permission.SYNC, named).connection
        trigger = SyncLog.Trigger.PERSON
        log = runs.request_sync(connection, self.sync_type, trigger, user=person(request), kinds=body["kinds"])
        return Response(JobSerializer(log).data, status=status.HTTP_202_ACCEPTED)


def start_sync(sync_type: str) -> Any:
    """The view that starts syncs of that type."""
    errors = (400, 404, 409)
    annotated = operation(
        f"sync_{sync_type}",
        request=SyncRequestSerializer,
        answers=JobSerializer,
        status=202,
        errors=errors,
        parameters=[CONNECTION],
    )
    return annotated(type(f"Start{sync_type.title()}Sync", (StartSync,), {"sync_type": sync_type})).as_view()


class Job(APIView):
    """One run."""

    @operation("sync_jobs_retrieve", answers=JobSerializer)
    def get(self, request: Request, provider: str, job_id: UUID) -> Response:
        """How far it has come, and what it did."""
        return Response(JobSerializer(find_job(request, provider, job_id, Permission.VIEW)).data)

    @operation("sync_jobs_cancel", answers=JobSerializer, status=202, errors=(404, 409))
    def delete(self, request: Request, provider: str, job_id: UUID) -> Response:
        """Asks it to stop. It ends at its next page, and keeps what it has stored."""
        log = find_job(request, provider, job_id, Permission.SYNC)
        runs.cancel(log)
        log.refresh_from_db()
        return Response(JobSerializer(log).data, status=status.HTTP_202_ACCEPTED)


class History(ConnectionList):
    """All runs of a connection."""

    queryset = SyncLog.objects.none()
    serializer_class = JobSerializer
    filterset_class = RunFilter

    def rows(self, found: Found) -> SyncLogQuerySet:
        """The latest first."""
        return SyncLog.objects.filter(connection=found.connection).for_page()

    @operation("sync_history_list", answers=JobSerializer(many=True), errors=(400, 404, 409), parameters=[CONNECTION])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The latest first."""
        return super().get(request, *args, **kwargs)


def kinds_of(provider: type[Provider]) -> tuple[str, ...]:
    """The kinds that a sync of this provider can bring."""
    return tuple(row.kind.value for row in provider.capabilities() if row.covers is not None)
