"""What Rent Manager is asked for, in the order in which a sync reads it: what others refer to comes first.

Lists are read whole where a row says what changes without its UpdateDate: today's rent and vacancy, balances, deposits,
contacts, shares. The long ones, on which that is not so, are read by UpdateDate."""

from collections.abc import Callable
from typing import Any

from providers.base import WHOLE, Feed, Kind, Numbered, Reply, Since
from providers.rentmanager.asking import asking, entered_lately, still_open, updated
from providers.rentmanager.replies.associations import ArchitecturalRequest, Violation
from providers.rentmanager.replies.leases import Lease
from providers.rentmanager.replies.money import Bill, Charge, Payment, RecurringCharge, Subsidy
from providers.rentmanager.replies.people import (
    ApplicationSummary,
    Owner,
    Prospect,
    ProspectApplication,
    Screening,
    Tenant,
    Vendor,
)
from providers.rentmanager.replies.places import Property, Unit
from providers.rentmanager.replies.work import Appointment, Issue
from providers.rentmanager.translators.associations import to_architectural_request, to_violation
from providers.rentmanager.translators.common import today
from providers.rentmanager.translators.leases import to_lease
from providers.rentmanager.translators.money import to_bills, to_charge, to_receipts, to_recurring_charge, to_subsidy
from providers.rentmanager.translators.people import (
    to_application,
    to_listed_application,
    to_owner,
    to_prospect,
    to_screening,
    to_tenant,
    to_vendor,
)
from providers.rentmanager.translators.places import to_places, to_unit
from providers.rentmanager.translators.work import to_appointment, to_job

PROPERTIES, TENANTS, ACCOUNTING = "properties:read", "tenants:read", "accounting:read"
MAINTENANCE, COMPLIANCE = "maintenance:read", "compliance:read"

# Embeds cannot be narrowed to fields: these come along with contacts, vendors and owners, and are nobody's business.
PRIVATE = ("DateOfBirth", "AnnualIncome", "FederalTaxID", "TaxID", "License", "Employer")
# Rows with people and their numbers are large.
HEAVY = Numbered(500)
LIGHT = Numbered(1000)

PEOPLE = ("Contacts", "Contacts.PhoneNumbers", "Contacts.UserDefinedValues")
BOARD = ("BoardMembers", "BoardMembers.Contact", "BoardMembers.Contact.PhoneNumbers")
COMMITTEE = (
    "CommitteeMembers",
    "CommitteeMembers.Committee",
    "CommitteeMembers.Contact",
    "CommitteeMembers.Contact.PhoneNumbers",
)
LINKED = ("LinkedProperties", "LinkedUnits", "LinkedTenants")
LINKS = (*LINKED, "WorkOrders")
RENTS = ("Tenant", "Tenant.RecurringCharges", "Tenant.RecurringCharges.ChargeType", "Tenant.Subsidies")


def listed(
    kind: Kind,
    path: str,
    reply: type[Reply],
    translate: Callable[[Any], Any],
    *embeds: str,
    scope: str,
    since: Since | None = None,
    paging: Numbered = LIGHT,
    gives: tuple[Kind, ...] = (),
    on_request: bool = False,
) -> Feed:
    """A list that is read whole, or by UpdateDate where it says so. Both list every row when they begin anew."""
    return Feed(
        kind,
        path,
        reply,
        translate,
        covers=WHOLE if since is None else Feed.covers,
        since=since,
        paging=paging,
        params=asking(reply, *embeds),
        scope=scope,
        gives=gives,
        on_request=on_request,
        whole_from_start=since is not None,
        private=PRIVATE,
    )


def to_lease_today(row: Lease) -> Any:
    """A lease with the rent that is in force today."""
    return to_lease(row, today())


