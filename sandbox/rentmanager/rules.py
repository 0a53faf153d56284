"""What the vendor's reference says about writing, resource by resource, and the guesses where it says nothing."""

from __future__ import annotations

from typing import Any

# lists marked "Required (create)"; the deprecated PrimaryContact of tenants and prospects is not insisted on, a guess
REQUIRED = {
    "Payments": ("Allocations", "Preallocations"),
    "Bills": ("BillDetails",),
    "Vendors": ("Contact",),
    "Loans": ("LoanRates", "LoanOtherCharges", "UserDefinedValues"),
    "Applications": ("Details",),
    "SubsidyPayments": ("Deposit",),
}
# fields without which a row makes no sense: which of them the vendor insists on is a guess
NEEDED = {
    "Properties": ("Name",),
    "Units": ("Name", "PropertyID"),
    "Tenants": ("PropertyID",),
    "Prospects": ("PropertyID",),
    "Contacts": ("ParentID", "ParentType"),
    "Leases": ("TenantID", "PropertyID"),
    "LeaseRenewals": ("ParentLeaseID",),
    "Charges": ("AccountID", "ChargeTypeID", "Amount", "TransactionDate"),
    "Payments": ("AccountID", "Amount", "TransactionDate"),
    "Credits": ("AccountID", "ChargeTypeID", "Amount", "TransactionDate"),
    "RecurringCharges": ("EntityType", "EntityKeyID", "ChargeTypeID", "Amount"),
    "Bills": ("AccountID", "TransactionDate"),
    "BillDetails": ("PropertyID", "GLAccountID", "Amount"),
    "Allocations": ("ChargeID", "Amount"),
    "Vendors": ("Name",),
    "Owners": ("Name",),
    "ServiceManagerIssues": ("Title",),
    "UserDefinedValues": ("UserDefinedFieldID",),
    "WebhookDetails": ("WebhookEventType", "URL"),
}
# field -> the table, or one of the tables, in which the row it names must stand
REFERENCES = {
    "AccountID": "Tenants Prospects Owners Vendors",
    "PropertyID": "Properties",
    "UnitID": "Units",
    "TenantID": "Tenants",
    "ProspectID": "Prospects",
    "OwnerID": "Owners",
    "VendorID": "Vendors",
    "ChargeTypeID": "ChargeTypes",
    "ChargeID": "Charges",
    "ParentLeaseID": "Leases",
    "GLAccountID": "GLAccounts",
    "UserDefinedFieldID": "UserDefinedFields",
    "CategoryID": "ServiceManagerCategories",
    "StatusID": "ServiceManagerStatuses",
    "PriorityID": "ServiceManagerPriorities",
    "UnitTypeID": "UnitTypes",
    "ReservedUnitID": "Units",
}
MONEY = {"Charges", "Payments", "Credits", "Bills"}  # what a hard close of the books guards
HARD_CLOSE = "IgnoreHardClose"
# what a new row holds that the caller did not say
DEFAULTS: dict[str, dict[str, Any]] = {
    "Properties": {"IsActive": True, "IsCommercial": False},
    "Tenants": {"IsCompany": False, "RentDueDay": 1, "RentPeriod": "Monthly", "Status": "Current"},
    "Prospects": {"IsCompany": False, "ProspectStatus": "Active"},
    "Contacts": {"IsActive": True, "IsPrimary": False, "IsShowOnBill": False},
    "Leases": {"IsCommercial": False, "IsMoveOutConfirmed": False},
    "Charges": {
        "AccountType": "Customer",
        "TransactionType": "Charge",
        "AmountAllocated": 0.0,
        "IsFullyAllocated": False,
    },
    "Payments": {
        "AccountType": "Customer",
        "TransactionType": "Payment",
        "AmountAllocated": 0.0,
        "IsFullyAllocated": False,
    },
    "Credits": {
        "AccountType": "Customer",
        "TransactionType": "Credit",
        "AmountAllocated": 0.0,
        "IsFullyAllocated": False,
    },
    "Bills": {"AccountType": "Vendor", "TransactionType": "Bill", "AmountAllocated": 0.0, "IsFullyAllocated": False},
    "RecurringCharges": {"Frequency": 1, "IsCalculated": False},
    "Vendors": {"IsActive": True, "Is1099": False, "IsPrivate": False},
    "Owners": {"Status": "Active"},
    "ServiceManagerIssues": {"IsClosed": False, "IsRead": False, "IsCustomerInitiated": False, "IsConfirmed": False},
    "Violations": {"IsClosed": False},
}
