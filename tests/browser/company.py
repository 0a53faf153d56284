"""A company beside the estate's other system: both ways, with edits on their way, conflicts, and events that came and went."""

from typing import Any

from agencies.models import Agency, User
from integrations.hooks import receivers
from integrations.models import FieldConflict, OutgoingEdit, SyncLog
from integrations.quality import scoring
from integrations.twoway.editing import edit
from portfolio.models import Property, Tenant
from tests.event_factories import a_delivery, a_subscription, a_webhook_event
from tests.health_factories import a_month_of
from tests.integrations.companies import SLUG
from tests.integrations.rentmanager.office import BOTH_WAYS, Company, signed_in
from tests.sandbox_server import SandboxServer


def build(vendor: SandboxServer, agency: Agency, user: User) -> Company:
    """In step, then edited on both sides: one edit waits, one is refused, two fields were changed on both sides."""
    office = signed_in(vendor, agency, user=user, **BOTH_WAYS)
    office.run("full")
    first, second, third, fourth = Tenant.objects.filter(
        agency=agency, external_source=SLUG, withdrawn_at=None, company=""
    ).order_by("name")[:4]
    for row in (first, second):
        edit(row, {"last_name": f"{row.last_name}-Hall"}, user)
        office.change("Tenants", str(row.external_id).rpartition(":")[2], LastName=f"{row.last_name} Jr")
    office.run()
    edit(third, {"email": "moved@example.com"}, user)
    edit(fourth, {"email": "no.mail@nowhere"}, user)
    refused = {"code": "refused", "message": "Email is not valid.", "action": "Correct it."}
    OutgoingEdit.objects.filter(row_id=fourth.pk).update(status=OutgoingEdit.Status.FAILED, error=refused)
    a_month_of(office.connection)
    scoring.score(office.connection.pk)
    receivers.open_for(office.connection)
    a_webhook_event(office.connection, records=[["tenants", str(first.external_id), False]])
    a_webhook_event(office.connection, status="failed", message="This is no event of Rent Manager's.")
    a_delivery(a_subscription(agency))
    return office


def rows(office: Company) -> dict[str, Any]:
    """For each name that a page of the company may ask for: a row that has much to show."""
    connection, agency = office.connection, office.agency
    conflict = FieldConflict.objects.open().filter(connection=connection)[0]
    delivery = agency.subscriptions.get().deliveries.get()
    return {
        "provider": SLUG,
        "kind": "tenants",
        "job_id": SyncLog.objects.filter(connection=connection).latest("created_at").pk,
        "edit_id": OutgoingEdit.objects.filter(connection=connection)[0].pk,
        "conflict_id": conflict.pk,
        "event_id": connection.webhook_events.all()[0].pk,
        "subscription_id": delivery.subscription_id,
        "delivery_id": delivery.pk,
        "portfolio:edit": conflict.row_id,
        "portfolio:new_job": Property.objects.filter(agency=agency, external_source=SLUG, withdrawn_at=None)[0].pk,
    }
