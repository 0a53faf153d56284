"""The short lists that everything else refers to."""

from __future__ import annotations

from typing import Any

from sandbox.rentmanager.building.site import Site
from sandbox.rentmanager.estate import Row

Rows = tuple[dict[str, Any], ...]
RENT, SECTION_8, STATE_AID, SECURITY, LATE, NSF, PET, PARKING = 2, 14, 15, 5, 6, 8, 11, 12
CAM, TAX, DUES, FINE, TRASH, ESCALATED = 21, 22, 30, 31, 16, 23


def charge_type(key: int, name: str, description: str, account: int, **more: Any) -> Row:
    """A charge type; most are neither prorated nor recoverable."""
    usual = {"IsProrated": False, "IsCam": False, "IsActive": True}
    return {"ChargeTypeID": key, "Name": name, "Description": description, "GLAccountID": account} | usual | more


def account(key: int, name: str, kind: str, **more: Any) -> Row:
    """A ledger account."""
    return {"GLAccountID": key, "Name": name, "GLAccountType": kind, "IsActive": True, "IsParent": False} | more


def named(key: str, *names: str, **more: Any) -> Rows:
    """Rows numbered from one that have little but a name."""
    return tuple({key: at, "Name": name} | more for at, name in enumerate(names, 1))


LISTS: dict[str, Rows] = {
    "ChargeTypes": (
        charge_type(RENT, "RC", "Rent Charge", 40, IsProrated=True),
        charge_type(SECURITY, "SD", "Security deposit", 25),
        charge_type(LATE, "LF", "Late fee", 44, DefaultAmount=50.0),
        charge_type(NSF, "NSF", "Returned payment fee", 44, DefaultAmount=35.0),
        charge_type(PET, "PET", "Pet rent", 41, DefaultAmount=30.0),
        charge_type(PARKING, "PARK", "Parking", 41),
        charge_type(SECTION_8, "S8", "Subsidy rent", 42),
        charge_type(STATE_AID, "KHP", "Subsidy rent, Kentucky", 42),
        charge_type(TRASH, "TRASH", "Trash collection", 45, DefaultAmount=12.0),
        charge_type(CAM, "CAM", "CAM recovery", 46, IsCam=True),
        charge_type(TAX, "RETAX", "Property tax recovery", 47, IsCam=True),
        charge_type(ESCALATED, "PCTRNT", "Percentage rent", 40),
        charge_type(DUES, "DUES", "Association dues", 48),
        charge_type(FINE, "FINE", "Violation fine", 49, IsActive=True),
        charge_type(99, "OLDWTR", "Water before 2020", 45, IsActive=False),
    ),
    "GLAccounts": (
        account(3, "Operating account", "Bank"),
        account(4, "Commercial operating account", "Bank"),
        account(6, "Association operating account", "Bank"),
        account(25, "Security deposits held", "Liability"),
        account(40, "Rent income", "Income"),
        account(41, "Other income", "Income"),
        account(42, "Subsidy income", "Income"),
        account(44, "Fee income", "Income"),
        account(45, "Utility recovery", "Income"),
        account(46, "CAM income", "Income", CAMRecoveryChargeTypeID=CAM),
        account(47, "Tax recovery", "Income"),
        account(48, "Association dues", "Income"),
        account(49, "Fines", "Income"),
        account(60, "Repairs", "Expense", RecoverableExpenseType="CAM", CAMRecoveryChargeTypeID=CAM),
        account(61, "Landscaping", "Expense", RecoverableExpenseType="CAM", CAMRecoveryChargeTypeID=CAM),
        account(62, "Property tax", "Expense", RecoverableExpenseType="Tax", CAMRecoveryChargeTypeID=TAX),
        account(63, "Insurance", "Expense", RecoverableExpenseType="Insurance"),
        account(64, "Utilities", "Expense"),
    ),
    "Banks": ({"BankID": 3, "Name": "Operating"}, {"BankID": 4, "Name": "Commercial"}, {"BankID": 6, "Name": "HOA"}),
    "SecurityDepositTypes": ({"ChargeTypeID": SECURITY, "Description": "Security deposit", "SortOrder": 1},),
    "UnitTypes": (
        {"Name": "Studio", "Bedrooms": 0, "Bathrooms": 1.0, "IsOtherRentableItem": False},
        {"Name": "1BR/1BA", "Bedrooms": 1, "Bathrooms": 1.0, "IsOtherRentableItem": False},
        {"Name": "2BR/1.5BA", "Bedrooms": 2, "Bathrooms": 1.5, "IsOtherRentableItem": False},
        {"Name": "3BR/2BA", "Bedrooms": 3, "Bathrooms": 2.0, "IsOtherRentableItem": False},
        {"Name": "Bed", "Bedrooms": 1, "Comment": "let by the bed", "IsOtherRentableItem": False},
        {"Name": "Shop or office", "IsOtherRentableItem": False},
        {"Name": "Association home", "Bedrooms": 4, "Bathrooms": 2.5, "IsOtherRentableItem": False},
        {"Name": "Garage", "IsOtherRentableItem": True},
    ),
    "UnitStatusTypes": (
        {"Name": "Ready", "IsAvailable": True, "IsVacant": True, "IsSystem": True},
        {"Name": "Occupied", "IsAvailable": False, "IsVacant": False, "IsSystem": True},
        {"Name": "Make ready", "IsAvailable": False, "IsVacant": True, "IsSystem": True},
        {"Name": "Down", "Description": "fire or flood", "IsAvailable": False, "IsVacant": True, "IsSystem": False},
    ),
    "Floors": named("FloorID", "Ground", "Second", "Third"),
    "Colors": ({"Name": "Red", "HexValue": "#D0021B"}, {"Name": "Green", "HexValue": "#417505"}),
    "LeaseTerms": (
        {"LeaseTerm": "Month to month", "IsMonthToMonth": True},
        {"LeaseTerm": "12 months", "IsMonthToMonth": False},
        {"LeaseTerm": "Academic year", "IsMonthToMonth": False},
        {"LeaseTerm": "5 years", "IsMonthToMonth": False},
    ),
    "ContactTypes": named("ContactTypeID", "Tenant", "Guarantor", "Emergency", "Occupant", "Vendor", "Owner"),
    "ServiceManagerStatuses": (
        {"Name": "New", "SortOrder": 1, "Color": "#4A90E2", "IsActive": True},
        {"Name": "In Progress", "SortOrder": 2, "Color": "#F5A623", "IsActive": True},
        {"Name": "Waiting for parts", "SortOrder": 3, "Color": "#8B572A", "IsActive": True},
        {"Name": "Completed", "SortOrder": 4, "Color": "#7ED321", "IsActive": True},
    ),
    "ServiceManagerCategories": named(
        "ServiceManagerCategoryID",
        "Appliance",
        "Electrical",
        "Plumbing",
        "Heating and cooling",
        "General",
        IsActive=True,
    ),
    "ServiceManagerPriorities": (
        {"Name": "Emergency", "SortOrder": 1, "IsActive": True},
        {"Name": "Normal", "SortOrder": 2, "IsActive": True},
        {"Name": "Low", "SortOrder": 3, "IsActive": True},
    ),
    "ProspectStages": tuple(
        {"Name": name, "IsActive": True, "SortOrder": at}
        for at, name in enumerate(("Inquiry", "Tour", "Application", "Approved"), 1)
    ),
    "ProspectLostReasons": ({"ProspectStatus": "Lost", "Name": "Rented elsewhere", "IsActive": True, "SortOrder": 1},),
    "LeadSources": tuple({"Description": name, "IsActive": True} for name in ("Web site", "Sign", "Referral")),
    "ApplicationTemplates": named("ApplicationTemplateID", "Standard", "Student"),
    "ArchitecturalRequestForms": tuple(
        {"Name": name, "DisplayName": name, "IsSystem": False, "IsReadOnly": False}
        for name in ("Exterior paint", "Landscaping", "Roof", "Fence or wall")
    ),
    "ViolationCategories": tuple({"Name": name, "IsActive": True} for name in ("Upkeep", "Parking", "Noise")),
    "ViolationCodeGroups": tuple({"Name": name, "ChargeTypeID": FINE} for name in ("Grounds", "Conduct", "Vehicles")),
    "ViolationCodes": tuple(
        {
            "ViolationCodeGroupID": group,
            "Code": code,
            "ViolationCategoryID": category,
            "Description": text,
            "ChargeTypeID": FINE,
            "IsActive": True,
        }
        for group, code, category, text in (
            (1, "LAWN-01", 1, "Lawn not kept"),
            (1, "BIN-01", 1, "Bins left out"),
            (3, "PARK-02", 2, "Recreational vehicle parking"),
            (2, "NOISE-01", 3, "Noise after ten"),
        )
    ),
    "PetTypes": ({"Name": "Dog", "RecurringAmount": 30.0}, {"Name": "Cat", "RecurringAmount": 20.0}),
    "Subsidies": (
        {
            "ChargeTypeID": SECTION_8,
            "Name": "Greater Dayton Housing Authority",
            "ShortName": "GDHA",
            "PaymentFrom": "Greater Dayton Housing Authority",
            "PreallocatePayment": False,
        },
        {
            "ChargeTypeID": STATE_AID,
            "Name": "Kentucky Housing Partners",
            "ShortName": "KHP",
            "PaymentFrom": "Kentucky Housing Partners",
            "PreallocatePayment": True,
        },
    ),
    "Committees": tuple(
        {
            "Name": name,
            "DisplayName": name,
            "IsActive": True,
            "CanViewArchitecturalRequestsOnTWA": True,
            "CanVoteArchitecturalRequestsOnTWA": name == "Architecture",
        }
        for name in ("Architecture", "Landscape")
    ),
    "CommercialRecoverableExpenses": (
        {
            "ChargeTypeID": CAM,
            "TenantDivisionMethod": "SquareFootage",
            "TenantIsProRataShare": True,
            "AmountDivisionMethod": "Annual",
            "AmountMonths": 12,
        },
    ),
    "ConsumerPriceIndex": tuple({"Year": 2026, "Month": at, "IndexValue": 321.4 + at * 0.6} for at in range(1, 4)),
}


def build_lookups(site: Site) -> None:
    """All lists; rows that say their own id keep it."""
    for resource, rows in LISTS.items():
        for row in rows:
            site.put(resource, dict(row), site.ago(900), site.ago(700))
