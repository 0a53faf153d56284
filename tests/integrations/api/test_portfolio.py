from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from agencies.permissions import Role
from portfolio.models import Property
from tests.factories import (
    a_compliance_task,
    a_job,
    a_lease,
    a_member,
    a_property,
    a_tenant,
    a_transaction,
    a_unit,
    a_user,
    an_agency,
    an_inspection,
    an_owner,
)
from tests.integrations.api.cases import PortfolioCase


class FilterTests(PortfolioCase):
    def test_rows_of_one_property(self) -> None:
        here, there = a_property(self.agency), a_property(self.agency)
        rows: dict[str, Callable[..., Any]] = {
            "leases": a_lease,
            "transactions": a_transaction,
            "maintenance-jobs": a_job,
            "inspections": an_inspection,
        }
        for word, factory in (rows | {"units": a_unit}).items():
            mine: Any = factory(here)
            factory(there)

            self.assertEqual(self.ids(f"{word}?property={here.pk}"), [str(mine.pk)], word)

    def test_withdrawn_rows_are_in_unless_asked_otherwise(self) -> None:
        here = a_property(self.agency, address="1 A St")
        gone = a_property(self.agency, address="2 A St", withdrawn_at=datetime(2026, 7, 1, tzinfo=UTC))

        self.assertEqual(self.ids("properties"), [str(here.pk), str(gone.pk)])
        self.assertEqual(self.ids("properties?withdrawn=true"), [str(gone.pk)])
        self.assertEqual(self.ids("properties?withdrawn=false"), [str(here.pk)])

    def test_rows_changed_since(self) -> None:
        old, new = a_property(self.agency), a_property(self.agency)
        Property.objects.filter(pk=old.pk).update(updated_at=datetime(2020, 1, 1, tzinfo=UTC))

        self.assertEqual(self.ids("properties?updated_since=2026-01-01T00:00:00Z"), [str(new.pk)])

    def test_words(self) -> None:
        elm = a_property(self.agency, address="1 Elm Street", suburb="Newtown")
        a_property(self.agency, address="2 Elm Street", suburb="Glebe")

        self.assertEqual(self.ids("properties?search=newtown+elm"), [str(elm.pk)])

    def test_transactions_of_a_range_of_days_both_included(self) -> None:
        of = a_property(self.agency)
        rows = [a_transaction(of, date=date(2026, 7, day)) for day in (1, 2, 3, 4)]

        found = self.ids("transactions?date_from=2026-07-02&date_to=2026-07-03")

        self.assertEqual(found, [str(rows[2].pk), str(rows[1].pk)])

    def test_transactions_by_their_words(self) -> None:
        of = a_property(self.agency)
        rent = a_transaction(of, basis="derived")
        bill = a_transaction(of, type="expense", category="water", status="pending")

        for query, row in (
            ("type=income", rent),
            ("category=water", bill),
            ("status=pending", bill),
            ("basis=derived", rent),
        ):
            self.assertEqual(self.ids(f"transactions?{query}"), [str(row.pk)], query)

    def test_leases_by_status(self) -> None:
        of = a_property(self.agency)
        a_lease(of)
        closed = a_lease(of, status="closed")

        self.assertEqual(self.ids("leases?status=closed"), [str(closed.pk)])

    def test_compliance_tasks_by_status_and_the_days_they_are_due(self) -> None:
        of = a_property(self.agency)
        early, late = (a_compliance_task(of, due_date=date(2026, 8, day)) for day in (1, 20))
        done = a_compliance_task(of, status="completed", due_date=None, completed_on=date(2026, 7, 1))

        self.assertEqual(self.ids("compliance-tasks?due_to=2026-08-01"), [str(early.pk)])
        self.assertEqual(self.ids("compliance-tasks?due_from=2026-08-02"), [str(late.pk)])
        self.assertEqual(self.ids("compliance-tasks?status=completed"), [str(done.pk)])

    def test_a_filter_that_cannot_be_read_is_refused(self) -> None:
        for query in ("property=7", "date_from=31-02-2026", "type=gift", "updated_since=soon", "withdrawn=perhaps"):
            answer = self.api.get(f"/api/portfolio/transactions?{query}")
            self.assert_problem(answer, 400, "invalid")


