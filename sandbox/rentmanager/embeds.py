"""What can be embedded in the rows of each resource.

Only names that this stand-in models: another is refused rather than answered with nothing, so that a misspelt one is found.
"""

from __future__ import annotations

from sandbox.rentmanager import computed
from sandbox.rentmanager.relations import Embed, children, defined, first, many, one, through, value, worked_out

LINKS = "ServiceManagerIssueLinks"
ISSUE = "ServiceManagerIssueID"
PLACE = {"Property": one("Properties"), "Unit": one("Units")}
CODED = {"ChargeType": one("ChargeTypes")}

EMBEDS: dict[str, dict[str, Embed]] = {
    "Properties": {
        "Addresses": children("Addresses", "Property", "PropertyID"),
        "PrimaryAddress": children("Addresses", "Property", "PropertyID", primary=True),
        "PhoneNumbers": children("PhoneNumbers", "Property", "PropertyID"),
        "PrimaryPhoneNumber": children("PhoneNumbers", "Property", "PropertyID", primary=True),
        "PrimaryOwner": one("Owners", "PrimaryOwnerID"),
        "CurrentOwners": through("OwnerContracts", "PropertyID", "PropertyID", "Owners"),
        "OwnerContracts": many("OwnerContracts", "PropertyID", "PropertyID"),
        "Ownerships": many("OwnerContracts", "PropertyID", "PropertyID"),
        "Units": many("Units", "PropertyID", "PropertyID"),
        "VacantUnits": worked_out("Units", computed.vacant_units, is_many=True),
        "UserDefinedValues": defined("Property", "PropertyID"),
        "RecurringCharges": many(
            "RecurringCharges", "EntityKeyID", "PropertyID", where=lambda _, row: row.get("EntityType") == "Property"
        ),
        "DefaultBank": one("GLAccounts", "DefaultBankID"),
        "AssociationSettings": first(many("AssociationSettings", "PropertyID", "PropertyID")),
        "BoardMembers": many("BoardMemberTerms", "PropertyID", "PropertyID"),
        "BoardMemberTerms": many("BoardMemberTerms", "PropertyID", "PropertyID"),
        "CommitteeMembers": many("CommitteeMembers", "PropertyID", "PropertyID"),
        "Violations": many("Violations", "PropertyID", "PropertyID"),
        "OpenViolations": many("Violations", "PropertyID", "PropertyID", where=lambda _, row: not row.get("IsClosed")),
        "CommunityEvents": many("CommunityEvents", "PropertyID", "PropertyID"),
    },
    "Units": {
        "Property": one("Properties"),
        "UnitType": one("UnitTypes"),
        "Floor": one("Floors"),
        "Addresses": children("Addresses", "Unit", "UnitID"),
        "PrimaryAddress": children("Addresses", "Unit", "UnitID", primary=True),
        "CurrentUnitStatus": worked_out("UnitStatuses", computed.unit_status),
        "UnitStatuses": many("UnitStatuses", "UnitID", "UnitID"),
        "CurrentMarketRent": worked_out("MarketRents", computed.market_rent),
        "MarketRent": many("MarketRents", "UnitID", "UnitID"),
        "Leases": many("Leases", "UnitID", "UnitID"),
        "CurrentOccupants": worked_out("Tenants", computed.occupants, is_many=True),
        "IsVacant": value("IsVacant", "Units"),
        "UserDefinedValues": defined("Unit", "UnitID"),
        "RecurringCharges": many(
            "RecurringCharges", "EntityKeyID", "UnitID", where=lambda _, row: row.get("EntityType") == "Unit"
        ),
        "Violations": many("Violations", "UnitID", "UnitID"),
        "ServiceManagerIssues": through(LINKS, "UnitID", "UnitID", "ServiceManagerIssues"),
    },
    "UnitTypes": {"Units": many("Units", "UnitTypeID", "UnitTypeID")},
    "UnitStatuses": {"UnitStatusType": one("UnitStatusTypes")},
    "Tenants": {
        "Balance": value("Balance", "Tenants"),
        "OpenBalance": value("OpenBalance", "Tenants"),
        "SecurityDepositHeld": value("SecurityDepositHeld", "Tenants"),
        "SecurityDepositSummaries": value("SecurityDepositSummaries", "Tenants"),
        "Contacts": children("Contacts", "Tenant", "TenantID"),
        "PrimaryContact": children("Contacts", "Tenant", "TenantID", primary=True),
        "Addresses": children("Addresses", "Tenant", "TenantID"),
        "Leases": many("Leases", "TenantID", "TenantID"),
        "Charges": many("Charges", "AccountID", "TenantID"),
        "Payments": many("Payments", "AccountID", "TenantID"),
        "Credits": many("Credits", "AccountID", "TenantID"),
        "RecurringCharges": many(
            "RecurringCharges", "EntityKeyID", "TenantID", where=lambda _, row: row.get("EntityType") == "Tenant"
        ),
        "Subsidies": through("SubsidyTenants", "TenantID", "TenantID", "Subsidies"),
        "SubsidyTenants": many("SubsidyTenants", "TenantID", "TenantID"),
        "Pets": many("Pets", "TenantID", "TenantID"),
        "Violations": many("Violations", "TenantID", "TenantID"),
        "Screenings": many("Screenings", "AccountID", "TenantID"),
        "UserDefinedValues": defined("Tenant", "TenantID"),
        "Property": one("Properties"),
    },
    "Prospects": {
        "Balance": value("Balance", "Prospects"),
        "SecurityDepositHeld": value("SecurityDepositHeld", "Prospects"),
        "Contacts": children("Contacts", "Prospect", "ProspectID"),
        "Addresses": children("Addresses", "Prospect", "ProspectID"),
        "LeadSource": one("LeadSources", "LeadSourceID"),
        "ReservedUnit": one("Units", "ReservedUnitID"),
        "CurrentProspectStage": one("ProspectStages", "CurrentProspectStageID"),
        "ProspectLostReason": one("ProspectLostReasons"),
        "Screenings": many("Screenings", "AccountID", "ProspectID"),
        "UserDefinedValues": defined("Prospect", "ProspectID"),
        "Appointments": many("Appointments", "ProspectID", "ProspectID"),
        "Property": one("Properties"),
    },
    "Contacts": {
        "ContactType": one("ContactTypes"),
        "PhoneNumbers": children("PhoneNumbers", "Contact", "ContactID"),
        "Addresses": children("Addresses", "Contact", "ContactID"),
        "BoardMemberTerms": many("BoardMemberTerms", "ContactID", "ContactID"),
        "CommitteeMembers": many("CommitteeMembers", "ContactID", "ContactID"),
        "UserDefinedValues": defined("Contact", "ContactID"),
    },
    "BoardMemberTerms": {"Contact": one("Contacts"), "Property": one("Properties")},
    "CommitteeMembers": {"Contact": one("Contacts"), "Committee": one("Committees"), "Property": one("Properties")},
    "Committees": {"CommitteeMembers": many("CommitteeMembers", "CommitteeID", "CommitteeID")},
    "Leases": PLACE
    | {
        "LeaseRenewals": many("LeaseRenewals", "ParentLeaseID", "LeaseID"),
        "ActiveLeaseRenewal": worked_out("LeaseRenewals", computed.active_renewal),
        "Tenant": one("Tenants"),
        "RetailSales": many("RetailSales", "LeaseID", "LeaseID"),
    },
    "LeaseRenewals": {
        "ParentLease": one("Leases", "ParentLeaseID"),
        "Unit": one("Units"),
        "LeaseTerm": one("LeaseTerms"),
        "ChargeEscalations": many("ChargeEscalations", "LeaseRenewalID", "LeaseRenewalID"),
        "UserDefinedValues": defined("LeaseRenewal", "LeaseRenewalID"),
    },
    "ChargeEscalations": CODED | {"LeaseRenewal": one("LeaseRenewals")},
    "Charges": PLACE | CODED | {"Allocations": many("Allocations", "ChargeID", "ChargeID")},
    "Credits": PLACE
    | CODED
    | {"Allocations": many("Allocations", "CreditID", "CreditID"), "Tenant": one("Tenants", "AccountID")},
    "Payments": {
        "Allocations": many("Allocations", "PaymentID", "PaymentID"),
        "Tenant": one("Tenants", "AccountID"),
    },
    "Allocations": PLACE | {"Charge": one("Charges"), "Payment": one("Payments")},
    "RecurringCharges": PLACE | CODED | {"Tenant": one("Tenants"), "LinkedUnit": one("Units")},
    "ChargeTypes": {"GLAccount": one("GLAccounts")},
    "SecurityDepositTypes": CODED,
    "CommercialRecoverableExpenses": CODED,
    "Subsidies": CODED | {"SubsidyTenants": many("SubsidyTenants", "SubsidyID", "SubsidyID")},
    "SubsidyTenants": {"Tenant": one("Tenants"), "Subsidy": one("Subsidies")},
    "SubsidyPayments": {"Subsidy": one("Subsidies")},
    "Bills": {
        "BillDetails": many("BillDetails", "BillID", "ID"),
        "Bank": one("Banks"),
        "Vendor": one("Vendors", "AccountID"),
    },
    "Vendors": {
        "Contact": children("Contacts", "Vendor", "VendorID", primary=True),
        "Contacts": children("Contacts", "Vendor", "VendorID"),
        "PhoneNumbers": children("PhoneNumbers", "Vendor", "VendorID"),
        "Addresses": children("Addresses", "Vendor", "VendorID"),
        "PrimaryAddress": children("Addresses", "Vendor", "VendorID", primary=True),
        "DefaultAccount": one("GLAccounts", "DefaultAccountID"),
        "Bills": many("Bills", "AccountID", "VendorID"),
        "UserDefinedValues": defined("Vendor", "VendorID"),
    },
    "Owners": {
        "Balance": value("Balance", "Owners"),
        "Contact": children("Contacts", "Owner", "OwnerID", primary=True),
        "Addresses": children("Addresses", "Owner", "OwnerID"),
        "PhoneNumbers": children("PhoneNumbers", "Owner", "OwnerID"),
        "OwnerContracts": many("OwnerContracts", "OwnerID", "OwnerID"),
        "Ownerships": many("OwnerContracts", "OwnerID", "OwnerID"),
        "UserDefinedValues": defined("Owner", "OwnerID"),
    },
    "OwnerContracts": {"Owner": one("Owners"), "Property": one("Properties")},
    "ServiceManagerIssues": {
        "LinkedTenants": through(LINKS, ISSUE, ISSUE, "Tenants"),
        "LinkedProspects": through(LINKS, ISSUE, ISSUE, "Prospects"),
        "LinkedProperties": through(LINKS, ISSUE, ISSUE, "Properties"),
        "LinkedUnits": through(LINKS, ISSUE, ISSUE, "Units"),
        "Tenants": through(LINKS, ISSUE, ISSUE, "Tenants"),
        "Properties": through(LINKS, ISSUE, ISSUE, "Properties"),
        "Units": through(LINKS, ISSUE, ISSUE, "Units"),
        "Category": one("ServiceManagerCategories", "CategoryID"),
        "Status": one("ServiceManagerStatuses", "StatusID"),
        "Priority": one("ServiceManagerPriorities", "PriorityID"),
        "Vendor": one("Vendors"),
        "WorkOrders": many("ServiceManagerIssueWorkOrders", ISSUE, ISSUE),
        "UserDefinedValues": defined("ServiceManagerIssue", ISSUE),
        "Appointments": many("Appointments", ISSUE, ISSUE),
    },
    "ServiceManagerIssueWorkOrders": {"ServiceManagerIssue": one("ServiceManagerIssues")},
    "AssociationSettings": {"Property": one("Properties")},
    "ArchitecturalRequests": {
        "Property": one("Properties"),
        "Tenant": one("Tenants"),
        "ArchitecturalRequestForm": one("ArchitecturalRequestForms"),
    },
    "Violations": PLACE
    | {
        "ViolationCode": one("ViolationCodes"),
        "ViolationCategory": one("ViolationCategories"),
        "ViolationStages": many("ViolationStages", "ViolationID", "ViolationID"),
        "CurrentStage": worked_out("ViolationStages", computed.current_stage),
        "Tenant": one("Tenants"),
    },
    "ViolationCategories": {"ViolationCodes": many("ViolationCodes", "ViolationCategoryID", "ViolationCategoryID")},
    "ProspectApplications": PLACE
    | {
        "ApplicationTemplate": one("ApplicationTemplates"),
        "Prospect": one("Prospects", "AccountID"),
        "Contact": one("Contacts"),
        "ProspectSubApplicantDetails": many(
            "ProspectSubApplicantDetails", "ProspectApplicationID", "ProspectApplicationID"
        ),
    },
    "Applications": {"Contact": one("Contacts")},
    "Screenings": {
        "Tenant": one("Tenants", "AccountID"),
        "Prospect": one("Prospects", "AccountID"),
        "Property": one("Properties"),
    },
    "Appointments": {
        "Tenant": one("Tenants"),
        "Prospect": one("Prospects"),
        "Vendor": one("Vendors"),
        "Owner": one("Owners"),
        "ServiceManagerIssue": one("ServiceManagerIssues"),
    },
    "Pets": {"PetType": one("PetTypes")},
    "CommunityEvents": {"Property": one("Properties")},
}
