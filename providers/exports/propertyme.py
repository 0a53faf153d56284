"""PropertyMe's lists. Source: the layout that PropertyMe returned for its Tenant Details report (read 2026-11), from which the
41 headings of TENANT_DETAILS and their types are real. No public source gives the headings of its other lists: those of
PROPERTIES, OWNERS, TENANTS and COMPLIANCE are ours, styled after the real ones, with what integrators report as synonyms.

People hide, add, sort and group columns, so that nothing but a list's own few headings is counted on. No list prints ids."""

from providers.choices import Kind
from providers.exports.columns import agency, column
from providers.exports.layouts import Layout
from providers.exports.naming import event_id, lease_id, owner_id, property_id, tenant_id
from providers.exports.people import to_owner, to_tenant
from providers.exports.translators import to_compliance_event, to_lease, to_property
from providers.feeds import Covers

SOURCE = "propertyme"
PROPERTY_WORDS = ("Property Reference", "Property Address", "Address", "Property Name")

PROPERTIES = Layout(
    slug="propertyme/properties",
    source=SOURCE,
    label="PropertyMe Properties",
    kinds=(Kind.PROPERTY,),
    columns=(
        column("property", "Property", "Property Reference", "Property Name"),
        column(
            "address", "Address", "Property Address", "Street Address", "Street", "Property", "Property Reference", filled=True
        ),
        column("unit", "Unit", "Unit Number"),
        column("suburb", "Suburb", "City", "Town"),
        column("state", "State"),
        column("postcode", "Postcode", "Post Code", "Postal Code", "Zip"),
        column("country", "Country"),
        column("property_type", "Property Type", "Property Subtype", "Type", telling=True),
        column("bedrooms", "Bedrooms", "Beds", "Bed", telling=True),
        column("bathrooms", "Bathrooms", "Baths", "Bath", telling=True),
        column("car_spaces", "Car Spaces", "Cars", "Car", "Parking", telling=True),
        column("key_number", "Key Number", "Key No", "Key", "Keys", telling=True),
        column("manager", "Manager", "Property Manager", "Manager Name"),
        column("labels", "Labels", "Label", "Tags"),
        column("owner_code", "Owner Folio Code", "Owner Code", "Ownership Code"),
        column("archived_on", "Archived", "Archived On"),
        agency(),
    ),
    translate=to_property,
    name_of=property_id,
    ignored=(
        "Current Owner", "Owner", "Current Tenant", "Tenant", "Rent", "Rent Period", "Weekly Rent", "Inspection Frequency",
        "Inspection Due", "Next Inspection", "Last Inspection", "Agreement Start", "Agreement End", "Management Fee",
        "Next Review Date", "Vacant", "Available", "Primary Type", "Land Area", "Notes", "Description", "Tenant Folio Code",
    ),
)  # fmt: skip

OWNERS = Layout(
    slug="propertyme/owners",
    source=SOURCE,
    label="PropertyMe Contact Details - Owner",
    kinds=(Kind.OWNER,),
    columns=(
        column("owner", "Owner", "Owner Name", "Current Owner", "Ownership", "Contact", required=True),
        column("property", "Property", *PROPERTY_WORDS),
        column("owner_code", "Owner Folio Code", "Owner Code", "Ownership Code", "Folio Code", telling=True),
        column("first_name", "First Name", "Given Name"),
        column("last_name", "Last Name", "Surname", "Family Name"),
        column("business_name", "Company Name", "Company", "Trading Name"),
        column("email", "Primary Email", "Email", "Email Address", "Owner Email"),
        column("mobile", "Primary Mobile", "Mobile", "Mobile Phone", "Cell Phone", "Owner Mobile"),
        column("phone", "Primary Phone", "Phone", "Work Phone", "Home Phone"),
        column("postal_address", "Primary Postal Address", "Postal Address", "Mailing Address"),
        column("business_number", "ABN", "Business Number"),
        column("archived_on", "Archived", "Archived On"),
        agency(),
    ),
    translate=to_owner,
    name_of=owner_id,
    ignored=(
        "Manager", "Agreement Start", "Agreement End", "Management Fee", "Client Access", "Bank Reference", "Notes", "Salutation",
        "Greeting", "Statement Delivery", "Current Tenant",
    ),
)  # fmt: skip

