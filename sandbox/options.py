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
        """The same options with the given JSON values in their place. ValueError names a value not understood."""
        unknown = set(values) - {"seed", "lots", "jobs", "today"}
        if unknown:
            raise ValueError(f"unknown options: {', '.join(sorted(unknown))}")
        for name in ("seed", "lots", "jobs"):
            if values.get(name) is not None and not isinstance(values[name], int):
                raise ValueError(f"{name} must be a whole number")
        today = values.get("today")
        return replace(
            self,
            seed=values.get("seed") if values.get("seed") is not None else self.seed,
            lots=values.get("lots") if values.get("lots") is not None else self.lots,
            jobs=values.get("jobs", self.jobs),
            today=date.fromisoformat(today) if today else self.today,
        )
