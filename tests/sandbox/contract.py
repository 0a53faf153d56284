"""The contract's fields: facts from the vendor's published Swagger document (version read July 2026).

A question mark says that the value may be null and so may be left out.
"""

from __future__ import annotations

LOT = """
Id CustomerId Reference? Address? AddressText? PrimaryType? PropertySubtype? Bedrooms Bathrooms CarSpaces
Area? AreaUnit? LandArea? LandAreaUnit? Description? Notes? NextInspectionOn? KeyNumber? ArchivedOn?
AdRentAmount? AdRentPeriod? ActiveOwnershipId? ActiveSaleAgreementId? ActiveTenancyId? Longitude? Latitude?
InspectionFrequency? InspectionFrequencyType? InitialInspectionFrequency? InitialInspectionFrequencyType?
MainPhotoDocumentId? ActiveManagerMemberId? Labels? StrataManagerContactId? RuralCategory? DisplayAddress?
IsRental IsArchived CreatedOn UpdatedOn ExternalListingId? ActiveRentalListingId? ActiveSaleListingId?
"""
MOB_LOT_GRID_DATA = (
    LOT
    + """
OwnerContactReference? TenantContactReference? RentAmount RentPeriod? TenancyStart? TenancyEnd?
AgreementStart? AgreementEnd? OwnerContactId? TenantContactId? Vacant ManagerName? EffectivePaidTo?
OwnershipUpdatedOn TenancyUpdatedOn SaleAgreementUpdatedOn StrataManagerContactName? HasAccessDetails
PetStatus? Pets? PetDetails? Reason? Occupants? Leaseholders? AdditionalOccupants? Details? Timestamp
PropertyType? CommercialCategory?
"""
)
RENTAL_LOT_QUERY_DATA = (
    LOT
    + """
DaysInArrears LotReference? OwnerContactReference? TenantContactReference? ManagerName? Teams? RentAmount
RentPeriod? EffectivePaidTo? TenancyStart? TenancyEnd? Termination? BreakLease? AgreementStart?
AgreementEnd? OwnerContactId? TenantContactId? OwnerFolioCode? TenantFolioCode? SellerFolioCode? Relet
SearchText? Periodic?
"""
)
LOTS_QUERY_DATA = (
    LOT
    + """
LotReference? OwnerContactReference? TenantContactReference? ManagerName? Teams? RentAmount RentPeriod?
EffectivePaidTo? TenancyStart? TenancyEnd? Termination? BreakLease? AgreementStart? AgreementEnd?
OwnerContactId? TenantContactId? OwnerFolioCode? TenantFolioCode? SellerFolioCode? Relet SearchText?
Periodic? OwnershipUpdatedOn? TenancyUpdatedOn? CommercialCategory? SaleAgreementUpdatedOn?
LotUpdatedTimestamp
"""
)
SALE_PROPERTY_QUERY_DATA = (
    LOT
    + """
LotReference? SaleAgreementId OwnerContactId BuyerContactId? Status? AgreementStartDate AgreementEndDate
ContractExchangeDate? DepositDueDate? SettlementDate? AskingPrice PurchasePrice CommissionAmount
OwnerReference? BuyerReference? ManagerName? Teams? SellerFolioCode? SearchText?
"""
)
LOT_GRID_DATA = (
    LOT
    + """
OwnerContactReference? TenantContactReference? ManagerName? ActiveManagerTeams? RentAmount RentPeriod?
EffectivePaidTo? TenancyStart? TenancyEnd? AgreementStart? AgreementEnd? OwnerContactId? TenantContactId?
OwnerFolioCode? TenantFolioCode? SellerFolioCode? SearchText?
"""
)
TENANCY_API_DATA = """
ContactReference? LotAddress? LotReference? FolioNumber ContactEmail? ContactNormalisedMobilePhone?
ContactCellPhone? ContactWorkPhone? ContactHomePhone? ContactPhone? IsActive IsClosed ActiveOwnershipId?
Code? IsClientAccessDisabled Label? SearchText? Name? HasBeenReceipted Id CustomerId LotId ContactId
TenancyStart AgreementStart AgreementEnd? Periodic TenancyEnd? Termination? BreakLease? Notes? RentAmount
RentPeriod? BondAmount OpenBondReceived BondReference? BondInTrust BankReference? TaxOnRent
GenerateRentInvoice RentInvoiceDaysInAdvance ReceiptWarning? NextIncreaseAmount? NextIncreaseDate?
RentSequence PaidTo EffectivePaidTo? PartPaid ProrataTo? ReviewFrequency? NextReviewDate? LastReviewedOn?
DirectDebit DirectDebitFixedAmount? DirectDebitFrequency? NextDirectDebitDate? CreatedOn UpdatedOn
ExcludeArrearsAutomation IsWaterUsageCharged BondDueDate?
"""
TENANCY_BALANCE_DATA = """
FirstName? LastName? Salutation? LotAddress? LotReference? ContactReference? ContactEmail? HomePhone?
WorkPhone? CellPhone? NormalisedMobilePhone? FolioNumber Code? IsActive BondReceipted? Deposited?
DirectDeposited ArrearsDays InvoiceDaysInArrears InvoiceArrears ClosedOn? ProrataRentDue MostRentDue
RentDueByPeriod TotalRentPaid UnclearedBalance PendingPayments PendingRentPayments PendingInvoicePayments
PendingDepositPayments PendingBondPayments MepayStatus? ActiveOwnershipId? HasActiveOwner ContactPersonCount
DaysInArrears RentArrears RentArrearsByPeriod FolioId BondArrears TotalArrears TotalArrearsByPeriod IsClosed
Label? SearchText? Name? Id CustomerId LotId ContactId TenancyStart AgreementStart AgreementEnd? Periodic
TenancyEnd? Termination? BreakLease? Notes? RentAmount RentPeriod? BondAmount OpenBondReceived
BondReference? BondInTrust BankReference? TaxOnRent GenerateRentInvoice RentInvoiceDaysInAdvance
ReceiptWarning? NextIncreaseAmount? NextIncreaseDate? RentSequence PaidTo EffectivePaidTo? PartPaid
ProrataTo? AllowMepayPayments ReviewFrequency? NextReviewDate? LastReviewedOn? DirectDebit
DirectDebitFixedAmount? DirectDebitFrequency? NextDirectDebitDate? CreatedOn UpdatedOn
ExcludeArrearsAutomation IsWaterUsageCharged BondDueDate?
"""
MOB_CONTACT_DATA = """
Id CustomerId SpecialType? Roles? ArchivedOn? AccountDetails? Reference? Website? ABN? PersonMigrated
Labels? Notes? NameText? PostalAddressText? PhysicalAddressText? CreatedOn UpdatedOn TradeName? HomePhone?
WorkPhone? CellPhone? Email? SupplierChartAccountId? IsArchived IsSupplier IsTenant IsOwner IsSeller
PhoneText? WorkPhoneText? ContactPhone? ContactPersons? PrimaryContactPerson? Timestamp PrimaryPerson?
Phone? PrimaryPostalAddress? PrimaryPhysicalAddress? RolesString?
"""
OWNER_QUERY_DATA = """
BillsDue Balance IsPmDirectEnabled Id CustomerId Reference? Labels? PrimaryPerson? HomePhone? WorkPhone?
CellPhone? PostalAddressText? PhysicalAddressText? Roles? RolesString? Phone?
"""
CONTACT_GRID_DATA = """
Id CustomerId Reference? Labels? PrimaryPerson? HomePhone? WorkPhone? CellPhone? ContactPersonText?
SupplierFolioNumber PostalAddressText? PhysicalAddressText? Roles? RolesString? SupplierFolioCode? Phone?
"""
QUERY_SUPPLIERS_RESPONSE = """
PaymentPriority? FolioId Balance PaymentsDue ABN? Id CustomerId Reference? Labels? PrimaryPerson? HomePhone?
WorkPhone? CellPhone? PostalAddressText? PhysicalAddressText? Roles? RolesString? Phone?
"""
CUSTOMER_MEMBER_DATA = """
Id CustomerId UserId Role? ExpireOn? FirstName? LastName? CompanyName? RegisteredEmail? RegisteredOn
WorkPhone? MobilePhone? IsActivated AgreeConditionsOn RegionCode? Permissions? CurrentMemberAccessId
JobTitle? Teams? IsSupport IsBillingRecipient IsTwoFactorAuthenticationEnabled Name?
"""
MOB_JOB_TASK_QUERY_DATA = """
LotReference? TenantReference? OwnerReference? ContactReference? ManagerName? IsLetterStatement StatementId
TaskType? Timestamp OwnerAttending TenantAttending SupplierReference? DisplayNumber? Number Status?
ReportedContactType? Access? MainPhotoDocumentId? DocumentLinkTextName? QuoteId? SupplierInstructions? Id
CustomerId DueDate? CreatedOn ClosedOn? Summary? Description? LotId? TenantContactId? OwnerContactId?
ContactId? ManagerMemberId? Labels? UpdatedOn
"""
INTEGRATOR_JOB_TASK_V2_QUERY_DATA = """
Priority? LotReference? TenantReference? OwnerReference? ContactReference? ManagerName? IsLetterStatement
StatementId TaskType? Timestamp OwnerAttending TenantAttending SupplierReference? DisplayNumber? Number
Status? ReportedContactType? Access? MainPhotoDocumentId? DocumentLinkTextName? QuoteId?
SupplierInstructions? Id CustomerId DueDate? CreatedOn ClosedOn? Summary? Description? LotId?
TenantContactId? OwnerContactId? ContactId? ManagerMemberId? Labels? UpdatedOn
"""
JOB_QUERY_DATA = """
Id CustomerId DueDate? CreatedOn ClosedOn? Summary? Description? Labels? LotId? OwnerContactId?
TenantContactId? ContactId? ManagerMemberId? LotReference? ContactReference? JobTaskQuotationReference?
ManagerName? MemberFirstName? MemberLastName? Status? Number OwnerAttending TenantAttending
SupplierReference? DisplayNumber? QuoteReference?
"""
JOB_QUERY_V2_DATA = """
Id CustomerId DueDate? CreatedOn ClosedOn? Summary? Description? Labels? LotId? OwnerContactId?
TenantContactId? ContactId? ManagerMemberId? LotReference? ContactReference? JobTaskQuotationReference?
ManagerName? MemberFirstName? MemberLastName? Status? Number OwnerAttending TenantAttending
SupplierReference? DisplayNumber? QuoteReference? Priority?
"""
CHANGED_INSPECTION_DATA = """
LotReference? AddressText? KeyNumber? Longitude? Latitude? TenantReference? OwnerReference? PublishOn?
LotMainPhotoDocumentId? ManagerName? Timestamp InspectionReport? PreviousExitReport? CurrentRentAmount
CurrentRentPeriod? StatusText? StartTimeText? IsPublished StartTime? Duration Type? Status? ListingId?
TenantReturnDate? AssignedToTenantDate? InspectionSnapshotId? StatusPriorToClosing? Id CustomerId DueDate?
CreatedOn ClosedOn? Summary? Description? LotId? TenantContactId? OwnerContactId? ContactId?
ManagerMemberId? Labels? UpdatedOn
"""
INSPECTION_TASK = """
StartTime? Duration Type? Status? ListingId? TenantReturnDate? AssignedToTenantDate? InspectionSnapshotId?
StatusPriorToClosing? Id CustomerId DueDate? CreatedOn ClosedOn? Summary? Description? LotId?
TenantContactId? OwnerContactId? ContactId? ManagerMemberId? Labels? UpdatedOn
"""
INSPECTION_DATA_TABLE_ROW = """
Id CustomerId DueDate? ClosedOn? StartTime? Type? PublishOn? Summary? LotReference? TenantReference?
ManagerName? MemberFirstName? MemberLastName? Status? IsPublished StartTimeText? StatusText?
AssignedToTenantDate TenantReturnDueDate TenantProgress? TenantReturnDate DaysPastOrRemaining Labels?
GeneratedPdfId? GeneratedPdfFileName? GeneratedPdfStatus?
"""
LOT_DETAIL_API_RESPONSE = """
Ownership? ActiveOwnershipId? ActiveSaleAgreementId? ActiveTenancyId? ActiveRentalListingId?
ActiveSaleListingId? Address? AddressText? ArchivedOn? Bathrooms Bedrooms CarSpaces Area? AreaUnit?
LandArea? LandAreaUnit? Description? Id KeyNumber? Labels? NextInspectionOn? Notes? PropertyManager?
PrimaryType? PropertySubtype? Reference? Longitude? Latitude? TaskRemindersCount Tenancy? SaleListing?
RentalListing? HasListingProviderImportInProgress RentOwingPreVacate? RentOverpaid? ProRataStatus?
StrataManagerContactId? StrataManagerContactName? HasActiveInvoiceTemplate HasAccessDetails ResponseStatus?
IsSuccessful
"""
GET_CONTACT_RESPONSE = """
Contact? ContactPersons? Code? FolioId PaymentPriority? AutoApproveBill? TenantInvoiceChartAccountId?
ReminderCount
"""
JOB_TASK_QUERY_DATA = """
Id CustomerId DueDate? CreatedOn UpdatedOn ClosedOn? Summary? Description? SupplierInstructions?
SupplierInsuranceExpiryDate? SupplierInsuranceExpiryDays? LotId? TenantContactId? OwnerContactId? ContactId?
ManagerMemberId? QuoteId? LotReference? TenantReference? OwnerReference? ContactReference? TenantPhone?
TenantCellPhone? TenantNormalisedMobilePhone? TenantHomePhone? TenantWorkPhone? OwnerPhone? OwnerCellPhone?
OwnerNormalisedMobilePhone? OwnerHomePhone? OwnerWorkPhone? ContactPhone? ContactCellPhone?
ContactNormalisedMobilePhone? ContactHomePhone? ContactWorkPhone? StrataContactId? StrataReference?
StrataMobilePhone? StrataNormalisedMobilePhone? StrataHomePhone? StrataWorkPhone? StrataEmail? TenantEmail?
OwnerEmail? ContactEmail? TaskManagerName? TaskManagerEmail? TaskManagerMobile? TaskManagerWork?
LotActiveManagerMemberId? LotManagerName? LotManagerEmail? LotManagerMobile? LotManagerWork? ManagerName?
ManagerMobile? ManagerWork? ManagerEmail? Number Status? ReportedContactType? Access? Labels?
MainPhotoDocumentId? Timestamp TaskType? OwnerAttending TenantAttending StrataAttending SupplierReference?
DisplayNumber? Label?
"""
JOB_TASK_V2_QUERY_DATA = """
Priority? Id CustomerId DueDate? CreatedOn UpdatedOn ClosedOn? Summary? Description? SupplierInstructions?
SupplierInsuranceExpiryDate? SupplierInsuranceExpiryDays? LotId? TenantContactId? OwnerContactId? ContactId?
ManagerMemberId? QuoteId? LotReference? TenantReference? OwnerReference? ContactReference? TenantPhone?
TenantCellPhone? TenantNormalisedMobilePhone? TenantHomePhone? TenantWorkPhone? OwnerPhone? OwnerCellPhone?
OwnerNormalisedMobilePhone? OwnerHomePhone? OwnerWorkPhone? ContactPhone? ContactCellPhone?
ContactNormalisedMobilePhone? ContactHomePhone? ContactWorkPhone? StrataContactId? StrataReference?
StrataMobilePhone? StrataNormalisedMobilePhone? StrataHomePhone? StrataWorkPhone? StrataEmail? TenantEmail?
OwnerEmail? ContactEmail? TaskManagerName? TaskManagerEmail? TaskManagerMobile? TaskManagerWork?
LotActiveManagerMemberId? LotManagerName? LotManagerEmail? LotManagerMobile? LotManagerWork? ManagerName?
ManagerMobile? ManagerWork? ManagerEmail? Number Status? ReportedContactType? Access? Labels?
MainPhotoDocumentId? Timestamp TaskType? OwnerAttending TenantAttending StrataAttending SupplierReference?
DisplayNumber? Label?
"""
GET_INSPECTION_RESPONSE = """
Inspection? Property? Tenant? Owner? InspectionReport? CurrentRentAmount CurrentRentPeriod? OwnerFolioId?
ListingInfo? InspectionTenantStatus? TenantHasReviewed SubscriptionAllowsTenantToReviewECR
RequiresTenantReviewsEcrFeature ResponseStatus? IsSuccessful
"""
GET_AGENCY_RESPONSE = """
Reference? Name?
"""
ADDRESS_DETAIL = """
Unit? Number? Street? Suburb? Locality? PostalCode? State? Country? BuildingName? MailboxName? Latitude
Longitude StreetLongName? Text? Reference?
"""
MOB_CONTACT_PERSON_DATA = """
IsChatAvailable Id CustomerId ContactId Salutation? FirstName? LastName? CompanyName? Email?
SecondaryEmailAddresses? HomePhone? WorkPhone? CellPhone? NormalisedMobilePhone? CommunicationPreferences?
PhysicalAddress? PostalAddress? IsPrimary SortOrder FullName? CombinedPhones?
"""
OWNERSHIP_SQL_API_DATA = """
ContactReference? AccountDetails? FirstName? LastName? Salutation? HomePhone? WorkPhone? CellPhone?
NormalisedMobilePhone? Email? DisburseFrequency? DisburseBalance? DisburseIncome? NextDisburseDate? Code?
LotReference? LotAddressText? GainReason? LostReason? FeesCount Label? ContactPersonCount Id CustomerId
LotId ContactId FolioId InvoiceFrom? OwnedFrom SettlementDate? AgreementStartDate? AgreementEndDate?
GainDate? GainReasonId? GainComment? LostDate? LostReasonId? LostComment? CreatedOn UpdatedOn IsReletAllowed
DoNotReletReason?
"""
CONTACT = """
Id CustomerId SpecialType? Roles? ArchivedOn? AccountDetails? Reference? Website? ABN? PersonMigrated
Labels? Notes? NameText? PostalAddressText? PhysicalAddressText? HasTenantInvoiceAccount HomePhone?
WorkPhone? CellPhone? TradeName? Email? SupplierChartAccountId? IsArchived IsSupplier IsTenant IsOwner
IsSeller PhoneText? WorkPhoneText? ContactPhone? CreatedOn UpdatedOn ContactPersons? PrimaryContactPerson?
"""
CONTACT_PERSON_INFO = """
MemberAccessRole? IsChatAvailable Id CustomerId ContactId Salutation? FirstName? LastName? CompanyName?
Email? SecondaryEmailAddresses? HomePhone? WorkPhone? CellPhone? NormalisedMobilePhone?
CommunicationPreferences? PhysicalAddress? PostalAddress? IsPrimary SortOrder FullName? CombinedPhones?
"""
INSPECTION_TASK_DATA = """
LotReference? AddressText? KeyNumber? Longitude? Latitude? TenantReference? OwnerReference? PublishOn?
LotMainPhotoDocumentId? ManagerName? ActiveManagerMemberId? ActiveManagerTeams? ManagerMemberTeams?
Timestamp TenantHasReviewed StatusText? StartTimeText? IsPublished SearchText? StartTime? Duration Type?
Status? ListingId? TenantReturnDate? AssignedToTenantDate? InspectionSnapshotId? StatusPriorToClosing? Id
CustomerId DueDate? CreatedOn ClosedOn? Summary? Description? LotId? TenantContactId? OwnerContactId?
ContactId? ManagerMemberId? Labels? UpdatedOn
"""
JOB_TASK_QUOTE_DATA = """
Id Reference? CustomerId JobTaskId FolioId ContactId DocumentStorageId? Amount QuotedOn ContactReference?
FileName? Size FileType?
"""

