"""For each rule: a row that fails it, and one beside it that does not. Both are of the connection under test."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from integrations.models import Connection
from integrations.quality.rule import Scope
from integrations.sync.targets import TARGETS
from portfolio.models import Lease, Property
from providers.records import Kind
from tests.factories import a_connection, an_agency

TODAY = date(2026, 7, 3)
NOON = datetime(2026, 7, 3, 2, 0, tzinfo=UTC)


def days_ago(number: int) -> date:
    """A day before the day of the tests."""
    return TODAY - timedelta(days=number)


@dataclass
class Estate:
    """Makes rows that the connection has brought."""

    connection: Connection = field(default_factory=lambda: a_connection(an_agency()))
    number: int = 0

    def scope(self) -> Scope:
        """The connection's rows on the day of the tests."""
        return Scope(self.connection, TODAY)

    def row(self, kind: Kind, **given: Any) -> Any:
        """A sound row of the kind, with what is given."""
        self.number += 1
        target, links = TARGETS[kind], {name: given.pop(name) for name in ("owners", "tenants") if name in given}
        identity = {
            target.source_column: self.connection.provider,
            target.id_column: f"{self.connection.pk.hex}-{self.number}",
            "external_account": self.connection.provider_user_id,
        }
        values = SOUND.get(kind, lambda estate: {})(self) if "property" not in given else SOUND_AT.get(kind, {})
        row = target.model._default_manager.create(agency=self.connection.agency, **identity, **{**values, **given})
        for name, rows in links.items():
            getattr(row, name).set(rows)
        return row

    def house(self, **given: Any) -> Property:
        """A property with an address."""
        return self.row(Kind.PROPERTY, **given)

    def lease(self, of: Property | None = None, **given: Any) -> Lease:
        """A lease since the beginning of the year."""
        return self.row(Kind.LEASE, property=of or self.house(), **given)


MONEY = {"amount": Decimal(500), "currency": "AUD"}
# What a sound row of a kind has beside its property.
SOUND_AT: dict[Kind, dict[str, Any]] = {
    Kind.UNIT: {"name": "1"},
    Kind.LEASE: {
        "start_date": date(2026, 1, 1),
        "rent_amount": Decimal(500),
        "rent_frequency": "weekly",
        "currency": "AUD",
        "status": "current",
    },
    Kind.RENT_PAYMENT: {**MONEY, "date": days_ago(3), "type": "income", "category": "rental_income"},
    Kind.BILL: {**MONEY, "date": days_ago(3), "type": "expense", "category": "water"},
    Kind.MAINTENANCE_JOB: {"summary": "Leaking tap", "status": "reported", "reported_at": NOON},
    Kind.INSPECTION: {"status": "planned", "due_date": TODAY},
    Kind.COMPLIANCE_EVENT: {"title": "Smoke alarms", "status": "open", "due_date": TODAY},
    Kind.PROSPECT: {"name": "Maya", "email": "maya@example.com", "phone": "0400 000 003"},
    Kind.APPLICATION: {"applicant_name": "Maya"},
    Kind.SCREENING: {"name": "Maya"},
    Kind.CHARGE: {**MONEY, "charged_on": TODAY},
    Kind.RECURRING_CHARGE: MONEY,
    Kind.SECURITY_DEPOSIT: MONEY,
    Kind.RETAIL_SALE: {**MONEY, "period_start": days_ago(30)},
    Kind.ASSOCIATION: {"name": "Gardens", "board": [{"name": "Ann"}]},
    Kind.VIOLATION: {"status": "open", "found_on": days_ago(9)},
    Kind.ARCHITECTURAL_REQUEST: {"title": "Fence", "submitted_on": days_ago(9)},
}
PERSON = {"name": "Olive", "email": "olive@example.com", "phone": "0400 000 001"}
SOUND: dict[Kind, Callable[[Estate], dict[str, Any]]] = {
    Kind.PROPERTY: lambda estate: {
        "address": f"{estate.number} Elm Street",
        "street": f"{estate.number} Elm Street",
        "suburb": "Glebe",
        "state": "NSW",
        "postcode": "2037",
    },
    **{kind: (lambda estate: PERSON) for kind in (Kind.OWNER, Kind.TENANT, Kind.CONTACT)},
    Kind.MEMBER: lambda estate: {**PERSON, "role": "member"},
    Kind.SUBSIDY: lambda estate: {"name": "Section 8"},
    Kind.APPOINTMENT: lambda estate: {"subject": "Keys", "starts_at": NOON},
    Kind.LEASE_RENEWAL: lambda estate: {"lease": estate.lease(), "start_date": days_ago(30)},
    **{
        kind: (lambda estate, values=values: {"property": estate.house(), **values})
        for kind, values in SOUND_AT.items()
    },
}
