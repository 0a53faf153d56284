from typing import Any

from agencies.models import Membership
from agencies.permissions import Role
from tests.factories import a_lease, a_member, a_property, a_tenant, a_transaction, a_user, an_owner
from tests.integrations.api.cases import ApiCase

LIST = "/api/portfolio/properties"


class ConditionalTests(ApiCase):
    def setUp(self) -> None:
        super().setUp()
        self.house = a_property(self.agency, address="1 Elm Street")

    def tag(self, address: str = LIST, client: Any = None) -> str:
        answer = (client or self.api).get(address)
        self.assertEqual(answer.status_code, 200, answer.content)
        return answer["ETag"]

    def again(self, tag: str, address: str = LIST, client: Any = None) -> Any:
        return (client or self.api).get(address, HTTP_IF_NONE_MATCH=tag)

    def test_a_list_and_a_detail_are_not_sent_twice(self) -> None:
        for address in (LIST, f"{LIST}/{self.house.pk}"):
            tag = self.tag(address)

            again = self.again(tag, address)

            self.assertEqual((again.status_code, again.content, again["ETag"]), (304, b"", tag))
            self.assertNotIn("Content-Type", again)

    def test_a_tag_among_others_weakened_on_the_way_or_a_star_will_do(self) -> None:
        tag = self.tag()

        for held in (f'"other", {tag}', f"W/{tag}", "*"):
            self.assertEqual(self.again(held).status_code, 304, held)
        for held in ('"other"', "nonsense", ""):
            self.assertEqual(self.again(held).status_code, 200, held)

    def test_answers_are_kept_for_one_person_and_asked_for_again(self) -> None:
        for answer in (self.api.get(LIST), self.again(self.tag())):
            self.assertEqual(answer["Cache-Control"], "private, no-cache")
            self.assertLessEqual({"Authorization", "Cookie"}, set(answer["Vary"].split(", ")))

    def test_a_changed_row_changes_it(self) -> None:
        tag = self.tag()
        self.house.bedrooms = 3
        self.house.save()

        self.assertEqual(self.again(tag).json()["results"][0]["bedrooms"], 3)

    def test_an_owner_who_is_linked_without_touching_the_row_changes_it(self) -> None:
        tag = self.tag()
        self.house.owners.add(an_owner(self.agency))

        self.assertEqual(len(self.again(tag).json()["results"][0]["owners"]), 1)

    def test_a_tenant_who_moves_out_changes_the_lease(self) -> None:
        lease = a_lease(self.house, (a_tenant(self.agency),))
        tag = self.tag("/api/portfolio/leases")
        lease.tenants.clear()

        self.assertEqual(self.again(tag, "/api/portfolio/leases").status_code, 200)

    def test_a_row_behind_the_page_changes_its_link_only(self) -> None:
        tag = self.tag(f"{LIST}?page_size=1")
        a_property(self.agency, address="2 Elm Street")

        self.assertEqual(self.again(tag, f"{LIST}?page_size=1").status_code, 200)
        tag = self.tag(f"{LIST}?page_size=1")
        a_property(self.agency, address="3 Elm Street")
        self.assertEqual(self.again(tag, f"{LIST}?page_size=1").status_code, 304)

    def test_what_a_role_may_not_see_is_another_answer(self) -> None:
        an_owner(self.agency)
        viewer = self.viewer()

        self.assertNotEqual(self.tag("/api/portfolio/owners"), self.tag("/api/portfolio/owners", viewer))

    def test_a_person_whose_role_was_taken_is_refused_whatever_they_hold(self) -> None:
        a_transaction(self.house)
        user = a_member(self.agency, Role.STAFF)
        client = self.signed_in(user)
        tag = self.tag("/api/portfolio/transactions", client)
        Membership.objects.filter(user=user).update(role=Role.VIEWER)

        self.assert_problem(self.again(tag, "/api/portfolio/transactions", client), 403, "permission_denied")

    def test_a_stranger_who_holds_the_tag_learns_nothing(self) -> None:
        tag = self.tag()

        answer = self.again(tag, client=self.signed_in(a_user()))

        self.assertEqual((answer.status_code, answer.json()["results"]), (200, []))

    def test_refusals_carry_no_tag(self) -> None:
        answer = self.again("*", f"{LIST}?page_size=0")

        self.assert_problem(answer, 400, "bad_page_size")
        self.assertNotIn("ETag", answer)

    def test_a_head_request_gives_the_tag_of_the_answer(self) -> None:
        answer = self.api.head(LIST)

        self.assertEqual((answer.status_code, answer["ETag"]), (200, self.tag()))
