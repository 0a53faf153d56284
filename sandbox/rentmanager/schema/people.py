"""Tenants, prospects, their contacts and leases."""

from __future__ import annotations

FIELDS = {
    "Tenants": """
TenantID:i TenantDisplayID:i Name:s FirstName:s LastName:s WebMessage:s IsCompany:b ColorID:i CheckPayeeName:s
StatementMethod:e Comment:s RentDueDay:i RentPeriod:e DoNotChargeLateFees:b DoNotPrintStatements:b
DoNotAcceptChecks:b DoNotAcceptPayments:b DoNotAllowTWAPayments:b DoNotSendARAutomationNotifications:b
IsProspect:b LeasingAgentID:i AccountGroupID:i TotalCalls:i FailedCalls:i IsAccountGroupMaster:b TotalVisits:i
TotalEmails:i FirstContact:t LastContact:t PropertyID:i PostingStartDate:t PostingEndDate:t DefaultTaxTypeID:i
OverrideScreeningDecision:b OverrideReason:s OverrideCreateDate:t OverrideCreateUserID:i OverrideUpdateDate:t
OverrideUpdateUserID:i IsShowCommentBanner:b IsDoNotAcceptPartialPayments:b FlexibleRentStatus:e
FlexibleRentInternalStatus:e Status:e EvictionID:i TransferGroupID:i SourceCustomerID:i TransferDate:t
LastNameFirstName:s TWAExpirationDate:t AccountGroupMasterTenantID:i ScreeningStatus:s stamps
""",
    "Prospects": """
ProspectID:i ProspectDisplayID:i PropertyID:i Name:s FirstName:s LastName:s WebMessage:s IsCompany:b ColorID:i
TenantColorID:i ProspectColorID:i Comment:s OverrideScreeningDecision:b OverrideReason:s
WasCreatedFromTransfer:b OverrideCreateDate:t OverrideCreateUserID:i OverrideUpdateDate:t OverrideUpdateUserID:i
LeasingAgentID:i LeadSourceID:i ProspectStatus:e CurrentProspectStageID:i ProspectLostReasonID:i
ProspectLostReasonDescription:s InterestLevel:i ApplicationDate:t PeopleCount:i RentMin:i RentMax:i MoveInDate:t
MoveOutDate:t ReservedUnitID:i ReservedMoveIn:t ReservedMoveOut:t ExpectedLeaseStart:t ExpectedLeaseEnd:t
ExpectedLeasePeriod:e ExpectedRentDueDay:i Length:d Width:d Amps:e IsPullThrough:b IsShowCommentBanner:b
IsReserveAssociatedHome:b ScreeningStatus:s LastStatusChangedDate:t FirstContact:t LastContact:t NextContact:t
LastHistoryItem:t ExpectedLeaseTermID:i stamps
""",
    "ProspectStages": """
ProspectStageID:i Name:s Description:s IsActive:b TriggeredBy:e SignableDocumentCompletedBy:e
HasScreeningDecisionsWhichPrevent:b PreventedByLaterTrigger:b SortOrder:i FollowUpDays:i ConcurrencyID:i stamps
""",
    "ProspectLostReasons": """
ProspectLostReasonID:i ProspectStatus:e Name:s Description:s IsActive:b SortOrder:i ConcurrencyID:i stamps
""",
    "LeadSources": """
ProspectLeadSourceID:i Description:s IsActive:b PhoneNumber:i StrippedPhoneNumber:i
""",
    "AccountGroups": """
AccountGroupID:i Name:s
""",
    "Contacts": """
ContactID:i FirstName:s LastName:s MiddleName:s IsActive:b IsPrimary:b ContactTypeID:i DateOfBirth:t
FederalTaxID:s Comment:s Email:s License:s Vehicle:s ImageID:i IsShowOnBill:b Employer:s ApplicantType:e
AnnualIncome:d ParentID:i ParentType:e stamps
""",
    "ContactTypes": """
ContactTypeID:i Name:s Description:s ParentType:e
""",
    "Leases": """
LeaseID:i TenantID:i UnitID:i PropertyID:i IsCommercial:b MoveInDate:t MoveOutDate:t ExpectedMoveOutDate:t
NoticeDate:t IsMoveOutConfirmed:b ArrivalDate:t DepartureDate:t IsExcludeFromMasterPolicy:b SortOrder:i
StartDate:t EndDate:t PropertyUnit:s UnitProperty:s stamps
""",
    "LeaseRenewals": """
LeaseRenewalID:i ParentLeaseID:i UnitID:i LeaseTermID:i LeaseLength:i SignDate:t StartDate:t EndDate:t
DefaultCommercialExpensePercentage:d DefaultCommercialExpenseAdminPercentage:d SignableDocumentStatus:s stamps
""",
    "LeaseTerms": """
LeaseTermID:i LeaseTerm:s IsMonthToMonth:b
""",
    "ChargeEscalations": """
ChargeEscalationID:i LeaseRenewalID:i ChargeTypeID:i ConcurrencyID:i stamps
""",
    "Applications": """
ApplicationID:i Status:b IPAddress:s IsRead:b ContactID:i AccountID:i CreateDate:t
""",
    "ProspectApplications": """
ProspectApplicationID:i ApplicationTemplateID:i AccountID:i WebUserAccountID:i ContactID:i PropertyID:i
UnitTypeID:i UnitID:i IPAddress:s WaiverText:s EsignCheckboxText:s ConsentToScreenCheckboxText:s
EpayTransactionText:s ApplicationStatus:e EpayTranID:i ApplicationSubmissionDate:t IsTemplateLocked:b
DisclaimerSignature:s DisclaimerSignatureTimeStamp:t CreateDate:t UpdateDate:t
""",
    "ApplicationSummaries": """
ApplicationID:i ProspectApplicationID:i AccountID:i PropertyID:i LeasingAgentID:i Name:s ApplicationDate:t
AmountPaid:s AmountCharged:s LastUpdatedDate:t CompletedDate:t Completed:s TotalApplications:s
ApplicationTemplateID:i IsScreened:b PhoneNumber:i Status:s
""",
    "ApplicationTemplates": """
ApplicationTemplateID:i Name:s DisplayName:s Description:s
""",
    "Screenings": """
ScreeningID:i AccountID:i Regarding:s Date:t Type:i UserID:i PropertyID:i UpgradeUserID:i FileID:i
SubmittedDate:t RentAmount:d ScreeningName:s Options:s UpgradeDate:t Protected:b ReportType:s
ScreeningReportExportType:s
""",
    "Appointments": """
AppointmentID:i ParentAppointmentID:i StartDate:t EndDate:t ReminderDate:t Subject:s Description:s ColorID:i
IsReminder:b IsCalendarIntegration:b IsRecurring:b TenantID:i ProspectID:i OwnerID:i VendorID:i IssueID:i
ServiceManagerIssueID:i OwnerProspectID:i AppointmentRecurrencePatternOfRecurrence:e
AppointmentRecurrenceFromDate:t AppointmentRecurrenceToDate:t AppointmentRecurrenceValue1:i
AppointmentRecurrenceValue2:i AppointmentRecurrenceDatePostedThru:t stamps
""",
    "Pets": """
PetID:i Name:s TenantID:i ProspectID:i Description:s PetTypeID:i Breed:s Color:s Age:s Weight:s ImageID:i
ConcurrencyID:i stamps
""",
    "PetTypes": """
PetTypeID:i Name:s Description:s RecurringAmount:d IsRecurringAmountPerPet:b RecurringAmountMax:d
OneTimeFeeAmount:d IsOneTimeFeeAmountPerPet:b OneTimeFeeAmountMax:d PetDepositAmount:d
IsPetDepositAmountPerPet:b PetDepositAmountMax:d ConcurrencyID:i stamps
""",
}
