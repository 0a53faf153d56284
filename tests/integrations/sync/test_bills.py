"""Bills: read where a host offers them, sorted by their words, and no trouble where it does not."""

from decimal import Decimal

import pytest

from portfolio.models import CategoryRule, Transaction
from portfolio.models.properties import Property
from providers import registry
from tests.integrations.office import Office


@pytest.fixture
def billed(mapped: Office) -> Office:
    """An office whose vendor answers for bills."""
    mapped.vendor.control("PATCH", "settings", {"bills": True})
    return mapped


def bills() -> dict[str | None, Transaction]:
    return {row.provider_transaction_id: row for row in Transaction.objects.filter(basis="reported")}


def test_a_host_without_bills_is_no_error_and_the_table_says_so(mapped: Office) -> None:
    log = mapped.sync("full")

    row = next(row for row in registry.get("propertyme").capabilities() if row.kind == "bills")
    assert (log.status, log.errors, mapped.issues()) == ("completed", [], set())
    assert bills() == {}
    assert "no list of bills" in str(row)


def test_approved_bills_come_in_once(billed: Office) -> None:
    log = billed.sync()
    again = billed.sync("full")

    mapped = set(Property.objects.values_list("external_id", flat=True))
    theirs = {
        key: row for key, row in billed.raw("bills").items() if row.get("IsApproved", True) and row["LotId"] in mapped
    }
    assert set(bills()) == set(theirs) and theirs
    for key, bill in bills().items():
        assert (bill.amount, bill.type, bill.property.external_id) == (
            Decimal(str(theirs[key or ""]["Amount"])),
            "expense",
            theirs[key or ""]["LotId"],
        )
    assert (log.transactions_created, again.transactions_created) == (len(theirs), 0)
    assert again.counts["bills"]["duplicates"] == len(theirs)


def test_a_bill_is_sorted_by_its_words_and_the_agencys_own_rules_come_first(billed: Office) -> None:
    billed.sync()
    first, second = list(bills())[:2]
    CategoryRule.objects.create(agency=billed.agency, words="harbour levy", category="strata")
    billed.edit("bills", first or "", Detail="Quarterly water usage")
    billed.edit("bills", second or "", Detail="Quarterly water usage, harbour levy")

    billed.sync()

    assert (bills()[first].category, bills()[second].category) == ("water", "strata")


def test_a_bill_comes_in_with_its_approval(billed: Office) -> None:
    billed.sync()
    key = next(iter(bills())) or ""
    new = billed.add("bills", like=key, IsApproved=False, Amount=77)
    billed.sync()
    assert new not in bills()

    billed.edit("bills", new, IsApproved=True)
    billed.sync()

    assert bills()[new].amount == Decimal(77)
