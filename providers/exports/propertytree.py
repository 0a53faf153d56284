"""Property Tree's lists. Source: its vendor's help on Export Contacts (read 2026-11), from which `Entity Type`, `Title`, `First
Name`, `Last Name` and `Residential Address` are real; the help cuts the rest off. All other headings are ours, named after
the fields of its interface as integrators use them; the full property list is known to exist and not what it is headed by."""

from providers.choices import Kind
from providers.exports import cells
from providers.exports.columns import agency, column
from providers.exports.layouts import Layout
from providers.exports.naming import contact_id, event_id, lease_id, owner_id, property_id
from providers.exports.people import to_contact, to_owner
from providers.exports.translators import to_compliance_event, to_lease, to_property
from providers.feeds import Covers

SOURCE = "propertytree"
PROPERTY_ID = ("Property Record Id", "Property Guid")
ADDRESS_WORDS = ("Property", "Address", "Property Name", "Street Address", "Full Address")

# Entity Type, in Property Tree's words
ROLES = {
    "ownerships": "owner",
    "ownership": "owner",
    "owner": "owner",
    "tenancies": "tenant",
    "tenancy": "tenant",
    "tenant": "tenant",
    "creditors": "supplier",
    "creditor": "supplier",
    "supplier": "supplier",
    "vendors": "seller",
    "vendor": "seller",
    "buyers": "other",
    "buyer": "other",
    "conveyancers": "other",
    "conveyancer": "other",
}


def role_of(shown: str) -> str:
    """What a contact of that Entity Type is to the agency."""
    role = ROLES.get(shown.lower())
    if role is None:
        raise ValueError("which is no kind of contact that pmsync knows")
    return role


PROPERTIES = Layout(
    slug="propertytree/properties",
    source=SOURCE,
    label="Property Tree Full property list",
    kinds=(Kind.PROPERTY,),
    columns=(
        column("property_id", "Property Id", *PROPERTY_ID, "Record Id"),
        column("address", "Property Address", "Address Line 1", *ADDRESS_WORDS, filled=True),
        column("unit", "Unit", "Unit Number"),
        column("suburb", "Suburb", "City"),
        column("state", "State"),
        column("postcode", "Post Code", "Postcode", "Postal Code"),
        column("country", "Country"),
        column("property_type", "Property Type", "Primary Type", "Type", telling=True),
        column("bedrooms", "Bedrooms", "Beds", telling=True),
        column("bathrooms", "Bathrooms", "Baths", telling=True),
        column("car_spaces", "Car Spaces", "Cars", "Carspaces", telling=True),
        column("key_number", "Key Number", "Key Set", "Key No", "Keys", telling=True),
        column("manager", "Property Manager", "Manager", "Agent"),
        column("labels", "Tags", "Tag", "Labels"),
        column("owner_id", "Ownership Id", "Owner Id"),
        column("archived_on", "Archived", "Archived On", "Archived Date"),
        agency(),
    ),
    translate=to_property,
    name_of=property_id,
    ignored=(
        "Ownership Name", "Ownership", "Owner", "Tenancy Name", "Tenancy", "Management Id", "Land Area", "Maintenance Note",
        "Owner Agreement Start", "Owner Agreement End", "Address Line 2", "Rent Amount", "Rent Period", "Deleted",
    ),
)  # fmt: skip

OWNERSHIPS = Layout(
    slug="propertytree/owners",
    source=SOURCE,
    label="Property Tree Ownerships",
    kinds=(Kind.OWNER,),
    columns=(
        column("owner_id", "Ownership Id", "Owner Id", "Ownership Guid"),
        column("owner", "Ownership Name", "Ownership", "Owner Name", "Owner", required=True, telling=True),
        column("first_name", "First Name"),
        column("last_name", "Last Name", "Surname"),
        column("business_name", "Company Name", "Company", "Business Name"),
        column("property_id", "Property Id", *PROPERTY_ID),
        column("address", "Property Address", *ADDRESS_WORDS),
        column("postal_address", "Postal Address", "Mailing Address", "Residential Address"),
        column("email", "Email", "Email Address"),
        column("mobile", "Mobile", "Mobile Phone", "Mobile Phone Number"),
        column("phone", "Phone", "Phone Number", "Work Phone", "Home Phone"),
        column("business_number", "ABN", "Business Number", telling=True),
        column("archived_on", "Archived", "Archived On"),
        agency(),
    ),
    translate=to_owner,
    name_of=owner_id,
    ignored=(
        "Title",
        "Property Manager",
        "Owner Agreement Start",
        "Owner Agreement End",
        "Management Id",
        "Deleted",
        "Notes",
    ),
)

