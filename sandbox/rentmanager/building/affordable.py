"""What the customer defined for want of fields of the vendor's own: programmes, certifications, schools."""

from __future__ import annotations

from datetime import timedelta

from sandbox.rentmanager.building.places import Place
from sandbox.rentmanager.building.site import Site
from sandbox.rentmanager.estate import Row

# parent, name, type, choices; names of types other than Text and Date are a guess
FIELDS = (
    ("Property", "LIHTC Project No.", "Text", None),
    ("Property", "Set-aside", "Text", None),
    ("Property", "University", "Text", None),
    ("Property", "Year Built", "Numeric", None),
    ("Property", "Site Plan", "Image", None),
    ("Unit", "AMI Limit", "Numeric", None),
    ("Unit", "ADA Accessible", "YesNo", None),
    ("Unit", "Floor Plan", "Hyperlink", None),
    ("Tenant", "Next Recertification", "Date", None),
    ("Tenant", "Certification Type", "DropdownList", "Initial|Annual|Interim"),
    ("Tenant", "Household Size", "Numeric", None),
    ("Tenant", "Student", "YesNo", None),
    ("Tenant", "University", "Text", None),
    ("Tenant", "Languages", "SelectionList", "English|Español|Tiếng Việt"),
    ("Tenant", "Gate Code", "EncryptedText", None),
    ("Tenant", "Certificate", "File", None),
    ("Owner", "Statement Copies", "Numeric", None),
    ("Contact", "Preferred Language", "Text", None),
    ("LeaseRenewal", "Renewal Gift", "Text", None),
    ("ServiceManagerIssue", "Purchase Approved By", "Text", None),
)


def build_custom_fields(site: Site, places: list[Place]) -> None:
    """The fields, and values where somebody filled them in. A value is always text."""
    keys: dict[tuple[str, str], Row] = {}
    for at, (parent, name, kind, choices) in enumerate(FIELDS, 1):
        row = {"SortOrder": at, "Name": name, "IsRequired": False, "FieldType": kind, "ComboList": choices}
        keys[parent, name] = site.put("UserDefinedFields", row | {"ParentType": parent}, site.ago(900), site.ago(500))

    def fill(parent: str, key: int, **values: str) -> None:
        for words, value in values.items():
            name = NAMES[words]
            field = keys[parent, name]
            row = {"UserDefinedFieldID": field["UserDefinedFieldID"], "ParentID": key, "Name": name, "Value": value}
            site.put("UserDefinedValues", row | {"FieldType": field["FieldType"]}, site.some_day(20, 300))

    tenants = site.location.index("Tenants", "PropertyID")
    for place in places:
        key = place.row["PropertyID"]
        fill("Property", key, built=str(1948 + key % 60))
        if place.plan.oddity == "affordable":
            fill("Property", key, project="OH-21-0457", set_aside="40% at 60% AMI")
            for at, unit in enumerate(place.units):
                fill("Unit", unit["UnitID"], ami="60" if at % 3 else "50", accessible="Yes" if at % 8 == 0 else "No")
            for at, tenant in enumerate(tenants[key]):
                due = site.today + timedelta(days=at * 23 - 30)
                kind = ("Annual", "Initial", "Interim")[at % 3]
                fill("Tenant", tenant["TenantID"], recertify=due.isoformat(), certification=kind, size=str(1 + at % 5))
        elif place.plan.oddity == "beds":
            fill("Property", key, university="Limestone State University")
            for at, tenant in enumerate(tenants[key]):
                school = "Limestone State University" if at % 4 else "Wabash Tech"
                fill("Tenant", tenant["TenantID"], student="Yes", university=school)
    first = site.rows("Tenants")[0]["TenantID"]
    fill("Tenant", first, languages="English|Español", gate="****", certificate="certificate.pdf")
    fill("Unit", places[0].units[0]["UnitID"], plan="https://plans.example.com/101.pdf")
    fill("Owner", site.rows("Owners")[0]["OwnerID"], copies="2")
    for contact in site.rows("Contacts")[::9]:
        fill("Contact", contact["ContactID"], language="Español")
    fill("LeaseRenewal", site.rows("LeaseRenewals")[0]["LeaseRenewalID"], gift="Carpet cleaning")
    fill("ServiceManagerIssue", site.rows("ServiceManagerIssues")[0]["ServiceManagerIssueID"], approved="Dana Whitlock")


NAMES = {
    "project": "LIHTC Project No.",
    "set_aside": "Set-aside",
    "university": "University",
    "built": "Year Built",
    "ami": "AMI Limit",
    "accessible": "ADA Accessible",
    "plan": "Floor Plan",
    "recertify": "Next Recertification",
    "certification": "Certification Type",
    "size": "Household Size",
    "student": "Student",
    "languages": "Languages",
    "gate": "Gate Code",
    "certificate": "Certificate",
    "copies": "Statement Copies",
    "language": "Preferred Language",
    "gift": "Renewal Gift",
    "approved": "Purchase Approved By",
}
