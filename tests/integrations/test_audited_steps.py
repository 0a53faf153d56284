"""Each step that a person takes leaves one entry in the trail, which says who, where, what, and what became of what. A step
that fails leaves none."""

from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from agencies.audit import Action
from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations import connecting, fixing, mapping, runs
from integrations.models import Connection, SyncLog
from tests.agencies.office import told
from tests.factories import (
    a_connection,
    a_mapping,
    a_member,
    a_property,
    a_sync_log,
    an_agency,
    an_issue,
)
from tests.integrations.office import Office
from tests.integrations.pages.cases import HERE, PageCase

SECRETS = ("secret-", "access_token", "refresh_token", "code_verifier")


def trail() -> list[AuditEntry]:
    """Every entry but log-ins, the first one first; none holds a secret."""
    rows = list(AuditEntry.objects.exclude(action=Action.LOGGED_IN).order_by("at"))
    for row in rows:
        assert not any(word in f"{row.subject} {row.details}" for word in SECRETS), row.details
    return rows


class StepCase(PageCase):
    def post(self, step: str, **form: str) -> Any:
        return self.client.post(f"{HERE}/{step}", form)

    def assert_told(self, action: str, subject: str, details: dict[str, Any]) -> None:
        """One entry: this."""
        [entry] = trail()
        self.assertEqual(told(entry), (action, self.user.email, "Harbour Rentals", subject, details))
        self.assertEqual((entry.via, entry.address), ("page", "127.0.0.1"))


class ConnectionStepTests(StepCase):
    def test_pausing_and_resuming(self) -> None:
        self.post("pause")
        self.assert_told("paused", "Harbour Ultimo", {})

        self.post("resume")
        self.assertEqual([entry.action for entry in trail()], ["paused", "resumed"])

    def test_pausing_what_is_not_active_leaves_nothing(self) -> None:
        Connection.objects.update(status=Connection.Status.EXPIRED)

        self.post("pause")
        self.post("resume")

        self.assertEqual(trail(), [])

    def test_disconnecting_is_one_step_though_it_stops_a_run(self) -> None:
        connection = a_connection(self.agency, account_name="Second", status=Connection.Status.EXPIRED)
        a_sync_log(connection, status=SyncLog.Status.RUNNING, completed_at=None)

        self.client.post(f"{HERE}/disconnect?connection={connection.pk}")
        self.client.post(f"{HERE}/disconnect?connection={connection.pk}")

        self.assert_told("disconnected", "Second", {"status": {"old": "expired", "new": "disconnected"}})

    def test_a_disconnect_that_fails_leaves_nothing(self) -> None:
        connection = a_connection(self.agency, status=Connection.Status.EXPIRED)
        with patch("integrations.connecting.vault.forget", side_effect=RuntimeError), self.assertRaises(RuntimeError):
            connecting.disconnect(connection)

        self.assertEqual(trail(), [])


class MappingStepTests(StepCase):
    def setUp(self) -> None:
        super().setUp()
        self.house = a_property(self.agency, address="12 Wattle Street")
        self.row = a_mapping(self.connection, provider_property_address="12 Wattle St")

    def change(self, action: str, **form: str) -> None:
        self.post(f"mappings/{self.row.pk}", action=action, **form)

    def about(self, **details: Any) -> dict[str, Any]:
        return {"connection": "Harbour Ultimo", **details}

    def test_mapping(self) -> None:
        self.change("assign", property=str(self.house.pk))

        found = self.about(property={"old": None, "new": str(self.house)})
        self.assert_told("mapped", "12 Wattle St", found)

    def test_mapping_anew_says_what_it_was_before(self) -> None:
        mapping.assign(self.row, self.house)
        other = a_property(self.agency, address="14 Wattle Street")

        mapping.assign(self.row, other)

        self.assertEqual(trail()[1].details["property"], {"old": str(self.house), "new": str(other)})

    def test_creating_is_one_step_though_it_maps(self) -> None:
        self.change("create")

        self.assert_told("created_from_mapping", "12 Wattle St", self.about(property="12 Wattle St"))

    def test_leaving_out(self) -> None:
        self.change("leave_out")

        self.assert_told("left_out", "12 Wattle St", self.about(property={"old": None, "new": None}))

    def test_undoing(self) -> None:
        mapping.assign(self.row, self.house)

        self.change("undo")

        entry = trail()[1]
        found = self.about(property={"old": str(self.house), "new": None}, left_out={"old": False, "new": False})
        self.assertEqual(told(entry), ("mapping_undone", self.user.email, "Harbour Rentals", "12 Wattle St", found))

    def test_switching_auto_sync_and_not_when_it_is_so_already(self) -> None:
        self.change("sync_off")
        self.change("sync_off")

        self.assert_told("auto_sync_changed", "12 Wattle St", self.about(auto_sync={"old": True, "new": False}))

    def test_accepting_all_suggestions_is_one_entry_with_its_numbers(self) -> None:
        for number in (1, 2, 3):
            a_mapping(self.connection, provider_property_address=f"{number} Acacia Avenue, Ultimo NSW 2007")

        self.post("mappings/auto", minimum_score="100", create_unmatched="on")

        numbers = {"mapped": 0, "created": 4, "left": 0}
        asked = {"minimum_score": 100, "create_unmatched": True}
        self.assert_told("suggestions_accepted", "Harbour Ultimo", asked | numbers)

    def test_steps_that_are_refused_or_fail_leave_nothing(self) -> None:
        with pytest.raises(Refusal):
            mapping.assign(self.row, a_property(an_agency()))
        for step in (mapping.leave_out, mapping.clear, mapping.create_property):
            with patch("integrations.mapping.timezone.now", side_effect=RuntimeError), pytest.raises(RuntimeError):
                step(self.row)

        self.assertEqual(trail(), [])


