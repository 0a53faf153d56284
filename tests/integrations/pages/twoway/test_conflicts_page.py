"""The conflict queue and the outbox, as staff see them."""

from typing import Any

from django.test import TestCase

from agencies.models import AuditEntry
from agencies.permissions import Role
from integrations.models import Connection, FieldConflict, OutgoingEdit
from portfolio.models import Tenant
from tests.factories import a_member, an_agency
from tests.twoway_factories import PAIR, a_conflict, a_kept_tenant, a_two_way_connection, an_edit

BELOW = "/settings/integrations/rentmanager"


class Page(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency()
        self.link = a_two_way_connection(self.agency)
        self.as_role(Role.MANAGER)

    def as_role(self, role: Role) -> None:
        self.client.force_login(a_member(self.agency, role))


class ConflictPageTests(Page):
    def decide(self, row: FieldConflict, **values: str) -> Any:
        """The page after its form for this conflict is sent, as it is shown now."""
        seen = row.updated_at.isoformat()
        self.assertContains(self.client.get(f"{BELOW}/conflicts"), f'name="seen" value="{seen}"')
        return self.client.post(f"{BELOW}/conflicts/{row.pk}", {"seen": seen, **values}, follow=True)

    def decide_all(self, page: Any, choice: str) -> Any:
        """The page after the form for all rows, as it stood on this page, is sent."""
        ((kind, field, _, _, latest),) = page.context["bulk"]
        self.assertContains(page, f'name="field" value="{field}"')
        self.assertContains(page, f'name="seen" value="{latest.isoformat()}"')
        values = {"kind": kind, "field": field, "seen": latest.isoformat(), "choice": choice}
        return self.client.post(f"{BELOW}/conflicts/many", values, follow=True)

    def test_it_shows_both_values_the_last_one_agreed_on_and_who_changed_what(self) -> None:
        a_conflict(self.link, label="Tim Tenant")

        page = self.client.get(f"{BELOW}/conflicts")

        for words in (
            "Tim Tenant: email",
            "tim.tenant@example.com",
            "t.tenant@example.com",
            "tim@example.com",
            "by priya@example.com",
            "Keep ours",
            "Take theirs",
        ):
            self.assertContains(page, words)

    def test_ours_is_kept_and_goes_out(self) -> None:
        row = a_conflict(self.link)

        page = self.decide(row, choice="ours")

        row.refresh_from_db()
        edit = OutgoingEdit.objects.get()
        self.assertEqual((row.status, edit.status), (FieldConflict.Status.OURS, OutgoingEdit.Status.PENDING))
        pair = edit.changes["email"]
        self.assertEqual((pair["base"], pair["ours"]), ("t.tenant@example.com", "tim.tenant@example.com"))
        self.assertContains(page, "ours is kept and is on its way")
        self.assertTrue(AuditEntry.objects.filter(action="conflict_decided").exists())

    def test_theirs_is_taken(self) -> None:
        row = a_conflict(self.link)

        self.decide(row, choice="theirs")

        self.assertEqual(Tenant.objects.get().email, "t.tenant@example.com")
        self.assertFalse(OutgoingEdit.objects.waiting().exists())

    def test_a_third_value_is_entered(self) -> None:
        row = a_conflict(self.link)

        self.decide(row, choice="edited", value="both@example.com")

        self.assertEqual(Tenant.objects.get().email, "both@example.com")
        self.assertEqual(OutgoingEdit.objects.waiting().get().changes["email"]["ours"], "both@example.com")

    def test_values_that_nobody_has_seen_are_not_decided(self) -> None:
        row = a_conflict(self.link)
        before = row.updated_at.isoformat()
        row.theirs = "seven@example.com"
        row.save()

        address = f"{BELOW}/conflicts/{row.pk}"
        page = self.client.post(address, {"choice": "ours", "seen": before}, follow=True)
        unseen = self.client.post(address, {"choice": "ours"})

        row.refresh_from_db()
        self.assertContains(page, "has changed since it was shown, so nothing was decided.")
        self.assertContains(page, "seven@example.com")
        self.assertEqual((row.status, unseen.status_code), (FieldConflict.Status.OPEN, 404))
        self.assertFalse(OutgoingEdit.objects.filter(status="pending").exists())

    def test_of_all_rows_those_that_changed_since_are_left(self) -> None:
        rows = [a_conflict(self.link) for _ in range(3)]
        page = self.client.get(f"{BELOW}/conflicts")
        rows[1].theirs = "seven@example.com"
        rows[1].save()

        done = self.decide_all(page, "theirs")

        self.assertContains(
            done, "Email: theirs is taken in 2 rows. 1 has changed since it was shown, and waits: look at the values"
        )
        self.assertContains(done, "seven@example.com")
        self.assertEqual(FieldConflict.objects.open().get(), rows[1])

    def test_one_field_is_decided_in_all_rows(self) -> None:
        for _ in range(3):
            a_conflict(self.link)

        page = self.client.get(f"{BELOW}/conflicts")
        done = self.decide_all(page, "theirs")

        self.assertContains(page, "Take theirs in all")
        self.assertContains(done, "Email: theirs is taken in 3 rows.")
        self.assertEqual(set(Tenant.objects.values_list("email", flat=True)), {"t.tenant@example.com"})

    def test_who_may_not_write_back_decides_nothing(self) -> None:
        row = a_conflict(self.link)
        self.as_role(Role.STAFF)

        page = self.client.get(f"{BELOW}/conflicts")
        refused = self.client.post(f"{BELOW}/conflicts/{row.pk}", {"choice": "ours"})

        self.assertContains(page, "t.tenant@example.com")
        self.assertNotContains(page, "Keep ours")
        self.assertEqual(refused.status_code, 403)

    def test_who_may_not_see_contacts_sees_no_value(self) -> None:
        a_conflict(self.link)
        self.as_role(Role.VIEWER)

        page = self.client.get(f"{BELOW}/conflicts")

        self.assertContains(page, "Your role does not show the values.")
        self.assertNotContains(page, "t.tenant@example.com")

    def test_who_may_not_see_contacts_sees_no_field_of_the_agencys_own(self) -> None:
        a_conflict(self.link, field="custom.Gate code", base="door-1", ours="door-2", theirs="door-3")
        self.as_role(Role.VIEWER)

        page = self.client.get(f"{BELOW}/conflicts")

        self.assertContains(page, "Your role does not show the values.")
        self.assertNotContains(page, "door-")

    def test_a_field_of_the_agencys_own_is_decided_in_all_rows(self) -> None:
        for _ in range(2):
            row = a_kept_tenant(self.link, custom={"Gate code": "two", "Pets": "cat"})
            conflict = a_conflict(self.link, row, field="custom.Gate code", base="one", ours="two", theirs="three")
            OutgoingEdit.objects.filter(conflicts=conflict).update(
                changes={"custom.Gate code": {"base": "one", "ours": "two"}}
            )
        shown = self.client.get(f"{BELOW}/conflicts")

        done = self.decide_all(shown, "theirs")

        self.assertContains(done, "theirs is taken in 2 rows.")
        self.assertEqual(
            list(Tenant.objects.values_list("custom", flat=True)), [{"Gate code": "three", "Pets": "cat"}] * 2
        )

    def test_three_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_conflict(self.link)

            # session, person, memberships, connections, numbers, how many of them, rows
            with self.assertNumQueries(7):
                self.client.get(f"{BELOW}/conflicts")


class OutboxPageTests(Page):
    def test_it_shows_what_changed_and_how_far_it_is(self) -> None:
        error = {"code": "refused", "message": "The address is not one.", "action": "Correct it."}
        an_edit(self.link, label="Tim Tenant", status="failed", error=error)

        page = self.client.get(f"{BELOW}/outgoing")

        for words in ("Tim Tenant", "Refused", "tim@example.com", "tim.tenant@example.com", "The address is not one."):
            self.assertContains(page, words)

    def test_who_may_not_see_contacts_sees_no_field_of_the_agencys_own(self) -> None:
        an_edit(self.link, changes={"custom.Gate code": {"base": "door-1", "ours": "door-2"}})
        self.as_role(Role.VIEWER)

        page = self.client.get(f"{BELOW}/outgoing")

        self.assertContains(page, "your role does not show the values")
        self.assertNotContains(page, "door-")

    def test_it_names_everybody_who_changed_a_field_of_it(self) -> None:
        by = {
            "email": {**PAIR["email"], "by": "ann@example.com"},
            "name": {"base": "", "ours": "x", "by": "ben@example.com"},
        }
        an_edit(self.link, changes=by)

        page = self.client.get(f"{BELOW}/outgoing")

        self.assertContains(page, "ann@example.com, ben@example.com")

    def test_a_refused_edit_is_tried_again(self) -> None:
        edit = an_edit(self.link, status="failed")

        self.client.post(f"{BELOW}/outgoing/{edit.pk}/retry")

        self.assertEqual(OutgoingEdit.objects.get().status, OutgoingEdit.Status.PENDING)

    def test_an_edit_that_is_given_up_takes_the_row_back(self) -> None:
        row = a_kept_tenant(self.link, email="tim.tenant@example.com")
        edit = an_edit(self.link, row)

        self.client.post(f"{BELOW}/outgoing/{edit.pk}/drop")

        row.refresh_from_db()
        self.assertEqual(row.email, "tim@example.com")
        self.assertEqual(OutgoingEdit.objects.get().status, OutgoingEdit.Status.DROPPED)

    def test_three_and_thirty_take_the_same_queries(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                an_edit(self.link)

            # session, person, memberships, connections, kinds, how many, rows
            with self.assertNumQueries(7):
                self.client.get(f"{BELOW}/outgoing")


class SettingsTests(Page):
    def test_a_kind_goes_both_ways_and_a_field_is_ours(self) -> None:
        page = self.client.get(f"{BELOW}/settings/two-way")
        form = {name: "ask" if "." in name else "pull" for name in page.context["form"].fields}

        done = self.client.post(
            f"{BELOW}/settings/two-way", form | {"tenants": "both", "tenants.email": "us"}, follow=True
        )

        self.assertContains(done, "Saved. It holds from now on.")
        config = Connection.objects.get().config
        self.assertEqual(config["directions"]["tenants"], "both")
        self.assertEqual(config["ownership"]["tenants"], {"email": "us"})
        self.assertEqual(config["directions"]["units"], "pull")

    def test_a_kind_that_goes_out_alone_keeps_what_was_chosen_for_its_fields(self) -> None:
        chosen = {"tenants": {"email": "vendor"}}
        config = {"directions": {"tenants": "push"}, "ownership": chosen}
        Connection.objects.filter(pk=self.link.pk).update(config=config)
        page = self.client.get(f"{BELOW}/settings/two-way")
        shown = {box.html_name: box.value() for box in page.context["form"]}

        done = self.client.post(f"{BELOW}/settings/two-way", shown | {"tenants": "both"}, follow=True)

        self.assertContains(done, "Saved. It holds from now on.")
        config = Connection.objects.get().config
        self.assertEqual((config["directions"]["tenants"], config["ownership"]), ("both", chosen))
