"""Which of a vendor's properties are synced: by type, by whether they are in use, or by a list of their own.

A property outside stays what it is here: nothing of it is read and nothing withdrawn. Once it is inside again the feeds start
over, as after a mapping, and its rows come in by themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from integrations.models import Connection, PropertyMapping
from providers import registry

# The names that programs use, and the vendors' words that mean the same.
PROPERTY_TYPES: dict[str, tuple[str, ...]] = {
    "multi_family": ("apartment", "apartments", "apartment building", "flat", "unit", "units", "block of units", "studio"),
    "single_family": (
        "house", "townhouse", "town house", "villa", "cottage", "terrace", "duplex", "semi detached", "home",
    ),
    "commercial": ("office", "offices", "retail", "industrial", "warehouse", "shop", "factory", "showroom", "medical"),
    "affordable_housing": ("affordable", "social housing", "community housing", "lihtc", "section 8", "hud"),
    "student_housing": ("student", "students", "student accommodation"),
    "senior_housing": ("senior", "seniors", "retirement", "retirement village", "aged care"),
    "mixed_use": ("mixed",),
    "hoa": ("association", "condominium", "condo", "strata", "body corporate", "owners corporation", "community"),
}  # fmt: skip
MOST_PROPERTIES = 5000
TOGETHER = 2000


@dataclass(frozen=True)
class Filters:
    """What narrows a sync; nothing where all is empty. `property_types` are words as `plain` spells them. `active` leaves out
    what the vendor has put away; without it their rows are read as ever."""

    property_types: frozenset[str] = frozenset()
    active: bool = False
    properties: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.property_types or self.active or self.properties)

    def let_in(self, external_id: str, property_type: str, *, is_archived: bool = False) -> bool:
        """Whether such a property is synced. One whose type the vendor does not tell is of none."""
        if self.properties and external_id not in self.properties:
            return False
        if self.property_types and plain(property_type) not in self.property_types:
            return False
        return not (self.active and is_archived)


EVERYTHING = Filters()


def filters_from(stored: Mapping[str, Any]) -> Filters:
    """Filters in the shape that settings, the API and runs keep them in."""
    words = [plain(word) for name in stored.get("property_type", ()) for word in (name, *PROPERTY_TYPES.get(name, ()))]
    return Filters(frozenset(words), bool(stored.get("active")), frozenset(stored.get("properties", ())))


def as_spoken(filters: Filters, provider: str) -> Filters:
    """The filters with the words that this provider's vendor uses for the types."""
    if not filters.property_types:
        return filters
    words = registry.get(provider).property_words
    types = filters.property_types
    own = {plain(word) for name, meant in words.items() if plain(name) in types for word in meant}
    return replace(filters, property_types=types | own) if own else filters


def is_narrowed(connection: Connection) -> bool:
    """Whether only some of its properties are synced."""
    return bool(filters_from(connection.config.get("property_filters", {})))


def plain(word: object) -> str:
    """A type's word as it is compared: "Multi-Family" and "multi_family" are one."""
    return " ".join(str(word).lower().replace("_", " ").replace("-", " ").split())


def types_seen(connection: Connection | None) -> list[str]:
    """The vendor's own words for the types of this connection's properties. One query."""
    if connection is None:
        return []
    found = connection.mappings.order_by().values_list("metadata__details__property_type", flat=True).distinct()
    return sorted({str(word) for word in found if word})


def trouble_with_types(connection: Connection | None, names: Iterable[str]) -> str:
    """What is wrong with the types that a filter names, in a sentence; "" where nothing is. A name of the table may fit no
    property as long as another one fits some. Before the vendor's own words are known, all of the table do. One query at most."""
    if not (names := list(names)):
        return ""
    seen, known = types_seen(connection), {plain(name) for name in PROPERTY_TYPES}
    if connection is None or not seen:
        wrong = [name for name in names if plain(name) not in known]
        return f"Not known here: {', '.join(wrong)}. Allowed: {', '.join(PROPERTY_TYPES)}." if wrong else ""
    wrong = [name for name in names if not fits_any(connection, name, seen)]
    if len(wrong) < len(names):
        wrong = [name for name in wrong if plain(name) not in known]
    return f"No property is of this type: {', '.join(wrong)}. There are: {', '.join(seen)}." if wrong else ""


def fits_any(connection: Connection, name: str, seen: Iterable[str]) -> bool:
    """Whether a name of a type means any of the vendor's words."""
    filters = as_spoken(filters_from({"property_type": [name]}), connection.provider)
    return any(filters.let_in("", word) for word in seen)


def unknown_properties(connection: Connection | None, external_ids: Iterable[str]) -> list[str]:
    """Those of the ids that the vendor has not sent; none as long as nothing was read. Two queries at most."""
    wanted = set(external_ids)
    if connection is None or not wanted:
        return []
    found = connection.mappings.order_by().filter(provider_property_id__in=wanted)
    known = set(found.values_list("provider_property_id", flat=True))
    return sorted(wanted - known) if wanted != known and connection.mappings.exists() else []


def narrow(connection: Connection, filters: Filters) -> bool:
    """Sort the properties that are known already anew, in the caller's transaction; whether one came inside. Then the feeds
    start over."""
    filters = as_spoken(filters, connection.provider)
    moved: dict[bool, list[Any]] = {True: [], False: []}
    columns = ("pk", "provider_property_id", "metadata", "withdrawn_at", "is_filtered")
    for pk, external_id, metadata, withdrawn_at, was_outside in connection.mappings.order_by().values_list(*columns):
        is_outside = not filters.let_in(external_id, type_of(metadata), is_archived=withdrawn_at is not None)
        if is_outside != was_outside:
            moved[is_outside].append(pk)
    now = timezone.now()
    for is_outside, pks in moved.items():
        for start in range(0, len(pks), TOGETHER):
            rows = PropertyMapping.objects.filter(pk__in=pks[start : start + TOGETHER])
            rows.update(is_filtered=is_outside, updated_at=now)
    if moved[False]:
        Connection.objects.filter(pk=connection.pk).update(mapped_at=now)
    return bool(moved[False])


def type_of(metadata: Mapping[str, Any]) -> str:
    """The type that a mapping remembers of its property, "" for none."""
    return str(metadata.get("details", {}).get("property_type", ""))
