"""Rows for tests. Each factory makes what a test does not care about, and takes what it does."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from agencies.inviting import digest
from agencies.models import Agency, Invitation, Membership, User
from agencies.permissions import Role
from integrations.models import (
    ColumnMapping,
    Connection,
    ImportFile,
    PropertyMapping,
    RowChange,
    SyncIssue,
    SyncLog,
    WizardImport,
)
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
from tests.letting_factories import LISTED, a_row_of

PASSWORD = "open-sesame-42"
MORNING = datetime(2026, 7, 3, 2, 14, tzinfo=UTC)

_numbers = count(1)


def an_agency(**given: Any) -> Agency:
    """An agency in Sydney."""
    return Agency.objects.create(**{"name": f"Harbour Rentals {next(_numbers)}", **given})


def a_user(**given: Any) -> User:
    """A person who signs in with PASSWORD."""
    values = {"email": f"person{next(_numbers)}@example.com", "password": PASSWORD, **given}
    return User.objects.create_user(**values)


def a_member(agency: Agency | None = None, role: Role = Role.ADMIN, **given: Any) -> User:
    """A person with that role at the agency."""
    user = given.pop("user", None) or a_user(**given)
    Membership.objects.create(user=user, agency=agency or an_agency(), role=role)
    return user


def an_invitation(agency: Agency | None = None, token: str = "token", **given: Any) -> Invitation:
    """An open invitation, whose link ends with the token."""
    values = {"email": f"new{next(_numbers)}@example.com", "expires_at": timezone.now() + Invitation.LIFETIME, **given}
    return Invitation.objects.create(agency=agency or an_agency(), token_digest=digest(token), **values)


def a_connection(agency: Agency | None = None, **given: Any) -> Connection:
    """A connection in use, to an account of its own."""
    number = next(_numbers)
    values = {
        "provider": "propertyme",
        "provider_user_id": f"account-{number}",
        "account_name": f"Harbour Rentals account {number}",
        "status": Connection.Status.ACTIVE,
        "access_token": "secret-access-token",
        "refresh_token": "secret-refresh-token",
        "scopes": ["property:read"],
        "last_sync_at": MORNING,
        **given,
    }
    return Connection.objects.create(agency=agency or an_agency(), **values)


def a_file_connection(agency: Agency | None = None, provider: str = "propertytree", **given: Any) -> Connection:
    """A connection that takes a system's export files."""
    values = {
        "provider": provider,
        "provider_user_id": "files",
        "account_name": f"{provider} export files",
        "auth_type": Connection.AuthType.FILES,
        "unmapped": Connection.Unmapped.CREATE,
        "status": Connection.Status.ACTIVE,
        **given,
    }
    return Connection.objects.create(agency=agency or an_agency(), **values)


def an_import_file(connection: Connection, name: str = "Owners.csv", **given: Any) -> ImportFile:
    """A file of a connection's drop that has been imported."""
    values = {
        "version": f"v{next(_numbers)}",
        "size": 2048,
        "modified_at": MORNING,
        "as_of": MORNING,
        "status": "imported",
    }
    file = {"agency": connection.agency, "connection": connection, "drop_key": f"night/{name}"}
    return ImportFile.objects.create(**file | values | given)


def its_exports(agency: Agency) -> Connection:
    """The agency's one connection for files of any other system."""
    found = Connection.objects.filter(agency=agency, provider="exports").first()
    return found or a_file_connection(agency, "exports")


def a_column_mapping(agency: Agency | None = None, **given: Any) -> ColumnMapping:
    """A list of properties whose only column is the address."""
    agency = agency or an_agency()
    number = next(_numbers)
    values = {
        "slug": f"rent-roll-{number}",
        "name": f"Rent roll {number}",
        "kind": "properties",
        "columns": {"address": {"headings": ["Where"], "transforms": [], "constant": None}},
        "headings": ["Where", "Colour"],
        **given,
    }
    return ColumnMapping.objects.create(agency=agency, connection=its_exports(agency), **values)


def an_import(agency: Agency | None = None, **given: Any) -> WizardImport:
    """An import whose file has been looked into, and whose list has not been chosen."""
    agency = agency or an_agency()
    link = its_exports(agency)
    sample = '[{"name": "", "headings": ["Where"], "rows": [{"number": 2, "cells": ["1 Elm Street, Glebe NSW 2037"]}]}]'
    file = given.pop("file", None) or an_import_file(link, "Rent roll.csv", status="new", origin="wizard")
    return WizardImport.objects.create(agency=agency, connection=link, file=file, **{"sample": sample, **given})


def a_property(agency: Agency | None = None, **given: Any) -> Property:
    """A house."""
    number = next(_numbers)
    values = {
        "address": f"{number} Wattle Street, Ultimo NSW 2007",
        "street": f"{number} Wattle Street",
        "suburb": "Ultimo",
        "state": "NSW",
        "postcode": "2007",
        **given,
    }
    return Property.objects.create(agency=agency or an_agency(), **values)


def a_unit(of: Property | None = None, **given: Any) -> Unit:
    """A separately let part of a property."""
    of = of or a_property()
    return Unit.objects.create(agency=of.agency, property=of, **{"name": f"Unit {next(_numbers)}", **given})


