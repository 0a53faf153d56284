"""Which of the gateway's scopes opens which resource. As invented as the scopes themselves."""

from __future__ import annotations

AREAS = {
    "properties": "Properties Units UnitTypes UnitStatusTypes UnitAmenities Owners OwnerProspects Appointments",
    "tenants": "Tenants Contacts ContactTypes Prospects ProspectStages Leases LeaseRenewals LeaseTerms Screenings "
    "Applications ProspectApplications ApplicationSummaries",
    "accounting": "Charges Payments Credits RecurringCharges ChargeTypes SecurityDeposits SecurityDepositTypes Bills "
    "Vendors GLAccounts SubsidyPayments ChargeEscalations RetailSales CommercialRecoverableExpenses",
    "maintenance": "ServiceManagerIssues ServiceManagerIssueWorkOrders ServiceManagerStatuses "
    "ServiceManagerCategories ServiceManagerPriorities",
    "compliance": "Violations ViolationCodes ViolationCategories ArchitecturalRequests Subsidies SubsidyTenants "
    "AssociationSettings Committees",
}
AREA_OF = {resource: area for area, resources in AREAS.items() for resource in resources.split()}


def is_in_scope(resource: str, verb: str, scopes: frozenset[str]) -> bool:
    """Whether the scopes allow to `read` or `write` rows of a resource. Locations, fields and the like go with any token,
    but only to be read; whoever may write an area may read it."""
    area = AREA_OF.get(resource)
    if area is None:
        return verb == "read"
    return f"{area}:{verb}" in scopes or (verb == "read" and f"{area}:write" in scopes)
