"""Rules for owners, tenants, prospects and the other people."""

from django.db.models import Exists, F, OuterRef, Q

from integrations import narrowing
from integrations.quality.rule import Condition, Rule, Severity, Test, always, blank
from integrations.quality.shapes import no_email, no_phone
from portfolio.models import Lease, Property
from providers.records import Kind

THEIR_PROPERTIES = Property.owners.through.objects.filter(owner_id=OuterRef("pk"), property__withdrawn_at__isnull=True)
THEIR_LEASES = Lease.tenants.through.objects.filter(tenant_id=OuterRef("pk"), lease__withdrawn_at__isnull=True)

# What people of a kind are called, in one word for codes and one for sentences.
CALLED = {
    Kind.OWNER: "owner",
    Kind.TENANT: "tenant",
    Kind.CONTACT: "contact",
    Kind.MEMBER: "member",
    Kind.PROSPECT: "prospect",
}
UNREACHABLE = blank("email", "phone", "postal_address")


def _of_all(kind: Kind, called: str) -> tuple[Rule, ...]:
    """The rules that hold for people of every kind."""
    cases: tuple[tuple[str, Severity, float, str, str, Condition], ...] = (
        (
            "without_contact",
            Severity.MISSING,
            0.5,
            f"The {called} has no e-mail address, no phone number and no postal address.",
            "Enter one way to reach them in the other system.",
            always(UNREACHABLE),
        ),
        (
            "email",
            Severity.MALFORMED,
            0.25,
            f"What stands for the {called}'s e-mail address is not one.",
            "Correct the e-mail address in the other system. One address belongs there.",
            always(no_email()),
        ),
        (
            "phone",
            Severity.MALFORMED,
            0.25,
            f"What stands for the {called}'s phone number is not one.",
            "Correct the phone number in the other system. One number belongs there.",
            always(no_phone()),
        ),
        (
            "without_name",
            Severity.MISSING,
            0.5,
            f"The {called} has no name.",
            "Enter the name in the other system.",
            always(blank("name")),
        ),
    )
    return tuple(
        Rule(f"{called}_{code}", kind, severity, weight, sentence, action, finds)
        for code, severity, weight, sentence, action, finds in cases
    )


def of_all_properties(condition: Test) -> Condition:
    """A condition that no row fails where only some properties are synced: what it misses may be outside."""
    return lambda scope: Q(pk__in=()) if narrowing.is_narrowed(scope.connection) else condition


RULES = (
    *(rule for kind, called in CALLED.items() for rule in _of_all(kind, called)),
    Rule(
        "owner_without_property",
        Kind.OWNER,
        Severity.INCONSISTENT,
        0.5,
        "The owner owns no property that is managed.",
        "Link the property to the owner, or archive the owner, in the other system.",
        of_all_properties(~Exists(THEIR_PROPERTIES)),
        needs=(Kind.PROPERTY,),
    ),
    Rule(
        "tenant_without_lease",
        Kind.TENANT,
        Severity.INCONSISTENT,
        0.5,
        "The tenant is on no lease that is still there.",
        "Put the tenant on their lease, or archive them, in the other system.",
        of_all_properties(~Exists(THEIR_LEASES)),
        needs=(Kind.LEASE,),
    ),
    Rule(
        "prospect_rent_range",
        Kind.PROSPECT,
        Severity.INCONSISTENT,
        0.25,
        "The least rent that the prospect looks for is more than the most.",
        "Correct the range of rents in the other system.",
        always(Q(rent_from__gt=0, rent_to__gt=0) & Q(rent_from__gt=F("rent_to"))),
    ),
)
