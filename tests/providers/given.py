"""What tests of the providers begin with: a made-up vendor, its credentials, a client for it."""

from datetime import date
from decimal import Decimal
from typing import Any

from providers.base import WHOLE, Feed, Offsets, Provider, ProviderConfig, Reply, Since
from providers.client import Client, Manners
from providers.errors import CredentialsError
from providers.reading import choice, positive_money
from providers.records import Frequency, Kind, LeaseRecord, LeaseStatus, UnitRecord

LONG_AGO = date(2020, 1, 31)
API = "https://api.vendor.example/v1"
AUTH = "https://login.vendor.example"


class Wallet:
    """Credentials that hand out these tokens in turn, and note which one was refused."""

    def __init__(self, *tokens: str) -> None:
        self._tokens = list(tokens or ("token-1",))
        self.refused: list[str] = []

    def token(self) -> str:
        return self._tokens[0]

    def renew(self, refused: str) -> str:
        self.refused.append(refused)
        self._tokens.pop(0)
        if not self._tokens:
            raise CredentialsError("There is no other token.")
        return self._tokens[0]

    def held(self) -> tuple[str, ...]:
        return tuple(self._tokens)


class Naps:
    """Takes the place of `time.sleep`: notes the seconds and returns at once."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def a_config(**changes: Any) -> ProviderConfig:
    """Configuration of the made-up vendor."""
    settings = {"auth_url": AUTH, "api_url": API, "client_id": "our-id", "client_secret": "our-secret"}
    return ProviderConfig(**(settings | changes))


def a_client(
    *,
    tokens: tuple[str, ...] = (),
    sleep: Any = None,
    on_wait: Any = None,
    on_call: Any = None,
    limiter: Any = None,
    **changes: Any,
) -> Client:
    """A client of the made-up vendor that never really sleeps."""
    manners = Manners(
        slug="vendor",
        label="Vendor",
        explain=changes.pop("explain", lambda body: body.decode()),
        missing_words=("invalid id",),
        forbidden_words=changes.pop("forbidden_words", ()),
        empty_404_is_none=changes.pop("empty_404_is_none", False),
        pace=changes.pop("pace", None),
    )
    return Client(
        manners,
        a_config(**changes),
        Wallet(*tokens),
        sleep=sleep or Naps(),
        on_wait=on_wait,
        on_call=on_call,
        limiter=limiter,
    )


class Let(Reply, rename="pascal"):
    """One row of the made-up vendor."""

    id: str
    stamp: int
    rent: Decimal
    period: str | None = None


def to_lease(let: Let) -> LeaseRecord:
    """A lease."""
    return LeaseRecord(
        external_id=let.id,
        property_id="p1",
        start_date=LONG_AGO,
        rent_amount=positive_money(let.rent, "Rent"),
        rent_frequency=choice(let.period, {"weekly": Frequency.WEEKLY}, "Period"),
        status=LeaseStatus.CURRENT,
    )


def to_unit(let: Let) -> UnitRecord | None:
    """A unit; none where the rent is zero."""
    return UnitRecord(external_id=let.id, property_id="p1", name=let.id) if let.rent else None


STAMP = Since("Since", mark=lambda row: row.stamp)
CHANGED = Feed(Kind.LEASE, "lets", Let, to_lease, since=STAMP, scope="lets:read")
LISTED = Feed(Kind.LEASE, "lets/all", Let, to_lease, covers=WHOLE, paging=Offsets(3), scope="lets:read")
PER_PARENT = Feed(Kind.UNIT, "lets/{id}/units", Let, to_unit, per=Kind.LEASE, scope="units:read")
EXTRA = Feed(Kind.BILL, "bills", Let, to_unit, where_offered=True)
ON_REQUEST = Feed(Kind.OWNER, "owners", Let, to_unit, on_request=True)


class Vendor(Provider):
    """The made-up vendor."""

    slug = "vendor"
    label = "Vendor"
    feeds = (CHANGED, LISTED, PER_PARENT, EXTRA, ON_REQUEST)
    derived = {Kind.UNIT: "Units are worked out."}
    not_offered = {Kind.BILL: "Vendor has no bills.", Kind.MEMBER: "Vendor keeps its people to itself."}
