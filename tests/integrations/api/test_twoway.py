"""Writing back over the API."""

from agencies.permissions import Role
from integrations.models import Connection, OutgoingEdit
from integrations.twoway.editing import edit
from portfolio.models import MaintenanceJob, Tenant
from tests.factories import a_member, a_property, a_tenant
from tests.integrations.api.cases import ApiCase
from tests.twoway_factories import a_conflict, a_kept_tenant, a_two_way_connection, an_edit

ROOT = "/api/integrations/rentmanager"


class WritingCase(ApiCase):
    def setUp(self) -> None:
        super().setUp()
        self.link = a_two_way_connection(self.agency)

    def edits(self, *edits: object) -> list[dict[str, object]]:
        """What became of these."""
        body = {"org_id": str(self.agency.pk), "edits": edits}
        answer = self.api.post("/api/portfolio/edits", body, format="json")
        self.assertEqual(answer.status_code, 200, answer.content)
        return list(answer.json()["results"])


class EditTests(WritingCase):
    def test_each_edit_stands_alone(self) -> None:
        good, bad = a_kept_tenant(self.link), a_kept_tenant(self.link)
        foreign = a_tenant()

        results = self.edits(
            {"kind": "tenants", "id": str(good.pk), "values": {"email": "new@example.com"}},
            {"kind": "tenants", "id": str(bad.pk), "values": {"balance": "0"}},
            {"kind": "tenants", "id": str(foreign.pk), "values": {"email": "new@example.com"}},
            {"kind": "tenants", "id": str(good.pk), "values": {"email": "new@example.com"}},
        )

        self.assertEqual([row["status"] for row in results], ["queued", "refused", "refused", "unchanged"])
        self.assertEqual(
            [row["error"] and row["error"]["code"] for row in results[1:3]], ["kept_elsewhere", "not_found"]
        )
        self.assertEqual(Tenant.objects.get(pk=good.pk).email, "new@example.com")
        self.assertEqual(OutgoingEdit.objects.get().pk, results[0]["edit_id"])

    def test_what_changes_and_needs_no_sending_is_saved(self) -> None:
        own, kept = a_tenant(self.agency), a_kept_tenant(self.link)
        new, old = {"email": "new@example.com"}, {"email": kept.email}

        results = self.edits(
            {"kind": "tenants", "id": str(own.pk), "values": new},
            {"kind": "tenants", "id": str(own.pk), "values": new},
            {"kind": "tenants", "id": str(kept.pk), "values": new},
            {"kind": "tenants", "id": str(kept.pk), "values": old},
        )

        self.assertEqual([row["status"] for row in results], ["saved", "unchanged", "queued", "saved"])
        self.assertEqual([row["edit_id"] is None for row in results], [True, True, False, True])
        self.assertEqual(OutgoingEdit.objects.get().status, "dropped")

    def test_a_new_row_is_made(self) -> None:
        kept = {"external_source": "rentmanager", "external_account": self.link.provider_user_id}
        house = a_property(self.agency, external_id="homes-1:12", **kept)

        results = self.edits(
            {"kind": "maintenance_jobs", "values": {"summary": "Leaking tap", "property_id": str(house.pk)}},
            {"kind": "leases", "values": {"reference": "X"}},
        )

        self.assertEqual([row["status"] for row in results], ["queued", "refused"])
        self.assertEqual(str(MaintenanceJob.objects.get().pk), results[0]["id"])

    def test_an_own_row_is_neither_moved_to_another_agency_nor_given_an_origin(self) -> None:
        own, elsewhere = a_tenant(self.agency), a_tenant()
        before = Tenant.objects.filter(pk=own.pk).values().get()
        forged = {
            "agency_id": str(elsewhere.agency_id),
            "id": str(elsewhere.pk),
            "external_source": "rentmanager",
            "external_id": "homes-1:900",
            "fingerprint": "forged",
        }

        results = self.edits(
            *({"kind": "tenants", "id": str(own.pk), "values": {name: value}} for name, value in forged.items())
        )

        self.assertEqual({(row["status"], row["error"]["code"]) for row in results}, {("refused", "unknown_field")})
        self.assertEqual(Tenant.objects.filter(pk=own.pk).values().get(), before)

    def test_who_may_not_write_back_is_refused(self) -> None:
        body = {"org_id": str(self.agency.pk), "edits": [{"kind": "tenants", "values": {"email": "x@example.com"}}]}
        staff = self.signed_in(a_member(self.agency, Role.STAFF))

        self.assert_problem(staff.post("/api/portfolio/edits", body, format="json"), 403, "permission_denied")

    def test_many_edits_ask_the_database_for_their_rows_once(self) -> None:
        rows = [a_kept_tenant(self.link) for _ in range(250)]

        results = self.edits(
            *({"kind": "tenants", "id": str(row.pk), "values": {"email": f"{row.pk}@example.com"}} for row in rows)
        )

        self.assertEqual({row["status"] for row in results}, {"queued"})
        self.assertEqual(OutgoingEdit.objects.values("batch").distinct().count(), 1)


