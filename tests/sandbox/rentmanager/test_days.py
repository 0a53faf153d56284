"""Days in the busy location: every row that changed is named or stamped, and the others stand still."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.sandbox.rentmanager.guest import Guest, value

STAMPED = (
    "Properties Units MarketRents Owners Tenants Prospects Contacts Leases LeaseRenewals RecurringCharges Charges Payments "
    "Credits Bills Vendors ServiceManagerIssues Appointments Violations ArchitecturalRequests"
).split()
KINDS = {  # kind of change -> resource and field that name its row
    "tenant_moved_in": ("Tenants", "tenant_id"),
    "tenant_moved_out": ("Leases", "lease_id"),
    "notice_given": ("Leases", "lease_id"),
    "lease_renewed": ("LeaseRenewals", "lease_renewal_id"),
    "payment_received": ("Payments", "payment_id"),
    "payment_reversed": ("Payments", "payment_id"),
    "issue_reported": ("ServiceManagerIssues", "issue_id"),
    "issue_changed": ("ServiceManagerIssues", "issue_id"),
    "issue_closed": ("ServiceManagerIssues", "issue_id"),
    "bill_added": ("Bills", "bill_id"),
    "bill_paid": ("Bills", "bill_id"),
    "tenant_changed": ("Tenants", "tenant_id"),
    "contact_changed": ("Contacts", "contact_id"),
    "unit_changed": ("Units", "unit_id"),
    "property_changed": ("Properties", "property_id"),
    "prospect_changed": ("Prospects", "prospect_id"),
    "appointment_made": ("Appointments", "appointment_id"),
    "violation_closed": ("Violations", "violation_id"),
    "architectural_request_changed": ("ArchitecturalRequests", "architectural_request_id"),
}
Rows = dict[str, dict[int, dict[str, Any]]]


def tables(guest: Guest) -> Rows:
    """All rows that carry stamps, by resource and key."""
    return {name: {next(iter(row.values())): row for row in guest.raw(name)} for name in STAMPED}


def advance(guest: Guest, days: int = 1) -> list[dict[str, Any]]:
    """What happened at this vendor."""
    changes = guest.control("POST", "advance", {"days": days})["changes"]
    return [change for change in changes if change["provider"] == "rentmanager"]


def test_a_row_that_changed_has_a_later_update_date_than_any_before(office: Guest) -> None:
    latest = ""
    for _ in range(20):
        before = tables(office)
        latest = max(latest, max(row["UpdateDate"] for rows in before.values() for row in rows.values()))

        advance(office)

        for name, rows in tables(office).items():
            for key, row in rows.items():
                assert row == before[name].get(key) or row["UpdateDate"] > latest, (name, key)


def test_what_changed_since_the_last_stamp_is_what_a_filter_on_it_gives(office: Guest) -> None:
    before = tables(office)
    last = max(row["UpdateDate"] for rows in before.values() for row in rows.values())

    advance(office, 3)

    after = tables(office)
    for name in ("Tenants", "Leases", "Charges", "Payments", "ServiceManagerIssues", "Contacts"):
        changed = [row for key, row in after[name].items() if row != before[name].get(key)]
        shown = value(office.get(name, filters=f"UpdateDate,gt,{last}"))
        assert changed
        assert [{field: found for field, found in row.items() if field != "Age"} for row in shown] == changed


def test_every_change_names_a_row_that_was_touched_that_day(office: Guest) -> None:
    for _ in range(12):
        before = tables(office)
        changes = advance(office)
        after = tables(office)

        for change in changes:
            if change["kind"] in KINDS:
                resource, field = KINDS[change["kind"]]
                key = change[field]
                assert after[resource][key] != before[resource].get(key), change
            for key in change.get("charge_ids", []):
                assert after["Charges"].get(key) != before["Charges"].get(key), change


def test_what_is_deleted_leaves_no_trace(office: Guest) -> None:
    gone: dict[str, set[int]] = {"contact": set(), "charge": set(), "appointment": set()}
    before = tables(office)

    for change in advance(office, 15):
        kind, _, what = change["kind"].rpartition("_")
        if what == "deleted":
            gone[kind].add(change[f"{kind}_id"])

    after = tables(office)
    for resource, kind in (("Contacts", "contact"), ("Charges", "charge"), ("Appointments", "appointment")):
        assert gone[kind]
        assert not gone[kind] & set(after[resource])
        assert set(before[resource]) - set(after[resource]) <= gone[kind]
    assert office.get(f"Contacts/{gone['contact'].pop()}").status_code == 404


def test_two_weeks_bring_something_of_everything(office: Guest) -> None:
    kinds = {change["kind"] for change in advance(office, 14)}

    assert kinds >= set(KINDS) | {"charges_posted", "credit_given"}


def test_who_moves_out_is_past_and_the_rent_ends(office: Guest) -> None:
    changes = [change for change in advance(office, 14) if change["kind"] == "tenant_moved_out"]

    assert changes
    for change in changes:
        tenant = value(office.get(f"Tenants/{change['tenant_id']}", embeds="Leases,RecurringCharges"))
        unit = value(office.get(f"Units/{change['unit_id']}", embeds="UnitStatuses.UnitStatusType"))
        assert tenant["Status"] == "Past"
        assert tenant["Leases"][-1]["MoveOutDate"] == f"{change['date']}T00:00:00"
        assert all("ToDate" in row for row in tenant["RecurringCharges"])
        assert "Make ready" in [row["UnitStatusType"]["Name"] for row in unit["UnitStatuses"]]


def test_a_renewal_follows_the_agreement_before_it_and_raises_the_rent(office: Guest) -> None:
    change = next(change for change in advance(office, 5) if change["kind"] == "lease_renewed")

    lease = value(office.get(f"Leases/{change['lease_id']}", embeds="LeaseRenewals"))
    rents = value(office.get("RecurringCharges", filters=f"EntityKeyID,eq,{lease['TenantID']};ChargeTypeID,eq,2"))
    old, new = lease["LeaseRenewals"][-2:]
    assert new["LeaseRenewalID"] == change["lease_renewal_id"]
    assert date.fromisoformat(new["StartDate"][:10]) - date.fromisoformat(old["EndDate"][:10]) == timedelta(days=1)
    assert rents[-1]["FromDate"] == new["StartDate"] and rents[-1]["Amount"] > rents[-2]["Amount"]


def test_on_the_first_of_a_month_all_that_recurs_is_charged(office: Guest) -> None:
    office.control("POST", "reset", {"today": "2026-11-30"})
    office.sign_in()

    changes = advance(office)

    (posted,) = [change for change in changes if change["kind"] == "charges_posted"]
    charges = {row["ChargeID"]: row for row in office.raw("Charges")}
    made = [charges[key] for key in posted["charge_ids"] if key in charges]
    assert len(made) > 100
    assert {row["TransactionDate"] for row in made} == {"2026-12-01T00:00:00"}


def test_the_same_seed_and_day_bring_the_same_life(office: Guest) -> None:
    once, rows = advance(office, 6), tables(office)

    office.control("POST", "reset")

    assert advance(office, 6) == once
    assert tables(office) == rows


def test_the_other_locations_stand_still(office: Guest) -> None:
    still = [office.raw("Leases", account) for account in ("samplehomes/2", "oakridge/1")]

    advance(office, 10)

    assert [office.raw("Leases", account) for account in ("samplehomes/2", "oakridge/1")] == still


def test_life_goes_on_around_rows_that_were_edited_to_nonsense(office: Guest) -> None:
    wrong: Any
    for resource in (
        "Tenants",
        "Leases",
        "LeaseRenewals",
        "Charges",
        "Payments",
        "Contacts",
        "Units",
        "RecurringCharges",
    ):
        rows = office.raw(resource)
        for at, name in enumerate(rows[0]):
            place = f"rentmanager/{resource}/{next(iter(rows[at % len(rows)].values()))}?account=samplehomes/1&quiet=1"
            wrong = ["abc", None, -5, "2026-02-31", ["x"]][at % 5]
            office.control("PATCH", place, {name: wrong})
            place = f"rentmanager/{resource}/{next(iter(rows[(at + 60) % len(rows)].values()))}?account=samplehomes/1&quiet=1"
            office.control("PATCH", place, {"__remove__": [name]})

    advance(office, 20)

    assert office.control("GET", "health")["day"] == 20
