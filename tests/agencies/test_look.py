"""The pages about people keep to the strict content policy, and every field has its label."""

import re
from typing import Any

from django.test import Client, TestCase

from agencies.audit import Action, record
from agencies.permissions import Role
from tests.agencies.office import browser_of, membership
from tests.factories import a_user, an_agency, an_invitation

FORBIDDEN = ("<script>", "<style", ' style="', " onclick=", " onchange=", "https://", "//cdn", "javascript:")
FIELD = re.compile(r'<(?:input|select)\b(?![^>]*type="hidden")[^>]*\bid="([^"]+)"')


class LookTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency()
        self.admin = membership(self.agency)
        self.member = membership(self.agency, Role.STAFF)
        an_invitation(self.agency, invited_by=self.admin.user)
        record(Action.LOGGED_IN, person=self.admin.user)

    def pages(self) -> dict[str, Any]:
        """Every page of this part, by name."""
        admin, nobody, locked = browser_of(self.admin.user), Client(), Client()
        for _ in range(5):
            answer = locked.post("/login", {"username": "eve@example.com", "password": "wrong"})
        return {
            "locked out": answer,
            "invitation, new": nobody.get("/invitations/token"),
            "invitation, another": browser_of(a_user()).get("/invitations/token"),
            "invitation, refused": nobody.get("/invitations/guess"),
            **{address: nobody.get(address) for address in ("/login", "/password/reset", "/password/reset/sent")},
            "reset link, old": nobody.get("/password/reset/MQ/set-password"),
            **{
                address: admin.get(address)
                for address in (
                    "/password",
                    "/settings/members",
                    f"/settings/members/{self.member.pk}/remove",
                    f"/settings/members/{self.admin.pk}/remove",
                    "/settings/audit",
                    "/settings/agency",
                )
            },
        }

    def test_no_page_has_inline_style_or_script_or_loads_from_elsewhere(self) -> None:
        for name, page in self.pages().items():
            text = page.content.decode()
            with self.subTest(page=name):
                self.assertIn("<h1>", text)
                self.assertEqual([word for word in FORBIDDEN if word in text], [])
                self.assertIn("default-src 'self'", page["Content-Security-Policy"])

    def test_every_field_has_a_label_and_every_id_is_used_once(self) -> None:
        for name, page in self.pages().items():
            text = page.content.decode()
            with self.subTest(page=name):
                self.assertEqual([field for field in FIELD.findall(text) if f'for="{field}"' not in text], [])
                ids = re.findall(r'\bid="([^"]+)"', text)
                self.assertEqual(len(ids), len(set(ids)), ids)

    def test_no_page_that_holds_a_link_tells_others_where_one_came_from(self) -> None:
        for name in ("invitation, new", "invitation, another"):
            self.assertContains(self.pages()[name], '<meta name="referrer" content="no-referrer">')
