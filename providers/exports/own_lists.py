"""The lists that people can describe themselves: for each kind, the fields that a column may be."""

from collections.abc import Mapping

from providers.choices import Frequency, Kind
from providers.exports.australian import business_number, postcode, state
from providers.exports.cells import (
    bedrooms,
    frequency,
    labels,
    line,
    positive_money,
    required,
    text,
    whole_number,
    yes_no,
)
from providers.exports.days import day
from providers.exports.naming import event_id, lease_id, owner_id, property_id, tenant_id
from providers.exports.own_fields import (
    ARCHIVED,
    ITS_PROPERTY,
    NEEDS_PROPERTY,
    PERSON,
    Field,
    OneOf,
    OwnList,
    Shape,
    number_of,
    parted,
)
from providers.exports.people import to_owner, to_tenant
from providers.exports.translators import to_compliance_event, to_lease, to_property

PROPERTIES = OwnList(
    "Properties",
    "One row for each property that you manage.",
    (Kind.PROPERTY,),
    (
        Field(
            "address",
            "Address",
            required(line),
            Shape.ADDRESS,
            is_required=True,
            help="All of it, or the street where further columns hold the rest.",
            synonyms=parted(
                "property address|street address|street|full address|address line 1|premises|property|where"
            ),
        ),
        number_of(
            "property_id",
            "Number",
            "property id|id|property code|code|property reference|reference|ref|property number",
        ),
        Field(
            "property",
            "Short name",
            line,
            help="What other lists call it, where that is not its address.",
            synonyms=parted("property name|short name|alias"),
        ),
        Field("unit", "Unit", line, synonyms=parted("unit number|apartment|flat")),
        Field("suburb", "Suburb", line, synonyms=parted("city|town|locality")),
        Field("state", "State", state, synonyms=parted("region|province|st")),
        Field("postcode", "Postcode", postcode, Shape.POSTCODE, synonyms=parted("post code|zip|zip code|pc|p/code")),
        Field("country", "Country", line),
        Field("property_type", "Kind of property", line, synonyms=parted("property type|type|dwelling type")),
        Field("bedrooms", "Bedrooms", bedrooms, Shape.NUMBER, synonyms=parted("beds|bed|no of bedrooms|br")),
        Field("bathrooms", "Bathrooms", whole_number, Shape.NUMBER, synonyms=parted("baths|bath|no of bathrooms")),
        Field(
            "car_spaces",
            "Car spaces",
            whole_number,
            Shape.NUMBER,
            synonyms=parted("cars|car|parking|garages|car parks"),
        ),
        Field("key_number", "Key number", text, synonyms=parted("key|keys|key no|key tag")),
        Field("manager", "Manager", line, synonyms=parted("property manager|manager name|managed by")),
        Field("labels", "Labels", labels, synonyms=parted("tags|label|groups")),
        number_of("owner_id", "Number of the owner", "owner id|landlord id"),
        Field(
            "owner_code",
            "Owner",
            line,
            Shape.NAME,
            help="Name or code, written as in the list of owners.",
            synonyms=parted("owner name|landlord|owner code|ownership"),
        ),
        ARCHIVED,
    ),
    to_property,
    property_id,
)
OWNERS = OwnList(
    "Owners",
    "One row for each owner, or for each property of an owner.",
    (Kind.OWNER,),
    (
        Field(
            "owner",
            "Name",
            line,
            Shape.NAME,
            help="The whole name, several people too. Or choose first and last name.",
            synonyms=parted("owner|owner name|landlord|landlord name|full name|contact|contact name|ownership name"),
        ),
        number_of("owner_id", "Number", "owner id|landlord id|id|owner code|code|reference|ref|contact id"),
        *PERSON,
        Field("business_number", "ABN", business_number, synonyms=parted("abn number|business number")),
        *ITS_PROPERTY,
        ARCHIVED,
    ),
    to_owner,
    owner_id,
    (
        OneOf(
            ("owner", "first_name", "last_name", "business_name"),
            "Choose a column for Name: no row can come in without.",
        ),
    ),
)
TENANTS = OwnList(
    "Tenants",
    "One row for each tenant. Where rent stands beside them, choose Leases.",
    (Kind.TENANT,),
    (
        Field(
            "tenant",
            "Name",
            line,
            Shape.NAME,
            help="The whole name, several people too. Or choose first and last name.",
            synonyms=parted("tenant|tenant name|renter|renter name|full name|contact|contact name|tenants"),
        ),
        number_of("tenant_id", "Number", "tenant id|renter id|id|tenant code|code|reference|ref|contact id"),
        *PERSON,
        *ITS_PROPERTY,
        ARCHIVED,
    ),
    to_tenant,
    tenant_id,
    (
        OneOf(
            ("tenant", "first_name", "last_name", "business_name"),
            "Choose a column for Name: no row can come in without.",
        ),
    ),
)
LEASES = OwnList(
    "Leases, with their tenants",
    "One row for each lease: a property, its rent, and who rents it.",
    (Kind.LEASE, Kind.TENANT),
    (
        *ITS_PROPERTY,
        number_of("lease_id", "Number of the lease", "lease id|tenancy id|agreement id|lease number|lease code"),
        Field(
            "tenant",
            "Tenant",
            line,
            Shape.NAME,
            help="The whole name, several people too. Or choose first and last name.",
            synonyms=parted("tenant name|renter|renter name|tenants|lessee|resident"),
        ),
        number_of("tenant_id", "Number of the tenant", "tenant id|renter id|tenant code"),
        *PERSON,
        Field(
            "start",
            "First day",
            required(day),
            Shape.DAY,
            is_required=True,
            synonyms=parted("start|start date|lease start|commencement|lease from|agreement start|move in|from"),
        ),
        Field(
            "end",
            "Last day",
            day,
            Shape.DAY,
            synonyms=parted("end|end date|lease end|expiry|lease expiry|lease to|agreement end|to"),
        ),
        Field("vacated_on", "Moved out", day, Shape.DAY, synonyms=parted("vacated|vacate date|move out|moved out on")),
        Field("is_periodic", "Periodic", yes_no, synonyms=parted("month to month|periodic lease|continuing")),
        Field(
            "rent",
            "Rent",
            required(positive_money),
            Shape.MONEY,
            is_required=True,
            synonyms=parted("rent amount|rent $|weekly rent|current rent|amount|rental"),
        ),
        Field(
            "rent_frequency",
            "Rent period",
            required(frequency),
            is_required=True,
            help="Where all rents are for the same time, leave the column out and fix the value, for example weekly.",
            synonyms=parted("rent frequency|frequency|rent period|period|per|payment frequency|every"),
            choices=tuple(each.value for each in Frequency),
        ),
        Field(
            "bond",
            "Bond",
            positive_money,
            Shape.MONEY,
            synonyms=parted("bond amount|bond held|deposit|security deposit"),
        ),
        Field(
            "bond_reference", "Bond number", text, synonyms=parted("bond reference|rta number|bond no|lodgement number")
        ),
        Field(
            "paid_to",
            "Paid to",
            day,
            Shape.DAY,
            synonyms=parted("paid to date|rent paid to|effective paid to|paid until"),
        ),
        Field("status", "Status", line, synonyms=parted("lease status|tenancy status")),
        ARCHIVED,
    ),
    to_lease,
    lease_id,
    (NEEDS_PROPERTY,),
)
COMPLIANCE_EVENTS = OwnList(
    "Compliance events",
    "One row for each check that was done or is due: smoke alarms, gas, pool, ...",
    (Kind.COMPLIANCE_EVENT,),
    (
        *ITS_PROPERTY,
        Field(
            "check",
            "Check",
            required(line),
            is_required=True,
            help="What was checked. Fix the value where the whole list is of one check.",
            synonyms=parted("compliance type|type|check type|service|compliance|task|event"),
        ),
        Field(
            "completed_on",
            "Done on",
            day,
            Shape.DAY,
            synonyms=parted("completed|date completed|completed on|done|last done|service date"),
        ),
        Field("due_date", "Due on", day, Shape.DAY, synonyms=parted("due|due date|next due|expiry|expires")),
        number_of("event_id", "Number", "event id|task id|id|compliance id"),
        Field("certificate", "Certificate", text, synonyms=parted("certificate number|certificate no|reference|ref")),
        Field("supplier", "Supplier", line, synonyms=parted("contractor|provider|technician|inspector")),
        Field("status", "Status", line),
        Field("notes", "Notes", line, synonyms=parted("comments|comment|note|description")),
    ),
    to_compliance_event,
    event_id,
    (NEEDS_PROPERTY,),
)

LISTS: Mapping[str, OwnList] = {
    each.kinds[0].value: each for each in (PROPERTIES, OWNERS, TENANTS, LEASES, COMPLIANCE_EVENTS)
}
