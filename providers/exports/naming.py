"""What a row is called, where its list prints no id. Told to people in docs/layouts.md."""

from providers.exports.addresses import in_one_line, split_address
from providers.exports.keys import address_key, joined, key_of
from providers.exports.layouts import Values


def property_key(values: Values) -> str:
    """What the system calls the property, else its whole address."""
    get = values.get
    if called := get("property"):
        return address_key(called)
    line = get("address") or ""
    place = split_address(line)
    whole = in_one_line(line, get("suburb") or "", get("state") or place.state, get("postcode") or place.postcode)
    unit = get("unit")
    return address_key(f"{unit} {whole}" if unit and not place.unit and line else whole)


def owner_key(values: Values) -> str:
    """The owner's folio code, else the name."""
    return key_of(values.get("owner_code") or "") or party_key(values, "owner")


def tenant_key(values: Values) -> str:
    """The tenant's folio code; else the name that the system gives to one tenancy only; else name and property."""
    get = values.get
    if key := key_of(get("tenant_code") or "") or key_of(get("profile") or ""):
        return key
    named, house = party_key(values, "tenant"), property_key(values)
    return joined(named, house) if house else named


def lease_key(values: Values) -> str:
    """Property and tenant, so that another rent or last day is the same lease; without a tenant, property and first day."""
    get = values.get
    house = _house(values)
    tenant = key_of(get("tenant_code") or get("profile") or get("tenant") or "")
    if not tenant:
        started = get("move_in") or get("start")
        tenant = party_key(values, "tenant") or (key_of(started.isoformat()) if started else "")
    return joined(house, tenant)


def event_key(values: Values) -> str:
    """Property, check and the day on which it was done; a check that is still open has "open" for the day."""
    done = values.get("completed_on")
    return joined(_house(values), key_of(values.get("check") or ""), key_of(done.isoformat() if done else "open"))


def _house(values: Values) -> str:
    """The property's part of a key. A list may name properties by their ids alone."""
    return property_key(values) or key_of(values.get("property_id") or "")


def contact_key(values: Values) -> str:
    """The name that the contacts' list gives to one contact only, else the person's."""
    return party_key(values, "profile")


def party_key(values: Values, field: str) -> str:
    """The name in that field, else the person's or the business's."""
    get = values.get
    return key_of(
        get(field)
        or get("profile")
        or f"{get('first_name') or ''} {get('last_name') or ''}".strip()
        or get("business_name")
        or ""
    )


def property_id(values: Values) -> str:
    """The property that a row is or names: by its id, else by its natural key; "" where it names none."""
    return values.get("property_id") or property_key(values)


def owner_id(values: Values) -> str:
    """The owner of a row, likewise."""
    return values.get("owner_id") or owner_key(values)


def tenant_id(values: Values) -> str:
    """The tenant of a row, likewise."""
    return values.get("tenant_id") or tenant_key(values)


def lease_id(values: Values) -> str:
    """The lease of a row, likewise."""
    return values.get("lease_id") or lease_key(values)


def event_id(values: Values) -> str:
    """The check of a row, likewise."""
    return values.get("event_id") or event_key(values)


def contact_id(values: Values) -> str:
    """The owner, tenant or other contact of a row, as its `role` says."""
    role = values.get("role")
    if role in ("owner", "tenant"):
        return owner_id(values) if role == "owner" else tenant_id(values)
    return values.get("contact_id") or contact_key(values)
