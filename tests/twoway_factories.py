"""Rows that are written back, edits on their way, and conflicts, for tests: as tests/factories.py."""

from typing import Any

from agencies.models import Agency
from integrations.models import Connection, FieldConflict, OutgoingEdit
from portfolio.models import Tenant
from tests.factories import MORNING, a_connection, a_tenant

BOTH_WAYS = {"directions": {"tenants": "both", "maintenance_jobs": "both", "units": "both", "properties": "both"}}
PAIR = {"email": {"base": "tim@example.com", "ours": "tim.tenant@example.com"}}


def a_two_way_connection(agency: Agency | None = None, **given: Any) -> Connection:
    """A connection whose provider takes changes, and is told of them."""
    values = {"provider": "rentmanager", "auth_type": "login", "config": BOTH_WAYS, **given}
    return a_connection(agency, **values)


def a_kept_tenant(connection: Connection, **given: Any) -> Tenant:
    """A tenant that the connection keeps."""
    values = {
        "external_source": connection.provider,
        "external_account": connection.provider_user_id,
        "external_id": f"homes-1:{Tenant.objects.count() + 900}",
        "email": "tim@example.com",
        "first_name": "Tim",
        **given,
    }
    return a_tenant(connection.agency, **values)


def an_edit(connection: Connection | None = None, row: Tenant | None = None, **given: Any) -> OutgoingEdit:
    """A tenant's new e-mail address on its way."""
    connection = connection or a_two_way_connection()
    row = row or a_kept_tenant(connection)
    values = {"label": row.name, "changes": PAIR, "made_at": MORNING, "external_id": row.external_id or "", **given}
    return OutgoingEdit.objects.create(connection=connection, kind="tenants", row_id=row.pk, **values)


def a_conflict(connection: Connection | None = None, row: Tenant | None = None, **given: Any) -> FieldConflict:
    """An e-mail address that both sides changed."""
    connection = connection or a_two_way_connection()
    row = row or a_kept_tenant(connection, email="tim.tenant@example.com")
    edit = an_edit(connection, row, status=OutgoingEdit.Status.CONFLICT)
    values = {
        "field": "email",
        "base": "tim@example.com",
        "ours": "tim.tenant@example.com",
        "theirs": "t.tenant@example.com",
        "ours_at": MORNING,
        "ours_by": "priya@example.com",
        "theirs_at": MORNING,
        "label": row.name,
        **given,
    }
    return FieldConflict.objects.create(connection=connection, edit=edit, kind="tenants", row_id=row.pk, **values)
