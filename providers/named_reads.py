"""The reads that every provider has by name."""

from abc import abstractmethod
from collections.abc import Iterator

from providers.records import Kind, Record, Rejected

Rows = Iterator[Record | Rejected]


class NamedReads:
    """One method for each kind, over `records`."""

    @abstractmethod
    def records(self, kind: Kind, since: str | None = None, *, path: str = "", parent_id: str = "") -> Rows:
        """One kind's records and the rows that could not be read."""

    def get_properties(self, since: str | None = None) -> Rows:
        """Properties under management. As in every read below, `since` is a mark that an earlier read of the same feed
        ended with, None reads everything; UnsupportedError where the vendor does not offer the kind."""
        return self.records(Kind.PROPERTY, since)

    def get_tenancies(self, since: str | None = None) -> Rows:
        """Leases, over ones too where the vendor keeps them."""
        return self.records(Kind.LEASE, since)

    def get_rent_payments(self, since: str | None = None) -> Rows:
        """Receipts of rent, or what the ledgers say has been paid in all, where the vendor gives no receipts."""
        return self.records(Kind.RENT_PAYMENT, since)

    def get_maintenance_jobs(self, since: str | None = None) -> Rows:
        """Repairs and other work."""
        return self.records(Kind.MAINTENANCE_JOB, since)

    def get_maintenance_invoices(self, job_id: str) -> Rows:
        """What one job's work costs."""
        return self.records(Kind.MAINTENANCE_INVOICE, None, parent_id=job_id)

    def get_bills(self, since: str | None = None) -> Rows:
        """Bills against properties."""
        return self.records(Kind.BILL, since)

    def get_units(self, since: str | None = None) -> Rows:
        """Separately let parts of properties."""
        return self.records(Kind.UNIT, since)

    def get_owners(self, since: str | None = None) -> Rows:
        """Who owns properties."""
        return self.records(Kind.OWNER, since)

    def get_tenants(self, since: str | None = None) -> Rows:
        """Who rents."""
        return self.records(Kind.TENANT, since)

    def get_contacts(self, since: str | None = None) -> Rows:
        """Suppliers and other contacts."""
        return self.records(Kind.CONTACT, since)

    def get_members(self, since: str | None = None) -> Rows:
        """The agency's own people."""
        return self.records(Kind.MEMBER, since)

    def get_inspections(self, since: str | None = None) -> Rows:
        """Visits to properties."""
        return self.records(Kind.INSPECTION, since)

    def get_prospects(self, since: str | None = None) -> Rows:
        """Who looks for a home."""
        return self.records(Kind.PROSPECT, since)

    def get_applications(self, since: str | None = None) -> Rows:
        """Applications for homes."""
        return self.records(Kind.APPLICATION, since)

    def get_charges(self, since: str | None = None) -> Rows:
        """Charges on tenants' ledgers."""
        return self.records(Kind.CHARGE, since)

    def get_recurring_charges(self, since: str | None = None) -> Rows:
        """Charges that come again."""
        return self.records(Kind.RECURRING_CHARGE, since)

    def get_violations(self, since: str | None = None) -> Rows:
        """Breaches of associations' rules."""
        return self.records(Kind.VIOLATION, since)
