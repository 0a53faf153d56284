"""The sync engine. Pages of records enter from a provider; rows, issues, changes and cursors leave in one transaction each.

engine (the run) -> plan (pure: what to do with each record) -> write (bulk) with refs (external ids -> rows), rent (receipts
from balances) and journal (log, counts, issues, cursor)."""
