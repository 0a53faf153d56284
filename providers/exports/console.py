"""Console Cloud's lists. No public source gives their headings (read 2026-11), so that all of them are ours: named after the
words of its webhooks and of its tenant rent position. That it has a Property Database Export is known, and not what it is
headed by."""

from providers.choices import Kind
from providers.exports.columns import agency, column
from providers.exports.layouts import Layout
from providers.exports.naming import event_id, lease_id, owner_id, property_id, tenant_id
from providers.exports.people import to_owner, to_tenant
from providers.exports.translators import to_compliance_event, to_lease, to_property
from providers.feeds import Covers

SOURCE = "console"
PROPERTY_ID = ("Property Id", "Property No", "Property Number")
ADDRESS_WORDS = ("Property Address", "Address", "Display Name", "Property Name", "Street Address")

PROPERTIES = Layout(
    slug="console/properties",
    source=SOURCE,
    label="Console Property Database Export",
    kinds=(Kind.PROPERTY,),
    columns=(
        column("property_id", "Property Code", *PROPERTY_ID),
        column("address", "Property", *ADDRESS_WORDS, filled=True),
        column("unit", "Unit", "Unit Number"),
        column("suburb", "Suburb", "City"),
        column("state", "State", "State Code"),
        column("postcode", "Postcode", "Post Code"),
        column("country", "Country"),
        column("property_type", "Type", "Property Type", telling=True),
        column("bedrooms", "Beds", "Bedrooms", telling=True),
        column("bathrooms", "Baths", "Bathrooms", telling=True),
        column("car_spaces", "Cars", "Car Spaces", telling=True),
        column("key_number", "Key Number", "Key No", "Keys", telling=True),
        column("manager", "Property Manager", "Manager"),
        column("labels", "Labels", "Tags"),
        column("owner_code", "Landlord Code", "Owner Code"),
        column("archived_on", "Archived", "Archived On", "Lost"),
        agency(),
    ),
    translate=to_property,
    name_of=property_id,
    ignored=(
        "Landlord",
        "Owner",
        "Tenant",
        "Lease",
        "Rent",
        "Frequency",
        "Property Use",
        "Access Details",
        "Portfolio",
    ),
)

LANDLORDS = Layout(
    slug="console/owners",
    source=SOURCE,
    label="Console Landlords",
    kinds=(Kind.OWNER,),
    columns=(
        column("owner_code", "Landlord Code", "Landlord Id", "Owner Code", "Contact Id", telling=True),
        column("owner", "Landlord", "Landlord Name", "Owner", "Owner Name", required=True),
        column("first_name", "First Name"),
        column("last_name", "Last Name", "Surname"),
        column("business_name", "Company Name", "Company", "Business Name"),
        column("property_id", "Property Code", *PROPERTY_ID),
        column("address", "Property", *ADDRESS_WORDS),
        column("mobile", "Mobile", "Mobile Phone", "Landlord Mobile"),
        column("phone", "Phone", "Work Phone", "Home Phone"),
        column("email", "Email", "Email Address", "Landlord Email"),
        column("postal_address", "Postal Address", "Mailing Address", telling=True),
        column("business_number", "ABN", "Business Number", telling=True),
        column("archived_on", "Archived", "Archived On"),
        agency(),
    ),
    translate=to_owner,
    name_of=owner_id,
    ignored=("Property Manager", "Agreement Start", "Agreement End", "Portfolio", "Title", "Notes"),
)

