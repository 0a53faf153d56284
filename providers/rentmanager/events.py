"""Webhooks of Rent Manager: ids only, without a signature, so each is a hint to read those records."""

from collections.abc import Iterator

import msgspec

from providers.base import Kind, ProviderConfig, Touched
from providers.errors import RecordError
from providers.rentmanager.accounts import company_of, location_of, prefix_of
from providers.rentmanager.replies.common import Row
from providers.rentmanager.words import EVENT_AREAS, PARENT_AREAS

KINDS = {
    "Tenants": Kind.TENANT,
    "Prospects": Kind.PROSPECT,
    "Owners": Kind.OWNER,
    "Vendors": Kind.CONTACT,
    "ServiceManagerIssues": Kind.MAINTENANCE_JOB,
    "ProspectApplications": Kind.APPLICATION,
}

MOST_DIGITS = 18


class Event(Row, kw_only=True):
    """One delivery. CorporateID comes only with those that a partner's product registered."""

    event_type: str
    ids: dict[str, int | str | None] = msgspec.field(name="IDParentIDDict")
    corporate_id: str | None = None
    location_id: int | None = None


def touched(config: ProviderConfig, body: bytes) -> tuple[str, tuple[Touched, ...]]:
    """The event's type and the records that it is about; none where pmsync keeps nothing of the kind. RecordError where it
    cannot be read or is of another account."""
    try:
        event = msgspec.json.decode(body, type=Event)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise _misread() from None
    _check_account(config, event)
    prefix = prefix_of(config)
    return event.event_type, tuple(
        Touched(kind, prefix + external_id, is_gone) for kind, external_id, is_gone in _about(event)
    )


def _about(event: Event) -> Iterator[tuple[Kind, str, bool]]:
    """Each record once. A change below a record is a change of that record; only its own removal removes it."""
    words, _, what = event.event_type.rpartition("_")
    area = words.replace(" ", "").replace("_", "").lower()
    if area in EVENT_AREAS:
        for own in event.ids:
            yield KINDS[EVENT_AREAS[area]], _number(own), what.lower() == "delete"
    elif area in PARENT_AREAS:
        for parent in dict.fromkeys(event.ids.values()):
            if parent:
                yield KINDS[PARENT_AREAS[area]], _number(str(parent)), False


def _number(external_id: str) -> str:
    """The id itself. RecordError where it is no number: whoever knows the address could have written it, and it goes into what
    we ask for, together with the ids of other events."""
    if not (external_id.isascii() and external_id.isdecimal() and len(external_id) <= MOST_DIGITS):
        raise _misread()
    return external_id


def _misread() -> RecordError:
    return RecordError(
        "The event is not as Rent Manager's documents say.", action="Check what is registered for this address."
    )


def _check_account(config: ProviderConfig, event: Event) -> None:
    """RecordError where the event is of another company or location."""
    company, location = company_of(config), location_of(config)
    told = (event.corporate_id or company).lower(), str(event.location_id or location)
    if told != (company, location):
        raise RecordError(
            f"The event is of {told[0]}, location {told[1]}, and this connection is {company}, location {location}.",
            field="LocationID",
            value=told[1],
            action="Register this address at its own location only.",
        )
