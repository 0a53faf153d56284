"""Charges, payments, bills and the accounts they are posted to."""

from __future__ import annotations

FIELDS = {
    "Charges": """
ChargeID:i ID:i AccountID:i JobID:i AccountType:e Reference:s Comment:s Amount:d TransactionDate:t
TransactionType:e PropertyID:i UnitID:i ChargeTypeID:i AmountAllocated:d IsFullyAllocated:b
IsSecurityDepositPriorToGLStartDate:b AccrualDebitID:i AccrualCreditID:i TenantBillID:i TenantCheckID:i stamps
""",
    "Payments": """
PaymentID:i ID:i AccountID:i TransactionType:e AmountAllocated:d IsFullyAllocated:b
IsSecurityDepositPriorToGLStartDate:b ReceiptID:i ReversalDate:t ReversalType:e ReversalReconcileID:i
ReversalElectronicReconcileID:i IsRestrictAutomaticAllocationsToUnit:b IsRecordingCashReallocations:b
IsRecordingCashPreallocationsAsLiability:b IsRecordingAccrualPrepayments:b IsSplitPayment:b
HasChargeTypesWithChargeTypeBankSetup:b PrepayPropertyID:i PrepayUnitID:i AccountType:e Reference:s Comment:s
Amount:d TransactionDate:t IsDepositable:b stamps
""",
    "Credits": """
CreditID:i ID:i AccountID:i ChargeTypeID:i TransactionType:e ReversalType:e TransactionDate:t PropertyID:i
UnitID:i AmountAllocated:d IsFullyAllocated:b IsSecurityDepositPriorToGLStartDate:b
IsRecordingCashReallocations:b IsRecordingCashPreallocationsAsLiability:b IsRecordingAccrualPrepayments:b
ReversalDate:t AccountType:e Reference:s Comment:s Amount:d stamps
""",
    "Allocations": """
AllocationID:i CashAllocationID:i PaymentID:i ChargeID:i PreallocationID:i PropertyID:i UnitID:i Amount:d
TransactionDate:t AllocationType:e IsCash:b IsTransferBeforeDeposit:b IsLateFee:b AppliedCreditID:i CreditID:i
DebitID:i ManagementFeeHistoryID:i stamps
""",
    "RecurringCharges": """
RecurringChargeID:i EntityType:e EntityKeyID:i UnitID:i Frequency:i ChargeTypeID:i Amount:d OriginalAmount:d
AmountPerSquareFoot:d Comment:s FromDate:t ToDate:t IsCalculated:b Calculation:s CamRecurringChargeID:i
SortOrder:i TenantID:i UnitTypeID:i PropertyID:i stamps
""",
    "ChargeTypes": """
ChargeTypeID:i Name:s Description:s GLAccountID:i DefaultAmount:d IsProrated:b IsCam:b IsActive:b
ConcurrencyID:i stamps
""",
    "SecurityDepositTypes": """
SecurityDepositTypeID:i ChargeTypeID:i Description:s SortOrder:i stamps
""",
    "Subsidies": """
SubsidyID:i ChargeTypeID:i Name:s ShortName:s PaymentFrom:s PreallocatePayment:b
""",
    "SubsidyTenants": """
SubsidyTenantID:i SubsidyID:i TenantID:i
""",
    "SubsidyPayments": """
SubsidyPaymentID:i SubsidyID:i CheckNumber:s Amount:d TransactionDate:t DepositID:i PaymentFrom:s Comment:s
ReceiptID:i
""",
    "Bills": """
ID:i AccountID:i PayeeName:s Reference:s Comment:s Amount:d TransactionDate:t TransactionType:e PostDate:t
DueDate:t AmountAllocated:d IsFullyAllocated:b TermID:i BankID:i DefaultBankOption:e PayMethod:e IsApproved:b
ApprovalUserID:i ApprovalDate:t OwnerApprovalStatus:e OwnerApprovalDate:t OwnerApprovalOwnerID:i
OwnerApprovalUserID:i ReversalDate:t IsXIBill:b AvidInvoiceURL:s ConcurrencyID:i PurchaseOrderID:i
TenantCheckID:i TenantChargeID:i AccountType:e PayeeAddress:s EcheckEmail:s IsMasterMeterBill:b stamps
""",
    "BillDetails": """
BillDetailID:i BillID:i PostDate:t PropertyID:i UnitID:i Is1099:b Amount:d AmountAllocated:d GLAccountID:i
Comment:s SortOrder:i stamps
""",
    "Vendors": """
VendorID:i Name:s Payee:s InsuranceExpiration:t WorkersCompExpiration:t TaxID:s Is1099:b Vendor1099CategoryID:i
Vendor1099BeginningBalanceYear:i AccountNumber:s DefaultAccountID:i Category:s ColorID:i IsActive:b IsPrivate:b
IsAutoFillCheckBillInformation:b DefaultTermID:i PaymentMethod:e EcheckEmail:s Comment:s LinkedUserID:i stamps
""",
    "GLAccounts": """
GLAccountID:i ParentGLAccountID:i Name:s Description:s Reference:s GLAccountType:e RecoverableExpenseType:e
CAMRecoveryChargeTypeID:i CAMReconcileChargeTypeID:i IsAnnualizedExpense:b IsActive:b IsEChecks:b IsParent:b
SortOrder:i Generation:i PositivePayFormatID:i NachaODFIBankID:i stamps
""",
    "Banks": """
BankID:i Name:s
""",
    "CamAmortizations": """
CamAmortizationID:i PropertyID:i GLAccountID:i Amount:d StartDate:t NumPeriods:s InternalNote:s TenantNote:s
IsCanceled:b CancelationReason:b stamps
""",
    "CommercialRecoverableExpenses": """
CommercialRecoverableExpenseID:i ChargeTypeID:i TenantDivisionMethod:e TenantDivisionUserDefinedFieldID:i
TenantIsProRataShare:b TenantIsAdministrativeFees:b AmountDivisionMethod:e AmountPropertyUserDefinedFieldID:i
AmountTenantUserDefinedFieldID:i AmountCommercialRecoverableExpenseMethod:e AmountMonths:i AmountIsIncrease:b
AmountIncreasePercentage:d AmountBasis:e AmountSpecific:d IsSubtractBaseAmount:b ConcurrencyID:i stamps
""",
    "ConsumerPriceIndex": """
CPIID:i Year:i Month:i IndexValue:d ConcurrencyID:i stamps
""",
    "Loans": """
LoanID:i Reference:s AccountID:i AccountType:e OriginalPrincipal:d DownPayment:d CloseDate:t LoanDate:t
PaymentStartDate:t PaymentDay:i StartingPaymentNumber:i AdjustedPrincipal:d AdjustedStartDate:t
LastPreexistingPaymentDate:t PreexistingInterestYear:i PreexistingInterest:d Term:i InterestMethod:e
VisibleDaysBeforeDueDate:i IsRounded:b IsExtendTerm:b IsIncreasePrincipal:b PrincipalChargeTypeID:i
InterestChargeTypeID:i PrepayChargeTypeID:i SaleTransactionID:i CreditTransactionID:i ChargesPosted:i
LastPostDate:t InsuranceExpirationDate:t IsUsingAveragePrincipal:b PropertyID:i UnitID:i PrincipalPaid:d
PrincipalCredited:d PrincipalBalance:d Status:s AcquisitionDate:t IsOpen:b ConcurrencyID:i stamps
""",
}
INSIDE = {
    "Transactions": """
ID:i AccountID:i PropertyID:i UnitID:i AccountType:e AccountName:s Reference:s Comment:s Description:s Amount:d
TransactionDate:t SubsidyID:i TransactionType:e ReversalDate:t CanBeDeleted:b InvoiceID:i RunningTotal:d
""",
}
