"""What a feed declares private comes out through no rule: neither in a trial, nor in a version, nor in a row."""

import pytest

from agencies.refusals import Refusal
from integrations.field_mapping import putting, versions
from integrations.field_mapping.trying import try_rules
from integrations.field_mapping.writing import checked
from integrations.models import FieldMapping
from portfolio.models import Tenant
from providers.choices import Kind
from providers.rentmanager.feeds import PRIVATE
from tests.integrations.rentmanager.office import signed_in
from tests.sandbox_server import SandboxServer

pytestmark = pytest.mark.django_db

BORN = {"source_field": "Contacts.DateOfBirth", "target_field": "custom.Born"}
FIRST = {"source_field": "Contacts.FirstName", "target_field": "custom.First"}


@pytest.mark.parametrize("kind", [Kind.PROPERTY, Kind.OWNER, Kind.TENANT, Kind.PROSPECT, Kind.CONTACT])
def test_a_trial_offers_no_private_field_of_anybody(companies: SandboxServer, kind: Kind) -> None:
    office = signed_in(companies)

    trial = try_rules(office.fresh(), kind, [], may_see=True)

    paths = [set(path.split(".")) for path in trial.fields]
    assert trial.rows
    assert any("FirstName" in path for path in paths)
    assert not [path for path in paths if path & set(PRIVATE)]


def test_a_rule_on_a_private_field_says_so_and_is_not_saved(companies: SandboxServer) -> None:
    office = signed_in(companies)
    member = office.agency.memberships.select_related("user", "agency").get(user=office.user)
    joined = {
        "source_field": "Name",
        "target_field": "custom.Both",
        "transform": "join",
        "options": {"sources": ["contacts.0.dateofbirth"]},
    }

    for source, rule in (("Contacts.DateOfBirth", BORN), ("contacts.0.dateofbirth", joined)):
        kept = checked(Kind.TENANT, {"mine": rule, "first": FIRST})
        trial = try_rules(office.fresh(), Kind.TENANT, kept, may_see=True)
        with pytest.raises(Refusal) as refusal:
            putting.put_in_force(office.fresh(), Kind.TENANT, kept, member)

        sentence = f"{source} is private: pmsync neither shows nor keeps it."
        assert {(row.tried[0].source, row.tried[0].value, row.tried[0].error) for row in trial.rows} == {
            ("", "", sentence)
        }
        assert trial.rejected == 0
        assert (refusal.value.code, refusal.value.message) == ("does_nothing", sentence)
    assert not FieldMapping.objects.exists()


def test_a_run_keeps_nothing_private_whatever_rules_are_in_force(companies: SandboxServer) -> None:
    office = signed_in(companies)
    assert any("DateOfBirth" in row for row in office.theirs("Contacts").values())
    rules = checked(Kind.TENANT, {"born": BORN, "first": FIRST})
    versions.save(office.agency, office.connection.provider, Kind.TENANT, rules, office.user, 20)

    log = office.run("full", kinds=[Kind.PROPERTY, Kind.TENANT])

    assert (log.status, log.errors) == ("completed", [])
    assert Tenant.objects.filter(custom__has_key="First").exists()
    assert not Tenant.objects.filter(custom__has_key="Born").exists()
