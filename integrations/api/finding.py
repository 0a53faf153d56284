"""Whose connection a request speaks of. What belongs to another agency does not exist here: a 404."""

from typing import NamedTuple
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from agencies.models import Agency, Membership
from agencies.permissions import Permission
from integrations.api.asker import maybe_uuid, membership_at, person
from integrations.api.problems import Problem
from integrations.models import Connection, PropertyMapping, SignIn, SyncIssue, SyncLog
from providers import registry
from providers.base import Provider
from providers.errors import UnsupportedError


class Found(NamedTuple):
    """A connection, and by what right the person reaches it."""

    membership: Membership
    connection: Connection


def find_provider(slug: str) -> type[Provider]:
    """The provider of that name. Http404 where there is none."""
    try:
        return registry.get(slug)
    except UnsupportedError as error:
        raise Http404(f"There is no provider called {slug}.") from error


def connections_of(agency: Agency, slug: str) -> list[Connection]:
    """An agency's connections to one provider, those in use first, then the newest: one query."""
    rows = Connection.objects.for_page().filter(agency=agency, provider=slug).order_by("-created_at")
    return sorted(rows, key=lambda connection: connection.status not in Connection.IN_USE)


def find_connection(
    request: Request, slug: str, agency_id: UUID | str, permission: Permission, connection_id: str = ""
) -> Found:
    """The connection that the request means: the one it names, or the agency's only one. 409 where it must name one."""
    provider = find_provider(slug)
    member = membership_at(request, agency_id, permission)
    rows = connections_of(member.agency, slug)
    wanted = connection_id or request.query_params.get("connection", "")
    if maybe_uuid(wanted) is None and (wanted or "connection" in request.query_params):
        raise ParseError("connection must be the id of a connection.", "bad_connection")
    if wanted:
        rows = [row for row in rows if str(row.pk) == wanted.lower()]
    if not rows:
        detail = f"{member.agency} has no such {provider.label} connection."
        raise Problem(status.HTTP_404_NOT_FOUND, "not_connected", detail, f"Connect {provider.label} first.")
    if sum(row.status in Connection.IN_USE for row in rows) > 1:
        raise several(provider, rows)
    return Found(member, rows[0])


def several(provider: type[Provider], rows: list[Connection]) -> Problem:
    """The answer where a request could mean more than one connection."""
    choices = [
        {"connection_id": str(row.pk), "account_name": row.account_name, "status": row.status}
        for row in rows
        if row.status in Connection.IN_USE
    ]
    detail = f"There are {len(choices)} {provider.label} connections."
    action = "Say which one: add ?connection= with its connection_id."
    return Problem(status.HTTP_409_CONFLICT, "several_connections", detail, action, connections=choices)


def find_mapping(request: Request, slug: str, agency_id: UUID, mapping_id: UUID) -> tuple[Membership, PropertyMapping]:
    """The mapping with that id, for a person who may map."""
    find_provider(slug)
    member = membership_at(request, agency_id, Permission.MAP)
    rows = PropertyMapping.objects.for_page().filter(connection__agency=member.agency, connection__provider=slug)
    return member, get_object_or_404(rows, pk=mapping_id)


def find_issue(request: Request, slug: str, agency_id: UUID, issue_id: UUID) -> tuple[Membership, SyncIssue]:
    """The issue with that id, for a person who may fix issues."""
    find_provider(slug)
    member = membership_at(request, agency_id, Permission.FIX_ISSUES)
    rows = SyncIssue.objects.for_page().filter(connection__agency=member.agency, connection__provider=slug)
    return member, get_object_or_404(rows, pk=issue_id)


def check_sign_in(state: str, agency: Agency, slug: str) -> None:
    """Http404 where the sign-in was begun for another agency or provider than the address says."""
    begun = SignIn.objects.defer("code_verifier").filter(state=state).first()
    if begun and (begun.connection.agency_id, begun.connection.provider) != (agency.pk, slug):
        raise Http404("There is no such sign-in here.")


def find_job(request: Request, slug: str, job_id: UUID, permission: Permission) -> SyncLog:
    """The run with that id. Http404 where it belongs to an agency that the person does not work at."""
    find_provider(slug)
    logs = SyncLog.objects.for_page().filter(connection__provider=slug, pk=job_id)
    log = logs.filter(connection__agency__memberships__user=person(request)).first()
    if log is None:
        raise Http404("There is no such job here.")
    membership_at(request, log.connection.agency_id, permission)
    return log
