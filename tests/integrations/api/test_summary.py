from datetime import UTC, datetime, timedelta
from typing import Any

from portfolio.models import Prospect
from tests.factories import a_connection, a_job, a_lease, a_property, a_sync_log, a_tenant, a_transaction, a_unit
from tests.integrations.api.cases import ROOT, ApiCase
from tests.letting_factories import a_row_of

OURS: dict[str, Any] = {"external_source": "propertyme"}
GONE = datetime(2026, 7, 1, tzinfo=UTC)


class SummaryTests(ApiCase):
    def test_only_rows_that_came_from_the_provider_and_are_here_count(self) -> None:
        of = a_property(self.agency, **OURS, external_id="1")
        a_property(self.agency)
        a_unit(of, **OURS, external_id="1")
        a_unit(of, **OURS, external_id="2", withdrawn_at=GONE)
        stays, leaves = a_tenant(self.agency), a_tenant(self.agency)
        a_lease(of, (stays,), **OURS, external_id="1")
        a_lease(of, (stays,), **OURS, external_id="2")
        a_lease(of, (leaves,), **OURS, external_id="3", status="closed")
        a_job(of, **OURS, external_id="1")
        a_job(of, **OURS, external_id="2", status="closed")
        a_transaction(of)
        a_transaction(of, withdrawn_at=GONE)
        prospect = a_row_of(Prospect, of)
        Prospect.objects.filter(pk=prospect.pk).update(**OURS, external_id="1")
        later = self.connection.last_sync_at + timedelta(days=1)  # type: ignore[operator]
        a_sync_log(a_connection(self.agency, last_sync_at=later), status="running")

        # session, person, membership with agency, one for each of the ten numbers, and the last sync
        with self.assertNumQueries(14):
            body = self.api.get(f"{ROOT}/summary/{self.agency.pk}").json()

        self.assertEqual(
            body,
            {
                "properties": 1,
                "units": 1,
                "residents": 1,
                "prospects": 1,
                "leases": 3,
                "current_leases": 2,
                "maintenance_jobs": 2,
                "active_maintenance_jobs": 1,
                "active_jobs": 1,
                "transactions": 1,
                "connection": {"property_count": 1, "unit_count": 1, "resident_count": 1},
                "synchronization": {"active_jobs": 1, "last_sync_at": "2026-07-04T02:14:00Z"},
            },
        )
