from unittest.mock import patch

from django.db import OperationalError
from django.test import TestCase


class HealthTests(TestCase):
    def test_the_process_is_up(self) -> None:
        self.assertEqual(self.client.get("/healthz").json(), {"status": "up"})

    def test_it_is_ready_with_its_database(self) -> None:
        answer = self.client.get("/readyz")

        self.assertEqual((answer.status_code, answer.json()), (200, {"status": "ready", "missing": []}))

    def test_without_its_database_it_is_not(self) -> None:
        with patch("integrations.pages.health.MigrationExecutor", side_effect=OperationalError):
            answer = self.client.get("/readyz")

        body = {"status": "not ready", "missing": ["The database does not answer."]}
        self.assertEqual((answer.status_code, answer.json()), (503, body))

    def test_with_migrations_to_apply_it_is_not(self) -> None:
        with patch("integrations.pages.health.MigrationExecutor") as executor:
            executor.return_value.migration_plan.return_value = ["one", "two"]
            answer = self.client.get("/readyz")

        self.assertEqual(answer.json()["missing"], ["2 migrations are not applied."])
