"""The fields of every reply, in the vendor's order. Source: its published Swagger document, read July 2026.

Only v1 of the job endpoints differs: it knows no Priority.
"""

from __future__ import annotations

LOT = tuple(
    """
    Id CustomerId Reference Address AddressText PrimaryType PropertySubtype Bedrooms Bathrooms CarSpaces
    Area AreaUnit LandArea LandAreaUnit Description Notes NextInspectionOn KeyNumber ArchivedOn
    AdRentAmount AdRentPeriod ActiveOwnershipId ActiveSaleAgreementId ActiveTenancyId Longitude Latitude
    InspectionFrequency InspectionFrequencyType InitialInspectionFrequency
    InitialInspectionFrequencyType MainPhotoDocumentId ActiveManagerMemberId Labels
    StrataManagerContactId RuralCategory DisplayAddress IsRental IsArchived CreatedOn UpdatedOn
    ExternalListingId ActiveRentalListingId ActiveSaleListingId
    """.split()
)

LOT_FEED = (
    *"""
    OwnerContactReference TenantContactReference RentAmount RentPeriod TenancyStart TenancyEnd
    AgreementStart AgreementEnd OwnerContactId TenantContactId Vacant ManagerName EffectivePaidTo
    OwnershipUpdatedOn TenancyUpdatedOn SaleAgreementUpdatedOn StrataManagerContactName HasAccessDetails
    PetStatus Pets PetDetails Reason Occupants Leaseholders AdditionalOccupants Details Timestamp
    PropertyType CommercialCategory
    """.split(),
    *LOT,
)

LOT_RENTAL = (
    *"""
    DaysInArrears LotReference OwnerContactReference TenantContactReference ManagerName Teams RentAmount
    RentPeriod EffectivePaidTo TenancyStart TenancyEnd Termination BreakLease AgreementStart
    AgreementEnd OwnerContactId TenantContactId OwnerFolioCode TenantFolioCode SellerFolioCode Relet
    SearchText Periodic
    """.split(),
    *LOT,
)

LOT_VACANCY = (
    *"""
    LotReference OwnerContactReference TenantContactReference ManagerName Teams RentAmount RentPeriod
    EffectivePaidTo TenancyStart TenancyEnd Termination BreakLease AgreementStart AgreementEnd
    OwnerContactId TenantContactId OwnerFolioCode TenantFolioCode SellerFolioCode Relet SearchText
    Periodic OwnershipUpdatedOn TenancyUpdatedOn CommercialCategory SaleAgreementUpdatedOn
    LotUpdatedTimestamp
    """.split(),
    *LOT,
)

LOT_ARCHIVED = (
    *"""
    OwnerContactReference TenantContactReference ManagerName ActiveManagerTeams RentAmount RentPeriod
    EffectivePaidTo TenancyStart TenancyEnd AgreementStart AgreementEnd OwnerContactId TenantContactId
    OwnerFolioCode TenantFolioCode SellerFolioCode SearchText
    """.split(),
    *LOT,
)

LOT_SALE = (
    *"""
    LotReference SaleAgreementId OwnerContactId BuyerContactId Status AgreementStartDate
    AgreementEndDate ContractExchangeDate DepositDueDate SettlementDate AskingPrice PurchasePrice
    CommissionAmount OwnerReference BuyerReference ManagerName Teams SellerFolioCode SearchText
    """.split(),
    *LOT,
)

LOT_DETAIL = tuple(
    """
    Ownership ActiveOwnershipId ActiveSaleAgreementId ActiveTenancyId ActiveRentalListingId
    ActiveSaleListingId Address AddressText ArchivedOn Bathrooms Bedrooms CarSpaces Area AreaUnit
    LandArea LandAreaUnit Description Id KeyNumber Labels NextInspectionOn Notes PropertyManager
    PrimaryType PropertySubtype Reference Longitude Latitude TaskRemindersCount Tenancy SaleListing
    RentalListing HasListingProviderImportInProgress RentOwingPreVacate RentOverpaid ProRataStatus
    StrataManagerContactId StrataManagerContactName HasActiveInvoiceTemplate HasAccessDetails
    ResponseStatus IsSuccessful
    """.split()
)