class ConflictTests(WritingCase):
    def test_they_are_listed_with_all_values_and_decided(self) -> None:
        row = a_conflict(self.link)

        listed = self.api.get(f"{ROOT}/conflicts/{self.agency.pk}?status=open").json()["results"]
        decided = self.api.post(
            f"{ROOT}/conflicts/{self.agency.pk}/{row.pk}", {"choice": "theirs"}, format="json"
        ).json()

        self.assertEqual(
            [(one["base"], one["ours"], one["theirs"], one["ours_by"]) for one in listed],
            [("tim@example.com", "tim.tenant@example.com", "t.tenant@example.com", "priya@example.com")],
        )
        self.assertEqual((decided["status"], decided["decided_by"]), ("theirs", self.user.email))
        self.assertEqual(Tenant.objects.get().email, "t.tenant@example.com")

    def test_a_third_value_is_entered(self) -> None:
        address = f"{ROOT}/conflicts/{self.agency.pk}/{a_conflict(self.link).pk}"

        without = self.api.post(address, {"choice": "edited"}, format="json")
        decided = self.api.post(address, {"choice": "edited", "value": "third@example.com"}, format="json").json()

        self.assertEqual(without.status_code, 400)
        self.assertEqual(decided["status"], "edited")
        self.assertEqual(Tenant.objects.get().email, "third@example.com")
        edit = OutgoingEdit.objects.get()
        pair = edit.changes["email"]
        self.assertEqual(
            (edit.status, pair["base"], pair["ours"]), ("pending", "t.tenant@example.com", "third@example.com")
        )

    def test_a_decision_twice_is_a_conflict_of_its_own(self) -> None:
        row = a_conflict(self.link)
        address = f"{ROOT}/conflicts/{self.agency.pk}/{row.pk}"
        self.api.post(address, {"choice": "theirs"}, format="json")

        self.assert_problem(self.api.post(address, {"choice": "ours"}, format="json"), 409, "settled")

    def test_one_field_in_bulk(self) -> None:
        for _ in range(3):
            a_conflict(self.link)

        body = {"kind": "tenants", "field": "email", "choice": "ours"}
        answer = self.api.post(f"{ROOT}/conflicts/{self.agency.pk}/decide", body, format="json")

        self.assertEqual(answer.json(), {"decided": 3, "left": 0})

    def test_values_that_have_changed_since_they_were_seen_are_not_decided(self) -> None:
        row = a_conflict(self.link)
        address = f"{ROOT}/conflicts/{self.agency.pk}"
        seen = self.api.get(address).json()["results"][0]["updated_at"]
        row.theirs = "seven@example.com"
        row.save()

        refused = self.api.post(f"{address}/{row.pk}", {"choice": "ours", "seen": seen}, format="json")
        body = {"kind": "tenants", "field": "email", "choice": "ours", "seen": seen}
        many = self.api.post(f"{address}/decide", body, format="json")
        seen = self.api.get(address).json()["results"][0]["updated_at"]
        decided = self.api.post(f"{address}/{row.pk}", {"choice": "ours", "seen": seen}, format="json")

        self.assert_problem(refused, 409, "changed_meanwhile")
        self.assertEqual(many.json(), {"decided": 0, "left": 1})
        self.assertEqual((decided.status_code, decided.json()["status"]), (200, "ours"))

    def test_values_are_for_those_who_may_see_them(self) -> None:
        viewer = self.viewer()
        for field in ("email", "custom.Gate code"):
            with self.subTest(field):
                a_conflict(self.link, field=field, base="one", ours="two", theirs="three")
                an_edit(self.link, changes={field: {"base": "one", "ours": "two"}})

                conflict = viewer.get(f"{ROOT}/conflicts/{self.agency.pk}").json()["results"][0]
                edit = viewer.get(f"{ROOT}/outbox/{self.agency.pk}?status=pending").json()["results"][-1]
                told = self.api.get(f"{ROOT}/conflicts/{self.agency.pk}").json()["results"][0]

                self.assertEqual([conflict[name] for name in ("field", "base", "ours", "theirs")], [field, *[None] * 3])
                self.assertEqual([edit["changes"][field][name] for name in ("old", "new")], [None, None])
                self.assertEqual([told[name] for name in ("base", "ours", "theirs")], ["one", "two", "three"])
                OutgoingEdit.objects.all().delete()

    def test_lists_ask_as_much_of_thirty_as_of_three(self) -> None:
        for number in (3, 27):
            for _ in range(number):
                a_conflict(self.link)

            for word in ("conflicts", "outbox"):
                # session, person, membership, connections, rows
                with self.subTest(word), self.assertNumQueries(5):
                    self.api.get(f"{ROOT}/{word}/{self.agency.pk}")


