"""From a row's values by field to owners, tenants and contacts. The fields are told in `translators`."""

from typing import Any

import msgspec

from providers.errors import RecordError
from providers.exports.layouts import Values
from providers.exports.names import is_company, people_of
from providers.exports.naming import (
    contact_id,
    contact_key,
    owner_id,
    owner_key,
    property_id,
    tenant_id,
    tenant_key,
)
from providers.records import ContactRecord, OwnerRecord, Person, Record, TenantRecord


def to_owner(values: Values) -> tuple[Record, ...]:
    """The owner with the one property of this row; an owner of several comes once for each."""
    get = values.get
    if get("archived_on") is True:
        return ()
    shared = party(values, get("owner") or get("profile") or "")
    named = property_id(values)
    return (
        OwnerRecord(
            external_id=owner_id(values),
            natural_key=owner_key(values),
            business_number=get("business_number") or "",
            property_ids=(named,) if named else None,
            **shared,
        ),
    )


def to_tenant(values: Values) -> tuple[Record, ...]:
    """The tenant, or the tenants of one tenancy."""
    get = values.get
    if get("archived_on") is True:
        return ()
    shared = party(values, get("tenant") or get("profile") or "")
    return (TenantRecord(external_id=tenant_id(values), natural_key=tenant_key(values), **shared),)


def to_contact(values: Values) -> tuple[Record, ...]:
    """An owner, a tenant or another contact, as the row's `role` says."""
    role = values.get("role")
    if role == "owner":
        return to_owner(values)
    if role == "tenant":
        return to_tenant(values)
    if values.get("archived_on") is True:
        return ()
    if not (values.get("first_name") or values.get("last_name")):  # a firm, not the person behind it
        firm = values.get("business_name") or values.get("profile")
        shared = party({**values, "business_name": firm}, "")
    else:
        shared = party(values, values.get("profile") or "")
    return (
        ContactRecord(
            external_id=contact_id(values),
            natural_key=contact_key(values),
            role=role or "other",
            business_number=values.get("business_number") or "",
            **{name: value for name, value in shared.items() if name != "people"},
        ),
    )


def party(values: Values, name: str) -> dict[str, Any]:
    """What owners, tenants and contacts share. The first of several people has the row's e-mail address and phone."""
    get = values.get
    first, last, business = get("first_name") or "", get("last_name") or "", get("business_name") or ""
    shown = name or f"{first} {last}".strip() or business
    if not any(map(str.isalnum, shown)):  # a lone dash is how some lists print that there is none
        raise RecordError(
            "The row has no name.", field="name", value=shown, action="Fill in the name in your system, or here."
        )
    people = people_of(name)
    company = business or (name if is_company(name) else "")
    if first or last or not people:
        people = (Person(first_name=first, last_name=last, company=company), *people[1:])
    email, phone = get("email") or "", get("mobile") or get("phone") or ""
    leading = people[0]
    if email or phone:
        leading = msgspec.structs.replace(leading, email=email, phone=phone)
        people = (leading, *people[1:])
    return {
        "name": shown,
        "first_name": leading.first_name,
        "last_name": leading.last_name,
        "company": company,
        "email": email,
        "phone": phone,
        "postal_address": get("postal_address") or "",
        "archived_on": get("archived_on") or None,
        "people": people,
    }