class RightsTests(PortfolioCase):
    def test_a_viewer_may_not_see_transactions(self) -> None:
        row = a_transaction(a_property(self.agency))
        viewer = self.viewer()

        self.assert_problem(viewer.get("/api/portfolio/transactions"), 403, "permission_denied")
        self.assert_problem(viewer.get(f"/api/portfolio/transactions/{row.pk}"), 403, "permission_denied")
        named = viewer.get(f"/api/portfolio/transactions?org_id={self.agency.pk}")
        self.assert_problem(named, 403, "permission_denied")

    def test_a_viewer_sees_people_without_how_to_reach_them(self) -> None:
        an_owner(self.agency, people=[{"first_name": "Olive", "email": "olive@example.com"}])
        a_tenant(self.agency)

        for word in ("owners", "tenants"):
            answer = self.viewer().get(f"/api/portfolio/{word}")

            row = answer.json()["results"][0]
            self.assertTrue(row["name"])
            self.assertEqual((row["email"], row["phone"], row["people"]), (None, None, None))
            self.assertNotIn("example.com", answer.content.decode())

    def test_a_viewer_sees_leases_without_money(self) -> None:
        a_lease(a_property(self.agency), bond_amount=Decimal("2600"))

        row = self.viewer().get("/api/portfolio/leases").json()["results"][0]

        self.assertEqual(row["start_date"], "2026-01-12")
        self.assertEqual((row["rent_amount"], row["bond_amount"], row["paid_to"]), (None, None, None))

    def test_a_person_of_two_agencies_sees_both_each_by_their_role_there(self) -> None:
        second = an_agency()
        a_member(second, Role.VIEWER, user=self.user)
        mine, theirs = a_transaction(a_property(self.agency)), a_transaction(a_property(second))

        self.assertEqual(len(self.ids("properties")), 2)
        self.assertEqual(self.ids(f"properties?org_id={second.pk}"), [str(theirs.property_id)])
        self.assertEqual(self.ids("transactions"), [str(mine.pk)])
        self.assertEqual(self.api.get(f"/api/portfolio/transactions/{theirs.pk}").status_code, 404)

    def test_an_agency_that_is_no_id_does_not_exist(self) -> None:
        self.assert_problem(self.api.get("/api/portfolio/properties?org_id=nonsense"), 404, "not_found")

    def test_a_person_of_no_agency_sees_nothing(self) -> None:
        answer = self.signed_in(a_user()).get("/api/portfolio/properties")

        self.assertEqual(answer.json(), {"next": None, "previous": None, "results": []})


class QueryTests(PortfolioCase):
    def assert_constant(self, word: str, queries: int, make: Callable[[], object]) -> None:
        for number in (3, 27):
            for _ in range(number):
                make()
            with self.assertNumQueries(queries):
                self.rows(word)

    def test_three_rows_and_thirty_take_the_same_queries(self) -> None:
        agency, of = self.agency, a_property(self.agency)

        # session, person, memberships with agency, rows
        self.assert_constant("units", 4, lambda: a_unit(of))
        self.assert_constant("owners", 4, lambda: an_owner(agency))
        self.assert_constant("tenants", 4, lambda: a_tenant(agency))
        self.assert_constant("transactions", 4, lambda: a_transaction(of))
        self.assert_constant("maintenance-jobs", 4, lambda: a_job(of))
        self.assert_constant("inspections", 4, lambda: an_inspection(of))
        self.assert_constant("compliance-tasks", 4, lambda: a_compliance_task(of))

        # the same, and owners
        self.assert_constant("properties", 5, lambda: a_property(agency).owners.add(an_owner(agency)))

        # the same, and tenants
        self.assert_constant("leases", 5, lambda: a_lease(a_property(agency), (a_tenant(agency),)))