def an_owner(agency: Agency | None = None, **given: Any) -> Owner:
    """An owner with contact details."""
    values = {"name": f"Olive Owner {next(_numbers)}", "email": "olive@example.com", "phone": "0400 000 001", **given}
    return Owner.objects.create(agency=agency or an_agency(), **values)


def a_tenant(agency: Agency | None = None, **given: Any) -> Tenant:
    """A tenant with contact details."""
    values = {"name": f"Tim Tenant {next(_numbers)}", "email": "tim@example.com", "phone": "0400 000 002", **given}
    return Tenant.objects.create(agency=agency or an_agency(), **values)


def a_lease(of: Property | None = None, tenants: tuple[Tenant, ...] = (), **given: Any) -> Lease:
    """A lease at 650 a week."""
    of = of or a_property()
    values = {
        "start_date": date(2026, 1, 12),
        "rent_amount": Decimal("650.00"),
        "rent_frequency": Lease.Frequency.WEEKLY,
        "currency": "AUD",
        "status": Lease.Status.CURRENT,
        **given,
    }
    lease = Lease.objects.create(agency=of.agency, property=of, **values)
    lease.tenants.set(tenants)
    return lease


def a_transaction(of: Property | None = None, **given: Any) -> Transaction:
    """A week's rent received."""
    of = of or a_property()
    values = {
        "date": date(2026, 7, 3),
        "amount": Decimal("650.00"),
        "currency": "AUD",
        "type": Transaction.Direction.INCOME,
        "category": "rental_income",
        "provider": "propertyme",
        "provider_transaction_id": f"receipt-{next(_numbers)}",
        **given,
    }
    return Transaction.objects.create(agency=of.agency, property=of, **values)


def a_job(of: Property | None = None, **given: Any) -> MaintenanceJob:
    """A reported repair."""
    of = of or a_property()
    values = {"summary": "Leaking tap", "status": MaintenanceJob.Status.REPORTED, **given}
    return MaintenanceJob.objects.create(agency=of.agency, property=of, **values)


def an_inspection(of: Property | None = None, **given: Any) -> Inspection:
    """A planned visit."""
    of = of or a_property()
    values = {"summary": "Routine inspection", "status": Inspection.Status.PLANNED, **given}
    return Inspection.objects.create(agency=of.agency, property=of, **values)


def a_compliance_task(of: Property | None = None, **given: Any) -> ComplianceTask:
    """A check of smoke alarms that is due."""
    of = of or a_property()
    values = {"title": "Smoke alarms", "task_type": "smoke_alarms", "due_date": date(2026, 8, 1), **given}
    return ComplianceTask.objects.create(agency=of.agency, property=of, **values)


def one_of_each(agency: Agency) -> dict[str, Any]:
    """A house and a row of everything that there can be about it, by the name of the API's list."""
    house, owner, tenant = a_property(agency), an_owner(agency, people=[{"first_name": "Olive"}]), a_tenant(agency)
    house.owners.add(owner)
    return {
        "properties": house,
        "units": a_unit(house),
        "owners": owner,
        "tenants": tenant,
        "leases": a_lease(house, (tenant,)),
        "transactions": a_transaction(house),
        "maintenance_jobs": a_job(house),
        "inspections": an_inspection(house),
        "compliance_tasks": a_compliance_task(house),
        **{word: a_row_of(model, house) for word, model in LISTED.items()},
    }


def a_mapping(connection: Connection | None = None, **given: Any) -> PropertyMapping:
    """A vendor property that nobody has mapped."""
    number = next(_numbers)
    values = {"provider_property_id": f"lot-{number}", "provider_property_address": f"{number} Wattle St", **given}
    return PropertyMapping.objects.create(connection=connection or a_connection(), **values)


def a_sync_log(connection: Connection | None = None, **given: Any) -> SyncLog:
    """A run that went well."""
    values = {
        "sync_type": SyncLog.Type.INCREMENTAL,
        "status": SyncLog.Status.COMPLETED,
        "summary": "187 properties synced, 3 new, 5 updated, 0 errors",
        "started_at": MORNING,
        "completed_at": MORNING,
        **given,
    }
    return SyncLog.objects.create(connection=connection or a_connection(), **values)


def a_change(log: SyncLog | None = None, **given: Any) -> RowChange:
    """A rent that went up."""
    log = log or a_sync_log()
    values = {
        "table": "portfolio_lease",
        "row_id": log.connection_id,
        "action": RowChange.Action.UPDATED,
        "label": "Lease of 12 Wattle Street",
        "before": {"rent_amount": "640.00"},
        "after": {"rent_amount": "650.00"},
        **given,
    }
    return RowChange.objects.create(sync_log=log, **values)


def an_issue(connection: Connection | None = None, **given: Any) -> SyncIssue:
    """A row without a rent."""
    values = {
        "kind": "leases",
        "external_id": f"tenancy-{next(_numbers)}",
        "code": "malformed_row",
        "message": "The rent of this lease is missing.",
        "action": "Enter the rent in the other system. The next sync reads it again.",
        **given,
    }
    return SyncIssue.objects.create(connection=connection or a_connection(), **values)
