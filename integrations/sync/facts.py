"""What a run knows of its connection and agency: plain values, so that nothing pure needs the database."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from integrations.models import Connection
from integrations.narrowing import EVERYTHING, Filters, as_spoken, filters_from


@dataclass(frozen=True)
class Facts:
    """The fixed facts of one run. `today` is the agency's calendar day when the run began. `filters` are the connection's,
    `narrowed` this run's own: properties outside of either are held."""

    connection_id: UUID
    agency_id: UUID
    source: str
    account: str
    zone: ZoneInfo
    currency: str
    started_at: datetime
    today: date
    creates_unmapped: bool
    category_rules: tuple[tuple[str, str], ...] = ()
    filters: Filters = EVERYTHING
    narrowed: Filters = EVERYTHING

    @property
    def is_narrowed(self) -> bool:
        """Whether there are filters at all."""
        return bool(self.filters or self.narrowed)


def facts_of(connection: Connection, started_at: datetime, narrowed: Filters = EVERYTHING) -> Facts:
    """The facts of a run of this connection that began at `started_at`. One query, for the agency's own bill categories."""
    agency = connection.agency
    return Facts(
        connection_id=connection.pk,
        agency_id=agency.pk,
        source=connection.provider,
        account=connection.provider_user_id or "",
        zone=agency.zone,
        currency=agency.currency,
        started_at=started_at,
        today=agency.local_day(started_at),
        creates_unmapped=connection.unmapped == Connection.Unmapped.CREATE,
        category_rules=tuple(agency.category_rules.values_list("words", "category")),
        filters=as_spoken(filters_from(connection.config.get("property_filters", {})), connection.provider),
        narrowed=narrowed,
    )
