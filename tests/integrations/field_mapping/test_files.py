"""Rules in force for exported files: by their headings, tried on the newest file, read anew where somebody asks for it."""

import pytest

from integrations.field_mapping import putting
from integrations.field_mapping.trying import try_rules
from integrations.field_mapping.writing import checked
from integrations.models import SyncIssue
from integrations.sync.engine import execute
from integrations.wizard import importing
from portfolio.models import Property
from providers.choices import Kind
from tests.factories import a_member
from tests.integrations.files.nights import PROPERTIES, Nights, some_nights
from tests.integrations.wizard.cases import a_checked_import

pytestmark = pytest.mark.django_db

WITH_ZONE = f"{PROPERTIES},Council zone"
P1 = "P-1,1 Wattle Street,Ultimo,NSW,2007,2,1,,r2 low density"
P2 = "P-2,2 Wattle Street,Ultimo,NSW,2007,3,2,,"
ZONE = {"source_field": "Council zone", "target_field": "custom.Zone", "transform": "upper"}


@pytest.fixture
def nights() -> Nights:
    found = some_nights()
    found.put("properties.csv", WITH_ZONE, P1, P2)
    found.run()
    return found


def put(nights: Nights, **zone: object) -> None:
    person = a_member(nights.connection.agency)
    member = nights.connection.agency.memberships.select_related("user", "agency").get(user=person)
    putting.put_in_force(nights.fresh(), Kind.PROPERTY, checked(Kind.PROPERTY, {"zone": ZONE | zone}), member)


def test_rules_are_tried_on_the_newest_file(nights: Nights) -> None:
    trial = try_rules(nights.fresh(), Kind.PROPERTY, checked(Kind.PROPERTY, {"zone": ZONE}), may_see=True)

    assert [(row.tried[0].source, row.tried[0].value) for row in trial.rows] == [
        ("r2 low density", "R2 LOW DENSITY"),
        ("", ""),
    ]
    assert trial.fields["Council zone"] == "r2 low density"


def test_a_file_that_comes_later_is_read_by_them_and_an_older_one_once_they_are_applied(nights: Nights) -> None:
    put(nights)
    nights.put("more.csv", WITH_ZONE, P1.replace("Ultimo", "Glebe"), P2)

    nights.run()
    assert Property.objects.get(external_id="P-1").custom == {"Zone": "R2 LOW DENSITY"}
    assert Property.objects.get(external_id="P-2").custom == {}

    put(nights, transform="title")
    nights.run("full", kinds=[Kind.PROPERTY])
    assert Property.objects.get(external_id="P-1").custom == {"Zone": "R2 Low Density"}


def test_a_row_without_a_required_heading_is_named_by_its_place_in_the_file(nights: Nights) -> None:
    put(nights, required=True)
    nights.put("again.csv", WITH_ZONE, P1.replace("Ultimo", "Glebe"), P2)

    nights.run()

    issue = SyncIssue.objects.get(status="open")
    assert (issue.external_id, issue.column, issue.row_number) == ("P-2", "Council zone", 3)
    assert issue.file.endswith("again.csv")
    assert Property.objects.get(external_id="P-1").custom == {"Zone": "R2 LOW DENSITY"}


def test_a_list_that_somebody_described_in_the_wizard_is_read_by_them_too() -> None:
    imported = a_checked_import()
    person = imported.started_by
    execute(importing.confirm(imported, person, "Rent roll").pk)
    colour = {"source_field": "Colour", "target_field": "custom.Door", "transform": "title"}
    member = imported.agency.memberships.select_related("user", "agency").get(user=person)

    putting.put_in_force(imported.connection, Kind.PROPERTY, checked(Kind.PROPERTY, {"door": colour}), member)
    execute(putting.apply_now(imported.connection, Kind.PROPERTY, member).pk)

    assert {row.external_id: row.custom for row in Property.objects.all()} == {
        "P1": {"Door": "Red"},
        "P2": {"Door": "Blue"},
    }
