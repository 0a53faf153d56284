"""An agency with something on every page: mapped, waiting and left-out properties, good nights and a bad one, issues."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext

from agencies import inviting
from agencies.models import Agency, User
from agencies.permissions import Role
from integrations import fixing, mapping
from integrations.management.commands.sandbox_agency import read
from integrations.models import ColumnMapping, Connection, ImportFile, PropertyMapping, SyncIssue, SyncLog, WizardImport
from integrations.quality import scoring
from portfolio.models import Lease, Property
from tests.browser import company
from tests.factories import a_change, a_column_mapping, a_member, a_sync_log, an_agency
from tests.health_factories import a_month_of
from tests.integrations.conftest import SMALL
from tests.integrations.office import Office, sign_in
from tests.integrations.rentmanager.office import Company
from tests.integrations.wizard.cases import a_checked_import
from tests.sandbox_server import SandboxServer


@dataclass
class Estate:
    """The agency's people by their role, and its connections at work."""

    office: Office
    company: Company
    people: dict[Role, User]
    lease: Lease  # whose rent was raised in the last run
    token: str  # of somebody's invitation

    @property
    def changed_run(self) -> SyncLog:
        """The latest run that changed rows which were here already."""
        found = SyncLog.objects.filter(connection=self.office.connection, changes__action="updated")
        return found.order_by("-created_at")[0]

    def rows(self) -> dict[str, Any]:
        """For each name that a page's address may ask for: a row that has much to show."""
        connection, agency = self.office.connection, self.office.agency
        return {
            "provider": connection.provider,
            "job_id": self.changed_run.pk,
            "mapping_id": PropertyMapping.objects.open().filter(connection=connection)[0].pk,
            "issue_id": SyncIssue.objects.open().filter(connection=connection)[0].pk,
            "file_id": ImportFile.objects.filter(agency=agency)[0].pk,
            "import_id": WizardImport.objects.get(agency=agency).pk,
            "columns_id": ColumnMapping.objects.get(agency=agency).pk,
            "member_id": agency.memberships.get(role=Role.VIEWER).pk,
            "invitation_id": agency.invitations.get().pk,
            "token": self.token,
            "portfolio:property": self.lease.property_id,
            "portfolio:lease": self.lease.pk,
        }

    def rows_of_company(self) -> dict[str, Any]:
        """The same of the system that goes both ways; what is not a connection's own is the estate's."""
        return self.rows() | company.rows(self.company)


def providers_at(vendor: SandboxServer) -> dict[str, dict[str, str]]:
    """pmsync's settings of its providers, with this sandbox as each of them."""
    propertyme = {"auth_url": f"{vendor.url}/propertyme", "api_url": f"{vendor.url}/propertyme/api"}
    companies = {"api_url": f"{vendor.url}/rentmanager/{{company}}"}
    there = {"propertyme": propertyme, "rentmanager": companies}
    return {**settings.PROVIDERS, **{slug: {**settings.PROVIDERS[slug], **own} for slug, own in there.items()}}


def an_agency_with_its_list(vendor: SandboxServer, name: str) -> Agency:
    """An agency with properties of its own, as its people typed them, and nothing connected."""
    agency = an_agency(name=name)
    listed = read(f"{vendor.url}/_sandbox/propertyme/spreadsheet.csv")
    Property.objects.bulk_create(Property(agency=agency, **row) for row in listed)
    return agency


def build(vendor: SandboxServer) -> Estate:
    """Some days of an agency with everything in it that a page may have to show."""
    vendor.control("POST", "reset", SMALL)
    agency = an_agency_with_its_list(vendor, "Harbour Rentals")
    people = {
        role: a_member(agency, role, email=f"{role}@harbour.example.com", is_staff=role == Role.ADMIN) for role in Role
    }
    a_member(an_agency(name="Hillside Rentals"), user=people[Role.ADMIN])
    office = Office(vendor, agency, people[Role.ADMIN], sign_in(people[Role.ADMIN], agency))
    office.sync()
    decide(office)
    office.sync()
    spoil(office)
    vendor.fault("*", "500", times=20)
    office.sync()
    vendor.control("DELETE", "faults")
    lease = Lease.objects.filter(agency=agency, status="current", bond_amount__isnull=False)[2]
    office.advance(2)
    office.edit("tenancies", str(lease.external_id), RentAmount=float(lease.rent_amount) + 20)
    office.sync()
    fixing.set_aside(SyncIssue.objects.open().filter(connection=office.connection)[0], "The owner knows")
    nights_of(office.connection)
    a_month_of(office.connection)
    scoring.score(office.connection.pk)
    a_checked_import(people[Role.ADMIN], agency=agency)
    a_column_mapping(agency)
    both_ways = company.build(vendor, agency, people[Role.ADMIN])
    return Estate(office, both_ways, people, lease, invited(agency, people[Role.ADMIN]))


def nights_of(connection: Connection) -> None:
    """The nights of the last weeks: one failed, one brought nothing, on one there was none."""
    this_night = timezone.now().replace(hour=16, minute=2) - timedelta(days=1)
    for night in (number for number in range(1, 27) if number != 9):
        begun = this_night - timedelta(days=night)
        failed = {"status": "failed", "summary": "PropertyMe did not answer."} if night == 14 else {}
        log = a_sync_log(connection, trigger="schedule", **failed)
        stamps = {"started_at": begun, "completed_at": begun + timedelta(seconds=40 + 9 * (night % 7))}
        SyncLog.objects.filter(pk=log.pk).update(created_at=begun, **stamps)
        for _ in range(0 if failed else night % 6):
            a_change(log)


def invited(agency: Agency, by: User) -> str:
    """The token of an invitation that somebody has in their mail."""
    inviting.invite("new.colleague@example.com", Role.STAFF, agency.memberships.get(user=by))
    found = re.search(r"/invitations/(\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found.group(1)


def decide(office: Office) -> None:
    """Most properties are mapped or new, one is left out, and two have suggestions that nobody has accepted."""
    rows = PropertyMapping.objects.open().filter(connection=office.connection).order_by("provider_property_address")
    suggested = list(rows.filter(suggestion__isnull=False))
    others = list(rows.filter(suggestion__isnull=True))
    for row in suggested[2:]:
        mapping.assign(row, row.suggestion)  # type: ignore[arg-type]
    for row in others[1:]:
        mapping.create_property(row)
    mapping.leave_out(others[0])


def spoil(office: Office) -> None:
    """Two rows at the vendor that nobody can read."""
    for key in Lease.objects.filter(agency=office.agency, status="current").values_list("external_id", flat=True)[:2]:
        office.edit("tenancies", str(key), RentAmount="a lot")


def let_in(context: BrowserContext, address: str, user: User) -> None:
    """The window is logged in as that person."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def newcomer() -> User:
    """The admin of an agency that has nothing yet."""
    return a_member(an_agency(), Role.ADMIN)
