"""Counting a run, so that the numbers add up: read = created + updated + unchanged + held + rejected."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from providers.records import Kind


@dataclass
class Count:
    """One kind in one run. `withdrawn` and `duplicates` stand beside the sum."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    held: int = 0
    rejected: int = 0
    withdrawn: int = 0
    duplicates: int = 0

    @property
    def in_step(self) -> int:
        """Rows that are now as the other system has them."""
        return self.created + self.updated + self.unchanged


class Counts(dict[Kind, Count]):
    """Counts of every kind a run has met."""

    def __missing__(self, kind: Kind) -> Count:
        self[kind] = Count()
        return self[kind]

    @classmethod
    def from_json(cls, stored: Mapping[str, Mapping[str, int]]) -> "Counts":
        """Counts as a sync log keeps them."""
        return cls({Kind(kind): Count(**count) for kind, count in stored.items()})

    def as_json(self) -> dict[str, dict[str, int]]:
        """As the sync log keeps them."""
        return {kind.value: asdict(count) for kind, count in self.items()}


def summary(properties: int, counts: Mapping[Kind, Count], errors: int) -> str:
    """The run in one line, as the mail's subject and the pages show it. `properties` is how many are in step."""
    count = counts.get(Kind.PROPERTY, Count())
    synced = "1 property" if properties == 1 else f"{properties} properties"
    failed = "1 error" if errors == 1 else f"{errors} errors"
    return f"{synced} synced, {count.created} new, {count.updated} updated, {failed}"
