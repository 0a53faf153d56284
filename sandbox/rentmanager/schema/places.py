"""Properties, units and what stands at them."""

from __future__ import annotations

FIELDS = {
    "Properties": """
PropertyID:i Name:s ShortName:s BillingName1:s BillingName2:s ManagerName:s IsActive:b IsCommercial:b
PropertyType:e Email:s TaxID:s StatementMethod:e Comment:s LogoFileID:i ServiceManagerAssignedUserID:i
IsSystemDefaultAssignedUser:b IsOverrideAssignedUserID:b IsAllocationOrderDisabled:b
IsAllocationOrderSortedByMonth:b IsOverwriteTimeZone:b IsTimeZoneOffsetEnabled:b TimeZoneOffset:i
IsDaylightSavingsTime:b IsOverrideFiscalYear:b FiscalYearStartDay:i FiscalYearStartMonth:i FiscalYearEndDay:i
FiscalYearEndMonth:i IsOverrideDefaultHolidays:b ConcurrencyID:i ColorID:i DefaultInspectorID:i
IsLateChargeEnabled:b IsOwnerPayPerUnit:b IsEpayEnabled:b IsLockboxEnabled:b IsEndorsementOverride:b
EndorsementOverride:s SquareFootage:i DefaultBankID:i PrimaryOwnerID:i PostingDay:i CheckTemplateID:i
OwnerCheckSetupID:i LastMonthlyPost:t LastWeeklyPost:t LastDailyPost:t LastManagementFeePost:t
IsSecurityDepositInterestEnabled:b ARAutomationUseSystemPreference:b OccupancyUnitCount:i LastUnitCountPost:t
ARAutomationScheduleID:i AccountingCloseOption:e EvictionWorkflowID:i IsShortTermRental:b
IsTrackRentersInsurance:b IsUseMasterPolicy:b MasterPolicyChargeAmount:d IsOverrideNSFFee:b NSFFeeAmount:d
FeedTypeID:e LastSuccessfulOnlineListingsPosting:t IsOptOutCreditReporting:b IsPropertyLevelOnlineListings:b
IsOnlyIncludePropertyListing:b OnlineListingsUsage:e IsStrOnlineBookingEnabled:b stamps
""",
    "Units": """
UnitID:i PropertyID:i Name:s Comment:s UnitTypeID:i SquareFootage:i FloorID:i MaxOccupancy:i Bedrooms:i
Bathrooms:d Length:d Width:d Amps:e IsPullThrough:b SortOrder:i IsLicensed:b InspectionTemplateID:i ColorID:i
SiteGroupID:i SupportedRVSlideOut:e IsAsset:b STRMarketingDescription:s FeedTypeID:e
LastSuccessfulOnlineListingsPosting:t OnlineListingsUsage:e stamps
""",
    "UnitTypes": """
UnitTypeID:i Name:s Comment:s Bedrooms:i Bathrooms:d InspectionTemplateID:i IsExcludeFromRentersInsurance:b
IsOtherRentableItem:b stamps
""",
    "UnitStatusTypes": """
UnitStatusTypeID:i Name:s Description:s IsAvailable:b IsVacant:b IsSystem:b
""",
    "MarketRents": """
MarketRentID:i UnitID:i Amount:d Comment:s FromDate:t ToDate:t stamps
""",
    "Floors": """
FloorID:i Name:s SortOrder:i stamps
""",
    "Addresses": """
AddressID:i AddressTypeID:i Address:s Street:s City:s State:s PostalCode:s IsPrimary:b IsBilling:b ParentID:i
ParentType:e
""",
    "PhoneNumbers": """
PhoneNumberID:i PhoneNumberTypeID:i PhoneNumber:s Extension:s StrippedPhoneNumber:s IsPrimary:b IsTextReady:b
IsInvalidForTexting:b InvalidTextingErrorCode:s IsOptOut:b ParentID:i ParentType:e
""",
    "Owners": """
OwnerID:i Name:s DisplayName:s WebMessage:s TaxID:s DrawAccountID:i ContributionAccountID:i LastPayDate:t
IsOverridingCheckDefault:b IsBalanceReserves:b BalanceAccountID:i BalancingJournalMemo:s EcheckEmail:s
StatementComment:s IsSeparateChecks:b IsStopPrintChecks:b Status:e ColorID:i DefaultPayMethod:e CheckPayeeName:s
Comment:s OwnerReportBatchID:i stamps
""",
    "AssociationSettings": """
AssociationSettingsID:i PropertyID:i ArchitecturalRequestsTWAMessageRTF:s ArchitecturalRequestsTWAMessageHTML:s
ArchitecturalRequestsTWASubmitMessageRTF:s ArchitecturalRequestsTWASubmitMessageHTML:s
ArchitecturalRequestsTWAReviewMessageRTF:s ArchitecturalRequestsTWAReviewMessageHTML:s
IsArchitecturalRequestsAttachmentRequired:b CanBoardViewArchitecturalRequestsOnTWA:b
CanBoardVoteArchitecturalRequestsOnTWA:b IsDoNotDisplayArchitecturalRequestsOnTWAUntilInBoardReview:b
ConcurrencyID:i stamps
""",
    "Committees": """
CommitteeID:i Name:s DisplayName:s Description:s IsActive:b CanViewArchitecturalRequestsOnTWA:b
CanVoteArchitecturalRequestsOnTWA:b ConcurrencyID:i stamps
""",
    "ArchitecturalRequests": """
ArchitecturalRequestID:i PropertyID:i TenantID:i ArchitecturalRequestFormID:i CreateWebUserID:i Request:s
Description:s Status:e StatusComments:s HasBeenInBoardReview:b ConcurrencyID:i stamps
""",
    "ArchitecturalRequestForms": """
ArchitecturalRequestFormID:i Name:s DisplayName:s Description:s IsSystem:b IsReadOnly:b ConcurrencyID:i stamps
""",
    "Violations": """
ViolationID:i PropertyID:i ImageID:i TenantID:i UnitID:i ViolationCodeID:i ViolationCategoryID:i ViolationDate:t
Description:s ResolveAction:s CCRReference:s InternalNotes:s IsClosed:b CloseDate:t ConcurrencyID:i stamps
""",
    "ViolationCategories": """
ViolationCategoryID:i Name:s Description:s IsActive:b ConcurrencyID:i stamps
""",
    "ViolationCodeGroups": """
ViolationCodeGroupID:i Name:s LetterTemplateID:i ChargeTypeID:i ConcurrencyID:i stamps
""",
    "ViolationCodes": """
ViolationCodeID:i ViolationCodeGroupID:i Code:s ViolationCategoryID:i Description:s ResolveAction:s
CCRReference:s InternalNotes:s IsOverrideViolationCodeGroupStages:b LetterTemplateID:i ChargeTypeID:i IsActive:b
ConcurrencyID:i stamps
""",
    "CommunityEvents": """
CommunityEventID:i ParentCommunityEventID:i PropertyID:i StartDate:t EndDate:t Subject:s Description:s
Location:s IsRecurring:b ColorID:i CommunityEventRecurrencePatternOfRecurrence:e
CommunityEventRecurrenceFromDate:t CommunityEventRecurrenceToDate:t CommunityEventRecurrenceValue1:i
CommunityEventRecurrenceValue2:i CommunityEventRecurrenceDatePostedThru:t stamps
""",
}
INSIDE = {
    "UnitStatuses": """
UnitStatusID:i UnitID:i UnitStatusTypeID:i StartDate:t EndDate:t
""",
    "OwnerContracts": """
OwnerContractID:i OwnerID:i PropertyID:i Percentage:d StartDate:t EndDate:t stamps
""",
    "BoardMemberTerms": """
BoardMemberTermID:i PropertyID:i ContactID:i Title:s TermStartDate:t TermEndDate:t stamps
""",
    "CommitteeMembers": """
CommitteeMemberID:i CommitteeID:i PropertyID:i ContactID:i stamps
""",
    "ViolationStages": """
ViolationStageID:i ViolationID:i Name:s StageDate:t SortOrder:i
""",
}
