"""Rent Manager: whose account it is, how it is signed in to, and single rows read and written."""

import base64
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from providers import auth
from providers.base import (
    Change,
    FormField,
    FormSignIn,
    Identity,
    Kind,
    Limit,
    OAuth2,
    Outcome,
    Page,
    Provider,
    ProviderConfig,
    Record,
    Rejected,
    Tokens,
    Touched,
)
from providers.errors import CredentialsError, ReplyError
from providers.rejecting import id_name
from providers.rentmanager import signing_in
from providers.rentmanager.accounts import FIRST, company_of, location_of, prefix_of
from providers.rentmanager.asking import one_of
from providers.rentmanager.events import KINDS, touched
from providers.rentmanager.feeds import FEEDS
from providers.rentmanager.replies.account import Location
from providers.rentmanager.translators.common import instant
from providers.rentmanager.versions import parsed
from providers.rentmanager.writing import Post
from providers.rentmanager.written import WRITINGS
from providers.scoping import bare

LABEL, SLUG = "Rent Manager", "rentmanager"
# So many ids fit into an address.
IDS_AT_ONCE = 100

COMPANY = FormField(
    "company",
    "Company code",
    help_text="The first part of the address at which you open Rent Manager, for instance samplehomes.",
    pattern="[A-Za-z0-9-]+",
    wrong="A company code has only letters, digits and hyphens.",
)
LOCATION = FormField(
    "location",
    "Location number",
    help_text="Each location is a database of its own and a connection of its own. The first one is 1.",
    required=False,
    pattern="[1-9][0-9]*",
    wrong="A location is a whole number, 1 or more.",
    default=FIRST,
)
LOGIN = FormSignIn(
    "login",
    "User name and password",
    (
        COMPANY,
        LOCATION,
        FormField("username", "User name", help_text="A user with API access, best one that only pmsync uses."),
        FormField("password", "Password", secret=True),
    ),
    opens_session=True,
    help_text="Rent Manager lets one user hold ten sessions; pmsync shares one among all that it does.",
    shared_by=("company", "username"),
)
PARTNER = FormSignIn(
    "partner",
    "Partner token",
    (COMPANY, LOCATION, FormField("partner_token", "Partner token", secret=True)),
    token="{partner_token}",
    help_text="Works only from addresses that the partner has on Rent Manager's list.",
)
KEY = FormSignIn(
    "key",
    "API key and secret",
    (
        COMPANY,
        LOCATION,
        FormField("api_key", "API key", secret=True),
        FormField("api_secret", "API secret", secret=True),
    ),
    token="{api_key}:{api_secret}",
    help_text="For a gateway in front of Rent Manager that gives out keys.",
    needs_host=True,
)


