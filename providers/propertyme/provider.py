"""PropertyMe: what it offers, in the order in which a sync reads it, and how its account is named and let go."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import msgspec

from providers.base import WHOLE, Feed, Identity, Kind, OAuth2, Offsets, Pace, Provider, Rows, Since
from providers.errors import ForbiddenError, ReplyError
from providers.exports.propertyme import LAYOUTS
from providers.propertyme.replies import (
    Agency,
    AnyLot,
    AnyRow,
    ArchivedLot,
    Bill,
    Contact,
    Disconnection,
    ErrorBody,
    Inspection,
    Job,
    ListedContact,
    Lot,
    Member,
    Quotation,
    Tenancy,
    TenancyBalance,
)
from providers.propertyme.translators import (
    to_archived_property,
    to_balance,
    to_bill,
    to_inspection,
    to_job,
    to_lease,
    to_listed_owner,
    to_listed_supplier,
    to_listed_tenant,
    to_maintenance_invoice,
    to_member,
    to_parties,
    to_property,
)

PROPERTIES, CONTACTS, ACTIVITIES, TRANSACTIONS = "property:read", "contact:read", "activity:read", "transaction:read"

# A portfolio has members, else some lot, else some job. Each list costs one row.
ANY_ROW: tuple[tuple[str, dict[str, str]], ...] = (
    ("v1/members", {}),
    ("v1/lots/rentals", {"Offset": "0", "Limit": "1"}),
    ("v1/lots/vacancy", {"Offset": "0", "Limit": "1"}),
    ("v1/lots/archived", {"Offset": "0", "Limit": "1"}),
    ("v2/jobtasks/search", {"Offset": "0", "Limit": "1"}),
)


def a_day_before(mark: str) -> str:
    """The instant a day earlier: a balance that changes while it is being read must not slip through."""
    moment = datetime.fromisoformat(mark)
    earlier = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - timedelta(days=1)
    return earlier.strftime("%Y-%m-%dT%H:%M:%SZ")


def in_utc(moment: datetime) -> str:
    """The mark of an instant, where marks are times."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# An opaque number, so no instant has one.
TIMESTAMP = Since("Timestamp", mark=lambda row: row.timestamp)
LAST_UPDATED = Since(
    "LastUpdated", mark=lambda row: row.updated_on, start=None, ask=a_day_before, repeats=True, at=in_utc
)
ARCHIVED_SINCE = Since("ArchivedSince", mark=lambda row: row.archived_on or "", start=None, repeats=True, at=in_utc)


