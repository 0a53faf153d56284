"""Lists that are known and never imported: they are the trust account's, which stays in the system that keeps it."""

from providers.exports.layouts import Refused

WHY = (
    "{label} belong to trust accounting, which stays in the system that keeps it. pmsync does not import them. Nothing is lost "
    "and nothing needs to be done."
)
DEBIT = "Debit|Debits|DR|Debit $|Money Out|Withdrawal|Withdrawals|Paid Out|Expense|Expenses|Payments"
CREDIT = "Credit|Credits|CR|Credit $|Money In|Deposit|Deposits|Received|Income|Receipts"
BALANCE = "Balance|Running Balance|Closing Balance|Folio Balance|Ledger Balance|Account Balance"
DATE = (
    "Date|Transaction Date|Trans Date|Entry Date|Posted|Date Posted|Payment Date|Receipt Date|Deposit Date|Journal Date"
)
AMOUNT = "Amount|Total|Total Amount|Amount Paid|Gross|Net|Value"


def _refused(slug: str, label: str, words: str, *lists: tuple[str, ...]) -> tuple[Refused, ...]:
    """A kind of list in each of its shapes; the first of them has the words for the file's name."""
    why = WHY.format(label=label)
    return tuple(
        Refused(slug, label, telling, why, tuple(words.split("|")) if at == 0 else ())
        for at, telling in enumerate(lists)
    )


# In the order in which they are tried: a ledger is what has debit, credit and balance and is nothing else.
REFUSED: tuple[Refused, ...] = (
    *_refused(
        "bank_deposits",
        "Bank deposits",
        "bank deposit|bank deposits|deposit slip|deposit slips|banking report",
        (
            "Deposit Slip|Deposit Slip Number|Deposit Slip No|Deposit No|Deposit Number|Banking No|Deposit Reference",
            AMOUNT,
        ),
        ("Deposit Date|Date Banked|Banked On|Banked", "Drawer|BSB|Cheque Number|Cheque No|Cheque|EFT|Cash", AMOUNT),
    ),
    *_refused(
        "owner_disbursements",
        "Owner disbursements",
        "disbursement|disbursements|owner payments|owner disbursement|owner disbursements",
        (
            "Disbursement|Disbursed|Disbursement Date|Disbursement Amount|Disbursed On|Owner Disbursement|Disbursement Number",
        ),
        (
            "Payment Date|Paid On|EFT Date",
            "BSB|Account Number|Bank Account",
            "Owner|Landlord|Payee|Ownership Name",
            AMOUNT,
        ),
    ),
    *_refused(
        "journals",
        "Journals",
        "journal|journals|general journal|journal entries",
        ("Journal|Journal Number|Journal No|Journal Id|Journal Date|Journal Type", f"{AMOUNT}|{DEBIT}|{CREDIT}"),
        ("From Folio|From Account|From Ledger", "To Folio|To Account|To Ledger", AMOUNT),
    ),
    *_refused(
        "trust_receipts",
        "Trust receipts",
        "trust receipts|receipt listing|receipts report|trust receipt",
        (
            "Receipt Number|Receipt No|Receipt #|Receipt",
            AMOUNT,
            "Receipt Date|Date|Received From|Payment Method|Banked",
        ),
    ),
    *_refused(
        "trial_balance",
        "Trial balances",
        "trial balance|trust reconciliation|bank reconciliation",
        ("Opening Balance", "Closing Balance", f"Folio|Ledger|Account|Account Name|{DEBIT}|{CREDIT}"),
        ("Ledger|Account|Account Name|Folio Type", DEBIT, CREDIT, "Total|Net|Difference"),
    ),
    *_refused(
        "owner_statements",
        "Owner statements",
        "owner statement|owner statements|landlord statement|ownership statement|folio summary",
        (
            "Statement Number|Statement No|Statement|Statement Period|Statement Date|Period Start|Statement Period Start",
            AMOUNT,
        ),
        ("Statement Number|Statement No|Statement|Statement Period|Statement Date|Statement Period Start", BALANCE),
        ("Owner|Landlord|Owner Folio Code|Ownership Name", DATE, DEBIT, CREDIT, BALANCE),
        ("Line Type", AMOUNT, BALANCE),
    ),
    *_refused(
        "tenant_statements",
        "Tenant statements",
        "tenant statement|tenant statements|tenancy statement",
        (
            "Tenant|Tenancy|Tenancy Name|Tenant Folio Code",
            DATE,
            "Charge|Charges|Invoiced|Invoice",
            f"{CREDIT}|Paid",
            BALANCE,
        ),
    ),
    *_refused(
        "rent_ledger",
        "Rent ledgers",
        "rent ledger|tenant ledger|tenancy ledger|folio ledger|rent ledgers|ledger",
        (DEBIT, CREDIT, BALANCE),
        ("Audit|Audit Number|Audit No|Transaction Id|Transaction Number|Trans No", DATE, f"{AMOUNT}|{DEBIT}|{CREDIT}"),
        (DATE, "Paid From|Rent From|Period From", "Paid To|Rent To|Period To", f"{AMOUNT}|{CREDIT}"),
    ),
)