OWNERSHIP = tuple(
    """
    ContactReference AccountDetails FirstName LastName Salutation HomePhone WorkPhone CellPhone
    NormalisedMobilePhone Email DisburseFrequency DisburseBalance DisburseIncome NextDisburseDate Code
    LotReference LotAddressText GainReason LostReason FeesCount Label ContactPersonCount Id CustomerId
    LotId ContactId FolioId InvoiceFrom OwnedFrom SettlementDate AgreementStartDate AgreementEndDate
    GainDate GainReasonId GainComment LostDate LostReasonId LostComment CreatedOn UpdatedOn
    IsReletAllowed DoNotReletReason
    """.split()
)

BALANCE = tuple(
    """
    FirstName LastName Salutation LotAddress LotReference ContactReference ContactEmail HomePhone
    WorkPhone CellPhone NormalisedMobilePhone FolioNumber Code IsActive BondReceipted Deposited
    DirectDeposited ArrearsDays InvoiceDaysInArrears InvoiceArrears ClosedOn ProrataRentDue MostRentDue
    RentDueByPeriod TotalRentPaid UnclearedBalance PendingPayments PendingRentPayments
    PendingInvoicePayments PendingDepositPayments PendingBondPayments MepayStatus ActiveOwnershipId
    HasActiveOwner ContactPersonCount DaysInArrears RentArrears RentArrearsByPeriod FolioId BondArrears
    TotalArrears TotalArrearsByPeriod IsClosed Label SearchText Name Id CustomerId LotId ContactId
    TenancyStart AgreementStart AgreementEnd Periodic TenancyEnd Termination BreakLease Notes RentAmount
    RentPeriod BondAmount OpenBondReceived BondReference BondInTrust BankReference TaxOnRent
    GenerateRentInvoice RentInvoiceDaysInAdvance ReceiptWarning NextIncreaseAmount NextIncreaseDate
    RentSequence PaidTo EffectivePaidTo PartPaid ProrataTo AllowMepayPayments ReviewFrequency
    NextReviewDate LastReviewedOn DirectDebit DirectDebitFixedAmount DirectDebitFrequency
    NextDirectDebitDate CreatedOn UpdatedOn ExcludeArrearsAutomation IsWaterUsageCharged BondDueDate
    """.split()
)

TENANCY = tuple(
    """
    ContactReference LotAddress LotReference FolioNumber ContactEmail ContactNormalisedMobilePhone
    ContactCellPhone ContactWorkPhone ContactHomePhone ContactPhone IsActive IsClosed ActiveOwnershipId
    Code IsClientAccessDisabled Label SearchText Name HasBeenReceipted Id CustomerId LotId ContactId
    TenancyStart AgreementStart AgreementEnd Periodic TenancyEnd Termination BreakLease Notes RentAmount
    RentPeriod BondAmount OpenBondReceived BondReference BondInTrust BankReference TaxOnRent
    GenerateRentInvoice RentInvoiceDaysInAdvance ReceiptWarning NextIncreaseAmount NextIncreaseDate
    RentSequence PaidTo EffectivePaidTo PartPaid ProrataTo ReviewFrequency NextReviewDate LastReviewedOn
    DirectDebit DirectDebitFixedAmount DirectDebitFrequency NextDirectDebitDate CreatedOn UpdatedOn
    ExcludeArrearsAutomation IsWaterUsageCharged BondDueDate
    """.split()
)

CONTACT_FEED = tuple(
    """
    Id CustomerId SpecialType Roles ArchivedOn AccountDetails Reference Website ABN PersonMigrated
    Labels Notes NameText PostalAddressText PhysicalAddressText CreatedOn UpdatedOn TradeName HomePhone
    WorkPhone CellPhone Email SupplierChartAccountId IsArchived IsSupplier IsTenant IsOwner IsSeller
    PhoneText WorkPhoneText ContactPhone ContactPersons PrimaryContactPerson Timestamp PrimaryPerson
    Phone PrimaryPostalAddress PrimaryPhysicalAddress RolesString
    """.split()
)

