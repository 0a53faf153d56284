"""What the tests of the portfolio's pages start from."""

from datetime import date
from decimal import Decimal
from typing import Any

from integrations.models import RowChange
from portfolio.models import Lease, Property, SyncedRow
from tests.factories import (
    a_change,
    a_job,
    a_lease,
    a_mapping,
    a_property,
    a_sync_log,
    a_tenant,
    a_transaction,
    an_inspection,
    an_owner,
)
from tests.integrations.pages.cases import PageCase

ROOT = "/portfolio"


class PortfolioCase(PageCase):
    """`self.agency` has a connection, and whatever a test brings in through it."""

    def source(self, row: str) -> dict[str, Any]:
        """The columns of a row that came through the connection."""
        return {
            "external_source": "propertyme",
            "external_id": row,
            "external_account": self.connection.provider_user_id,
            "synced_at": self.connection.last_sync_at,
        }

    def a_house(self, **given: Any) -> Property:
        """A property that came through the connection."""
        number = Property.objects.count()
        return a_property(self.agency, **{**self.source(f"lot-{number}"), **given})

    def a_full_house(self, number: int) -> tuple[Property, Lease]:
        """A property with so many of everything that its page shows, each with a change."""
        house = self.a_house()
        a_mapping(self.connection, property=house)
        log = a_sync_log(self.connection)
        for turn in range(number):
            owner, tenant = an_owner(self.agency), a_tenant(self.agency)
            house.owners.add(owner)
            lease = a_lease(house, (tenant,), tenant_name=tenant.name, paid_to=date(2026, 7, 1))
            a_transaction(house, lease=lease)
            a_job(house)
            an_inspection(house)
            before, after = {"owners": [str(owner.pk)], "suburb": "a"}, {"owners": [], "suburb": "b"}
            self.changed(house, before, after, log)
            self.changed(owner, {"phone": str(turn)}, {"phone": "1"}, log)
        return house, lease

    def changed(self, row: SyncedRow, before: Any, after: Any, log: Any = None) -> RowChange:
        """A run's change of that row; with nothing before and after, the run that brought it."""
        log = log or a_sync_log(self.connection)
        action = RowChange.Action.UPDATED if after else RowChange.Action.CREATED
        values = {"table": row._meta.db_table, "row_id": row.pk, "label": str(row), "action": action}
        return a_change(log, before=before, after=after, **values)

    def rent(self, lease: Lease, **given: Any) -> None:
        """A receipt for that lease."""
        a_transaction(lease.property, lease=lease, **{"amount": Decimal("650.00"), **given})
