"""An empty database with a connection to the large company, in a process that measures."""

from django.core.management import call_command

from agencies.models import Agency, User
from agencies.permissions import Role
from integrations import form_sign_ins
from integrations.models import Connection, SyncLog
from integrations.ways import form_of
from providers import registry
from tests.bench.large_company import SLUG

LOGIN = {"company": "samplehomes", "location": "1", "username": "api.sync", "password": "sandbox-password"}


def connect(**config: object) -> Connection:
    """An empty database with one agency, connected to the company, its properties created as they come; nothing is read."""
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    agency = Agency.objects.create(name="Bench")
    user = User.objects.create_user("bench@example.com")
    agency.memberships.create(user=user, role=Role.ADMIN)
    provider = registry.get(SLUG)
    form = form_of(provider, "login")
    assert form is not None
    connection = form_sign_ins.connect(user, agency, provider, form, LOGIN, None)
    SyncLog.objects.all().delete()
    row = Connection.objects.get(pk=connection.pk)
    row.unmapped, row.config = Connection.Unmapped.CREATE, row.config | config
    row.save(update_fields=["unmapped", "config"])
    return Connection.objects.for_page().get(pk=row.pk)