CONTACT = tuple(
    """
    Id CustomerId SpecialType Roles ArchivedOn AccountDetails Reference Website ABN PersonMigrated
    Labels Notes NameText PostalAddressText PhysicalAddressText HasTenantInvoiceAccount HomePhone
    WorkPhone CellPhone TradeName Email SupplierChartAccountId IsArchived IsSupplier IsTenant IsOwner
    IsSeller PhoneText WorkPhoneText ContactPhone CreatedOn UpdatedOn ContactPersons
    PrimaryContactPerson
    """.split()
)

CONTACT_REPLY = tuple(
    """
    Contact ContactPersons Code FolioId PaymentPriority AutoApproveBill TenantInvoiceChartAccountId
    ReminderCount
    """.split()
)

PERSON = tuple(
    """
    IsChatAvailable Id CustomerId ContactId Salutation FirstName LastName CompanyName Email
    SecondaryEmailAddresses HomePhone WorkPhone CellPhone NormalisedMobilePhone CommunicationPreferences
    PhysicalAddress PostalAddress IsPrimary SortOrder FullName CombinedPhones
    """.split()
)

OWNER_LISTED = tuple(
    """
    BillsDue Balance IsPmDirectEnabled Id CustomerId Reference Labels PrimaryPerson HomePhone WorkPhone
    CellPhone PostalAddressText PhysicalAddressText Roles RolesString Phone
    """.split()
)

TENANT_LISTED = tuple(
    """
    Id CustomerId Reference Labels PrimaryPerson HomePhone WorkPhone CellPhone ContactPersonText
    SupplierFolioNumber PostalAddressText PhysicalAddressText Roles RolesString SupplierFolioCode Phone
    """.split()
)

SUPPLIER_LISTED = tuple(
    """
    PaymentPriority FolioId Balance PaymentsDue ABN Id CustomerId Reference Labels PrimaryPerson
    HomePhone WorkPhone CellPhone PostalAddressText PhysicalAddressText Roles RolesString Phone
    """.split()
)

JOB_FEED = tuple(
    """
    Priority LotReference TenantReference OwnerReference ContactReference ManagerName IsLetterStatement
    StatementId TaskType Timestamp OwnerAttending TenantAttending SupplierReference DisplayNumber Number
    Status ReportedContactType Access MainPhotoDocumentId DocumentLinkTextName QuoteId
    SupplierInstructions Id CustomerId DueDate CreatedOn ClosedOn Summary Description LotId
    TenantContactId OwnerContactId ContactId ManagerMemberId Labels UpdatedOn
    """.split()
)

JOB = tuple(
    """
    Priority Id CustomerId DueDate CreatedOn UpdatedOn ClosedOn Summary Description SupplierInstructions
    SupplierInsuranceExpiryDate SupplierInsuranceExpiryDays LotId TenantContactId OwnerContactId
    ContactId ManagerMemberId QuoteId LotReference TenantReference OwnerReference ContactReference
    TenantPhone TenantCellPhone TenantNormalisedMobilePhone TenantHomePhone TenantWorkPhone OwnerPhone
    OwnerCellPhone OwnerNormalisedMobilePhone OwnerHomePhone OwnerWorkPhone ContactPhone
    ContactCellPhone ContactNormalisedMobilePhone ContactHomePhone ContactWorkPhone StrataContactId
    StrataReference StrataMobilePhone StrataNormalisedMobilePhone StrataHomePhone StrataWorkPhone
    StrataEmail TenantEmail OwnerEmail ContactEmail TaskManagerName TaskManagerEmail TaskManagerMobile
    TaskManagerWork LotActiveManagerMemberId LotManagerName LotManagerEmail LotManagerMobile
    LotManagerWork ManagerName ManagerMobile ManagerWork ManagerEmail Number Status ReportedContactType
    Access Labels MainPhotoDocumentId Timestamp TaskType OwnerAttending TenantAttending StrataAttending
    SupplierReference DisplayNumber Label
    """.split()
)

