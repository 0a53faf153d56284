"""Every join of the portfolio's lists. A `for_page` queryset brings all that its page or endpoint touches."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from portfolio.models import Lease, Property, Transaction  # noqa: F401


class PropertyQuerySet(QuerySet["Property"]):
    """Properties."""

    def managed(self) -> "PropertyQuerySet":
        """Those that no source has withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def for_page(self) -> "PropertyQuerySet":
        """With owners: two queries, however many rows."""
        return self.prefetch_related("owners")


class LeaseQuerySet(QuerySet["Lease"]):
    """Leases."""

    def for_page(self) -> "LeaseQuerySet":
        """With property and tenants: two queries, however many rows."""
        return self.select_related("property").prefetch_related("tenants")


class TransactionQuerySet(QuerySet["Transaction"]):
    """Transactions."""

    def for_page(self) -> "TransactionQuerySet":
        """With property and lease: one query, however many rows."""
        return self.select_related("property", "lease")