class OutboxTests(WritingCase):
    def test_an_edit_is_tried_again_or_given_up(self) -> None:
        failed = an_edit(self.link, status="failed")
        address = f"{ROOT}/outbox/{self.agency.pk}/{failed.pk}"

        tried = self.api.post(f"{address}/retry")
        dropped = self.api.delete(address)

        self.assertEqual((tried.json()["status"], dropped.json()["status"]), ("pending", "dropped"))

    def test_each_field_says_who_changed_it_when(self) -> None:
        row, ben = a_kept_tenant(self.link), a_member(self.agency, Role.MANAGER, email="ben@example.com")
        edit(row, {"email": "new@example.com"}, self.user)
        edit(row, {"first_name": "Timothy"}, ben)

        shown = self.api.get(f"{ROOT}/outbox/{self.agency.pk}").json()["results"][0]

        told = {name: pair["by"] for name, pair in shown["changes"].items()}
        self.assertEqual(told, {"email": self.user.email, "first_name": "ben@example.com"})
        self.assertEqual(
            (shown["made_by"], shown["made_at"]), ("ben@example.com", shown["changes"]["first_name"]["at"])
        )

    def test_what_is_written_is_a_setting(self) -> None:
        address = f"{ROOT}/two-way/{self.agency.pk}"
        body = {"directions": {"tenants": "pull"}, "ownership": {"units": {"name": "vendor"}}}

        answer = self.api.patch(address, body, format="json").json()

        self.assertEqual((answer["directions"]["tenants"], answer["directions"]["units"]), ("pull", "both"))
        self.assertEqual(answer["ownership"]["units"]["name"], "vendor")
        self.assertEqual(Connection.objects.get(pk=self.link.pk).config["ownership"], {"units": {"name": "vendor"}})

    def test_a_kind_that_cannot_be_written_is_refused(self) -> None:
        body = {"directions": {"leases": "both"}}

        answer = self.api.patch(f"{ROOT}/two-way/{self.agency.pk}", body, format="json")

        self.assert_problem(answer, 400, "unknown_kind")
