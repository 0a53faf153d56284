"""What a sync may be asked for, and what is refused by name."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from integrations.models import SyncLog
from tests.factories import a_connection, a_file_connection, a_mapping, a_sync_log
from tests.integrations.api.cases import ROOT, ApiCase


class StartingCase(ApiCase):
    def start(self, kind: str = "incremental", root: str = ROOT, **body: Any) -> Any:
        return self.api.post(f"{root}/sync/{kind}", {"org_id": str(self.agency.pk), **body}, format="json")

    def started(self, kind: str = "incremental", **body: Any) -> dict[str, Any]:
        """The job, which is then gone."""
        answer = self.start(kind, **body)
        self.assertEqual(answer.status_code, 202, answer.content)
        SyncLog.objects.all().delete()
        return answer.json()

    def refused(self, field: str, kind: str = "incremental", **body: Any) -> str:
        """The sentence about that field, and about no other."""
        problem = self.assert_problem(self.start(kind, **body), 400, "invalid")
        self.assertEqual({error["field"] for error in problem["errors"]}, {field})
        self.assertFalse(SyncLog.objects.exists())
        return problem["errors"][0]["message"]


class OptionTests(StartingCase):
    def test_all_that_was_asked_for_is_kept_and_told(self) -> None:
        a_mapping(self.connection, provider_property_id="p-1")
        asked = {
            "since": "2026-07-02T10:00:00+10:00",
            "property_filters": {"property_type": ["multi_family"], "active": True, "properties": ["p-1"]},
            "batch_size": 50,
            "max_workers": 10,
            "sync_direction": "pull",
        }

        body = self.started(**asked)

        self.assertEqual(body["options"], asked | {"since": "2026-07-02T00:00:00Z"})
        self.assertNotIn("rent_payments", body["since_not_applied"])
        self.assertIn("leases", body["since_not_applied"])

    def test_only_kinds_of_the_job_are_named_where_since_is_not_applied(self) -> None:
        body = self.started(since="2026-07-02T00:00:00Z", entity_types=["leases", "rent_payments"])

        self.assertEqual(body["since_not_applied"], ["leases"])

    def test_other_names_of_kinds_are_understood(self) -> None:
        body = self.started(entity_types=["residents", "maintenance_requests", "payments"])

        self.assertEqual(body["entity_types"], ["tenants", "rent_payments", "maintenance_jobs"])

    def test_what_no_sync_brings_may_be_left_out(self) -> None:
        body = self.started(excluded_entities=["documents", "messages", "prospects", "bills"])

        self.assertNotIn("bills", body["entity_types"])
        self.assertIn("leases", body["entity_types"])

    def test_what_does_nothing_yet_says_so(self) -> None:
        body = self.started("full", compliance_validation=True)

        self.assertEqual(list(body["ignored_options"]), ["compliance_validation"])
        self.assertIn("nothing was validated", body["ignored_options"]["compliance_validation"])

    def test_filters_that_say_nothing_narrow_nothing(self) -> None:
        body = self.started(property_filters={"property_type": [], "active": False})

        self.assertEqual(body["options"], {})


class RefusedTests(StartingCase):
    def test_numbers_beyond_what_may_be(self) -> None:
        for field, values in (("batch_size", (49, 5001, "500", True)), ("max_workers", (0, 11, 1.5))):
            for value in values:
                with self.subTest(field=field, value=value):
                    self.refused(field, **{field: value})

    def test_a_time_without_a_zone_or_in_the_future_or_for_a_full_sync(self) -> None:
        self.assertIn("zone", self.refused("since", since="2026-07-02T00:00:00"))
        self.assertIn("future", self.refused("since", since="2999-07-02T00:00:00Z"))
        self.assertIn("sync/incremental", self.refused("since", "full", since="2026-07-02T00:00:00Z"))
        for nonsense in ("yesterday", "0001-01-01T00:00:00+14:00", 5):
            self.refused("since", since=nonsense)

    def test_a_direction_that_the_provider_does_not_go(self) -> None:
        self.assertIn("can only be read", self.refused("sync_direction", sync_direction="push"))
        self.assertIn("can only be read", self.refused("sync_direction", sync_direction="bidirectional"))
        self.refused("sync_direction", sync_direction="sideways")

    def test_filters_that_nobody_knows(self) -> None:
        a_mapping(self.connection, provider_property_id="p-1", metadata={"details": {"property_type": "House"}})

        types = self.refused("property_filters.property_type", property_filters={"property_type": ["castle"]})
        ids = self.refused("property_filters.properties", property_filters={"properties": ["p-1", "p-9"]})
        colour = self.refused("property_filters.colour", property_filters={"colour": "red"})

        self.assertEqual(types, "No property is of this type: castle. There are: House.")
        self.assertIn("p-9", ids)
        self.assertIn("property_type, active, properties", colour)

    def test_a_type_of_the_table_that_no_property_has(self) -> None:
        a_mapping(self.connection, metadata={"details": {"property_type": "House"}})

        asked = {"property_type": ["hoa", "multi_family"]}
        types = self.refused("property_filters.property_type", property_filters=asked)

        self.assertEqual(types, "No property is of this type: hoa, multi_family. There are: House.")

    def test_narrowing_of_export_files_which_are_read_whole(self) -> None:
        a_file_connection(self.agency, "propertytree")
        root = "/api/integrations/propertytree"

        for field, value in (("since", "2026-07-02T00:00:00Z"), ("property_filters", {"active": True})):
            answer = self.start(root=root, **{field: value})
            self.assert_problem(answer, 400, "invalid")
            self.assertEqual(answer.json()["errors"][0]["field"], field)
        answer = self.start("full", root, batch_size=500, entity_types=["leases"])
        self.assertEqual((answer.status_code, answer.json()["entity_types"]), (202, ["leases"]))

    def test_files_bring_kinds_of_their_own_also_where_the_provider_has_an_interface(self) -> None:
        files = a_file_connection(self.agency, "propertyme")
        named = {"connection_id": str(files.pk)}

        brought = self.start("full", entity_types=["compliance_events"], **named)
        refused = self.start("full", entity_types=["bills"], **named)
        of_account = self.start("full", entity_types=["compliance_events"], connection_id=str(self.connection.pk))

        self.assertEqual((brought.status_code, brought.json()["entity_types"]), (202, ["compliance_events"]))
        allowed = "Allowed: properties, owners, tenants, leases, compliance_events."
        for answer, words in ((refused, f"bills. {allowed}"), (of_account, "compliance_events. Allowed: members")):
            (error,) = self.assert_problem(answer, 400, "invalid")["errors"]
            self.assertEqual(error["field"], "entity_types")
            self.assertIn(words, error["message"])

    def test_nothing_at_all(self) -> None:
        body = {"entity_types": ["leases"], "excluded_entities": ["leases"]}

        self.assertEqual(self.refused("excluded_entities", **body), "This leaves nothing to sync.")


class EstimateTests(StartingCase):
    def test_a_job_tells_how_long_it_still_takes_where_an_earlier_one_says_how_much_there_is(self) -> None:
        began = timezone.now() - timedelta(seconds=60)
        running = a_sync_log(
            self.connection,
            status="running",
            started_at=began,
            completed_at=None,
            progress_done=300,
            progress_total=900,
        )
        self.assertIsNone(self.left(running))

        a_sync_log(self.connection, counts={"leases": {"read": 900}})
        self.assertAlmostEqual(self.left(running), 120, delta=5)

    def left(self, log: SyncLog) -> Any:
        return self.api.get(f"{ROOT}/sync/jobs/{log.pk}").json()["estimated_seconds_left"]


class HistoryTests(StartingCase):
    def test_options_of_the_history_take_no_query_of_their_own(self) -> None:
        other = a_connection()
        for number in (3, 27):
            for _ in range(number):
                a_sync_log(self.connection, requested_by=self.user, options={"batch_size": 500})
            a_sync_log(other)
            # session, person, membership with agency, connections, runs
            with self.assertNumQueries(5):
                self.api.get(f"{ROOT}/sync/history/{self.agency.pk}")
