"""Issues: rows that a person must look at."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from integrations.api.filters import IssueFilter
from integrations.api.finding import Found, find_issue
from integrations.api.schema import CONNECTION, operation
from integrations.api.serializers.runs import IssueChangeSerializer, IssueSerializer
from integrations.api.views.base import ConnectionList
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

    @operation("issues_update", request=IssueChangeSerializer, answers=IssueSerializer, errors=(400, 404))
    def patch(self, request: Request, provider: str, org_id: UUID, issue_id: UUID) -> Response:
        """Sets it aside with a reason, takes it up again, or confirms that missing rows are really gone."""
        member, row = find_issue(request, provider, org_id, issue_id)
        body = IssueChangeSerializer(row, data=request.data)
        body.is_valid(raise_exception=True)
        body.save()
        return Response(IssueSerializer(row, context={"membership": member}).data)