ROWS = {
    "v1/lots": MOB_LOT_GRID_DATA,
    "v1/lots/rentals": RENTAL_LOT_QUERY_DATA,
    "v1/lots/vacancy": LOTS_QUERY_DATA,
    "v1/lots/sales": SALE_PROPERTY_QUERY_DATA,
    "v1/lots/archived": LOT_GRID_DATA,
    "v1/tenancies": TENANCY_API_DATA,
    "v1/tenancies/balances": TENANCY_BALANCE_DATA,
    "v1/contacts": MOB_CONTACT_DATA,
    "v1/contacts/ownerships": OWNER_QUERY_DATA,
    "v1/contacts/tenants": CONTACT_GRID_DATA,
    "v1/contacts/suppliers": QUERY_SUPPLIERS_RESPONSE,
    "v1/members": CUSTOMER_MEMBER_DATA,
    "v1/jobtasks": MOB_JOB_TASK_QUERY_DATA,
    "v2/jobtasks": INTEGRATOR_JOB_TASK_V2_QUERY_DATA,
    "v1/jobtasks/search": JOB_QUERY_DATA,
    "v2/jobtasks/search": JOB_QUERY_V2_DATA,
    "v1/inspections": CHANGED_INSPECTION_DATA,
    "v1/inspections/search": INSPECTION_TASK,
    "v1/inspections/query": INSPECTION_DATA_TABLE_ROW,
}

SINGLE = {
    "v1/lots/{lots}": LOT,
    "v1/lots/{lots}/detail": LOT_DETAIL_API_RESPONSE,
    "v1/lots/{lots}/members": CUSTOMER_MEMBER_DATA,
    "v1/tenancies/balances/{tenancies}": TENANCY_BALANCE_DATA,
    "v1/contacts/{contacts}": GET_CONTACT_RESPONSE,
    "v1/jobtasks/{jobs}": JOB_TASK_QUERY_DATA,
    "v2/jobtasks/{jobs}": JOB_TASK_V2_QUERY_DATA,
    "v1/inspections/{inspections}": GET_INSPECTION_RESPONSE,
    "v1/contacts/agency": GET_AGENCY_RESPONSE,
}

QUOTATION = JOB_TASK_QUOTE_DATA
BILL = """
Id CustomerId LotId Reference Detail Amount DueDate IsApproved IsPaid SupplierReference Timestamp CreatedOn
UpdatedOn
"""


def allowed(names: str) -> set[str]:
    """Every field there may be."""
    return {name.rstrip("?") for name in names.split()}


def required(names: str) -> set[str]:
    """The fields that cannot be null."""
    return {name for name in names.split() if not name.endswith("?")}
