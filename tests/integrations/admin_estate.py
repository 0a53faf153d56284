"""An agency with a row of every model that the admin shows. Each row's texts hold the agency's mark, so that a test sees at
once whose row a page shows; each secret holds the word "secret"."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse

from agencies.audit import Action, record
from agencies.models import Agency, AuditEntry, Invitation, Membership, User
from agencies.permissions import Role
from integrations.models import (
    CallWindow,
    ColumnMapping,
    Cursor,
    Drop,
    EventDelivery,
    EventSubscription,
    FieldMapping,
    ImportFile,
    RentBalance,
    SignIn,
    Tally,
    VendorSession,
    VendorStatus,
    WebhookEvent,
    WebhookReceiver,
    WizardImport,
)
from portfolio.models import CategoryRule, Contact, LeaseRenewal
from tests.factories import (
    MORNING,
    a_change,
    a_compliance_task,
    a_connection,
    a_job,
    a_lease,
    a_mapping,
    a_member,
    a_property,
    a_sync_log,
    a_tenant,
    a_transaction,
    a_unit,
    an_agency,
    an_inspection,
    an_issue,
    an_owner,
)
from tests.health_factories import everything_measured
from tests.letting_factories import LISTED, a_row_of
from tests.twoway_factories import a_conflict, an_edit

OURS = ("agencies", "portfolio", "integrations", "axes")
SECRETS = ("secret", "pbkdf2", "md5$")


def a_row_of_everything(mark: str, agency: Agency | None = None) -> dict[type[Model], Any]:
    """One row of each model, all of one agency, by model."""
    agency = agency or an_agency(name=f"{mark} Rentals")
    number = Membership.objects.count()
    person = a_member(agency, Role.STAFF, email=f"{mark}{number}@example.com", first_name=mark)
    link = a_connection(agency, user=person, account_name=f"{mark} account", secrets='{"key": "secret-key"}')
    house = a_property(agency, address=f"1 {mark} Street", external_source="propertyme", external_id=f"{mark}-{number}")
    log = a_sync_log(link, summary=f"{mark} summary", counts={"leases": {"read": 3, "created": 3}}, requested_by=person)
    file = ImportFile.objects.create(
        agency=agency,
        connection=link,
        drop_key=f"{mark} owners {number}.csv",
        version="1",
        modified_at=MORNING,
        as_of=MORNING,
        uploaded_by=person,
        sync_log=log,
    )
    taught = ColumnMapping.objects.create(
        agency=agency,
        connection=link,
        slug=f"{mark}-owners-{number}",
        name=f"{mark} spreadsheet",
        kind="owners",
        created_by=person,
    )
    told = EventSubscription.objects.create(
        agency=agency,
        url=f"https://{mark}-{number}.example/?key=secret",
        secret="secret-of-subscription",
        made_by=person,
    )
    lease = a_lease(house, tenant_name=f"{mark} lease")
    record(Action.MAPPED, f"{mark} house", agency=agency, person=person, old=None, new=f"{mark} home")
    rows: list[Any] = [
        agency,
        person,
        person.memberships.get(),
        AuditEntry.objects.get(agency_id=agency.pk, subject=f"{mark} house", person_id=person.pk),
        Invitation.objects.create(
            agency=agency,
            email=f"new-{mark}{number}@example.com",
            token_digest=f"secret{mark}{number}",
            expires_at=MORNING,
        ),
        AccessAttempt.objects.create(
            username=f"{mark}{number}", ip_address="1.2.3.4", failures_since_start=5, post_data="secret"
        ),
        link,
        log,
        house,
        lease,
        a_mapping(link, provider_property_address=f"{mark} lot", suggestion=house, suggestion_score=91),
        a_change(log, label=f"{mark} change", row_id=lease.pk),
        an_issue(link, message=f"{mark} issue", raw="secret row", sync_log=log),
        SignIn.objects.create(
            state=f"secret-state-{mark}-{number}",
            connection=link,
            user=person,
            binding="secret-binding",
            code_verifier="secret-verifier",
            redirect_uri="http://testserver/back",
        ),
        file,
        taught,
        WizardImport.objects.create(agency=agency, connection=link, file=file, started_by=person, mapping=taught),
        Drop.objects.update_or_create(
            agency=agency, defaults={"url": f"sftp://{mark}@host/{number}", "secrets": '{"password": "secret"}'}
        )[0],
        VendorSession.objects.create(
            agency=agency, provider="rentmanager", key=f"secret-key-{mark}-{number}", token="secret-token"
        ),
        WebhookReceiver.objects.create(
            connection=link, path="secret-path", path_digest=f"digest-{mark}-{number}", secret="secret-of-receiver"
        ),
        WebhookEvent.objects.create(
            connection=link, event_type=f"{mark}_Edit", body="secret body", received_at=MORNING, sync_log=log
        ),
        told,
        EventDelivery.objects.create(subscription=told, event_type=f"{mark}.changed", created_at=MORNING),
        Tally.objects.create(name=f"{mark} runs", labels=f"number={number}"),
        CallWindow.objects.create(key=f"{mark} {number}", calls=[1.0]),
        Cursor.objects.create(connection=link, kind="leases", feed=f"{mark}/tenancies"),
        FieldMapping.objects.create(
            agency=agency, provider="propertyme", kind="tenants", version=number + 1, made_by=person, is_active=False
        ),
        *everything_measured(link, mark),
        a_conflict(link, field="email", label=f"{mark} conflict"),
        an_edit(link, label=f"{mark} edit"),
        RentBalance.objects.create(connection=link, external_id=f"{mark} balance", booked=Decimal(1)),
        a_unit(house, name=f"{mark} unit"),
        an_owner(agency, name=f"{mark} owner"),
        a_tenant(agency, name=f"{mark} tenant"),
        Contact.objects.create(agency=agency, name=f"{mark} plumber"),
        CategoryRule.objects.create(agency=agency, words=f"{mark} words {number}", category="water"),
        a_compliance_task(house, title=f"{mark} alarm"),
        a_job(house, summary=f"{mark} job"),
        an_inspection(house, summary=f"{mark} visit"),
        a_transaction(house, description=f"{mark} rent", lease=lease),
        *(a_row_of(model, house, mark) for model in LISTED.values() if model is not LeaseRenewal),
        LeaseRenewal.objects.create(agency=agency, lease=lease, document_status=f"{mark} renewal"),
    ]
    return {type(row): row for row in rows}


def models() -> Iterator[type[Model]]:
    """Every model of ours that the admin shows."""
    return (model for model in admin.site._registry if model._meta.app_label in OURS)


def list_of(model: type[Model]) -> str:
    """The address of its list."""
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")


def page_of(row: Any, page: str = "change") -> str:
    """The address of one of the row's pages."""
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_{page}", args=[row.pk])


# What belongs to no agency, and is for superusers.
OPERATORS_ONLY = (User, AccessAttempt, Drop, CallWindow, Tally, VendorStatus)
# What has a list and no page of its own.
WITHOUT_PAGE = (SignIn,)