TENANCIES = Layout(
    slug="propertytree/leases",
    source=SOURCE,
    label="Property Tree Tenancies",
    kinds=(Kind.LEASE, Kind.TENANT),
    columns=(
        column("lease_id", "Tenancy Id", "Tenancy Guid", "Lease Id"),
        column("profile", "Tenancy Name", "Tenancy", "Tenant Name", "Tenant", "Profile Name", filled=True),
        column("property_id", "Property Id", *PROPERTY_ID),
        column("address", "Property Address", *ADDRESS_WORDS, filled=True),
        column("rent", "Rent Amount", "Rent", "Current Rent"),
        column("weekly_rent", "Weekly Rent", "Rent Per Week"),
        column("rent_frequency", "Rent Period", "Rent Frequency", "Frequency"),
        column("reference", "Bank Reference", "Payment Reference"),
        column("move_in", "Original Lease Start Date", "Original Lease Start", "Move In Date", "Move In"),
        column("start", "Lease Start", "Lease Start Date", "Agreement Start", telling=True),
        column("end", "Lease End", "Lease End Date", "Agreement End", telling=True),
        column("vacated_on", "Vacate Date", "Vacating Date", "Vacated", "Move Out", telling=True),
        column("paid_to", "Effective Paid To", "Paid To", "Rent Paid To", telling=True),
        column("bond", "Bond Amount", "Bond", "Bond Required"),
        column("bond_reference", "Bond Reference", "Bond Number"),
        column("email", "Email", "Email Address"),
        column("mobile", "Mobile", "Mobile Phone", "Mobile Phone Number"),
        column("phone", "Phone", "Phone Number"),
        column("is_periodic", "Periodic", "Is Periodic"),
        column("status", "Status", "Tenancy Status"),
        column("archived_on", "Archived", "Archived On"),
        agency(),
    ),
    translate=to_lease,
    name_of=lease_id,
    ignored=(
        "Property Manager", "Part Payment", "Days In Arrears", "Amount In Arrears", "Ownership Name", "Suburb", "State",
        "Post Code", "Prospect", "Deleted", "Notes", "Paid To", "First Name", "Last Name",
    ),
)  # fmt: skip

CONTACTS = Layout(
    slug="propertytree/contacts",
    source=SOURCE,
    label="Property Tree Export Contacts",
    kinds=(Kind.CONTACT, Kind.OWNER, Kind.TENANT),
    columns=(
        column("role", "Entity Type", "Contact Type", filled=True, telling=True, read=cells.reader(role_of)),
        column("profile", "Profile Name", "Profile", "Entity Name", "Name", "Tenancy Name", "Ownership Name"),
        column("first_name", "First Name", required=True),
        column("last_name", "Last Name", "Surname"),
        column("business_name", "Company Name", "Company", "Business Name"),
        column("postal_address", "Postal Address", "Mailing Address", "Residential Address"),
        column("email", "Email", "Email Address"),
        column("mobile", "Mobile", "Mobile Phone", "Mobile Phone Number"),
        column("phone", "Phone", "Phone Number", "Work Phone", "Home Phone"),
        column("business_number", "ABN", "Business Number"),
        column("archived_on", "Archived", "Archived On"),
        agency(),
    ),
    translate=to_contact,
    name_of=contact_id,
    covers=Covers.CHANGES,  # people choose which entities it has, and the other lists are the whole ones
    ignored=("Title", "Residential Address", "Fax", "Salutation", "Is Primary", "No Marketing", "Date Of Birth"),
)

COMPLIANCE = Layout(
    slug="propertytree/compliance",
    source=SOURCE,
    label="Property Tree Compliance",
    kinds=(Kind.COMPLIANCE_EVENT,),
    columns=(
        column("event_id", "Compliance Id", "Property Compliance Id"),
        column("property_id", "Property Id", *PROPERTY_ID),
        column("address", "Property Address", *ADDRESS_WORDS, filled=True),
        column("check", "Compliance Category", "Compliance Type", "Category", "Compliance", filled=True, telling=True),
        column("completed_on", "Last Service Date", "Last Serviced", "Service Date", "Completed Date", telling=True),
        column("due_date", "Expiry Date", "Next Service Date", "Expiry", "Due Date", telling=True),
        column("certificate", "Certificate Number", "Certificate No", "Reference"),
        column("supplier", "Serviced By", "Serviced By Creditor", "Creditor", "Supplier"),
        column("status", "Status"),
        column("notes", "Notes", "Comments"),
        agency(),
    ),
    translate=to_compliance_event,
    name_of=event_id,
    ignored=(
        "Managed By", "Frequency", "Reminder", "Next Service Date", "Smoke Alarm Type", "Property Manager", "Tenancy Name",
        "Ownership Name",
    ),
)  # fmt: skip

LAYOUTS = (OWNERSHIPS, PROPERTIES, TENANCIES, CONTACTS, COMPLIANCE)
