"""Fields that only the server writes; what a caller sends for them is passed over without a word, which is a guess.

From the marks "read only" and "calculated" in the vendor's reference (builds of April and May 2026).
"""

from __future__ import annotations

from sandbox.rentmanager.schema import STAMPS

EVERYWHERE = {*STAMPS, "ConcurrencyID"}
MARKED = {
    "Properties": "IsSystemDefaultAssignedUser LastMonthlyPost LastWeeklyPost LastDailyPost LastManagementFeePost "
    "OccupancyUnitCount LastUnitCountPost IsShortTermRental IsUseMasterPolicy MasterPolicyChargeAmount "
    "FeedTypeID LastSuccessfulOnlineListingsPosting",
    "Units": "SortOrder IsLicensed IsAsset FeedTypeID LastSuccessfulOnlineListingsPosting",
    "UnitTypes": "IsExcludeFromRentersInsurance",
    "Owners": "TaxID Status",
    "AssociationSettings": "ArchitecturalRequestsTWAMessageHTML ArchitecturalRequestsTWASubmitMessageHTML "
    "ArchitecturalRequestsTWAReviewMessageHTML",
    "ArchitecturalRequests": "HasBeenInBoardReview",
    "Violations": "ViolationCategoryID InternalNotes",
    "CommunityEvents": "IsRecurring",
    "Tenants": "TenantDisplayID DoNotPrintStatements IsProspect AccountGroupID IsAccountGroupMaster PostingStartDate "
    "PostingEndDate OverrideScreeningDecision OverrideReason OverrideCreateDate OverrideCreateUserID "
    "OverrideUpdateDate OverrideUpdateUserID FlexibleRentStatus FlexibleRentInternalStatus EvictionID "
    "LastNameFirstName TWAExpirationDate AccountGroupMasterTenantID ScreeningStatus",
    "Prospects": "ProspectDisplayID WasCreatedFromTransfer OverrideCreateDate OverrideCreateUserID OverrideUpdateDate "
    "OverrideUpdateUserID ProspectStatus ScreeningStatus FirstContact LastContact NextContact "
    "LastHistoryItem",
    "Contacts": "FederalTaxID",
    "Leases": "StartDate EndDate PropertyUnit UnitProperty",
    "LeaseRenewals": "SignableDocumentStatus",
    "Applications": "Status AccountID",
    "Appointments": "IsRecurring",
    "Charges": "AccountType TransactionType IsFullyAllocated TenantBillID TenantCheckID",
    "Payments": "TransactionType IsSplitPayment HasChargeTypesWithChargeTypeBankSetup Reference",
    "Credits": "TransactionType Reference",
    "Allocations": "TransactionDate ManagementFeeHistoryID",
    "RecurringCharges": "OriginalAmount SortOrder TenantID UnitTypeID PropertyID",
    "SecurityDepositTypes": "Description",
    "SubsidyPayments": "Amount",
    "Bills": "TransactionType ApprovalUserID ApprovalDate OwnerApprovalStatus OwnerApprovalDate "
    "OwnerApprovalOwnerID OwnerApprovalUserID AvidInvoiceURL TenantCheckID TenantChargeID",
    "Vendors": "TaxID",
    "Loans": "PrincipalBalance Status IsOpen",
    "ServiceManagerIssues": "Hours CloseDate CreateWebUserID SignatureFileID IsSigned Age IsSchedulable",
    "UserDefinedFields": "ParentType",
    "Users": "Name",
}
# not marked, but worked out here from allocations, and from the list or the field that a row belongs to
WORKED_OUT = {
    "Charges": "ID AmountAllocated",
    "Payments": "ID AmountAllocated IsFullyAllocated AccountType",
    "Credits": "ID AmountAllocated IsFullyAllocated AccountType",
    "Bills": "AmountAllocated IsFullyAllocated",
    "UserDefinedValues": "Name FieldType ParentID",
}


def is_servers(resource: str, field: str) -> bool:
    """Whether callers have no say about a field."""
    marked = f"{MARKED.get(resource, '')} {WORKED_OUT.get(resource, '')}".split()
    return field in EVERYWHERE or field in marked
