"""Rules in force, from the vendor's reply and from a file's row to the row here."""

from typing import Any

import pytest

from agencies.models import AuditEntry
from agencies.refusals import Refusal
from integrations.field_mapping import putting, versions
from integrations.field_mapping.trying import HIDDEN, try_rules
from integrations.field_mapping.writing import WrongRules, checked
from integrations.models import FieldMapping, SyncIssue
from portfolio.models import Property, Tenant
from providers.choices import Kind
from tests.factories import a_connection, a_member, an_agency
from tests.integrations.office import Office


def rules(kind: Kind = Kind.PROPERTY, **written: Any) -> list[dict[str, Any]]:
    return checked(kind, written)


KEYS = {"source_field": "KeyNumber", "target_field": "custom.Key", "transform": "upper"}
CITY = {"source_field": "Address.Suburb", "target_field": "manager_name"}


def put(office: Office, kind: Kind = Kind.PROPERTY, **written: Any) -> FieldMapping | None:
    member = office.agency.memberships.select_related("user", "agency").get(user=office.user)
    made, _ = putting.put_in_force(office.fresh(), kind, rules(kind, **written), member)
    return made


def test_rules_are_tried_on_live_rows_and_store_nothing(mapped: Office) -> None:
    lot = Property.objects.exclude(key_number="").order_by("external_id")[0]
    mapped.edit("lots", lot.external_id or "", KeyNumber="k-900")

    trial = try_rules(mapped.fresh(), Kind.PROPERTY, rules(key=KEYS, city=CITY), may_see=True)

    tried = {row.external_id: row.tried for row in trial.rows}
    assert (tried[lot.external_id or ""][0].source, tried[lot.external_id or ""][0].value) == ("k-900", "K-900")
    assert trial.rejected == 0
    assert trial.fields["Address.Suburb"]
    lot.refresh_from_db()
    assert (lot.custom, FieldMapping.objects.count()) == ({}, 0)


def test_those_who_may_not_see_values_see_which_fields_are_filled(mapped: Office) -> None:
    trial = try_rules(mapped.fresh(), Kind.PROPERTY, rules(city=CITY), may_see=False)

    assert {cell.source for row in trial.rows for cell in row.tried} == {HIDDEN}
    assert set(trial.fields.values()) <= {HIDDEN, ""}


def test_saved_rules_reach_what_the_next_sync_reads_and_the_rest_when_they_are_applied(mapped: Office) -> None:
    first, second = Property.objects.filter(withdrawn_at__isnull=True).order_by("external_id")[:2]
    made = put(mapped, city=CITY)
    assert made is not None and made.version == 1
    mapped.edit("lots", first.external_id or "", KeyNumber="K-1")

    mapped.sync()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.manager_name == first.suburb
    assert second.manager_name != second.suburb

    member = mapped.agency.memberships.get(user=mapped.user)
    putting.apply_now(mapped.fresh(), Kind.PROPERTY, member)
    log = mapped.sync()
    second.refresh_from_db()
    assert log.kinds == ["properties"]
    assert second.manager_name == second.suburb


def test_own_fields_of_people_come_in_by_kind_from_a_feed_that_gives_several(mapped: Office) -> None:
    put(mapped, Kind.TENANT, number={"source_field": "Id", "target_field": "vendor_number"})

    log = mapped.sync("full")

    assert log.counts["tenants"]["updated"] == Tenant.objects.count()
    assert log.counts["owners"]["updated"] == 0
    tenant = Tenant.objects.all()[0]
    assert tenant.custom == {"vendor_number": tenant.external_id}


def test_a_row_without_a_required_field_is_turned_away_alone_and_comes_in_once_it_is_there(mapped: Office) -> None:
    kept, bare = Property.objects.filter(withdrawn_at__isnull=True).order_by("external_id")[:2]
    for row in Property.objects.filter(withdrawn_at__isnull=True):
        mapped.edit("lots", row.external_id or "", KeyNumber=f"K-{row.pk.hex[:4]}")
    put(mapped, key=KEYS | {"required": True})
    mapped.edit("lots", bare.external_id or "", KeyNumber="")
    mapped.edit("lots", kept.external_id or "", KeyNumber="k-2")

    log = mapped.sync()
    kept.refresh_from_db()
    issue = SyncIssue.objects.get(external_id=bare.external_id, status="open")
    assert kept.custom == {"Key": "K-2"}
    assert (log.counts["properties"]["rejected"], issue.column) == (1, "KeyNumber")
    assert issue.message == "KeyNumber is empty, and your field mapping needs it."

    mapped.edit("lots", bare.external_id or "", KeyNumber="k-3")
    mapped.sync()
    issue.refresh_from_db()
    bare.refresh_from_db()
    assert (issue.status, bare.custom) == ("resolved", {"Key": "K-3"})


def test_rules_that_would_turn_every_row_away_are_not_saved(mapped: Office) -> None:
    nowhere = {"source_field": "NoSuchField", "target_field": "custom.Nothing", "required": True}

    with pytest.raises(Refusal) as refusal:
        put(mapped, nothing=nowhere)

    assert refusal.value.code == "all_rejected"
    assert "NoSuchField is empty" in refusal.value.message
    assert not FieldMapping.objects.exists()


