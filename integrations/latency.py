"""How long a vendor's addresses take to answer and how often they fail, worked out from the counts that are kept."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from integrations.calls import BOUNDS, MORE
from integrations.models import CallStats


@dataclass
class Latency:
    """The calls of one address, or of all. Lengths are in milliseconds."""

    endpoint: str = ""
    calls: int = 0
    errors: int = 0
    lengths: Counter[str] = field(default_factory=Counter)

    def add(self, row: CallStats) -> None:
        """Count the calls of one hour more."""
        self.calls += row.calls
        self.errors += row.errors
        self.lengths.update(row.milliseconds)

    @property
    def error_rate(self) -> float:
        """The share of calls that failed, 0 to 1."""
        return round(self.errors / self.calls, 4) if self.calls else 0.0

    @property
    def p50(self) -> int | None:
        """Half of the calls took no longer."""
        return percentile(self.lengths, 0.5)

    @property
    def p95(self) -> int | None:
        """19 of 20 calls took no longer."""
        return percentile(self.lengths, 0.95)


def percentile(lengths: Counter[str], share: float) -> int | None:
    """The length that this share of the calls does not exceed, as if calls were spread evenly between the bounds that they
    were counted under; the last bound where it lies beyond. None without calls."""
    wanted = share * lengths.total()
    if not wanted:
        return None
    seen, lower = 0, 0
    for bound in BOUNDS:
        here = lengths[str(bound)]
        if here and seen + here >= wanted:
            return round(lower + (bound - lower) * (wanted - seen) / here)
        seen, lower = seen + here, bound
    assert lengths[MORE]
    return BOUNDS[-1]


def by_endpoint(rows: Iterable[CallStats]) -> tuple[Latency, ...]:
    """One for each address, those with the most calls first."""
    found: dict[str, Latency] = {}
    for row in rows:
        found.setdefault(row.endpoint, Latency(row.endpoint)).add(row)
    return tuple(sorted(found.values(), key=lambda each: (-each.calls, each.endpoint)))


def of_all(parts: Iterable[Latency]) -> Latency:
    """All of them together."""
    whole = Latency()
    for part in parts:
        whole.calls += part.calls
        whole.errors += part.errors
        whole.lengths.update(part.lengths)
    return whole
