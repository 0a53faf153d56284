from datetime import date
from decimal import Decimal

from tests.factories import (
    a_lease,
    a_property,
    a_tenant,
    a_transaction,
    an_owner,
)
from tests.integrations.api.cases import PortfolioCase

STAMPS = ("synced_at", "created_at", "updated_at")


class ShapeTests(PortfolioCase):
    def test_a_property_is_shown_whole(self) -> None:
        owner = an_owner(self.agency)
        row = a_property(
            self.agency, address="1 Elm St", street="1 Elm St", external_source="propertyme", external_id="L1"
        )
        row.owners.add(owner)

        body = self.rows("properties")[0]

        for stamp in STAMPS:
            body.pop(stamp)
        self.assertEqual(
            body,
            {
                "id": str(row.pk),
                "org_id": str(self.agency.pk),
                "address": "1 Elm St",
                "unit": "",
                "street": "1 Elm St",
                "suburb": "Ultimo",
                "state": "NSW",
                "postcode": "2007",
                "country": "",
                "property_type": "",
                "bedrooms": None,
                "bathrooms": None,
                "car_spaces": None,
                "key_number": "",
                "manager_name": "",
                "labels": [],
                "owners": [str(owner.pk)],
                "custom": {},
                "external_source": "propertyme",
                "external_id": "L1",
                "withdrawn_at": None,
            },
        )

    def test_a_lease_is_shown_whole(self) -> None:
        tenant = a_tenant(self.agency)
        row = a_lease(a_property(self.agency), (tenant,), paid_to=date(2026, 7, 10), bond_amount=Decimal("2600"))

        body = self.rows("leases")[0]

        for stamp in STAMPS:
            body.pop(stamp)
        self.assertEqual(
            body,
            {
                "id": str(row.pk),
                "org_id": str(self.agency.pk),
                "property": str(row.property_id),
                "unit": None,
                "tenants": [str(tenant.pk)],
                "tenant_name": "",
                "reference": "",
                "start_date": "2026-01-12",
                "end_date": None,
                "vacated_on": None,
                "is_periodic": False,
                "rent_amount": "650.00",
                "rent_frequency": "weekly",
                "currency": "AUD",
                "bond_amount": "2600.00",
                "bond_reference": "",
                "paid_to": "2026-07-10",
                "status": "current",
                "custom": {},
                "external_source": "",
                "external_id": None,
                "withdrawn_at": None,
            },
        )

    def test_a_transaction_is_shown_whole(self) -> None:
        lease = a_lease(a_property(self.agency))
        row = a_transaction(lease.property, lease=lease, provider_transaction_id="r-1", basis="derived")

        body = self.rows("transactions")[0]

        for stamp in STAMPS:
            body.pop(stamp)
        self.assertEqual(
            body,
            {
                "id": str(row.pk),
                "org_id": str(self.agency.pk),
                "property": str(lease.property_id),
                "lease": str(lease.pk),
                "date": "2026-07-03",
                "amount": "650.00",
                "currency": "AUD",
                "type": "income",
                "category": "rental_income",
                "description": "",
                "paid_to": None,
                "status": "confirmed",
                "basis": "derived",
                "provider": "propertyme",
                "provider_transaction_id": "r-1",
                "withdrawn_at": None,
            },
        )

    def test_a_detail_is_the_same_as_its_line_in_the_list(self) -> None:
        a_transaction(a_property(self.agency))

        row = self.rows("transactions")[0]

        self.assertEqual(self.api.get(f"/api/portfolio/transactions/{row['id']}").json(), row)
