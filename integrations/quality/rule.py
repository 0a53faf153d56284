"""What a rule of data quality is, and the rows that it looks at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from integrations.models import Connection
from integrations.sync.targets import TARGETS
from portfolio.models import Transaction
from providers.records import Kind

# Receipts and bills share a table.
BESIDE: dict[Kind, Q] = {
    Kind.RENT_PAYMENT: Q(type=Transaction.Direction.INCOME),
    Kind.BILL: Q(type=Transaction.Direction.EXPENSE),
}


class Severity(StrEnum):
    """In which way a row is not as it should be."""

    MISSING = "missing"
    MALFORMED = "malformed"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True)
class Scope:
    """The rows of one connection, and what the rules need to know of its agency. `today` is the agency's calendar day."""

    connection: Connection
    today: date

    @property
    def locale(self) -> str:
        """Where the agency is, for what each country writes in its own way."""
        return self.connection.agency.locale

    def rows(self, kind: Kind) -> QuerySet[Any]:
        """The kind's rows that this connection has brought and that are not withdrawn."""
        target = TARGETS[kind]
        return target.model._default_manager.filter(
            target.only,
            BESIDE.get(kind, Q()),
            agency=self.connection.agency_id,
            external_account=self.connection.provider_user_id or "",
            withdrawn_at__isnull=True,
            **{target.source_column: self.connection.provider},
        ).order_by()


# Q, or an expression such as Exists and what is put together of both.
Test = Q | Combinable
Condition = Callable[[Scope], Test]


@dataclass(frozen=True)
class Rule:
    """One thing that a row should not be. A finding takes `weight` of its row away, 0 to 1.

    `sentence` says it of one row and of many alike; `action` says what to do. `finds` is the condition that a row fails by.
    A rule is asked only where the connection has rows of each kind that it `needs`: where owners do not come in, no house
    can be blamed for having none."""

    code: str
    kind: Kind
    severity: Severity
    weight: float
    sentence: str
    action: str
    finds: Condition
    needs: tuple[Kind, ...] = ()

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """The rows that fail it."""
        return scope.rows(self.kind).filter(self.finds(scope))


def scope_of(connection: Connection) -> Scope:
    """The connection's rows, today."""
    return Scope(connection, connection.agency.local_day(timezone.now()))


def blank(*columns: str) -> Q:
    """All of these text columns are empty."""
    return Q(**dict.fromkeys(columns, ""))


def always(condition: Test) -> Condition:
    """A condition that is the same for every connection and day."""
    return lambda scope: condition