FEEDS = (
    listed(
        Kind.CONTACT,
        "Vendors",
        Vendor,
        to_vendor,
        *PEOPLE,
        "Addresses",
        "PhoneNumbers",
        "UserDefinedValues",
        scope=ACCOUNTING,
        paging=HEAVY,
    ),
    listed(
        Kind.OWNER,
        "Owners",
        Owner,
        to_owner,
        "Contact",
        "Contact.PhoneNumbers",
        "Contact.UserDefinedValues",
        "Addresses",
        "PhoneNumbers",
        "UserDefinedValues",
        scope=PROPERTIES,
        paging=HEAVY,
    ),
    listed(
        Kind.PROPERTY,
        "Properties",
        Property,
        to_places,
        "Addresses",
        "CurrentOwners",
        "AssociationSettings",
        *BOARD,
        *COMMITTEE,
        "UserDefinedValues",
        scope=PROPERTIES,
        paging=HEAVY,
        gives=(Kind.PROPERTY, Kind.ASSOCIATION),
    ),
    listed(
        Kind.UNIT,
        "Units",
        Unit,
        to_unit,
        "UnitType",
        "CurrentUnitStatus",
        "CurrentUnitStatus.UnitStatusType",
        "CurrentMarketRent",
        "IsVacant",
        "UserDefinedValues",
        scope=PROPERTIES,
    ),
    listed(Kind.SUBSIDY, "Subsidies", Subsidy, to_subsidy, "ChargeType", scope=COMPLIANCE),
    listed(
        Kind.TENANT,
        "Tenants",
        Tenant,
        to_tenant,
        *PEOPLE,
        "Addresses",
        "Balance",
        "SecurityDepositHeld",
        "UserDefinedValues",
        scope=TENANTS,
        paging=HEAVY,
        gives=(Kind.TENANT, Kind.SECURITY_DEPOSIT),
    ),
    listed(
        Kind.PROSPECT,
        "Prospects",
        Prospect,
        to_prospect,
        *PEOPLE,
        "LeadSource",
        "CurrentProspectStage",
        "UserDefinedValues",
        scope=TENANTS,
        since=updated("Contacts", "UserDefinedValues", also=(entered_lately,)),
        paging=HEAVY,
    ),
    listed(
        Kind.LEASE,
        "Leases",
        Lease,
        to_lease_today,
        "LeaseRenewals",
        "LeaseRenewals.LeaseTerm",
        "LeaseRenewals.UserDefinedValues",
        "RetailSales",
        *RENTS,
        scope=TENANTS,
        paging=HEAVY,
        gives=(Kind.LEASE, Kind.LEASE_RENEWAL, Kind.RETAIL_SALE),
    ),
    listed(
        Kind.RECURRING_CHARGE,
        "RecurringCharges",
        RecurringCharge,
        to_recurring_charge,
        "ChargeType",
        "Tenant",
        "Tenant.Subsidies",
        scope=ACCOUNTING,
        since=updated(),
    ),
    listed(Kind.CHARGE, "Charges", Charge, to_charge, "ChargeType", scope=ACCOUNTING, since=updated()),
    listed(
        Kind.RENT_PAYMENT,
        "Payments",
        Payment,
        to_receipts,
        "Allocations",
        "Tenant",
        "Tenant.Leases",
        scope=ACCOUNTING,
        since=updated("Allocations"),
    ),
    listed(
        Kind.BILL, "Bills", Bill, to_bills, "BillDetails", scope=ACCOUNTING, since=updated("BillDetails"), paging=HEAVY
    ),
    listed(
        Kind.MAINTENANCE_JOB,
        "ServiceManagerIssues",
        Issue,
        to_job,
        "Status",
        "Priority",
        "Vendor",
        *LINKS,
        "UserDefinedValues",
        scope=MAINTENANCE,
        since=updated("WorkOrders", also=(still_open,)),
        paging=HEAVY,
    ),
    listed(
        Kind.APPLICATION,
        "ProspectApplications",
        ProspectApplication,
        to_application,
        "ApplicationTemplate",
        "Prospect",
        scope=TENANTS,
        since=updated(),
    ),
    listed(
        Kind.APPLICATION,
        "ApplicationSummaries",
        ApplicationSummary,
        to_listed_application,
        scope=TENANTS,
        on_request=True,
    ),
    listed(Kind.SCREENING, "Screenings", Screening, to_screening, "Tenant", "Prospect", scope=TENANTS),
    listed(
        Kind.APPOINTMENT,
        "Appointments",
        Appointment,
        to_appointment,
        "Tenant",
        "Prospect",
        "ServiceManagerIssue",
        *(f"ServiceManagerIssue.{link}" for link in LINKED),
        scope=PROPERTIES,
        since=updated(),
    ),
    listed(
        Kind.VIOLATION,
        "Violations",
        Violation,
        to_violation,
        "ViolationCode",
        "ViolationCategory",
        "CurrentStage",
        scope=COMPLIANCE,
        since=updated(),
    ),
    listed(
        Kind.ARCHITECTURAL_REQUEST,
        "ArchitecturalRequests",
        ArchitecturalRequest,
        to_architectural_request,
        scope=COMPLIANCE,
        since=updated(),
    ),
)
