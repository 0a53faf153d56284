"""Each rule finds the row that fails it, and neither a sound one beside it nor another connection's."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from integrations.quality.rules import BY_CODE, RULES
from integrations.sync.targets import TARGETS
from portfolio.models import Property
from providers.records import Kind
from tests.factories import a_connection
from tests.integrations.quality.cases import NOON, TODAY, Estate, days_ago

pytestmark = pytest.mark.django_db

Given = dict[str, Any] | Callable[[Estate], dict[str, Any]]
TOMORROW = TODAY + timedelta(days=1)


def with_lease(**given: Any) -> Callable[[Estate], dict[str, Any]]:
    """A unit that has a lease."""

    def make(estate: Estate) -> dict[str, Any]:
        unit = estate.row(Kind.UNIT)
        estate.lease(unit.property, unit=unit)
        return {"row": unit, **given}

    return make


def withdrawn(estate: Estate) -> Property:
    """A property that its source has withdrawn."""
    return estate.house(withdrawn_at=NOON)


def paid_lately(estate: Estate) -> dict[str, Any]:
    """A lease that ended long ago, and a receipt of last week."""
    lease = estate.lease(status="closed", vacated_on=days_ago(40))
    estate.row(Kind.RENT_PAYMENT, property=lease.property, lease=lease)
    return {"row": lease}


def paid_as_it_ended(estate: Estate) -> dict[str, Any]:
    """A lease that ended lately, and a receipt since."""
    lease = estate.lease(status="closed", vacated_on=days_ago(20))
    estate.row(Kind.RENT_PAYMENT, property=lease.property, lease=lease)
    return {"row": lease}


def beside(**other: Any) -> Callable[[Estate], dict[str, Any]]:
    """A lease of a house that has another."""

    def make(estate: Estate) -> dict[str, Any]:
        house = estate.house()
        estate.lease(house, **other)
        return {"property": house}

    return make


# By the rule's code: what fails it, and what is as like it as can be and does not.
CASES: dict[str, tuple[Given, Given]] = {
    "property_without_address": ({"suburb": ""}, {"state": ""}),
    "property_postcode": ({"postcode": "203"}, {"postcode": "90210-1234", "country": "USA"}),
    "property_without_owner": (
        lambda estate: {"owners": [estate.row(Kind.OWNER, withdrawn_at=NOON)]},
        lambda estate: {"owners": [estate.row(Kind.OWNER)]},
    ),
    "unit_of_withdrawn_property": (lambda estate: {"property": withdrawn(estate)}, {}),
    "occupied_unit_without_lease": ({"status": "occupied"}, with_lease(status="occupied")),
    "vacant_unit_with_lease": (with_lease(status="vacant"), {"status": "vacant"}),
    "occupied_unit_without_rent": ({"status": "occupied", "market_rent": 0}, {"status": "vacant", "market_rent": 0}),
    "unit_without_name": ({"name": ""}, {}),
    "owner_without_property": ({}, lambda estate: {"row": owner_of_a_house(estate)}),
    "tenant_without_lease": ({}, lambda estate: {"row": tenant_of_a_lease(estate)}),
    "prospect_rent_range": (
        {"rent_from": Decimal(700), "rent_to": Decimal(600)},
        {"rent_from": Decimal(600), "rent_to": Decimal(600)},
    ),
    "lease_without_tenant": ({}, lambda estate: {"tenants": [estate.row(Kind.TENANT)]}),
    "lease_without_rent": ({"rent_amount": 0}, {"rent_amount": 0, "status": "closed"}),
    "overlapping_leases": (
        beside(start_date=days_ago(50), status="closed", vacated_on=days_ago(1)),
        beside(start_date=date(2025, 1, 1), status="closed", vacated_on=date(2026, 1, 1)),
    ),
    "lease_ends_before_start": ({"end_date": date(2025, 12, 31)}, {"end_date": date(2026, 1, 1)}),
    "lease_past_its_end": ({"end_date": days_ago(1)}, {"end_date": days_ago(1), "is_periodic": True}),
    "current_lease_vacated": ({"vacated_on": days_ago(1)}, {"vacated_on": TODAY}),
    "ended_lease_still_paid": (paid_lately, paid_as_it_ended),
    "lease_of_withdrawn_property": (
        lambda estate: {"property": withdrawn(estate)},
        lambda estate: {"property": withdrawn(estate), "status": "closed"},
    ),
    "renewal_without_lease": ({"lease": None}, {}),
    "renewal_ends_before_start": ({"end_date": days_ago(31)}, {"end_date": days_ago(30)}),
    "receipt_without_lease": (lambda estate: {"property": estate.lease().property}, {}),
    "receipt_in_the_future": ({"date": TOMORROW}, {"date": TODAY}),
    "receipt_of_nothing": ({"amount": 0}, {"amount": Decimal(-500)}),
    "bill_without_category": ({"category": "other"}, {}),
    "bill_of_nothing": ({"amount": 0}, {}),
    "bill_far_ahead": ({"date": TODAY + timedelta(days=367)}, {"date": TODAY + timedelta(days=366)}),
    "charge_over_allocated": ({"allocated": Decimal("500.01")}, {"allocated": Decimal(500)}),
    "charge_without_tenant": ({}, lambda estate: {"tenant": estate.row(Kind.TENANT)}),
    "charge_of_nothing": ({"amount": 0}, {"amount": Decimal(-5)}),
    "recurring_charge_of_nobody": ({"property": None}, {}),
    "recurring_charge_ends_before_start": (
        {"start_date": TODAY, "end_date": days_ago(1)},
        {"start_date": TODAY, "end_date": None},
    ),
    "deposit_below_nothing": ({"amount": Decimal(-1)}, {"amount": 0}),
    "deposit_without_tenant": ({}, lambda estate: {"tenant": estate.row(Kind.TENANT)}),
    "subsidy_without_name": ({"name": ""}, {}),
    "sales_without_lease": ({}, lambda estate: {"lease": estate.lease()}),
    "sales_end_before_start": ({"period_end": days_ago(31)}, {"period_end": days_ago(30)}),
    "job_without_property": ({"property": None}, {}),
    "job_without_summary": ({"summary": ""}, {"summary": "", "description": "The tap leaks."}),
    "job_closed_before_reported": ({"closed_at": NOON - timedelta(minutes=1)}, {"closed_at": NOON}),
    "job_open_too_long": (
        {"reported_at": NOON - timedelta(days=182)},
        {"reported_at": NOON - timedelta(days=182), "status": "closed"},
    ),
    "inspection_without_day": ({"due_date": None}, {"due_date": None, "status": "cancelled"}),
    "inspection_without_property": ({"property": None}, {}),
    "check_without_due_day": ({"due_date": None}, {"due_date": None, "status": "cancelled"}),
    "check_done_on_no_day": ({"status": "completed"}, {"status": "completed", "completed_on": TODAY}),
    "check_done_in_the_future": ({"completed_on": TOMORROW}, {"completed_on": TODAY}),
    "appointment_without_time": ({"starts_at": None}, {}),
    "appointment_ends_before_start": ({"ends_at": NOON - timedelta(minutes=1)}, {"ends_at": NOON}),
    "application_without_applicant": (
        {"applicant_name": ""},
        lambda estate: {"applicant_name": "", "prospect": estate.row(Kind.PROSPECT)},
    ),
    "application_without_home": ({"property": None}, {}),
    "screening_of_nobody": ({"name": ""}, lambda estate: {"name": "", "tenant": estate.row(Kind.TENANT)}),
    "association_without_name": ({"name": ""}, {}),
    "association_without_board": ({"board": []}, {}),
    "violation_without_day": ({"found_on": None}, {}),
    "violation_closed_on_no_day": ({"status": "closed"}, {"status": "closed", "closed_on": TODAY}),
    "violation_closed_before_found": ({"closed_on": days_ago(10)}, {"closed_on": days_ago(9)}),
    "request_without_day": ({"submitted_on": None}, {}),
    "request_of_nobody": ({}, lambda estate: {"tenant": estate.row(Kind.TENANT)}),
    **{
        f"{called}_{code}": case
        for called in ("owner", "tenant", "contact", "member", "prospect")
        for code, case in {
            "without_contact": ({"email": "", "phone": ""}, {"email": ""}),
            "email": ({"email": "olive at example.com"}, {"email": ""}),
            "phone": ({"phone": "ring the bell"}, {"phone": "(02) 9555 0100 x12"}),
            "without_name": ({"name": ""}, {}),
        }.items()
    },
}


def owner_of_a_house(estate: Estate) -> Any:
    owner = estate.row(Kind.OWNER)
    estate.house(owners=[owner])
    return owner


def tenant_of_a_lease(estate: Estate, **given: Any) -> Any:
    tenant = estate.row(Kind.TENANT)
    estate.lease(tenants=[tenant], **given)
    return tenant


def tenant_of_both(estate: Estate) -> Any:
    """A tenant with one lease that is withdrawn, and one that is not."""
    tenant = tenant_of_a_lease(estate, withdrawn_at=NOON)
    estate.lease(tenants=[tenant])
    return tenant


def gone_tenant(estate: Estate) -> Any:
    """A tenant that its source has withdrawn."""
    return estate.row(Kind.TENANT, withdrawn_at=NOON)


def made(estate: Estate, kind: Kind, given: Given) -> Any:
    """The row of a case; those that needed others beside them have been made already."""
    values = given(estate) if callable(given) else dict(given)
    row = values.pop("row", None)
    if row is None:
        return estate.row(kind, **values)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def test_every_rule_has_a_case() -> None:
    codes = [rule.code for rule in RULES]

    assert sorted(CASES) == sorted(codes)
    assert len(set(codes)) == len(codes)
    assert all(
        0 < rule.weight <= 1 and rule.sentence.endswith(".") and rule.action.endswith((".", ").")) for rule in RULES
    )


# Cases beside those: what else fails a rule, and what else does not.
MORE: list[tuple[str, Given, Given]] = [
    (
        "lease_without_tenant",
        lambda estate: {"tenants": [gone_tenant(estate)]},
        lambda estate: {"tenants": [gone_tenant(estate), estate.row(Kind.TENANT)]},
    ),
    (
        "lease_without_tenant",
        {"status": "closed"},
        lambda estate: {"status": "closed", "tenants": [gone_tenant(estate)]},
    ),
    (
        "tenant_without_lease",
        lambda estate: {"row": tenant_of_a_lease(estate, withdrawn_at=NOON)},
        lambda estate: {"row": tenant_of_both(estate)},
    ),
]


@pytest.mark.parametrize(("code", "fails", "passes"), MORE)
def test_what_is_withdrawn_does_not_count_as_being_there(code: str, fails: Given, passes: Given) -> None:
    rule, estate = BY_CODE[code], Estate()
    failing, sound = made(estate, rule.kind, fails), made(estate, rule.kind, passes)

    found = set(rule.rows(estate.scope()).values_list("pk", flat=True))

    assert failing.pk in found
    assert sound.pk not in found


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_rule_finds_the_row_that_fails_it_and_no_other(code: str) -> None:
    rule, estate, others = BY_CODE[code], Estate(), Estate()
    second = Estate(a_connection(estate.connection.agency))
    fails, passes = CASES[code]
    failing, sound = made(estate, rule.kind, fails), made(estate, rule.kind, passes)
    made(others, rule.kind, fails)
    made(second, rule.kind, fails)
    gone = made(estate, rule.kind, fails)
    TARGETS[rule.kind].model._default_manager.filter(pk=gone.pk).update(withdrawn_at=NOON)

    found = set(rule.rows(estate.scope()).values_list("pk", flat=True))

    assert failing.pk in found
    assert not {sound.pk, gone.pk} & found
    assert found <= set(estate.scope().rows(rule.kind).values_list("pk", flat=True))
