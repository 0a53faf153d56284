"""Faults: what goes wrong, where, how often."""

from __future__ import annotations

import itertools
import threading
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from typing import Any

INSTEAD = {"status", "html", "not_json", "invalid_grant", "invalid_client", "refuse_connection"}
BEFORE = {"slow", "held"}  # held requests go on when the board is cleared, or after so many seconds
AFTER = {"cut_short", "malformed_row", "wrong_shape", "unknown_fields", "missing_id"}
LOST = {"stored_then_lost"}  # a write is carried out, and its answer never arrives
KINDS = INSTEAD | BEFORE | AFTER | LOST
STATUSES = {"401", "403", "404", "429", "500", "502", "503", "504"}


@dataclass
class Fault:
    """One thing that goes wrong.

    `path` speaks of the path after the provider's mount. With `*`, `?` or `[` it is a pattern over all of it;
    ending in `/` it is a part of it; otherwise it is its end: `v1/lots` fits `api/v1/lots` but not
    `api/v1/lots/rentals`. `after` requests pass first, then `times` go wrong (None: all of them).
    """

    provider: str
    fault: str
    path: str = "*"
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 2.0
    times: int | None = 1
    after: int = 0
    id: int = 0

    def fits(self, provider: str, path: str) -> bool:
        """Whether a request to this path of this provider is meant."""
        if provider != self.provider:
            return False
        if any(mark in self.path for mark in "*?["):
            return fnmatchcase(path, self.path)
        wanted = self.path.lstrip("/")
        if wanted.endswith("/"):
            return wanted in f"{path}/"
        return path == wanted or path.endswith(f"/{wanted}")


def read_fault(wanted: dict[str, Any], providers: set[str]) -> Fault:
    """The fault a caller described in JSON; ValueError says what is not understood."""
    unknown = set(wanted) - {"provider", "path", "fault", "status", "headers", "seconds", "times", "after"}
    if unknown:
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
    values = dict(wanted)
    values["fault"] = str(values.get("fault", ""))
    if values["fault"] in STATUSES:
        values |= {"fault": "status", "status": int(values["fault"])}
    if values["fault"] not in KINDS:
        raise ValueError(f"fault must be one of {', '.join(sorted(KINDS | STATUSES))}")
    if values["fault"] == "status" and not isinstance(values.get("status"), int):
        raise ValueError("the fault `status` needs a number in `status`")
    if values.setdefault("provider", min(providers)) not in providers:
        raise ValueError(f"provider must be one of {', '.join(sorted(providers))}")
    return Fault(**values)


class FaultBoard:
    """The faults that wait for a request. `era` counts how often the board was cleared: a request that came before and was
    slow, or whose client gave up, uses up nothing that was hung up since."""

    def __init__(self) -> None:
        self.era = 0
        self._lock = threading.Lock()
        self._cleared = threading.Condition(self._lock)
        self._faults: list[Fault] = []
        self._held: list[str] = []
        self._numbers = itertools.count(1)

    def add(self, fault: Fault) -> Fault:
        """The fault as it was hung up, with its number."""
        with self._lock:
            fault.id = next(self._numbers)
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Everything works again."""
        with self._lock:
            self.era += 1
            self._faults.clear()
            self._cleared.notify_all()

    def hold(self, address: str, seconds: float, era: int) -> None:
        """Return when the board is cleared, or after so many seconds. Until then the address is among those that are held."""
        with self._cleared:
            self._held.append(address)
            self._cleared.wait_for(lambda: self.era != era, seconds)
            self._held.remove(address)

    def held(self) -> list[str]:
        """The addresses of the requests that are held now, in the order in which they came."""
        with self._lock:
            return list(self._held)

    def listed(self) -> list[dict[str, Any]]:
        """What still waits, as JSON values; `times` is what is left."""
        with self._lock:
            return [asdict(fault) for fault in self._faults]

    def take(self, provider: str, path: str, kinds: set[str], era: int) -> Fault | None:
        """The first fault of these kinds for this request, which came in that era, one of its `times` used up."""
        with self._lock:
            for fault in self._faults if era == self.era else ():
                if fault.fault not in kinds or not fault.fits(provider, path):
                    continue
                if fault.after > 0:
                    fault.after -= 1
                    continue
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                return fault
        return None
