"""Scores over the API."""

from datetime import timedelta
from typing import Any

from tests.factories import a_connection
from tests.health_factories import a_score
from tests.integrations.api.cases import ROOT, ApiCase


class QualityTests(ApiCase):
    def setUp(self) -> None:
        super().setUp()
        self.address = f"{ROOT}/quality/{self.agency.pk}"

    def quality(self) -> dict[str, Any]:
        answer = self.api.get(self.address)
        self.assertEqual(answer.status_code, 200, answer.content)
        return answer.json()

    def test_it_tells_the_score_what_was_found_and_how_each_kind_went(self) -> None:
        today = self.agency.local_day()
        before = today - timedelta(days=7)
        a_score(self.connection, "leases", 80, day=before)
        a_score(self.connection, "leases", 91, findings={"lease_without_tenant": 9})
        a_score(self.connection, "owners", 99, rows=300)
        a_score(self.connection, "owners", 10, day=today - timedelta(days=90))
        a_score(a_connection(), "leases", 12)

        body = self.quality()

        (finding,) = body.pop("findings")
        link = f"?connection={self.connection.pk}&rule=lease_without_tenant"
        self.assertTrue(finding.pop("link").endswith(f"/settings/integrations/propertyme/quality{link}"))
        self.assertEqual(
            finding,
            {
                "rule": "lease_without_tenant",
                "kind": "leases",
                "severity": "missing",
                "weight": 1.0,
                "rows": 9,
                "message": "The lease names no tenant who is still there.",
                "action": "Put the tenant on the lease, or take up the one who was archived, in the other system.",
            },
        )
        self.assertEqual(
            body,
            {
                "connection_id": str(self.connection.pk),
                "day": f"{today:%Y-%m-%d}",
                "data_quality_score": 97.0,
                "kinds": [
                    {"kind": "leases", "score": 91.0, "rows": 100},
                    {"kind": "owners", "score": 99.0, "rows": 300},
                ],
                "trend": [
                    {"day": f"{before:%Y-%m-%d}", "kind": "leases", "score": 80.0, "rows": 100},
                    {"day": f"{today:%Y-%m-%d}", "kind": "leases", "score": 91.0, "rows": 100},
                    {"day": f"{today:%Y-%m-%d}", "kind": "owners", "score": 99.0, "rows": 300},
                ],
            },
        )

    def test_before_the_first_score_nothing_is_made_up(self) -> None:
        self.assertEqual(
            self.quality(),
            {
                "connection_id": str(self.connection.pk),
                "day": None,
                "data_quality_score": None,
                "kinds": [],
                "findings": [],
                "trend": [],
            },
        )

    def test_of_several_connections_one_is_named(self) -> None:
        other = a_connection(self.agency)
        a_score(other, "leases", 71)

        self.assert_problem(self.api.get(self.address), 409, "several_connections")
        named = self.api.get(f"{self.address}?connection={other.pk}").json()
        self.assertEqual(named["data_quality_score"], 71.0)

    def test_a_viewer_may_look_and_another_agency_may_not(self) -> None:
        self.assertEqual(self.viewer().get(self.address).status_code, 200)
        stranger = a_connection()
        self.assertEqual(self.api.get(f"{ROOT}/quality/{stranger.agency_id}").status_code, 404)

    def test_three_days_and_thirty_take_the_same_queries(self) -> None:
        for days in (3, 27):
            for day in range(days):
                for kind in ("owners", "leases"):
                    a_score(self.connection, kind, day=self.agency.local_day() - timedelta(days=days + day))
            # session, person, membership with agency, connections, newest scores, those of the days before
            with self.assertNumQueries(6):
                self.quality()