LEASES = Layout(
    slug="console/leases",
    source=SOURCE,
    label="Console Leases",
    kinds=(Kind.LEASE, Kind.TENANT),
    columns=(
        column("lease_id", "Lease Code", "Lease Id", "Lease No"),
        column("tenant", "Lease", "Lease Name", "Tenant", "Tenant Name", "Tenants", filled=True),
        column("tenant_code", "Tenant Code", "Tenant Id"),
        column("property_id", "Property Code", *PROPERTY_ID),
        column("address", "Property", *ADDRESS_WORDS, filled=True),
        column("reference", "Tenant Reference", "Bank Reference", "Payment Reference"),
        column("rent", "Rent", "Rent Amount", "Current Rent"),
        column("weekly_rent", "Weekly Rent", "Rent Per Week"),
        column("rent_frequency", "Frequency", "Rent Frequency", "Rent Period"),
        column("paid_to", "Paid To", "Effective Paid To", "Rent Paid To", telling=True),
        column("move_in", "Inaugural Date", "Inaugural", "Move In"),
        column("start", "Lease Start", "Start Date", "Lease Start Date", telling=True),
        column("end", "Lease End", "End Date", "Lease End Date", telling=True),
        column("vacated_on", "Vacating", "Vacating Date", "Vacate Date", "Vacated", telling=True),
        column("bond", "Bond", "Bond Amount"),
        column("bond_reference", "Bond Number", "Bond Reference"),
        column("mobile", "Mobile", "Mobile Phone", "Tenant Mobile"),
        column("phone", "Phone", "Work Phone", "Home Phone"),
        column("email", "Email", "Email Address", "Tenant Email"),
        column("is_periodic", "Periodic", "Is Periodic"),
        column("status", "Status", "Lease Status"),
        column("archived_on", "Archived", "Archived On"),
        agency(),
    ),
    translate=to_lease,
    name_of=lease_id,
    ignored=(
        "Landlord", "Owner", "Credit", "Days Overdue", "Amount Overdue", "Property Manager", "Suburb", "State", "Postcode",
        "Portfolio", "Review Date", "Notes",
    ),
)  # fmt: skip

TENANTS = Layout(
    slug="console/tenants",
    source=SOURCE,
    label="Console Tenants",
    kinds=(Kind.TENANT,),
    columns=(
        column("tenant_code", "Tenant Code", "Tenant Id"),
        column("tenant", "Tenant", "Tenant Name", "Lease", "Lease Name", required=True),
        column("first_name", "First Name", telling=True),
        column("last_name", "Last Name", "Surname", telling=True),
        column("business_name", "Company Name", "Company", "Business Name"),
        column("property_id", "Property Code", *PROPERTY_ID),
        column("address", "Property", *ADDRESS_WORDS),
        column("mobile", "Mobile", "Mobile Phone", "Tenant Mobile"),
        column("phone", "Phone", "Work Phone", "Home Phone"),
        column("email", "Email", "Email Address", "Tenant Email"),
        column("postal_address", "Postal Address", "Mailing Address"),
        column("archived_on", "Archived", "Archived On"),
        agency(),
    ),
    translate=to_tenant,
    name_of=tenant_id,
    covers=Covers.CHANGES,  # the list of leases is the whole list of tenants
    ignored=("Property Manager", "Tenant Reference", "Portfolio", "Title", "Notes"),
)

COMPLIANCE = Layout(
    slug="console/compliance",
    source=SOURCE,
    label="Console Property Compliance",
    kinds=(Kind.COMPLIANCE_EVENT,),
    columns=(
        column("event_id", "Compliance Id", "Property Compliance Id"),
        column("property_id", "Property Code", *PROPERTY_ID),
        column("address", "Property", *ADDRESS_WORDS, filled=True),
        column("check", "Compliance Type", "Compliance", "Check Type", filled=True, telling=True),
        column(
            "completed_on", "Last Inspection Date", "Last Inspected", "Completed Date", "Last Checked", telling=True
        ),
        column("due_date", "Expiry Date", "Expiry", "Due Date", "Next Due", telling=True),
        column("certificate", "Certificate Number", "Certificate", "Reference"),
        column("supplier", "Creditor", "Supplier", "Contractor"),
        column("status", "Status"),
        column("notes", "Notes", "Comments"),
        agency(),
    ),
    translate=to_compliance_event,
    name_of=event_id,
    ignored=("Landlord", "Lease", "Tenant", "Property Manager", "Portfolio", "Cost"),
)

LAYOUTS = (LANDLORDS, PROPERTIES, LEASES, TENANTS, COMPLIANCE)
