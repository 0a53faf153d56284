"""From a row's values by field to records; all systems share them. A field that its list lacks is None.

Fields of a property: property_id, property (what the system calls it in all its lists), address, unit, suburb, state,
postcode, country, property_type, bedrooms, bathrooms, car_spaces, key_number, manager, labels, archived_on, owner_id,
owner_code. Owner: owner_id, owner, owner_code, business_number. Tenant: tenant_id, tenant, tenant_code, profile (a name that
the system uses for one tenancy only). People: first_name, last_name, business_name, email, mobile, phone, postal_address,
archived_on. Lease: lease_id, rent, weekly_rent, rent_frequency, move_in, start, end, vacated_on, is_periodic, bond,
bond_reference, paid_to, reference, status, is_current. Check: event_id, check, completed_on, due_date, certificate, supplier,
status, notes. Contact: contact_id, profile, role. `company`, whose list it is, is not read here."""

from collections.abc import Mapping
from decimal import Decimal

from providers.choices import ComplianceStatus, Frequency, LeaseStatus
from providers.errors import RecordError
from providers.exports.addresses import in_one_line, split_address
from providers.exports.australian import fits
from providers.exports.keys import key_of
from providers.exports.layouts import Values
from providers.exports.naming import event_key, lease_key, property_id, property_key
from providers.exports.people import to_tenant
from providers.records import ComplianceEventRecord, LeaseRecord, PropertyRecord, Record, TenantRecord

HERE = "in your system's export, or here."
LEASE_WORDS: Mapping[str, LeaseStatus] = {
    **dict.fromkeys("vacated left moved".split(), LeaseStatus.VACATED),
    **dict.fromkeys("closed archived ended former past inactive expired terminated".split(), LeaseStatus.CLOSED),
}
EVENT_WORDS: Mapping[str, ComplianceStatus] = {
    **dict.fromkeys("scheduled booked planned".split(), ComplianceStatus.SCHEDULED),
    **dict.fromkeys("cancelled canceled".split(), ComplianceStatus.CANCELLED),
    **dict.fromkeys("completed complete done".split(), ComplianceStatus.COMPLETED),
}


def to_property(values: Values) -> tuple[Record, ...]:
    """The property. None where its list says that it was put away but not when: it counts as missing from the list."""
    get = values.get
    if (archived_on := get("archived_on")) is True:
        return ()
    line = get("address") or get("property") or ""
    suburb, state, postcode = get("suburb") or "", get("state") or "", get("postcode") or ""
    if not line:
        raise RecordError("The row has no address.", field="address", action=f"Fill in the address {HERE}")
    place = split_address(line)
    state, postcode = state or place.state, postcode or place.postcode
    if not fits(state, postcode):
        raise RecordError(
            f"Postcode {postcode} does not lie in {state}.",
            field="postcode",
            value=postcode,
            action=f"Correct the postcode or the state {HERE}",
        )
    unit, street = get("unit") or place.unit, place.street
    address = in_one_line(line, suburb, state, postcode)
    if get("unit") and not place.unit:
        address = f"{unit}/{address}"
    if suburb and not place.suburb and street.lower().endswith(suburb.lower()) and street.lower() != suburb.lower():
        street = street[: -len(suburb)].rstrip(" ,")
    key = property_key(values)
    if not key and not get("property_id"):
        raise RecordError(
            "The row's address is no address.", field="address", value=line, action=f"Correct the address {HERE}"
        )
    owner = get("owner_id") or key_of(get("owner_code") or "")
    return (
        PropertyRecord(
            external_id=get("property_id") or key,
            natural_key=key,
            address=address,
            unit=unit,
            street=street,
            suburb=suburb or place.suburb,
            state=state,
            postcode=postcode,
            country=get("country") or "",
            property_type=get("property_type") or "",
            bedrooms=get("bedrooms"),
            bathrooms=get("bathrooms"),
            car_spaces=get("car_spaces"),
            key_number=get("key_number") or "",
            manager_name=get("manager") or "",
            labels=get("labels") or (),
            owner_ids=(owner,) if owner else None,
            archived_on=archived_on,
        ),
    )


