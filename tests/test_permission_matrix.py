"""Every page, asked by every role: the answer is what the one table in agencies/permissions.py says."""

from typing import Any, NamedTuple

from django.db import transaction
from django.test import TestCase
from django.urls import reverse

from agencies.permissions import PERMISSIONS, Permission, Role
from tests.agencies.office import browser_of, membership
from tests.event_factories import a_delivery, a_subscription, a_webhook_event
from tests.factories import (
    a_column_mapping,
    a_connection,
    a_lease,
    a_mapping,
    a_property,
    a_sync_log,
    an_agency,
    an_import,
    an_import_file,
    an_invitation,
    an_issue,
)
from tests.routes import named_routes
from tests.twoway_factories import a_conflict, an_edit


class Page(NamedTuple):
    """How a page is asked for, and what a role must allow for it. None: it asks for a link's token and no role."""

    needs: Permission | None
    method: str = "get"
    form: dict[str, str] = {}


VIEW, SYNC, MAP = Permission.VIEW, Permission.SYNC, Permission.MAP
CONNECT, FIX, MANAGE = Permission.CONNECT, Permission.FIX_ISSUES, Permission.MANAGE_MEMBERS
MONEY, WRITE = Permission.SEE_MONEY, Permission.WRITE_BACK
SEEN = {"seen": "2026-07-03T02:14:00+00:00"}

PAGES = {
    "agencies:switch": Page(VIEW, "post", {"agency": "own"}),
    "agencies:members": Page(VIEW),
    "agencies:invite": Page(MANAGE, "post", {"email": "new@example.com", "role": "staff"}),
    "agencies:role": Page(MANAGE, "post", {"role": "viewer"}),
    "agencies:remove": Page(MANAGE, "post"),
    "agencies:resend": Page(MANAGE, "post"),
    "agencies:withdraw": Page(MANAGE, "post"),
    "agencies:audit": Page(MANAGE),
    "agencies:notifications": Page(VIEW),
    "agencies:invitation": Page(None),
    "integrations:agency": Page(MANAGE),
    "integrations:catalogue": Page(VIEW),
    "integrations:all_issues": Page(VIEW),
    "integrations:provider": Page(VIEW),
    "integrations:connect": Page(CONNECT, "post"),
    "integrations:secret": Page(CONNECT),
    "integrations:forget_previous": Page(CONNECT, "post"),
    "integrations:disconnect": Page(CONNECT),  # posted, it would speak with the vendor
    "integrations:settings": Page(CONNECT),
    "integrations:two_way": Page(CONNECT),
    "integrations:outgoing": Page(VIEW),
    "integrations:retry_edit": Page(WRITE, "post"),
    "integrations:drop_edit": Page(WRITE, "post"),
    "integrations:conflicts": Page(VIEW),
    "integrations:decide": Page(WRITE, "post", {"choice": "theirs", **SEEN}),
    "integrations:decide_many": Page(WRITE, "post", {"kind": "tenants", "field": "email", "choice": "theirs", **SEEN}),
    "integrations:detail": Page(CONNECT, "post", {"wanted": "on"}),
    "integrations:diagnostics": Page(CONNECT, "post"),
    "integrations:pause": Page(CONNECT, "post"),
    "integrations:resume": Page(CONNECT, "post"),
    "integrations:sync": Page(SYNC, "post"),
    "integrations:mappings": Page(VIEW),
    "integrations:auto": Page(MAP, "post", {"minimum_score": "90"}),
    "integrations:mapping": Page(MAP, "post", {"action": "leave_out"}),
    "integrations:choose": Page(MAP),
    "integrations:files": Page(VIEW),
    "integrations:take_files": Page(CONNECT, "post"),
    "integrations:upload": Page(SYNC, "post"),
    "integrations:read_file_again": Page(SYNC, "post"),
    "integrations:fields": Page(MAP),
    "integrations:field_kind": Page(MAP),
    "integrations:field_apply": Page(MAP, "post"),
    "integrations:history": Page(VIEW),
    "integrations:job": Page(VIEW),
    "integrations:progress": Page(VIEW),
    "integrations:cancel": Page(SYNC, "post"),
    "integrations:undo": Page(MAP),
    "integrations:health": Page(VIEW),
    "integrations:quality": Page(VIEW),
    "integrations:set_quality_rule": Page(CONNECT, "post", {"rule": "tenant_email", "action": "set_aside"}),
    "integrations:webhooks": Page(VIEW),
    "integrations:change_webhooks": Page(CONNECT, "post", {"action": "open"}),
    "integrations:replay_event": Page(SYNC, "post"),
    "integrations:subscriptions": Page(CONNECT),
    "integrations:add_subscription": Page(CONNECT),
    "integrations:subscription": Page(CONNECT),
    "integrations:edit_subscription": Page(CONNECT),
    "integrations:subscription_step": Page(CONNECT, "post", {"action": "off"}),
    "integrations:resend_delivery": Page(CONNECT, "post"),
    "integrations:issues": Page(VIEW),
    "integrations:retry": Page(FIX, "post", {"kind": "leases"}),
    "integrations:issue": Page(FIX, "post", {"action": "ignore"}),
    "integrations:issue_group": Page(FIX, "post", {"action": "retry"}),
    "integrations:issue_row": Page(FIX),
    "integrations:retry_row": Page(FIX, "post"),
    "integrations:correction": Page(FIX, "post"),
    "integrations:rows_csv": Page(FIX),
    "integrations:rows_xlsx": Page(FIX),
    "integrations:imports": Page(CONNECT),
    "integrations:import_pick": Page(CONNECT, "post"),
    "integrations:import": Page(CONNECT),
    "integrations:import_list": Page(CONNECT),
    "integrations:import_columns": Page(CONNECT),
    "integrations:import_check": Page(CONNECT),
    "integrations:import_progress": Page(CONNECT),
    "integrations:import_confirm": Page(CONNECT, "post"),
    "integrations:import_abandon": Page(CONNECT, "post"),
    "integrations:column_mappings": Page(CONNECT),
    "integrations:column_mapping": Page(CONNECT),
    "integrations:rename_mapping": Page(CONNECT, "post", {"name": "Ours"}),
    "integrations:delete_mapping": Page(CONNECT, "post"),
    "integrations:copy_mapping": Page(CONNECT, "post"),
    "portfolio:properties": Page(VIEW),
    "portfolio:property": Page(VIEW),
    "portfolio:edit": Page(WRITE),
    "portfolio:new_job": Page(WRITE),
    "portfolio:leases": Page(VIEW),
    "portfolio:lease": Page(VIEW),
    "portfolio:transactions": Page(MONEY),
    "portfolio:transactions_csv": Page(MONEY),
    "portfolio:transactions_xlsx": Page(MONEY),
}
ROUTES = {
    name: given for namespace in ("agencies", "integrations", "portfolio") for name, given in named_routes(namespace)
}


