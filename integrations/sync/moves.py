"""Money that was worked out follows its lease or job when a corrected mapping moves that to another property. A vendor's own
rows are sent again and move by themselves; these have no row at the vendor."""

from collections.abc import Iterable
from uuid import UUID

from integrations.models import RowChange
from integrations.sync.bulk import Row, update
from integrations.sync.facts import Facts
from integrations.sync.invoices import expense_id
from portfolio.models import Lease, MaintenanceJob, Transaction


def follow_leases(facts: Facts, leases: Iterable[UUID]) -> list[Row]:
    """Move the worked-out receipts of these leases to the leases' properties; the changes to note. Three queries at most."""
    homes = dict(Lease.objects.filter(pk__any_of=list(leases)).values_list("pk", "property_id"))
    receipts = Transaction.objects.filter(
        lease_id__any_of=list(homes), provider=facts.source, basis=Transaction.Basis.DERIVED
    )
    rows = receipts.values_list("pk", "description", "property_id", "lease_id")
    return _move(facts, [(pk, label, at, homes[lease]) for pk, label, at, lease in rows if lease])


def follow_jobs(facts: Facts, jobs: Iterable[UUID]) -> list[Row]:
    """The same for the worked-out expenses of these jobs. Three queries at most."""
    rows = MaintenanceJob.objects.filter(pk__any_of=list(jobs), property__isnull=False)
    homes = {
        expense_id(external_id or ""): home for external_id, home in rows.values_list("external_id", "property_id")
    }
    expenses = Transaction.objects.filter(
        agency_id=facts.agency_id, provider=facts.source, provider_transaction_id__any_of=list(homes)
    )
    found = expenses.values_list("pk", "description", "property_id", "provider_transaction_id")
    return _move(facts, [(pk, label, at, homes.get(expense or "")) for pk, label, at, expense in found])


def _move(facts: Facts, found: list[tuple[UUID, str, UUID, UUID | None]]) -> list[Row]:
    moving = [(pk, label, at, to) for pk, label, at, to in found if to is not None and at != to]
    update(Transaction, [{"id": pk, "property_id": to, "updated_at": facts.started_at} for pk, _, _, to in moving])
    return [
        {
            "table": Transaction._meta.db_table,
            "row_id": pk,
            "action": RowChange.Action.UPDATED.value,
            "label": label,
            "before": {"property_id": at},
            "after": {"property_id": to},
        }
        for pk, label, at, to in moving
    ]
