"""What a sandbox is started with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Options:
    """The estate to build and where to remember it. `today` None means the real day at the first start."""

    seed: int = 187
    lots: int = 187
    jobs: int | None = None
    today: date | None = None
    state: Path | None = None

    @property
    def job_count(self) -> int:
        """Jobs to build: three for every four lots unless a number was asked for."""
        return self.jobs if self.jobs is not None else round(self.lots * 0.75)

    def dated(self) -> Options:
        """The same options with a first day filled in."""
        return self if self.today else replace(self, today=datetime.now(UTC).date())

    def as_json(self) -> dict[str, Any]:
        """The part that decides what the estate looks like, as JSON values."""
        return {
            "seed": self.seed,
            "lots": self.lots,
            "jobs": self.jobs,
            "today": self.today.isoformat() if self.today else None,
        }

    def changed(self, values: dict[str, Any]) -> Options:
        """The same options with other JSON values. ValueError names one that is not understood."""
        unknown = set(values) - {"seed", "lots", "jobs", "today"}
        if unknown:
            raise ValueError(f"unknown options: {', '.join(sorted(unknown))}")
        numbers = {name: values[name] for name in ("seed", "lots", "jobs") if values.get(name) is not None}
        for name, number in numbers.items():
            if not isinstance(number, int) or number < 0:
                raise ValueError(f"{name} must be a whole number")
        today = date.fromisoformat(values["today"]) if values.get("today") else self.today
        return replace(self, today=today, **numbers)
