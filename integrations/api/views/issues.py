"""Issues: rows that a person must look at."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.permissions import Permission
from integrations import mending
from integrations.api.asker import person
from integrations.api.filters import IssueFilter
from integrations.api.finding import Found, find_connection, find_issue
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.runs import IssueChangeSerializer, IssueSerializer, JobSerializer, RetrySerializer
from integrations.api.throttles import SyncStarts, and_also
from integrations.api.views.base import ConnectionList, parsed
from integrations.models import SyncIssue
from integrations.models.issues import IssueQuerySet


class IssueList(ConnectionList):
    """All issues of a connection."""

    model = SyncIssue
    serializer_class = IssueSerializer
    filterset_class = IssueFilter

    def rows(self, found: Found) -> IssueQuerySet:
        """The latest first."""
        return SyncIssue.objects.filter(connection=found.connection).for_page()

    @operation("issues_list", answers=IssueSerializer(many=True), errors=(400, 404, 409), parameters=[CONNECTION])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What could not be brought in, why, and what to do."""
        return super().get(request, *args, **kwargs)


class Issue(APIView):
    """One issue."""

    @operation("issues_update", request=IssueChangeSerializer, answers=IssueSerializer, errors=(400, 404, 409))
    def patch(self, request: Request, provider: str, org_id: UUID, issue_id: UUID) -> Response:
        """Sets it aside with a reason, takes it up again, or confirms that missing rows are really gone. `values` corrects
        the row of a file, by heading; retry it then. For rows that came over an API they are refused: these are mended at
        their source."""
        member, row = find_issue(request, provider, org_id, issue_id)
        body = IssueChangeSerializer(row, data=request.data, context={"person": person(request)})
        body.is_valid(raise_exception=True)
        body.save()
        return Response(IssueSerializer(row, context={"membership": member}).data)


class Retry(APIView):
    """One issue's rows once more."""

    throttle_classes = and_also(SyncStarts)

    @operation("issues_retry", request=None, answers=JobSerializer, status=202, errors=(404, 409))
    def post(self, request: Request, provider: str, org_id: UUID, issue_id: UUID) -> Response:
        """Tries the row of a file again. For one that came over an API, reads all rows of its kind again. Either is a job
        that a worker takes up at once."""
        _, row = find_issue(request, provider, org_id, issue_id)
        log = mending.try_again([row], row.connection, person(request))
        return Response(JobSerializer(log).data, status=status.HTTP_202_ACCEPTED)


class RetryAll(APIView):
    """The rows of every open issue with one cause once more."""

    throttle_classes = and_also(SyncStarts)

    @operation(
        "issues_retry_all",
        request=RetrySerializer,
        answers=JobSerializer,
        status=202,
        errors=(400, 404, 409),
        parameters=[CONNECTION],
    )
    def post(self, request: Request, provider: str, org_id: UUID) -> Response:
        """Tries the rows of files of all open issues with this code again; where they came over an API, reads their kinds
        again. Either is one job that a worker takes up at once."""
        code = parsed(RetrySerializer, request)["code"]
        connection = find_connection(request, provider, org_id, Permission.FIX_ISSUES).connection
        rows = SyncIssue.objects.open().for_page().filter(connection=connection, code=code)
        log = mending.try_again(rows, connection, person(request))
        return Response(JobSerializer(log).data, status=status.HTTP_202_ACCEPTED)
