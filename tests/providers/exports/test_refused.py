"""What belongs to the trust account is told by name and never taken for a list."""

import pytest

from providers.exports.propertyme import LAYOUTS, TENANT_DETAILS
from providers.exports.refused import REFUSED
from providers.registry import all_providers
from tests.providers.exports.given import told

ALL = tuple(layout for provider in all_providers() for layout in provider.layouts)


@pytest.mark.parametrize(
    ("headings", "slug"),
    [
        ("Date,Description,Debit,Credit,Balance", "rent_ledger"),
        ("Property,Tenant,Tenant Folio Code,Date,Details,Money Out,Money In,Running Balance", "rent_ledger"),
        ("Audit,Date,Ref,Type,Detail,Debit,Credit", "rent_ledger"),
        ("Tenant,Property,Receipt Date,Paid From,Paid To,Amount", "rent_ledger"),
        ("Owner,Property,Owner Folio Code,Date,Detail,Debit,Credit,Balance", "owner_statements"),
        ("statement_period_start,statement_period_end,payment_date,property_address,line_type,description,amount,gst,balance",
         "owner_statements"),
        ("Statement Number,Owner,Property,Period,Amount", "owner_statements"),
        ("Tenant,Property,Date,Description,Charge,Paid,Balance", "tenant_statements"),
        ("Deposit Slip,Date,Drawer,Bank,Amount", "bank_deposits"),
        ("Date Banked,BSB,Drawer,Total", "bank_deposits"),
        ("Disbursement Date,Owner,BSB,Account Number,Amount", "owner_disbursements"),
        ("Payment Date,Landlord,BSB,Account Number,Amount", "owner_disbursements"),
        ("Journal No,Date,From Folio,To Folio,Amount", "journals"),
        ("Receipt No,Date,Received From,Property,Amount", "trust_receipts"),
        ("Account,Opening Balance,Debits,Credits,Closing Balance", "trial_balance"),
    ],
)  # fmt: skip
def test_a_list_of_the_trust_account_is_refused_by_name(headings, slug):
    recognition = told(headings.split(","), ALL)

    assert recognition.layout is None
    assert recognition.refused.slug == slug
    assert recognition.reason.startswith("Its headings are those of ")


def test_a_refusal_says_that_nothing_is_lost():
    assert all(
        one.why.startswith(f"{one.label} belong to trust accounting") and "Nothing is lost" in one.why
        for one in REFUSED
    )


@pytest.mark.parametrize("layout", ALL, ids=[layout.slug for layout in ALL])
def test_a_real_list_with_the_columns_of_a_ledger_behind_is_still_itself(layout):
    headings = [*(column.heading for column in layout.columns), "Debit", "Credit", "Balance"]

    assert told(headings, [one for one in ALL if one.source == layout.source]).layout == layout


def test_the_name_of_a_file_helps_only_where_its_headings_do_not():
    unknown, known = ("Column A", "Column B"), [column.heading for column in TENANT_DETAILS.columns]

    assert told(unknown, LAYOUTS, "Rent_Ledger-2026.csv").refused.slug == "rent_ledger"
    assert told(unknown, LAYOUTS, "Rentledgerdemain.csv").refused is None
    assert told(known, LAYOUTS, "rent ledger.csv").layout == TENANT_DETAILS
