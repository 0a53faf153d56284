"""A large estate to read: 50 agencies, 20,000 properties, 500,000 transactions, two months of nights. PostgreSQL only."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection as database
from django.db.models import Model
from django.utils import timezone

from agencies.models import Agency, Membership, User
from agencies.permissions import Role
from integrations.models import Connection, PropertyMapping, SyncIssue, SyncLog
from portfolio.models import Inspection, Lease, MaintenanceJob, Owner, Property, Tenant, Transaction

AGENCIES, PROPERTIES, TRANSACTIONS, NIGHTS, CHANGES = 50, 400, 10_000, 60, 50
STREETS = ("Wattle", "Harris", "Jones", "Bulwara", "Mary Ann", "Pyrmont", "Fig", "Quarry", "Crown", "Bourke")
COUNTED = (Agency, Property, Owner, Tenant, Lease, Transaction, MaintenanceJob, Inspection, PropertyMapping, SyncLog)

MONEY = """
INSERT INTO portfolio_transaction (id, agency_id, external_account, fingerprint, synced_at, created_at, updated_at,
    property_id, lease_id, date, amount, currency, type, category, description, status, basis, provider,
    provider_transaction_id)
SELECT gen_random_uuid(), l.agency_id, 'account', '', now(), now(), now(), l.property_id, l.id,
    current_date - n * 7, CASE WHEN n %% 5 = 0 THEN 180 ELSE l.rent_amount END, 'AUD',
    CASE WHEN n %% 5 = 0 THEN 'expense' ELSE 'income' END,
    CASE WHEN n %% 5 = 0 THEN 'repairs_and_maintenance' ELSE 'rental_income' END,
    CASE WHEN n %% 5 = 0 THEN 'Repairs' ELSE 'Rent received' END, 'confirmed', 'derived', 'propertyme',
    l.external_id || '-' || n
FROM portfolio_lease l, generate_series(1, %s) n
"""
CHANGED = """
INSERT INTO integrations_rowchange (sync_log_id, "table", row_id, action, label, before, after, created_at)
SELECT s.id, 'portfolio_lease', l.id, 'updated', l.tenant_name, '{"paid_to": "2026-07-03"}', '{"paid_to": "2026-07-10"}',
    s.created_at
FROM property_manager_sync_logs s
JOIN property_manager_connections c ON c.id = s.connection_id
JOIN LATERAL (SELECT id, tenant_name FROM portfolio_lease WHERE agency_id = c.agency_id LIMIT %s) l ON true
"""
TRAIL = """
INSERT INTO agencies_auditentry (id, at, agency_id, agency_name, person, action, subject, details, via, address)
SELECT gen_random_uuid(), now() - n * interval '1 hour', a.id, a.name, 'admin@example.com', 'mapped', 'A house', '{}',
    'page', '203.0.113.9'
FROM agencies_agency a, generate_series(1, 1000) n
"""


@dataclass(frozen=True)
class Office:
    """One agency in the middle, its admin, a superuser, and ids of things of its own for routes that take one."""

    agency: Agency
    user: User
    superuser: User
    ids: dict[str, Any]

    def id_for(self, route: str, argument: str) -> object:
        """The value of a route's argument. KeyError where the estate has none, for routes that only answer forms."""
        return self.ids[argument] if argument in self.ids else self.ids[f"{route.partition(':')[2]}.{argument}"]

    def rows(self) -> dict[str, int]:
        """How many rows of each kind the estate has."""
        return {str(model._meta.verbose_name_plural): model._default_manager.count() for model in COUNTED}


