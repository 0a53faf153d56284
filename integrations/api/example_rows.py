"""One example of each kind of row of the portfolio, and the ids that all examples share."""

from typing import Any

from providers import registry

VENDOR = registry.all_providers()[0]

ORG_ID = "7f9c2a4e-0d1b-4c55-9a0e-2b6f4d1c8e10"
CONNECTION_ID = "c0a1d7b2-5b6e-4f3f-8a27-9d1e6f0b3a44"
JOB_ID = "e5b0c9f4-6a13-4e0c-b1d8-7c2f9a5d6e77"
ISSUE_ID = "4d3e2f1a-9b8c-4d7e-8f60-1a2b3c4d5e6f"
MAPPING_ID = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9"
PROPERTY_ID = "1e4f7a90-c3d6-4b29-9f18-5a7b8c9d0e21"
OWNER_ID = "2f5a8b01-d4e7-4c3a-8029-6b8c9d0e1f32"
TENANT_ID = "3a6b9c12-e5f8-4d4b-913a-7c9d0e1f2a43"
LEASE_ID = "5c8d1e34-a7b0-4f6d-b35c-9e1f2a3b4c65"
ROW_ID = "6d9e2f45-b8c1-407e-846d-0f2a3b4c5d76"
MORNING, LATER = "2026-07-03T16:14:00Z", "2026-07-03T16:16:40Z"

SYNCED = {
    "external_source": VENDOR.slug,
    "external_id": "b7d1f0a2",
    "withdrawn_at": None,
    "synced_at": MORNING,
    "created_at": "2026-05-01T16:02:11Z",
    "updated_at": MORNING,
}


def row(**values: Any) -> dict[str, Any]:
    """A row of the portfolio."""
    return {"id": ROW_ID, "org_id": ORG_ID, **values}


PERSON: dict[str, Any] = {
    "custom": {"school_name": "University of Sydney"},
    "name": "Olive and Max Owner",
    "first_name": "Olive",
    "last_name": "Owner",
    "company": "",
    "email": "olive@example.com",
    "phone": "0400 000 001",
    "people": [
        {
            "first_name": "Olive",
            "last_name": "Owner",
            "company": "",
            "email": "olive@example.com",
            "phone": "0400 000 001",
        }
    ],
}
ROWS = {
    "properties": row(
        address="3/12 Wattle Street, Ultimo NSW 2007",
        unit="3",
        street="12 Wattle Street",
        suburb="Ultimo",
        state="NSW",
        postcode="2007",
        country="AU",
        property_type="apartment",
        bedrooms=2,
        bathrooms=1,
        car_spaces=None,
        key_number="K41",
        manager_name="Priya Manager",
        labels=["pets allowed"],
        owners=[OWNER_ID],
        custom={"Heritage listed": "yes"},
        **SYNCED,
    ),
    "units": row(
        property=PROPERTY_ID,
        name="Flat B",
        bedrooms=1,
        bathrooms=1.0,
        unit_type="1 bed, 1 bath",
        status="occupied",
        floor_area=54,
        market_rent="520.00",
        custom={},
        **SYNCED,
    ),
    "owners": row(**PERSON, **SYNCED),
    "tenants": row(**PERSON, **SYNCED) | {"name": "Tim Tenant"},
    "leases": row(
        property=PROPERTY_ID,
        unit=None,
        tenants=[TENANT_ID],
        tenant_name="Tim Tenant",
        reference="TEN00017",
        start_date="2026-01-12",
        end_date="2027-01-11",
        vacated_on=None,
        is_periodic=False,
        rent_amount="650.00",
        rent_frequency="weekly",
        currency="AUD",
        bond_amount="2600.00",
        bond_reference="",
        paid_to="2026-07-10",
        status="current",
        custom={},
        **SYNCED,
    ),
    "transactions": row(
        property=PROPERTY_ID,
        lease=LEASE_ID,
        date="2026-07-03",
        amount="650.00",
        currency="AUD",
        type="income",
        category="rental_income",
        description="Rent received",
        paid_to="2026-07-10",
        status="confirmed",
        basis="derived",
        provider=VENDOR.slug,
        provider_transaction_id="rent/tenancy-17/24",
        withdrawn_at=None,
        synced_at=MORNING,
        created_at=MORNING,
        updated_at=MORNING,
    ),
    "maintenance_jobs": row(
        property=PROPERTY_ID,
        number="J-204",
        summary="Leaking tap",
        description="Kitchen, cold tap.",
        status="assigned",
        priority="normal",
        supplier_name="Pete's Plumbing",
        quote_amount="180.00",
        due_date="2026-07-10",
        reported_at="2026-07-01T23:10:00Z",
        closed_at=None,
        custom={},
        **SYNCED,
    ),
    "inspections": row(
        property=PROPERTY_ID,
        inspection_type="routine",
        status="scheduled",
        summary="Routine inspection",
        due_date="2026-07-20",
        starts_at="2026-07-20T00:30:00Z",
        duration_minutes=30,
        closed_at=None,
        **SYNCED,
    ),
    "compliance_tasks": row(
        property=PROPERTY_ID,
        lease=None,
        task_type="smoke_alarms",
        title="Smoke alarms: yearly check",
        status="open",
        due_date="2026-08-01",
        completed_on=None,
        notes="",
        **SYNCED,
    ),
}