class PropertyMe(Provider):
    """Reads one agency's portfolio. Nothing is ever written to it."""

    slug = "propertyme"
    label = "PropertyMe"
    default_auth_url = "https://login.propertyme.com"
    default_api_url = "https://app.propertyme.com/api"
    status_page = "https://status.propertyme.com/api/v2/status.json"  # its apps; no component stands for the API alone
    # Asked for by PropertyMe of its assistant clients; it publishes no limits for the API itself.
    pace = Pace(calls=5, pause=5.0)
    missing_words = ("invalid id",)
    # transaction:read is for bills alone. Asking later would send every agency back to the consent page, where a person
    # can untick it without losing anything else.
    sign_in = OAuth2(
        authorize_path="connect/authorize",
        token_path="connect/token",
        scopes=(PROPERTIES, CONTACTS, ACTIVITIES, TRANSACTIONS, "offline_access"),
        provider=slug,
        label=label,
    )
    feeds = (
        Feed(Kind.MEMBER, "v1/members", Member, to_member, covers=WHOLE, scope=CONTACTS),
        Feed(
            Kind.CONTACT,
            "v1/contacts",
            Contact,
            to_parties,
            since=TIMESTAMP,
            params={"IncludeArchived": "true"},
            scope=CONTACTS,
            gives=(Kind.OWNER, Kind.TENANT, Kind.CONTACT),
            whole_from_start=True,
        ),
        Feed(Kind.PROPERTY, "v1/lots", Lot, to_property, since=TIMESTAMP, scope=PROPERTIES, whole_from_start=True),
        Feed(
            Kind.PROPERTY,
            "v1/lots/archived",
            ArchivedLot,
            to_archived_property,
            since=ARCHIVED_SINCE,
            paging=Offsets(100),
            scope=PROPERTIES,
        ),
        Feed(
            Kind.LEASE,
            "v1/tenancies",
            Tenancy,
            to_lease,
            covers=WHOLE,
            params={"IncludeClosed": "true"},
            scope=PROPERTIES,
        ),
        Feed(
            Kind.RENT_PAYMENT,
            "v1/tenancies/balances",
            TenancyBalance,
            to_balance,
            since=LAST_UPDATED,
            scope=PROPERTIES,
        ),
        Feed(
            Kind.MAINTENANCE_JOB, "v2/jobtasks", Job, to_job, since=TIMESTAMP, scope=ACTIVITIES, whole_from_start=True
        ),
        Feed(
            Kind.MAINTENANCE_INVOICE,
            "v1/jobtasks/{id}/quotations",
            Quotation,
            to_maintenance_invoice,
            scope=ACTIVITIES,
            per=Kind.MAINTENANCE_JOB,
        ),
        Feed(Kind.BILL, "v1/bills", Bill, to_bill, since=TIMESTAMP, scope=TRANSACTIONS, where_offered=True),
        Feed(
            Kind.INSPECTION,
            "v1/inspections",
            Inspection,
            to_inspection,
            since=TIMESTAMP,
            scope=ACTIVITIES,
            whole_from_start=True,
        ),
        *(
            Feed(kind, path, reply, translate, covers=WHOLE, paging=Offsets(100), scope=scope, on_request=True)
            for kind, path, reply, translate, scope in (
                (Kind.PROPERTY, "v1/lots/rentals", AnyLot, to_property, PROPERTIES),
                (Kind.PROPERTY, "v1/lots/vacancy", AnyLot, to_property, PROPERTIES),
                (Kind.OWNER, "v1/contacts/ownerships", ListedContact, to_listed_owner, CONTACTS),
                (Kind.TENANT, "v1/contacts/tenants", ListedContact, to_listed_tenant, CONTACTS),
                (Kind.CONTACT, "v1/contacts/suppliers", ListedContact, to_listed_supplier, CONTACTS),
            )
        ),
    )
    takes_files = True
    layouts = LAYOUTS
    derived: ClassVar[Mapping[Kind, str]] = {
        Kind.RENT_PAYMENT: "PropertyMe gives no receipts. Each one is worked out from the growth of a tenancy's total "
        "rent paid between two syncs.",
        Kind.MAINTENANCE_INVOICE: "PropertyMe gives no invoices. The accepted quotation of a finished job stands for "
        "one.",
    }
    not_offered: ClassVar[Mapping[Kind, str]] = {
        Kind.UNIT: "PropertyMe knows no units: every separately let part is a property of its own.",
        Kind.BILL: "PropertyMe's published API has no list of bills. Where a host offers one at v1/bills, it is read.",
        Kind.COMPLIANCE_EVENT: "PropertyMe's API holds no safety checks or certificates. Labels on properties, and "
        "jobs and inspections that name them, do come in.",
    }

    def identify(self) -> Identity:
        """The portfolio's id from any row that may be read, its name from the agency's own contact."""
        external_id = self._customer_id()
        try:
            agency = self.client.get_as(Agency, "v1/contacts/agency")
        except ForbiddenError:
            agency = Agency()
        return Identity(external_id, agency.name or agency.reference or f"PropertyMe portfolio {external_id[:8]}")

    def ping(self) -> None:
        """One row of a list, or the list of the agency's few members."""
        self._customer_id()

    def disconnect(self) -> None:
        """Ends the agency's connection. A token in use stays good until it runs out."""
        path = "v1/portfolios/disconnect"
        if not self.client.decode(self.client.delete(path), Disconnection, path).disconnected:
            raise ReplyError("PropertyMe did not confirm that it disconnected.", **self.client.where(path))

    @staticmethod
    def explain(body: bytes) -> str:
        """The message of an error body."""
        try:
            found = msgspec.json.decode(body, type=ErrorBody)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return ""
        detail = found.response_status or found
        return detail.message or detail.error_code or ""

    def get_rented_properties(self) -> Rows:
        """Every property with a tenant, whole."""
        return self.records(Kind.PROPERTY, path="v1/lots/rentals")

    def get_vacant_properties(self) -> Rows:
        """Every property without one, whole."""
        return self.records(Kind.PROPERTY, path="v1/lots/vacancy")

    def get_archived_properties(self, since: str | None = None) -> Rows:
        """Properties that the agency put away."""
        return self.records(Kind.PROPERTY, since, path="v1/lots/archived")

    def get_owner_list(self) -> Rows:
        """Every owner, whole, by name and phone only."""
        return self.records(Kind.OWNER, path="v1/contacts/ownerships")

    def get_tenant_list(self) -> Rows:
        """Every tenant, whole, by name and phone only."""
        return self.records(Kind.TENANT, path="v1/contacts/tenants")

    def get_supplier_list(self) -> Rows:
        """Every supplier, whole, by name, phone and business number."""
        return self.records(Kind.CONTACT, path="v1/contacts/suppliers")

    def _customer_id(self) -> str:
        """The id that every row of this portfolio carries, from the first list that this sign-in may read."""
        refused = None
        for path, params in ANY_ROW:
            try:
                rows = self.client.get_as(list[AnyRow], path, params)
            except ForbiddenError as error:
                refused = error
                continue
            if rows:
                return rows[0].customer_id
        raise refused or ReplyError(
            "This PropertyMe portfolio shows us no rows, so its id cannot be learnt.", provider=self.slug
        )
