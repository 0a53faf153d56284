"""The portfolio, read only: lists and details of every kind of row."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.urls import URLPattern, path
from rest_framework import serializers
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.models import Membership
from agencies.permissions import Permission
from integrations.api.asker import membership_at, memberships
from integrations.api.conditional import Conditional
from integrations.api.paging import CursorPages
from integrations.api.schema import HELD, ORG, UNCHANGED, operation
from integrations.api.serializers import portfolio as shapes
from portfolio import filters
from portfolio.models import (
    ComplianceTask,
    Inspection,
    Lease,
    MaintenanceJob,
    Owner,
    Property,
    Tenant,
    Transaction,
    Unit,
)


class Rows(GenericAPIView[Any]):
    """Rows of the agencies at which the person may see them. `order` begins with a column that is never null."""

    pagination_class = CursorPages
    permission: ClassVar[Permission] = Permission.VIEW
    order: ClassVar[tuple[str, ...]] = ()
    model: ClassVar[type[Model]]

    def get_queryset(self) -> QuerySet[Any]:
        """With all that the shape touches."""
        rows = self.model._default_manager.all()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        rows = rows.for_page() if hasattr(rows, "for_page") else rows
        rows = rows.filter(agency__in=readable(self.memberships.values(), self.permission))
        return rows.order_by(*self.order) if self.order else rows

    @cached_property
    def memberships(self) -> dict[UUID, Membership]:
        """Where the person works, by agency id: one query. Only the agency that the request names, if it names one."""
        if named := self.request.query_params.get("org_id"):
            found = membership_at(self.request, named, self.permission)
            return {found.agency_id: found}
        return memberships(self.request)

    def get_serializer_context(self) -> dict[str, Any]:
        """Tells the shape what this person may see at which agency."""
        fake = getattr(self, "swagger_fake_view", False)
        return {**super().get_serializer_context(), "memberships": {} if fake else self.memberships}


class RowList(Conditional, ListAPIView[Any], Rows):
    """A page of rows."""


class RowDetail(Conditional, RetrieveAPIView[Any], Rows):
    """One row."""

    filter_backends = ()


def readable(members: Iterable[Membership], permission: Permission) -> list[UUID]:
    """The agencies where the person may. PermissionDenied where they work somewhere and may nowhere."""
    allowed = [member.agency_id for member in members if member.allows(permission)]
    if members and not allowed:
        raise PermissionDenied("Your role does not allow this. Ask an admin of your agency.")
    return allowed


def routes(
    word: str, model: type[Model], shape: type[serializers.ModelSerializer[Any]], narrowed_by: Any, **attributes: Any
) -> list[URLPattern]:
    """The list and the detail of one kind of row."""
    common = {"model": model, "serializer_class": shape, **attributes}
    name = word.replace("-", "_")

    class List(RowList):
        filterset_class = narrowed_by

        @operation(f"{name}_list", answers=shape(many=True), errors=(400, 404), parameters=[ORG, HELD], also=UNCHANGED)
        def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
            """A page of them."""
            return super().get(request, *args, **kwargs)

    class Detail(RowDetail):
        @operation(f"{name}_retrieve", answers=shape, parameters=[HELD], also=UNCHANGED)
        def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
            """One of them."""
            return super().get(request, *args, **kwargs)

    listed: Any = type(f"{name}_list", (List,), common)
    detailed: Any = type(f"{name}_detail", (Detail,), common)
    return [
        path(word, listed.as_view(), name=f"{name}_list"),
        path(f"{word}/<uuid:pk>", detailed.as_view(), name=f"{name}_detail"),
    ]


NEWEST = ("-created_at", "id")

urlpatterns = [
    *routes("properties", Property, shapes.PropertySerializer, filters.PropertyFilter),
    *routes("units", Unit, shapes.UnitSerializer, filters.UnitFilter),
    *routes("owners", Owner, shapes.OwnerSerializer, filters.OwnerFilter),
    *routes("tenants", Tenant, shapes.TenantSerializer, filters.TenantFilter),
    *routes("leases", Lease, shapes.LeaseSerializer, filters.LeaseFilter),
    *routes(
        "transactions",
        Transaction,
        shapes.TransactionSerializer,
        filters.TransactionFilter,
        permission=Permission.SEE_MONEY,
    ),
    *routes("maintenance-jobs", MaintenanceJob, shapes.JobRowSerializer, filters.JobFilter, order=NEWEST),
    *routes("inspections", Inspection, shapes.InspectionSerializer, filters.InspectionFilter, order=NEWEST),
    *routes("compliance-tasks", ComplianceTask, shapes.ComplianceSerializer, filters.ComplianceFilter, order=NEWEST),
]
