"""Sync jobs: start one, watch it, cancel it, look back."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.permissions import Permission
from integrations import runs
from integrations.adjusting import kinds_of
from integrations.api.asker import person
from integrations.api.filters import RunFilter
from integrations.api.finding import Found, find_connection, find_job, find_provider
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.runs import JobSerializer
from integrations.api.serializers.starting import SyncRequestSerializer, check_for, kinds_asked
from integrations.api.throttles import SyncStarts, and_also
from integrations.api.views.base import ConnectionList, parsed
from integrations.models import SyncLog
from integrations.models.synclogs import SyncLogQuerySet
from integrations.run_options import without_times

STARTS: dict[str, Any] = {
    "request": SyncRequestSerializer,
    "answers": JobSerializer,
    "status": 202,
    "errors": (400, 404, 409),
    "parameters": [CONNECTION],
}


class FullSync(APIView):
    """Everything anew."""

    throttle_classes = and_also(SyncStarts)

    @operation("sync_full", **STARTS)
    def post(self, request: Request, provider: str) -> Response:
        """Reads everything from the start, as a job that a worker takes up at once."""
        return start(request, provider, SyncLog.Type.FULL)


class IncrementalSync(APIView):
    """What changed."""

    throttle_classes = and_also(SyncStarts)

    @operation("sync_incremental", **STARTS)
    def post(self, request: Request, provider: str) -> Response:
        """Reads what changed since the last sync, as a job that a worker takes up at once."""
        return start(request, provider, SyncLog.Type.INCREMENTAL)


class ManualSync(APIView):
    """What changed, because a person asks."""

    throttle_classes = and_also(SyncStarts)

    @operation("sync_manual", **STARTS)
    def post(self, request: Request, provider: str) -> Response:
        """The same as the page's "Sync now"."""
        return start(request, provider, SyncLog.Type.MANUAL)


def start(request: Request, provider: str, sync_type: str) -> Response:
    """202 and the new job."""
    found = find_provider(provider)
    body = parsed(SyncRequestSerializer, request, provider=found, sync_type=sync_type)
    named = str(body.get("connection_id", ""))
    connection = find_connection(request, provider, body["org_id"], Permission.SYNC, named).connection
    check_for(connection, body)
    kinds, options, trigger = kinds_asked(connection, body), body["options"], SyncLog.Trigger.PERSON
    if "since" in options:
        options["since_not_applied"] = without_times(found, kinds or kinds_of(connection))
    log = runs.request_sync(connection, sync_type, trigger, user=person(request), kinds=kinds, options=options)
    return Response(JobSerializer(log).data, status=status.HTTP_202_ACCEPTED)


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
        return Response(JobSerializer(log).data, status=status.HTTP_202_ACCEPTED)


class History(ConnectionList):
    """All runs of a connection."""

    model = SyncLog
    serializer_class = JobSerializer
    filterset_class = RunFilter

    def rows(self, found: Found) -> SyncLogQuerySet:
        """The latest first."""
        return SyncLog.objects.filter(connection=found.connection).for_page()

    @operation("sync_history_list", answers=JobSerializer(many=True), errors=(400, 404, 409), parameters=[CONNECTION])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The latest first."""
        return super().get(request, *args, **kwargs)
