"""Rules for properties and units."""

from django.db.models import Exists, OuterRef, Q

from integrations.quality.rule import Rule, Scope, Severity, always, blank
from integrations.quality.shapes import no_postcode
from portfolio.models import Lease, Property, Unit
from providers.records import Kind

OCCUPIED, VACANT = Unit.Status.OCCUPIED, Unit.Status.VACANT
ITS_OWNERS = Property.owners.through.objects.filter(property_id=OuterRef("pk"), owner__withdrawn_at__isnull=True)
ITS_WITHDRAWN_PROPERTY = Q(property__withdrawn_at__isnull=False)


def has_lease(scope: Scope) -> Exists:
    """It has a current lease, and that has begun."""
    return Exists(Lease.objects.current().filter(unit_id=OuterRef("pk"), start_date__lte=scope.today))


RULES = (
    Rule(
        "property_without_address",
        Kind.PROPERTY,
        Severity.MISSING,
        0.5,
        "The address lacks its street, its suburb, or both state and postcode.",
        "Complete the address in the other system.",
        always(blank("street") | blank("suburb") | blank("state", "postcode")),
    ),
    Rule(
        "property_postcode",
        Kind.PROPERTY,
        Severity.MALFORMED,
        0.25,
        "The postcode is not one of the property's country.",
        "Correct the postcode, or the country, in the other system.",
        lambda scope: no_postcode(scope.locale),
    ),
    Rule(
        "property_without_owner",
        Kind.PROPERTY,
        Severity.MISSING,
        0.5,
        "No owner is known.",
        "Link the owner to the property in the other system.",
        always(~Exists(ITS_OWNERS)),
        needs=(Kind.OWNER,),
    ),
    Rule(
        "unit_of_withdrawn_property",
        Kind.UNIT,
        Severity.INCONSISTENT,
        0.5,
        "The unit is still there and its property is withdrawn.",
        "Archive the unit in the other system, or take the property up again.",
        always(ITS_WITHDRAWN_PROPERTY),
    ),
    Rule(
        "occupied_unit_without_lease",
        Kind.UNIT,
        Severity.INCONSISTENT,
        0.5,
        "The unit is occupied and no lease of it is running.",
        "Enter the lease, or mark the unit as vacant, in the other system.",
        lambda scope: Q(status=OCCUPIED) & ~has_lease(scope),
        needs=(Kind.LEASE,),
    ),
    Rule(
        "vacant_unit_with_lease",
        Kind.UNIT,
        Severity.INCONSISTENT,
        0.5,
        "The unit is vacant and a lease of it is running.",
        "Close the lease, or mark the unit as occupied, in the other system.",
        lambda scope: Q(status=VACANT) & has_lease(scope),
        needs=(Kind.LEASE,),
    ),
    Rule(
        "occupied_unit_without_rent",
        Kind.UNIT,
        Severity.INCONSISTENT,
        0.25,
        "The unit is occupied and its market rent is nothing.",
        "Enter the market rent in the other system.",
        always(Q(status=OCCUPIED, market_rent=0)),
    ),
    Rule(
        "unit_without_name",
        Kind.UNIT,
        Severity.MISSING,
        0.5,
        "The unit has no name or number.",
        "Name the unit in the other system.",
        always(blank("name")),
    ),
)