def build() -> Office:
    """The estate, with the planner's statistics as after a night."""
    agencies = Agency.objects.bulk_create([Agency(name=f"Agency {number:02}") for number in range(AGENCIES)])
    connections = Connection.objects.bulk_create([_connection(agency) for agency in agencies])
    people = [_party(Owner, agency, n) for agency in agencies for n in range(PROPERTIES)]
    owners = Owner.objects.bulk_create(people, batch_size=2000)
    tenants = Tenant.objects.bulk_create(
        [_party(Tenant, agency, n) for agency in agencies for n in range(PROPERTIES)], batch_size=2000
    )
    homes = Property.objects.bulk_create(
        [_property(agency, n) for agency in agencies for n in range(PROPERTIES)], batch_size=2000
    )
    leases = Lease.objects.bulk_create([_lease(home, n) for n, home in enumerate(homes)], batch_size=2000)
    Property.owners.through.objects.bulk_create(
        [
            Property.owners.through(property_id=home.pk, owner_id=owner.pk)
            for home, owner in zip(homes, owners, strict=True)
        ],
        batch_size=2000,
    )
    Lease.tenants.through.objects.bulk_create(
        [
            Lease.tenants.through(lease_id=lease.pk, tenant_id=tenant.pk)
            for lease, tenant in zip(leases, tenants, strict=True)
        ],
        batch_size=2000,
    )
    _work(homes)
    _mappings(connections, homes)
    _issues(connections, _nights(connections))
    with database.cursor() as cursor:
        cursor.execute(MONEY, [TRANSACTIONS // PROPERTIES])
        cursor.execute(CHANGED, [CHANGES])
        cursor.execute(TRAIL)
        cursor.execute("ANALYZE")
    return _office(agencies[AGENCIES // 2])


def _connection(agency: Agency) -> Connection:
    return Connection(
        agency=agency,
        provider="propertyme",
        provider_user_id=f"account-{agency.name}",
        account_name=agency.name,
        status=Connection.Status.ACTIVE,
        last_sync_at=timezone.now(),
        next_sync_at=timezone.now() + timedelta(hours=9),
    )


def _source(row: str) -> dict[str, Any]:
    return {
        "external_source": "propertyme",
        "external_id": row,
        "external_account": "account",
        "synced_at": timezone.now(),
    }


def _party(model: type[Any], agency: Agency, n: int) -> Any:
    row = f"{model.__name__}-{n}"
    return model(agency=agency, name=f"{row} Smith", email=f"{row}@example.com", phone="0400 000 000", **_source(row))


def _property(agency: Agency, n: int) -> Property:
    street = f"{n // 10 + 1} {STREETS[n % 10]} Street"
    where = {"street": street, "suburb": "Ultimo", "state": "NSW", "postcode": "2007"}
    return Property(agency=agency, address=f"{street}, Ultimo NSW 2007", **where, **_source(f"lot-{n}"))


def _lease(home: Property, n: int) -> Lease:
    today = timezone.localdate()
    return Lease(
        agency_id=home.agency_id,
        property=home,
        tenant_name=f"Tenant-{n % PROPERTIES} Smith",
        start_date=today - timedelta(days=200 + n % 300),
        rent_amount=Decimal(500 + n % 400),
        rent_frequency=Lease.Frequency.WEEKLY,
        currency="AUD",
        paid_to=today + timedelta(days=n % 30 - 15),
        status=Lease.Status.CURRENT,
        **_source(f"tenancy-{n % PROPERTIES}"),
    )


def _work(homes: list[Property]) -> None:
    jobs = [
        MaintenanceJob(
            agency_id=home.agency_id, property=home, summary="Tap", status="reported", **_source(f"job-{n}-{k}")
        )
        for n, home in enumerate(homes)
        for k in range(2)
    ]
    MaintenanceJob.objects.bulk_create(jobs, batch_size=2000)
    visits = [
        Inspection(
            agency_id=home.agency_id, property=home, summary="Routine", status="planned", **_source(f"visit-{n}")
        )
        for n, home in enumerate(homes)
    ]
    Inspection.objects.bulk_create(visits, batch_size=2000)


def _mappings(connections: list[Connection], homes: list[Property]) -> None:
    at = {connection.agency_id: connection for connection in connections}
    mappings = [
        PropertyMapping(
            connection=at[home.agency_id],
            provider_property_id=home.external_id,
            provider_property_address=home.address,
            **({"property": home} if n % 10 else {"suggestion": home, "suggestion_score": 97}),
        )
        for n, home in enumerate(homes)
    ]
    PropertyMapping.objects.bulk_create(mappings, batch_size=2000)


def _nights(connections: list[Connection]) -> list[SyncLog]:
    now, counts = timezone.now(), {"properties": {"read": 400, "unchanged": 395, "updated": 5}}
    logs = SyncLog.objects.bulk_create(
        SyncLog(
            connection=connection,
            sync_type=SyncLog.Type.INCREMENTAL,
            status=SyncLog.Status.FAILED if night % 20 == 7 else SyncLog.Status.COMPLETED,
            trigger=SyncLog.Trigger.SCHEDULE,
            counts=counts,
            summary="400 properties synced, 0 new, 5 updated, 0 errors",
            started_at=now - timedelta(days=night),
            completed_at=now - timedelta(days=night) + timedelta(minutes=2),
        )
        for connection in connections
        for night in range(NIGHTS)
    )
    for number, log in enumerate(logs):
        log.created_at = now - timedelta(days=number % NIGHTS)
    SyncLog.objects.bulk_update(logs, ["created_at"], batch_size=1000)
    return logs


def _issues(connections: list[Connection], logs: list[SyncLog]) -> None:
    issues = [
        SyncIssue(
            connection=connection,
            kind="leases",
            external_id=f"tenancy-{n}",
            code=f"code_{n % 5}",
            message="The rent of this lease is missing.",
            sync_log=logs[0],
        )
        for connection in connections
        for n in range(40)
    ]
    SyncIssue.objects.bulk_create(issues)


def _office(agency: Agency) -> Office:
    user = User.objects.create_user("admin@example.com", "open-sesame-42")
    Membership.objects.create(user=user, agency=agency, role=Role.ADMIN)
    others = User.objects.bulk_create(User(email=f"person{n}@example.com") for n in range(30))
    Membership.objects.bulk_create(Membership(user=other, agency=agency, role=Role.STAFF) for other in others)
    connection = Connection.objects.get(agency=agency)
    first: dict[str, Any] = {"provider": "propertyme", "org_id": agency.pk}
    for argument, model in (("mapping_id", PropertyMapping), ("job_id", SyncLog), ("issue_id", SyncIssue)):
        first[argument] = model.objects.filter(connection=connection).values_list("pk", flat=True).first()
    kinds: dict[str, type[Model]] = {
        "properties": Property,
        "owners": Owner,
        "tenants": Tenant,
        "leases": Lease,
        "transactions": Transaction,
        "maintenance_jobs": MaintenanceJob,
        "inspections": Inspection,
    }
    for name, model in kinds.items():
        row = model._default_manager.filter(agency=agency).values_list("pk", flat=True).first()
        first[f"{name}_detail.pk"] = row
        first[f"{model._meta.model_name}.pk"] = row
    return Office(agency, user, User.objects.create_superuser("root@example.com", "open-sesame-42"), first)
