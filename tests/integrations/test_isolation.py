"""Another agency's things do not exist: every API operation and every page that takes an id answers 404 to a stranger."""

from typing import Any

from django.test import TestCase
from django.urls import reverse
from rest_framework.test import APIClient

from agencies.audit import Action, record
from agencies.models import Invitation, Membership
from tests.event_factories import a_delivery, a_subscription, a_webhook_event
from tests.factories import (
    a_connection,
    a_file_connection,
    a_mapping,
    a_member,
    a_sync_log,
    an_agency,
    an_import_file,
    an_invitation,
    an_issue,
    one_of_each,
)
from tests.routes import named_routes
from tests.twoway_factories import a_conflict, an_edit

METHODS = ("get", "post", "patch", "put", "delete")
NAMES_NO_ROW = ("integrations:provider", "integrations:take_files")
WITHOUT_IDS = {"api:token", "api:refresh", "api:schema", "api:docs", "api:providers", "api:callback", "api:event_types"}


class IsolationTests(TestCase):
    def setUp(self) -> None:
        self.theirs = an_agency()
        self.connection = a_connection(self.theirs)
        self.client = APIClient()
        own = an_agency()
        a_connection(own)
        self.client.force_login(a_member(own))
        self.rows = one_of_each(self.theirs)
        self.ids: dict[str, object] = {
            "provider": "propertyme",
            "org_id": self.theirs.pk,
            "mapping_id": a_mapping(self.connection).pk,
            "edit_id": an_edit(self.connection).pk,
            "conflict_id": a_conflict(self.connection).pk,
            "job_id": a_sync_log(self.connection, status="running", completed_at=None).pk,
            "issue_id": an_issue(self.connection).pk,
            "file_id": an_import_file(a_file_connection(self.theirs, "propertyme")).pk,
            "member_id": Membership.objects.get(user=a_member(self.theirs)).pk,
            "invitation_id": an_invitation(self.theirs).pk,
            "event_id": a_webhook_event(self.connection).pk,
            "subscription_id": (delivery := a_delivery(a_subscription(self.theirs))).subscription_id,
            "delivery_id": delivery.pk,
            "kind": "tenants",
        }

    def ask(self, method: str, address: str) -> Any:
        body: dict[str, Any] = {"org_id": str(self.theirs.pk), "state": "s", "code": "c"}
        body["edits"] = [{"kind": "tenants", "id": str(self.rows["tenants"].pk), "values": {"email": "x@example.com"}}]
        return getattr(self.client, method)(address, None if method == "get" else body, format="json")

    def test_every_api_operation(self) -> None:
        walked = 0
        for name, arguments in named_routes("api"):
            given = {key: self.ids[key] for key in arguments if key != "pk"}
            if "pk" in arguments:
                given["pk"] = self.rows[name.removeprefix("api:").removesuffix("_detail")].pk
            if name in WITHOUT_IDS or (not given and name.endswith("_list")):
                continue
            for method in METHODS:
                answer = self.ask(method, reverse(name, kwargs=given))
                if answer.status_code != 405:
                    walked += 1
                    self.assertEqual(answer.status_code, 404, f"{method} {name}: {answer.content!r}")

        self.assertGreaterEqual(walked, 27)

    def test_every_portfolio_list(self) -> None:
        for word in self.rows:
            address = reverse(f"api:{word}_list")

            self.assertEqual(self.client.get(address).json()["results"], [], word)
            self.assertEqual(self.client.get(f"{address}?org_id={self.theirs.pk}").status_code, 404, word)

    def test_every_page(self) -> None:
        walked = 0
        for name, arguments in named_routes("integrations"):
            if "provider" not in arguments or name in NAMES_NO_ROW:
                continue
            address = reverse(name, kwargs={key: self.ids[key] for key in arguments})
            for query in (
                (f"?connection={self.connection.pk}", "")
                if len(arguments) > 1 and "kind" not in arguments
                else (f"?connection={self.connection.pk}",)
            ):
                for method in ("get", "post"):
                    answer = self.client.generic(method.upper(), address + query)
                    if answer.status_code != 405:
                        walked += 1
                        self.assertEqual(answer.status_code, 404, f"{method} {name}{query}: {answer.content!r}")

        self.assertGreaterEqual(walked, 18)

    def test_every_page_about_people(self) -> None:
        walked = 0
        before = list(Membership.objects.order_by("pk").values()), list(Invitation.objects.values())
        for name, arguments in named_routes("agencies"):
            if not arguments or arguments == ["token"]:  # the agency's own, or a link that is its own key
                continue
            address = reverse(name, kwargs={key: self.ids[key] for key in arguments})
            for method in ("get", "post"):
                answer = self.client.generic(method.upper(), address)
                if answer.status_code != 405:
                    walked += 1
                    self.assertEqual(answer.status_code, 404, f"{method} {name}: {answer.content!r}")

        self.assertEqual((list(Membership.objects.order_by("pk").values()), list(Invitation.objects.values())), before)
        self.assertGreaterEqual(walked, 5)

    def test_every_page_of_the_portfolio(self) -> None:
        ids = {"portfolio:lease": self.rows["leases"].pk, "portfolio:edit": self.rows["tenants"].pk}
        house = self.rows["properties"].pk
        walked = 0
        for name, arguments in named_routes("portfolio"):
            given = {key: ids.get(name, house) if key == "pk" else self.ids[key] for key in arguments}
            page = self.client.get(reverse(name, kwargs=given))
            walked += 1
            if arguments:
                self.assertEqual(page.status_code, 404, name)
                continue
            content = b"".join(page.streaming_content) if page.streaming else page.content
            self.assertIn(page.status_code, (200, 302), name)  # an export of nothing leads back to the list
            self.assertNotIn(self.rows["properties"].street, content.decode(errors="replace"), name)

        self.assertGreaterEqual(walked, 7)

    def test_no_page_shows_another_agencys_people_or_trail(self) -> None:
        colleague = a_member(self.theirs, email="anna@theirs.example")
        invited = an_invitation(self.theirs, "another", email="ben@theirs.example")
        record(Action.LOGGED_IN, person=colleague)
        record(Action.MEMBER_INVITED, invited.email, agency=self.theirs, person=colleague)

        for name in ("members", "audit"):
            page = self.client.get(reverse(f"agencies:{name}"))

            self.assertEqual(page.status_code, 200)
            self.assertNotIn("theirs.example", page.content.decode())

    def test_no_page_shows_another_agencys_connection(self) -> None:
        for name in ("catalogue", "provider"):
            page = self.client.get(reverse(f"integrations:{name}", args=["propertyme"] if name == "provider" else []))

            self.assertEqual(page.status_code, 200)
            self.assertNotIn(self.connection.account_name, page.content.decode())

    def test_an_agency_that_one_does_not_work_at_cannot_be_switched_to(self) -> None:
        for named in (self.theirs.pk, "nonsense", ""):
            answer = self.client.post(reverse("agencies:switch"), {"agency": named}, format="multipart")

            self.assertEqual(answer.status_code, 404)
