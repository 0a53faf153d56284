"""The stamps that guard a write: a row's UpdateDate, its ConcurrencyID where it has one, and those of its main contact, as the
one text that records carry: "2026-10-09T13:27:55#17;4410@2026-06-20T15:31:08"."""

from typing import Any, NamedTuple

from providers.rentmanager.replies.common import Contact, Stamped


class Version(NamedTuple):
    """The stamps in parts. `contact_id` 0 means that the row has no contact."""

    update_date: str
    concurrency_id: int | None = None
    contact_id: int = 0
    contact_date: str = ""

    def guards(self) -> dict[str, Any]:
        """What an update of the row must carry."""
        if self.concurrency_id is None:
            return {"UpdateDate": self.update_date}
        return {"UpdateDate": self.update_date, "ConcurrencyID": self.concurrency_id}


def version_of(row: Stamped, contact: Contact | None = None, concurrency_id: int | None = None) -> str:
    """The row's stamps as one text."""
    own = row.update_date if concurrency_id is None else f"{row.update_date}#{concurrency_id}"
    return own if contact is None else f"{own};{contact.id}@{contact.update_date}"


def parsed(version: str) -> Version:
    """The stamps of a text that `version_of` made."""
    own, _, contact = version.partition(";")
    update_date, _, concurrency = own.partition("#")
    contact_id, _, contact_date = contact.partition("@")
    return Version(
        update_date,
        int(concurrency) if concurrency.isdecimal() else None,
        int(contact_id) if contact_id.isdecimal() else 0,
        contact_date,
    )
