"""Rows around lettings, for tests: as tests/factories.py."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from portfolio.models import (
    Appointment,
    ArchitecturalRequest,
    Association,
    Charge,
    LeaseRenewal,
    Property,
    Prospect,
    RecurringCharge,
    RentalApplication,
    RetailSale,
    Screening,
    SecurityDeposit,
    Subsidy,
    SyncedRow,
    Violation,
)

_numbers = count(1)
SUM: dict[str, Any] = {"amount": Decimal("588.00"), "currency": "USD"}


def a_row_of(model: type[SyncedRow], of: Property, mark: str = "") -> Any:
    """A row of one of the models around lettings, of the property where it has one; its texts hold the mark."""
    name = f"{mark} {model._meta.verbose_name} {next(_numbers)}".strip()
    return model._default_manager.create(agency=of.agency, **VALUES[model](of, name))


VALUES: dict[type[SyncedRow], Any] = {
    Prospect: lambda of, name: {"property": of, "name": name, "email": "maya@example.com", "phone": "0400 000 003"},
    RentalApplication: lambda of, name: {"property": of, "applicant_name": name, "status": "Submitted"},
    Screening: lambda of, name: {"property": of, "name": name, "rent_amount": Decimal("1085.00")},
    LeaseRenewal: lambda of, name: {"start_date": date(2026, 8, 1), "document_status": name},
    Appointment: lambda of, name: {"subject": name},
    Charge: lambda of, name: {
        "property": of,
        "charged_on": date(2026, 7, 1),
        "charge_type": "RC",
        "description": name,
        **SUM,
    },
    RecurringCharge: lambda of, name: {"property": of, "charge_type": "RC", "description": name, **SUM},
    SecurityDeposit: lambda of, name: {"property": of, **SUM},
    Subsidy: lambda of, name: {"name": name},
    RetailSale: lambda of, name: {"property": of, "period_start": date(2026, 6, 1), **SUM},
    Association: lambda of, name: {
        "property": of,
        "name": name,
        "board": [{"name": "Ann Chair", "role": "President", "from": "2026-01-01", "until": None}],
        "committees": [{"name": "Garden", "members": ["Ann Chair"]}],
    },
    Violation: lambda of, name: {"property": of, "code": name, "status": "open"},
    ArchitecturalRequest: lambda of, name: {"property": of, "title": name},
}

# By the name of the API's list.
LISTED: dict[str, type[SyncedRow]] = {
    "prospects": Prospect,
    "applications": RentalApplication,
    "screenings": Screening,
    "lease_renewals": LeaseRenewal,
    "charges": Charge,
    "recurring_charges": RecurringCharge,
    "security_deposits": SecurityDeposit,
    "subsidies": Subsidy,
    "retail_sales": RetailSale,
    "appointments": Appointment,
    "associations": Association,
    "violations": Violation,
    "architectural_requests": ArchitecturalRequest,
}