JOB_FOUND = tuple(
    """
    Id CustomerId DueDate CreatedOn ClosedOn Summary Description Labels LotId OwnerContactId
    TenantContactId ContactId ManagerMemberId LotReference ContactReference JobTaskQuotationReference
    ManagerName MemberFirstName MemberLastName Status Number OwnerAttending TenantAttending
    SupplierReference DisplayNumber QuoteReference Priority
    """.split()
)

QUOTATION = tuple(
    """
    Id Reference CustomerId JobTaskId FolioId ContactId DocumentStorageId Amount QuotedOn
    ContactReference FileName Size FileType
    """.split()
)

INSPECTION_FEED = tuple(
    """
    LotReference AddressText KeyNumber Longitude Latitude TenantReference OwnerReference PublishOn
    LotMainPhotoDocumentId ManagerName Timestamp InspectionReport PreviousExitReport CurrentRentAmount
    CurrentRentPeriod StatusText StartTimeText IsPublished StartTime Duration Type Status ListingId
    TenantReturnDate AssignedToTenantDate InspectionSnapshotId StatusPriorToClosing Id CustomerId
    DueDate CreatedOn ClosedOn Summary Description LotId TenantContactId OwnerContactId ContactId
    ManagerMemberId Labels UpdatedOn
    """.split()
)

INSPECTION = tuple(
    """
    LotReference AddressText KeyNumber Longitude Latitude TenantReference OwnerReference PublishOn
    LotMainPhotoDocumentId ManagerName ActiveManagerMemberId ActiveManagerTeams ManagerMemberTeams
    Timestamp TenantHasReviewed StatusText StartTimeText IsPublished SearchText StartTime Duration Type
    Status ListingId TenantReturnDate AssignedToTenantDate InspectionSnapshotId StatusPriorToClosing Id
    CustomerId DueDate CreatedOn ClosedOn Summary Description LotId TenantContactId OwnerContactId
    ContactId ManagerMemberId Labels UpdatedOn
    """.split()
)

INSPECTION_FOUND = tuple(
    """
    StartTime Duration Type Status ListingId TenantReturnDate AssignedToTenantDate InspectionSnapshotId
    StatusPriorToClosing Id CustomerId DueDate CreatedOn ClosedOn Summary Description LotId
    TenantContactId OwnerContactId ContactId ManagerMemberId Labels UpdatedOn
    """.split()
)

INSPECTION_TABLE = tuple(
    """
    Id CustomerId DueDate ClosedOn StartTime Type PublishOn Summary LotReference TenantReference
    ManagerName MemberFirstName MemberLastName Status IsPublished StartTimeText StatusText
    AssignedToTenantDate TenantReturnDueDate TenantProgress TenantReturnDate DaysPastOrRemaining Labels
    GeneratedPdfId GeneratedPdfFileName GeneratedPdfStatus
    """.split()
)

INSPECTION_REPLY = tuple(
    """
    Inspection Property Tenant Owner InspectionReport CurrentRentAmount CurrentRentPeriod OwnerFolioId
    ListingInfo InspectionTenantStatus TenantHasReviewed SubscriptionAllowsTenantToReviewECR
    RequiresTenantReviewsEcrFeature ResponseStatus IsSuccessful
    """.split()
)

MEMBER = tuple(
    """
    Id CustomerId UserId Role ExpireOn FirstName LastName CompanyName RegisteredEmail RegisteredOn
    WorkPhone MobilePhone IsActivated AgreeConditionsOn RegionCode Permissions CurrentMemberAccessId
    JobTitle Teams IsSupport IsBillingRecipient IsTwoFactorAuthenticationEnabled Name
    """.split()
)

# Our invention: the vendor publishes no way to read bills.
BILL = tuple(
    """
    Id CustomerId LotId Reference Detail Amount DueDate IsApproved IsPaid SupplierReference Timestamp
    CreatedOn UpdatedOn
    """.split()
)
