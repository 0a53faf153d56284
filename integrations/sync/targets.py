"""Where each kind of record lands: its table, its columns, and the rows it refers to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from integrations.sync.columns import (
    Values,
    bill_values,
    compliance_values,
    contact_values,
    inspection_values,
    job_values,
    lease_values,
    member_values,
    owner_values,
    property_values,
    receipt_values,
    unit_values,
)
from integrations.sync.facts import Facts
from integrations.sync.letting_columns import (
    application_values,
    appointment_values,
    association_values,
    charge_values,
    deposit_values,
    prospect_values,
    recurring_charge_values,
    renewal_values,
    request_values,
    retail_sale_values,
    screening_values,
    subsidy_values,
    tenant_values,
    violation_values,
)
from portfolio.models import (
    Appointment,
    ArchitecturalRequest,
    Association,
    Charge,
    ComplianceTask,
    Contact,
    Inspection,
    Lease,
    LeaseRenewal,
    MaintenanceJob,
    Owner,
    Property,
    Prospect,
    RecurringCharge,
    RentalApplication,
    RetailSale,
    Screening,
    SecurityDeposit,
    Subsidy,
    Tenant,
    Transaction,
    Unit,
    Violation,
)
from providers.records import Kind


@dataclass(frozen=True)
class Ref:
    """A column that points at another row: `column` is the foreign key's, `of` the record's field with the external id.
    Without a required row the record is held back; without another it comes in and the column stays empty."""

    column: str
    of: str
    kind: Kind
    required: bool = False


@dataclass(frozen=True)
class Link:
    """A many-to-many field: `of` is the record's field with the external ids."""

    name: str
    of: str
    kind: Kind


@dataclass(frozen=True)
class Place:
    """How a row tells its property where the table has no column for it: `of` is the record's field with the external id, or
    with several. One that `waits` comes in only once a property is synced, as rows with a column do; another only stays away
    with a property that is left out."""

    of: str
    waits: bool = False


@dataclass(frozen=True)
class Target:
    """One kind's table. `values` turns a record into columns; `label` is the column that names a row to people.
    `resets` are columns of our own that a changed record makes out of date, with the values that say so.
    `only` narrows the table to this kind's rows where two kinds share it. Rows with `withdraws` False are never withdrawn."""

    kind: Kind
    model: type[models.Model]
    values: Callable[[Any, Facts], Values]
    label: str
    refs: tuple[Ref, ...] = ()
    links: tuple[Link, ...] = ()
    place: Place | None = None
    source_column: str = "external_source"
    id_column: str = "external_id"
    resets: dict[str, Any] = field(default_factory=dict)
    only: models.Q = field(default_factory=models.Q)
    withdraws: bool = True

    @property
    def keeps_natural_keys(self) -> bool:
        """Whether its rows may be named by files that print no id."""
        return self.id_column == "external_id"


ITS_PROPERTY = Ref("property_id", "property_id", Kind.PROPERTY, required=True)
MAYBE_PROPERTY = Ref("property_id", "property_id", Kind.PROPERTY)
ITS_UNIT = Ref("unit_id", "unit_id", Kind.UNIT)
ITS_TENANT = Ref("tenant_id", "tenant_id", Kind.TENANT)
ITS_LEASE = Ref("lease_id", "lease_id", Kind.LEASE)
ITS_PROSPECT = Ref("prospect_id", "prospect_id", Kind.PROSPECT)
TRANSACTION: dict[str, Any] = {
    "model": Transaction,
    "label": "description",
    "source_column": "provider",
    "id_column": "provider_transaction_id",
    "withdraws": False,
}

TARGETS: dict[Kind, Target] = {
    target.kind: target
    for target in (
        Target(Kind.MEMBER, Contact, member_values, "name", only=models.Q(role="member")),
        Target(Kind.OWNER, Owner, owner_values, "name"),
        Target(Kind.TENANT, Tenant, tenant_values, "name", place=Place("property_ids")),
        Target(Kind.CONTACT, Contact, contact_values, "name", only=~models.Q(role="member")),
        Target(Kind.PROPERTY, Property, property_values, "address", links=(Link("owners", "owner_ids", Kind.OWNER),)),
        Target(Kind.UNIT, Unit, unit_values, "name", refs=(ITS_PROPERTY,)),
        Target(
            Kind.LEASE,
            Lease,
            lease_values,
            "tenant_name",
            refs=(ITS_PROPERTY, ITS_UNIT),
            links=(Link("tenants", "tenant_ids", Kind.TENANT),),
        ),
        Target(
            Kind.RENT_PAYMENT,
            values=receipt_values,
            refs=(ITS_PROPERTY, ITS_LEASE),
            **TRANSACTION,
        ),
        Target(
            Kind.MAINTENANCE_JOB,
            MaintenanceJob,
            job_values,
            "summary",
            refs=(MAYBE_PROPERTY, Ref("supplier_id", "supplier_id", Kind.CONTACT)),
            resets={"quote_read": ""},
        ),
        Target(Kind.BILL, values=bill_values, refs=(ITS_PROPERTY,), **TRANSACTION),
        Target(
            Kind.COMPLIANCE_EVENT, ComplianceTask, compliance_values, "title", refs=(ITS_PROPERTY,), withdraws=False
        ),
        Target(Kind.INSPECTION, Inspection, inspection_values, "summary", refs=(MAYBE_PROPERTY,)),
        Target(Kind.PROSPECT, Prospect, prospect_values, "name", refs=(MAYBE_PROPERTY, ITS_UNIT)),
        Target(
            Kind.APPLICATION,
            RentalApplication,
            application_values,
            "applicant_name",
            refs=(MAYBE_PROPERTY, ITS_UNIT, ITS_PROSPECT),
        ),
        Target(Kind.SCREENING, Screening, screening_values, "name", refs=(MAYBE_PROPERTY, ITS_TENANT, ITS_PROSPECT)),
        Target(
            Kind.LEASE_RENEWAL,
            LeaseRenewal,
            renewal_values,
            "start_date",
            refs=(ITS_LEASE,),
            place=Place("property_id", waits=True),
        ),
        Target(Kind.CHARGE, Charge, charge_values, "charge_type", refs=(ITS_PROPERTY, ITS_UNIT, ITS_TENANT)),
        Target(
            Kind.RECURRING_CHARGE,
            RecurringCharge,
            recurring_charge_values,
            "charge_type",
            refs=(MAYBE_PROPERTY, ITS_UNIT, ITS_TENANT),
        ),
        Target(Kind.SECURITY_DEPOSIT, SecurityDeposit, deposit_values, "amount", refs=(ITS_PROPERTY, ITS_TENANT)),
        Target(Kind.SUBSIDY, Subsidy, subsidy_values, "name"),
        Target(Kind.RETAIL_SALE, RetailSale, retail_sale_values, "period_start", refs=(ITS_PROPERTY, ITS_LEASE)),
        Target(
            Kind.APPOINTMENT,
            Appointment,
            appointment_values,
            "subject",
            refs=(ITS_TENANT, ITS_PROSPECT, Ref("job_id", "job_id", Kind.MAINTENANCE_JOB)),
            place=Place("property_id"),
        ),
        Target(Kind.ASSOCIATION, Association, association_values, "name", refs=(ITS_PROPERTY,)),
        Target(Kind.VIOLATION, Violation, violation_values, "code", refs=(ITS_PROPERTY, ITS_UNIT, ITS_TENANT)),
        Target(
            Kind.ARCHITECTURAL_REQUEST,
            ArchitecturalRequest,
            request_values,
            "title",
            refs=(ITS_PROPERTY, ITS_TENANT),
        ),
    )
}