def test_a_rule_whose_target_the_rows_do_not_have_says_so_and_is_not_saved(mapped: Office) -> None:
    words = {"source_field": "Id", "target_field": "description"}
    sentence = "The rent payments that come from there have no description to be set."

    trial = try_rules(mapped.fresh(), Kind.RENT_PAYMENT, rules(Kind.RENT_PAYMENT, words=words), may_see=True)
    with pytest.raises(Refusal) as refusal:
        put(mapped, Kind.RENT_PAYMENT, words=words)

    assert {row.tried[0].error for row in trial.rows} == {sentence}
    assert trial.rejected == 0
    assert (refusal.value.code, refusal.value.message) == ("does_nothing", sentence)
    assert not FieldMapping.objects.exists()


@pytest.mark.django_db
def test_a_version_is_new_only_where_it_differs_and_an_old_one_can_come_back() -> None:
    agency = an_agency()
    person, first, second = a_member(agency), rules(city=CITY), rules(city=CITY, key=KEYS)

    made = [versions.save(agency, "propertyme", Kind.PROPERTY, kept, person, 20) for kept in (first, first, second)]
    again = versions.save(agency, "propertyme", Kind.PROPERTY, first, person, 20)

    assert made[0] is not None and made[1] is None and made[2] is not None and again is not None
    assert (made[0].version, made[2].version, again.version) == (1, 2, 3)
    assert [row.version for row in versions.in_force(agency.pk, "propertyme")] == [3]
    entry = AuditEntry.objects.filter(action="fields_mapped").order_by("at")[1]
    assert entry.details["fields"] == {"old": ["manager_name"], "new": ["custom.Key", "manager_name"]}


@pytest.mark.django_db
def test_rules_that_were_tried_on_no_row_are_not_saved_but_can_be_given_up() -> None:
    agency = an_agency()
    person = a_member(agency)

    with pytest.raises(Refusal) as refusal:
        versions.save(agency, "propertyme", Kind.PROPERTY, rules(city=CITY), person, 0)
    assert refusal.value.code == "not_tested"

    versions.save(agency, "propertyme", Kind.PROPERTY, rules(city=CITY), person, 20)
    assert versions.save(agency, "propertyme", Kind.PROPERTY, [], person, 0) is not None
    assert versions.rules_of(a_connection(agency)) == {}


@pytest.mark.django_db
def test_rules_are_an_agencys_own_and_a_providers() -> None:
    agency = an_agency()
    versions.save(agency, "propertyme", Kind.PROPERTY, rules(city=CITY), a_member(agency), 20)

    assert list(versions.rules_of(a_connection(agency))) == [Kind.PROPERTY]
    assert versions.rules_of(a_connection(agency, provider="console")) == {}
    assert versions.rules_of(a_connection()) == {}


@pytest.mark.parametrize(
    ("kind", "written", "field"),
    [
        pytest.param(Kind.PROPERTY, {"source_field": "", "target_field": "name"}, "source_field", id="no source"),
        pytest.param(Kind.PROPERTY, CITY | {"source_field": "a\0b"}, "source_field", id="a NUL in the source"),
        pytest.param(Kind.PROPERTY, {"source_field": "A", "target_field": "external_id"}, "target_field", id="an id"),
        pytest.param(Kind.BILL, {"source_field": "A", "target_field": "custom.x"}, "target_field", id="no own fields"),
        pytest.param(Kind.BILL, {"source_field": "A", "target_field": "amount"}, "target_field", id="money that moved"),
        pytest.param(Kind.PROPERTY, {"source_field": "A", "target_field": "custom."}, "target_field", id="no name"),
        pytest.param(Kind.PROPERTY, CITY | {"transform": "explode"}, "transform", id="a transform that there is not"),
        pytest.param(Kind.PROPERTY, CITY | {"transform": "trim", "options": {"as": "x"}}, "options", id="an option"),
        pytest.param(
            Kind.PROPERTY, CITY | {"transform": "lookup", "options": {"table": {"a": "\0"}}}, "options", id="a NUL"
        ),
        pytest.param(Kind.PROPERTY, CITY | {"options": {"as": "x"}}, "options", id="options of nothing"),
    ],
)
def test_rules_that_cannot_be_are_named(kind: Kind, written: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongRules) as wrong:
        checked(kind, {"mine": written})

    assert list(wrong.value.errors) == ["mine"]
    assert field in wrong.value.errors["mine"]


def test_names_that_programs_use_are_understood() -> None:
    (kept,) = checked(
        Kind.TENANT,
        {
            "university": {
                "source_field": "educational_institution",
                "target_field": "school_name",
                "transform": "normalize_university_name",
            }
        },
    )

    assert (kept["target"], kept["transform"], kept["required"]) == ("custom.school_name", "normalise_name", False)


def test_two_rules_for_one_field_are_refused() -> None:
    with pytest.raises(WrongRules, match="cannot both become"):
        checked(Kind.PROPERTY, {"a": CITY, "b": CITY})
