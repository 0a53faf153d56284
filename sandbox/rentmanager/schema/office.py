"""Service issues, lookups of the office and what the customer defined."""

from __future__ import annotations

FIELDS = {
    "ServiceManagerIssues": """
ServiceManagerIssueID:i Title:s Description:s Resolution:s CategoryID:i StatusID:i PriorityID:i JobID:i Hours:d
IsClosed:b CloseDate:t CloseUserID:i AssignedOpenDate:t AssignedCloseDate:t DueDate:t PayeeAccountID:i
VendorID:i IsRead:b AssignedToUserID:i ProjectID:i ProjectSequence:i CurrentProjectSequence:i
IsCustomerInitiated:b CustomerDescription:s NoteText:s IsConfirmed:b CreateWebUserID:i HasPets:b
IsAllowedToEnter:b IsSignatureOnFile:b SignatureFileID:i IsSigned:b Age:s ScheduledDate:t IsSchedulable:b stamps
""",
    "ServiceManagerIssueWorkOrders": """
ServiceManagerIssueWorkOrderID:i WorkOrderID:i ServiceManagerIssueID:i HasInvoiceLink:b InvoiceID:i
InvoiceDetailID:i HasVendorBillLink:b VendorBillID:i HasOwnerBillLink:b OwnerBillID:i PayeeAccountID:i
PropertyID:i UnitID:i JobID:i Description:s Quantity:d Cost:d Price:d InventoryItemID:i HasPurchaseOrderLink:b
PurchaseOrderID:i SmartReceiptID:i QuickBillID:i stamps
""",
    "ServiceManagerStatuses": """
ServiceManagerStatusID:i Name:s Description:s SortOrder:i Color:s IsActive:b
""",
    "ServiceManagerCategories": """
ServiceManagerCategoryID:i Name:s Description:s SortOrder:i Color:s IsActive:b
""",
    "ServiceManagerPriorities": """
ServiceManagerPriorityID:i Name:s Description:s SortOrder:i IsActive:b Color:s
""",
    "UserDefinedFields": """
UserDefinedFieldID:i SortOrder:i Name:s IsRequired:b FieldType:e ComboList:s PrecisionValue:i DefaultValue:s
DefaultAttachmentID:i ParentType:e stamps
""",
    "UserDefinedValues": """
UserDefinedValueID:i UserDefinedFieldID:i ParentID:i Name:s Value:s FieldType:e CreateUserID:i UpdateDate:t
UpdateUserID:i
""",
    "Locations": """
LocationID:i Name:s FriendlyName:s IsMainLocation:b IsLWAEnabled:b IsTWAEnabled:b IsOWAEnabled:b IsAvidPay:b
IsEcheckEnabled:b IsOAPEnabled:b NDTUsername:s BroadcastUsername:s IsStrOnlineBookingEnabled:b CreateDate:t
""",
    "Users": """
UserID:i MainLocationUserID:i Username:s Lastname:s Firstname:s UserTitle:s Name:s IsActive:b IsAdmin:b
IsStrongPassword:b IsPasswordReset:b Email:s IsLeasingAgent:b IsSalesRepresentative:b
IsOwnerSalesRepresentative:b IsInspector:b HasMobileRentManagerAccess:b HasSiteManagerAccess:b IsRmServiceUser:b
HasAPIAccess:b LastWebLoginDate:t LockoutDate:t
""",
    "Colors": """
ColorID:i Name:s HexValue:s
""",
    "Assets": """
AssetID:i AssetTag:s ModelNumber:s SerialNumber:s PurchaseDate:t ServiceStartDate:t ServiceEndDate:t
PurchasePrice:d PayeeAccountID:i SalePrice:d Dimensions:s Bedrooms:i Bathrooms:d SquareFootage:i VendorID:i
AssetManufacturerID:i AssetTypeID:i MaintenancePeriod:i LastMaintenanceDate:t NextMaintenanceDate:t
WarrantyInfo:s WarrantyExpirationDate:t HasServiceAgreement:b ServiceAgreementExpiration:t Comment:s
FinancialPropertyID:i FinancialUnitID:i ManufactureDate:t IsTrackingFinancials:b IsAllowLeasing:b DefaultRent:d
IsActive:b Age:s ServiceLength:s AssetWorkflowID:i LienHolder:s LoanNumber:s stamps
""",
    "WebhookDetails": """
WebhookDetailID:i WebhookEventType:e URL:s PartnerProductID:s ConcurrencyID:i stamps
""",
}
INSIDE = {
    "RetailSales": """
RetailSaleID:i LeaseID:i Amount:d SaleDate:t
""",
    "ServiceManagerIssueLinks": """
ServiceManagerIssueLinkID:i ServiceManagerIssueID:i TenantID:i ProspectID:i PropertyID:i UnitID:i
""",
    "ProspectSubApplicantDetails": """
ProspectSubApplicantDetailID:i ProspectApplicationID:i FirstName:s LastName:s Email:s
""",
}
