"""The other names by which people and programs ask for a kind."""

from providers.records import Kind

SYNONYMS: dict[str, Kind] = {
    "residents": Kind.TENANT,
    "renters": Kind.TENANT,
    "tenancies": Kind.LEASE,
    "landlords": Kind.OWNER,
    "payments": Kind.RENT_PAYMENT,
    "maintenance_requests": Kind.MAINTENANCE_JOB,
    "work_orders": Kind.MAINTENANCE_JOB,
    "service_issues": Kind.MAINTENANCE_JOB,
    "suppliers": Kind.CONTACT,
    "vendors": Kind.CONTACT,
}
NAMES = {kind.value: kind for kind in Kind}
# What pmsync brings from nobody. To leave them out is no mistake.
NEVER_READ = frozenset({"documents", "messages"})


def kind_named(word: str) -> Kind | None:
    """The kind of that name or synonym; None where there is none."""
    return SYNONYMS.get(word) or NAMES.get(word)