class MatrixTests(TestCase):
    def setUp(self) -> None:
        self.agency = an_agency()
        connection = a_connection(self.agency)
        log = a_sync_log(connection)
        lease = a_lease(a_property(self.agency))
        self.pks = {"portfolio:property": lease.property_id, "portfolio:lease": lease.pk}
        self.pks |= {"portfolio:edit": an_edit(connection).row_id, "portfolio:new_job": lease.property_id}
        self.ids: dict[str, object] = {
            "provider": "propertyme",
            "mapping_id": a_mapping(connection).pk,
            "edit_id": an_edit(connection).pk,
            "conflict_id": a_conflict(connection).pk,
            "job_id": log.pk,
            "issue_id": an_issue(connection, sync_log=log).pk,
            "file_id": an_import_file(connection, status="unrecognised").pk,
            "import_id": an_import(self.agency).pk,
            "columns_id": a_column_mapping(self.agency).pk,
            "member_id": membership(self.agency, Role.STAFF).pk,
            "invitation_id": an_invitation(self.agency).pk,
            "event_id": a_webhook_event(connection).pk,
            "subscription_id": (delivery := a_delivery(a_subscription(self.agency))).subscription_id,
            "delivery_id": delivery.pk,
            "token": "token",
            "kind": "tenants",
        }

    def address(self, name: str) -> str:
        """Where the page is, with ids of the agency's own rows."""
        return reverse(name, kwargs={key: self.pks[name] if key == "pk" else self.ids[key] for key in ROUTES[name]})

    def ask(self, role: Role, page: Page, address: str) -> Any:
        """The answer, with everything that it changed taken back."""
        client = browser_of(membership(self.agency, role).user)
        form = {name: str(self.agency.pk) if value == "own" else value for name, value in page.form.items()}
        with transaction.atomic():
            answer = getattr(client, page.method)(address, form)
            transaction.set_rollback(True)
        return answer

    def test_every_page_is_in_the_list(self) -> None:
        self.assertEqual(ROUTES.keys() - PAGES.keys(), set(), "Pages that this test does not know")
        self.assertEqual(PAGES.keys() - ROUTES.keys(), set(), "Pages that are gone")

    def test_every_role_gets_what_the_table_says(self) -> None:
        for name, page in PAGES.items():
            address = self.address(name)
            for role in Role:
                with self.subTest(page=name, role=role.value):
                    status = self.ask(role, page, address).status_code

                    if page.needs is None or page.needs in PERMISSIONS[role]:
                        self.assertIn(status, (200, 302))
                    else:
                        self.assertEqual(status, 403)

    def test_nobody_gets_anything_without_logging_in(self) -> None:
        for name, page in PAGES.items():
            if page.needs is None:
                continue
            address = self.address(name)
            with self.subTest(page=name):
                answer = getattr(self.client, page.method)(address, {})

                self.assertEqual(answer.status_code, 302)
                self.assertTrue(answer["Location"].startswith("/login?next="), answer["Location"])

    def test_the_table_itself(self) -> None:
        everything = set(Permission)

        self.assertEqual(
            {role: PERMISSIONS[role] for role in Role},
            {
                Role.ADMIN: everything,
                Role.MANAGER: everything - {MANAGE},
                Role.STAFF: {VIEW, SYNC, FIX, MONEY, Permission.SEE_CONTACTS},
                Role.VIEWER: {VIEW},
            },
        )
