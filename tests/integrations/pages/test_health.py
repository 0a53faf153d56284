from unittest.mock import patch

from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import TestCase

from integrations.observing.readiness import ticked

EXECUTOR = "integrations.observing.readiness.MigrationExecutor"


class HealthTests(TestCase):
    def test_the_process_is_up(self) -> None:
        self.assertEqual(self.client.get("/healthz").json(), {"status": "up"})

    def test_it_is_ready_with_its_database_its_broker_and_its_clock(self) -> None:
        ticked()

        answer = self.client.get("/readyz")

        body = {"status": "ready", "missing": [], "troubled": []}
        self.assertEqual((answer.status_code, answer.json()), (200, body))

    def test_without_its_database_it_is_not(self) -> None:
        with patch(EXECUTOR, side_effect=OperationalError):
            answer = self.client.get("/readyz")

        body = {"status": "not ready", "missing": ["The database does not answer."], "troubled": []}
        self.assertEqual((answer.status_code, answer.json()), (503, body))

    def test_with_migrations_to_apply_it_is_not(self) -> None:
        applied = MigrationRecorder(connection)
        last, before = sorted(
            (name for app, name in applied.applied_migrations() if app == "integrations"), reverse=True
        )[:2]

        applied.record_unapplied("integrations", last)
        one = self.client.get("/readyz")
        applied.record_unapplied("integrations", before)
        two = self.client.get("/readyz")

        self.assertEqual((one.status_code, one.json()["missing"]), (503, ["1 migration is not applied."]))
        self.assertEqual((two.status_code, two.json()["missing"]), (503, ["2 migrations are not applied."]))

    def test_every_answer_names_its_request(self) -> None:
        ours = self.client.get("/healthz")["X-Request-ID"]
        theirs = self.client.get("/healthz", headers={"X-Request-ID": "of-the-proxy-1"})["X-Request-ID"]
        nonsense = self.client.get("/healthz", headers={"X-Request-ID": "a b"})["X-Request-ID"]

        self.assertEqual(len(ours), 32)
        self.assertEqual(theirs, "of-the-proxy-1")
        self.assertEqual(len(nonsense), 32)
