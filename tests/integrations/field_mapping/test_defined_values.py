"""Fields that a customer defined there can be mapped wherever the vendor has them, and come in by themselves."""

import pytest

from integrations.field_mapping.trying import try_rules
from portfolio.models import LeaseRenewal, MaintenanceJob, Owner
from providers.choices import Kind
from tests.integrations.rentmanager.office import in_step, signed_in
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        pytest.param(Kind.OWNER, "UserDefinedValues.Statement Copies", id="owners"),
        pytest.param(Kind.MAINTENANCE_JOB, "UserDefinedValues.Purchase Approved By", id="jobs"),
        pytest.param(Kind.LEASE, "LeaseRenewals.UserDefinedValues.Renewal Gift", id="terms of leases"),
        pytest.param(Kind.TENANT, "Contacts.UserDefinedValues.Preferred Language", id="contacts of tenants"),
        pytest.param(Kind.PROPERTY, "UserDefinedValues.Year Built", id="properties"),
    ],
)
def test_a_trial_shows_the_fields_that_the_customer_defined(companies: SandboxServer, kind: Kind, path: str) -> None:
    trial = try_rules(signed_in(companies).fresh(), kind, [], may_see=True)

    assert trial.fields.get(path)


def test_those_of_owners_terms_and_jobs_come_in_by_name(companies: SandboxServer) -> None:
    in_step(companies)

    found = [model.objects.exclude(custom={}).get().custom for model in (Owner, LeaseRenewal, MaintenanceJob)]
    assert found == [
        {"Statement Copies": "2"},
        {"Renewal Gift": "Carpet cleaning"},
        {"Purchase Approved By": "Dana Whitlock"},
    ]