def to_lease(values: Values) -> tuple[Record, ...]:
    """The lease and, before it, its tenant."""
    get = values.get
    if (archived_on := get("archived_on")) is True and not get("vacated_on"):
        return ()
    house = property_id(values)
    if not house:
        raise RecordError("The row names no property.", field="property", action=f"Fill in the property {HERE}")
    rent, frequency = _rent(values)
    started = get("move_in") or get("start")
    if started is None:
        raise RecordError("The lease has no first day.", field="start", action=f"Fill in when the lease begins {HERE}")
    key = lease_key(values)
    name = get("tenant") or get("profile") or ""
    tenants = to_tenant({**values, "archived_on": None}) if name or get("first_name") or get("last_name") else ()
    lease = LeaseRecord(
        external_id=get("lease_id") or key,
        natural_key=key,
        property_id=house,
        tenant_ids=tuple([tenant.external_id for tenant in tenants]),
        tenant_name=name or "".join([tenant.name for tenant in tenants if isinstance(tenant, TenantRecord)]),
        reference=get("tenant_code") or get("reference") or "",
        start_date=started,
        end_date=get("end"),
        vacated_on=get("vacated_on"),
        is_periodic=bool(get("is_periodic")),
        rent_amount=rent,
        rent_frequency=frequency,
        bond_amount=get("bond"),
        bond_reference=get("bond_reference") or "",
        paid_to=get("paid_to"),
        status=_lease_status(values, is_archived=bool(archived_on)),
    )
    return (*tenants, lease)


def to_compliance_event(values: Values) -> tuple[Record, ...]:
    """The check: completed where the row says when it was done, else still open."""
    get = values.get
    house = property_id(values)
    if not house:
        raise RecordError("The row names no property.", field="property", action=f"Fill in the property {HERE}")
    key = event_key(values)
    return (
        ComplianceEventRecord(
            external_id=get("event_id") or key,
            natural_key=key,
            property_id=house,
            task_type=get("check") or "",
            title=get("title") or get("check") or "",
            status=_event_status(values),
            completed_on=get("completed_on"),
            due_date=get("due_date"),
            reference=get("certificate") or "",
            supplier_name=get("supplier") or "",
            notes=get("notes") or "",
        ),
    )


def _rent(values: Values) -> tuple[Decimal, Frequency]:
    """The rent and its period. A list may print rent for a week only."""
    get = values.get
    rent, weekly, frequency = get("rent"), get("weekly_rent"), get("rent_frequency")
    if rent is None and weekly is not None:
        return weekly, Frequency.WEEKLY
    if rent is None:
        raise RecordError("The lease has no rent.", field="rent", action=f"Fill in the rent {HERE}")
    if frequency is None:
        raise RecordError(
            "The lease does not say how often its rent falls due.",
            field="rent_frequency",
            action=f"Fill in the rent period, for example weekly, {HERE}",
        )
    return rent, frequency


def _lease_status(values: Values, *, is_archived: bool) -> LeaseStatus:
    if is_archived:
        return LeaseStatus.CLOSED
    words = (values.get("status") or "").lower().split()
    if words and words[0] in LEASE_WORDS:
        return LEASE_WORDS[words[0]]
    return LeaseStatus.VACATED if values.get("is_current") is False else LeaseStatus.CURRENT


def _event_status(values: Values) -> ComplianceStatus:
    """Where a day says that it was done, it was, whatever the next one's status: "Expired" speaks of the next."""
    words = (values.get("status") or "").lower().split()
    said = EVENT_WORDS.get(words[0]) if words else None
    if said == ComplianceStatus.CANCELLED:
        return said
    if values.get("completed_on"):
        return ComplianceStatus.COMPLETED
    if said == ComplianceStatus.COMPLETED:
        raise RecordError(
            "The check was done, but the row does not say on which day.",
            field="completed_on",
            action=f"Fill in the day {HERE}",
        )
    return said or ComplianceStatus.OPEN