TENANT_DETAILS = Layout(
    slug="propertyme/leases",
    source=SOURCE,
    label="PropertyMe Tenant Details",
    kinds=(Kind.LEASE, Kind.TENANT),
    columns=(
        column("property", "Property", *PROPERTY_WORDS, filled=True),
        column("tenant", "Tenant", "Tenant Name", "Tenants", "Tenancy", filled=True),
        column("tenant_code", "Tenant Folio Code", "Tenant Code", "Folio Code", telling=True),
        column("rent", "Rent", "Rent Amount", "Current Rent"),
        column("weekly_rent", "Weekly Rent", "Rent Per Week"),
        column("rent_frequency", "Rent Period", "Rent Frequency", "Frequency", "Period"),
        column("move_in", "Move In", "Tenancy Start", "Move In Date", "Moved In", telling=True),
        column("start", "Agreement Start", "Lease Start", "Start Date", telling=True),
        column("end", "Agreement End", "Lease End", "End Date", telling=True),
        column("vacated_on", "Move Out", "Tenancy End", "Move Out Date", "Vacate Date", telling=True),
        column("mobile", "Primary Mobile", "Mobile", "Tenant Mobile", "Mobile Phone"),
        column("email", "Primary Email", "Email", "Tenant Email", "Email Address"),
        column("phone", "Primary Phone", "Phone", "Work Phone", "Home Phone"),
        column("postal_address", "Primary Postal Address", "Postal Address"),
        column("bond", "Bond Required", "Bond", "Bond Amount", telling=True),
        column("bond_reference", "Bond Reference", "Bond Number", "Bond No"),
        column("reference", "Bank Reference", "Payment Reference"),
        column("paid_to", "Eff. Paid To", "Effective Paid To", "Paid To", "Rent Paid To", telling=True),
        column("is_current", "Current Tenant", "Is Current", "Is Current Tenant"),
        column("is_periodic", "Periodic", "Is Periodic"),
        column("archived_on", "Archived", "Archived On"),
        agency(),
    ),
    translate=to_lease,
    name_of=lease_id,
    ignored=(
        "Manager", "Bond Receipted", "Bond Already Paid", "Bond Held", "Bond Arrears", "Receipt Warning", "Current Owner",
        "Rent Includes Tax", "Generate Rent Invoices", "Direct Debit", "Client Access", "Rent Review", "Overpaid Rent",
        "Next Review Date", "Last Reviewed On", "Rent Adjust Difference", "Rent Adjust Date", "Debit Amount", "Debit Frequency",
        "Next Debit Date", "Termination", "Break Lease", "Tenant Deposits", "Owner", "Property Manager", "Rent Arrears",
        "Days In Arrears", "Notes", "Suburb", "State", "Postcode",
    ),
)  # fmt: skip

TENANTS = Layout(
    slug="propertyme/tenants",
    source=SOURCE,
    label="PropertyMe Contact Details - Tenant",
    kinds=(Kind.TENANT,),
    columns=(
        column("tenant", "Tenant", "Tenant Name", "Contact", required=True),
        column("property", "Property", *PROPERTY_WORDS),
        column("tenant_code", "Tenant Folio Code", "Tenant Code", "Folio Code"),
        column("first_name", "First Name", "Given Name", telling=True),
        column("last_name", "Last Name", "Surname", "Family Name", telling=True),
        column("business_name", "Company Name", "Company", "Trading Name"),
        column("email", "Primary Email", "Email", "Email Address"),
        column("mobile", "Primary Mobile", "Mobile", "Mobile Phone", "Cell Phone"),
        column("phone", "Primary Phone", "Phone", "Work Phone", "Home Phone"),
        column("postal_address", "Primary Postal Address", "Postal Address", "Mailing Address"),
        column("archived_on", "Archived", "Archived On"),
        agency(),
    ),
    translate=to_tenant,
    name_of=tenant_id,
    covers=Covers.CHANGES,  # Tenant Details is the whole list of tenants
    ignored=("Manager", "Client Access", "Notes", "Salutation", "Greeting", "Current Tenant"),
)

COMPLIANCE = Layout(
    slug="propertyme/compliance",
    source=SOURCE,
    label="PropertyMe Compliance Checks",
    kinds=(Kind.COMPLIANCE_EVENT,),
    columns=(
        column("property", "Property", *PROPERTY_WORDS, filled=True),
        column(
            "check",
            "Check Type",
            "Compliance Type",
            "Check",
            "Compliance",
            "Compliance Category",
            filled=True,
            telling=True,
        ),
        column(
            "completed_on",
            "Last Checked",
            "Completed On",
            "Completed Date",
            "Date Completed",
            "Last Check",
            telling=True,
        ),
        column("due_date", "Expiry Date", "Expiry", "Expires", "Next Due", "Due Date", telling=True),
        column("certificate", "Certificate Number", "Certificate No", "Certificate", "Reference"),
        column("supplier", "Supplier", "Contractor", "Checked By"),
        column("status", "Status"),
        column("notes", "Notes", "Comments"),
        agency(),
    ),
    translate=to_compliance_event,
    name_of=event_id,
    ignored=("Manager", "Owner", "Current Owner", "Tenant", "Current Tenant", "Cost", "Frequency", "Labels"),
)

LAYOUTS = (OWNERS, PROPERTIES, TENANT_DETAILS, TENANTS, COMPLIANCE)