class RentManager(Provider):
    """Reads one location of one company, and writes back to it what is declared."""

    slug = SLUG
    label = LABEL
    default_api_url = "https://{company}.api.rentmanager.com"
    limit = Limit(500, 60)
    forbidden_words = ("insufficient privileges", "required privilege")
    empty_404_is_none = True
    form_sign_ins = (LOGIN, PARTNER, KEY)
    # Rent Manager itself has no OAuth: this is for a gateway, offered only where the operator has named one.
    sign_in = OAuth2(
        authorize_path="connect/authorize",
        token_path="connect/token",
        scopes=(
            "properties:read",
            "tenants:read",
            "tenants:write",
            "accounting:read",
            "maintenance:read",
            "maintenance:write",
            "compliance:read",
            "compliance:write",
            "offline_access",
        ),
        provider=slug,
        label=label,
        account={"company": "company", "location_id": "location"},
        revoke_path="connect/revocation",
    )
    feeds = FEEDS
    writes = tuple(writing.declared for writing in WRITINGS)
    event_kinds = tuple(KINDS.values())
    # Its types do not tell a house from a block of flats.
    property_words: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "multi_family": ("Residential",),
        "single_family": ("Residential",),
    }
    derived: ClassVar[Mapping[Kind, str]] = {
        Kind.SECURITY_DEPOSIT: "Rent Manager's list of tenants says how much is held of each; that is the deposit.",
        Kind.LEASE_RENEWAL: "Each term of a lease, the first one too, comes with its lease.",
        Kind.RETAIL_SALE: "A shop's sales come with its lease. Their fields are not documented.",
        Kind.ASSOCIATION: "A property that has an association's settings is one; its board and committees come with it.",
    }
    not_offered: ClassVar[Mapping[Kind, str]] = {
        Kind.MEMBER: "Rent Manager's users are not read.",
        Kind.MAINTENANCE_INVOICE: "Rent Manager bills the work of an issue as ordinary bills, which do come in.",
        Kind.INSPECTION: "Rent Manager's inspections are not read.",
        Kind.COMPLIANCE_EVENT: "Rent Manager has no compliance data: no certifications, income limits or set-asides. What a "
        "company keeps in fields of its own comes in with its properties, units and tenants.",
        Kind.APPLICATION: "There are no student applications of their own: they are applications made with a template for "
        "students, and fields of the company's own.",
        Kind.CHARGE: "There is no list of CAM charges by property and year: they are the charges whose type is recoverable, "
        "added up. Association assessments are charges, too.",
        Kind.SUBSIDY: "Who pays a part of rents. Certifications and income limits are not to be had.",
        Kind.LEASE: "A lease holds no rent: it is the rent and the subsidies that recur on its tenant's account today. What "
        "a tenant inherits from a unit or property is not in it.",
    }

    @property
    def id_prefix(self) -> str:
        """Ids are unique only within a location."""
        return prefix_of(self.config)

    def identify(self) -> Identity:
        """The connection's location, by its company's code and number. ReplyError where a gateway did not say which company."""
        company, location = company_of(self.config), location_of(self.config)
        if not company:
            message = f"The sign-in at {LABEL} worked, but it does not say which company it is for."
            raise ReplyError(message, provider=self.slug)
        found = self.client.get_as(list[Location], "Current/Locations")
        own = next((one for one in found if str(one.id) == location), None)
        if own is None:
            offered = ", ".join(f"{one.id} ({one.name})" for one in found) or "none"
            raise CredentialsError(
                f"This sign-in may not use location {location} of {company}. It may use: {offered}.", provider=self.slug
            )
        return Identity(f"{company}/{location}", f"{company}, {own.friendly_name or own.name}")

    def disconnect(self) -> None:
        """Ends a gateway's tokens: one that is revoked need not take the others with it. Sessions are given back by
        `close_session`, keys and partner's tokens outlive us."""
        if self.config.sign_in == "oauth2":
            for token in self.credentials.held():
                auth.revoke(self.sign_in, self.config, token)

    @classmethod
    def open_session(cls, config: ProviderConfig, answers: Mapping[str, str]) -> Tokens:
        """A session's token. CredentialsError where the password is wrong, or must be changed first; UnavailableError where
        all sessions of the user are taken."""
        return signing_in.open_session(config, answers)

    @classmethod
    def close_session(cls, config: ProviderConfig, token: str) -> None:
        """Free the session's place among the user's ten."""
        signing_in.close_session(config, token)

    def authorization(self, token: str) -> Mapping[str, str]:
        """The token under the name that the kind of sign-in asks for. Without its header a call goes to the user's own
        location."""
        location = {"X-RM12Api-LocationID": location_of(self.config)}
        if self.config.sign_in == PARTNER.slug:
            return {"X-RM12Api-PartnerToken": token} | location
        if self.config.sign_in == KEY.slug:
            return {"Authorization": f"Basic {base64.b64encode(token.encode()).decode()}"} | location
        if self.config.sign_in == LOGIN.slug:
            return {"X-RM12Api-ApiToken": token} | location
        return {"Authorization": f"Bearer {token}"} | location

    @staticmethod
    def explain(body: bytes) -> str:
        """The words of an error body."""
        return signing_in.explain(body)

    def fetch(self, kind: Kind, external_ids: Collection[str]) -> Iterator[Page]:
        """These rows, a hundred at a time. Only kinds that have a list of their own."""
        feed = next((feed for feed in self.feeds if feed.kind == kind and not feed.on_request), None)
        if feed is None:
            yield from super().fetch(kind, external_ids)
            return
        # A payment's and a bill's rows are named by it and the property: several may be of one.
        bare_ids = (bare(external_id, self.id_prefix).partition("-")[0] for external_id in external_ids)
        ids = list(dict.fromkeys(bare_ids))
        for begin in range(0, len(ids), IDS_AT_ONCE):
            chosen = one_of(id_name(feed.reply), ids[begin : begin + IDS_AT_ONCE])
            single = replace(feed, since=None, params={**feed.params, "filters": chosen})
            is_last = begin + IDS_AT_ONCE >= len(ids)
            read = self.read(single, batch_size=1000)
            for page in read:
                yield replace(page, total=None, is_last=page.is_last and is_last)

    def push(self, kind: Kind, changes: Sequence[Change]) -> list[Outcome]:
        """What became of each change. A row goes out with the stamps that it was read with, and only with what changed."""
        if self.write_of(kind) is None:
            return super().push(kind, changes)
        return Post(self.client, kind, self._rows_of).push([self._without_prefix(change) for change in changes])

    def find_created(self, kind: Kind, change: Change) -> Record | Rejected | None:
        """The row that carries the change's marker. A feed calls what it cannot read by its first kind, which is this one."""
        write = self.write_of(kind)
        if write is None or not write.create_fields or not change.marker:
            return super().find_created(kind, change)
        marked = next(writing.marked for writing in WRITINGS if writing.kind == kind)
        feed = next(feed for feed in self.feeds if feed.kind == kind)
        params = {**feed.params, "filters": f"{marked},ct,{change.marker}"}
        single = replace(feed, since=None, params=params)
        read = self.read(single, batch_size=1000)
        return next((row for page in read for row in page.rows if row.kind == kind), None)

    @classmethod
    def touched(cls, config: ProviderConfig, body: bytes) -> tuple[str, tuple[Touched, ...]]:
        """The type of a webhook and the records that it is about."""
        return touched(config, body)

    @classmethod
    def changed_at(cls, version: str) -> datetime | None:
        """When the row or its main contact was changed last, by the server's clock."""
        stamps = parsed(version)
        found = [instant(stamp, "UpdateDate") for stamp in (stamps.update_date, stamps.contact_date)]
        return max((moment for moment in found if moment is not None), default=None)

    def _rows_of(self, kind: Kind, ids: list[str]) -> Mapping[str, Record]:
        """The rows of these ids by the vendor's own id."""
        return {
            bare(row.external_id, self.id_prefix): row
            for page in self.fetch(kind, ids)
            for row in page.rows
            if isinstance(row, Record) and row.kind == kind
        }

    def _without_prefix(self, change: Change) -> Change:
        """The change in the vendor's own ids."""
        values = {
            name: bare(value, self.id_prefix) if name.endswith("_id") and isinstance(value, str) else value
            for name, value in change.values.items()
        }
        return replace(change, external_id=bare(change.external_id, self.id_prefix), values=values)