class RunStepTests(StepCase):
    def test_starting_a_sync_by_hand(self) -> None:
        self.post("sync")

        job = SyncLog.objects.get()
        self.assert_told("sync_started", "Harbour Ultimo", {"type": "manual", "kinds": [], "job": str(job.pk)})

    def test_a_sync_over_the_api_says_so(self) -> None:
        self.client.post("/api/integrations/propertyme/sync/full", {"org_id": str(self.agency.pk)}, "application/json")

        [entry] = trail()
        self.assertEqual((entry.action, entry.person, entry.via), ("sync_started", self.user.email, "api"))

    def test_the_night_is_nobodys_step_and_a_command_is_one_without_a_person(self) -> None:
        runs.request_sync(self.connection, SyncLog.Type.FULL, SyncLog.Trigger.SCHEDULE)
        self.assertEqual(trail(), [])
        SyncLog.objects.all().delete()

        runs.request_sync(self.connection, SyncLog.Type.FULL, SyncLog.Trigger.COMMAND)

        [entry] = trail()
        self.assertEqual((entry.action, entry.person, entry.via, entry.address), ("sync_started", "", "command", None))

    def test_a_sync_that_is_refused_leaves_nothing(self) -> None:
        a_sync_log(self.connection, status=SyncLog.Status.RUNNING, completed_at=None)

        self.post("sync")

        self.assertEqual(trail(), [])

    def test_cancelling_and_not_once_it_is_over(self) -> None:
        log = a_sync_log(self.connection, status=SyncLog.Status.QUEUED, completed_at=None)

        self.post(f"history/{log.pk}/cancel")
        self.post(f"history/{log.pk}/cancel")

        self.assert_told("sync_cancelled", "Harbour Ultimo", {"job": str(log.pk)})


class IssueStepTests(StepCase):
    def test_deciding_an_issue_says_from_what_to_what_and_keeps_peoples_details_out(self) -> None:
        issue = an_issue(
            self.connection, external_id="T-17", message="tim@example.com is no date.", value="tim@example.com"
        )

        self.post(f"issues/{issue.pk}", action="ignore", reason="An old one.")

        self.assert_told(
            "issue_decided",
            "leases T-17",
            {
                "connection": "Harbour Ultimo",
                "about": "malformed_row",
                "status": {"old": "open", "new": "ignored"},
                "reason": "An old one.",
            },
        )

    def test_a_step_that_is_refused_leaves_nothing(self) -> None:
        issue = an_issue(self.connection)
        with pytest.raises(Refusal):
            fixing.confirm_withdrawal(issue)

        self.assertEqual(trail(), [])


def test_a_whole_sign_in_is_one_entry_and_holds_no_token(office: Office) -> None:
    [entry] = trail()

    found = {"provider": "PropertyMe", "status": {"old": "pending", "new": "active"}}
    account = office.fresh().account_name
    assert told(entry) == ("connected", office.user.email, office.agency.name, account, found)


def test_a_sign_in_that_is_refused_leaves_nothing(office: Office) -> None:
    before = len(trail())
    with pytest.raises(Refusal):
        connecting.finish(office.user, "never-given-out", "code", "", "browser")

    assert len(trail()) == before


def test_every_action_that_this_file_is_about_has_an_entry_that_a_person_can_read(db: None) -> None:
    agency = an_agency(timezone="Australia/Perth")
    admin, connection = a_member(agency), a_connection(agency, account_name="Harbour Ultimo")
    browser = Client()
    browser.force_login(admin)
    browser.post(f"{HERE}/pause?connection={connection.pk}")

    page = browser.get("/settings/audit").content.decode()

    assert "Paused" in page
    assert "Harbour Ultimo" in page
    assert admin.email in page
