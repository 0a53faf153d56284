"""The whole sandbox in one place: clock, switches, faults, credentials, and the dialects living by them."""

from __future__ import annotations

import threading
from typing import Any

from sandbox.clock import Clock
from sandbox.dialect import Change, Dialect
from sandbox.faults import FaultBoard
from sandbox.options import Options
from sandbox.requestlog import RequestLog
from sandbox.settings import Settings
from sandbox.statefile import StateFile
from sandbox.tokens import TokenStore


class Village:
    """Everything that requests share. Whoever reads or changes rows or tokens holds `lock`."""

    def __init__(self, asked: Options, kinds: tuple[type[Dialect], ...]) -> None:
        self.lock = threading.RLock()
        self.asked = asked
        self.file = StateFile(asked.state)
        self.faults = FaultBoard()
        self.log = RequestLog()
        self.dialects: dict[str, Dialect] = {kind.slug: kind(self) for kind in kinds}
        kept = self.file.read()
        if kept and kept["asked"] == asked.as_json():
            self._recall(kept)
        else:
            self._begin(asked.dated())
        self.save()

    def _begin(self, options: Options) -> None:
        """Day 0 with nothing remembered."""
        self.options = options
        assert options.today is not None
        self.clock = Clock(options.today)
        declared: dict[str, Any] = {}
        for dialect in self.dialects.values():
            declared |= dialect.switches
        self.settings = Settings(declared)
        self.tokens = TokenStore()
        self.journal: list[dict[str, Any]] = []
        for dialect in self.dialects.values():
            dialect.rebuild()

    def _recall(self, kept: dict[str, Any]) -> None:
        """Take up where the state file left off; not called when another estate is asked for than then."""
        self._begin(self.asked.changed(kept["options"]))
        self._change_settings(kept["settings"])
        self.tokens.restore(kept["tokens"])
        for event in kept["journal"]:
            self._replay(event)
        self.journal = kept["journal"]

    def _replay(self, event: dict[str, Any]) -> None:
        if event["do"] == "advance":
            for _ in range(event["days"]):
                self._live_a_day()
            return
        dialect = self.dialects[event["provider"]]
        account, collection = event["account"], event["collection"]
        if event["do"] == "edit":
            dialect.edit(account, collection, event["key"], event["values"], quiet=event["quiet"])
        elif event["do"] == "add":
            dialect.add(account, collection, event["values"], event["like"])
        else:
            dialect.remove(account, collection, event["key"])

    def _change_settings(self, wanted: dict[str, Any]) -> None:
        self.settings.change(wanted)
        for dialect in self.dialects.values():
            dialect.settle(set(wanted))

    def save(self) -> None:
        """Write what must survive a restart."""
        self.file.write(
            {
                "asked": self.asked.as_json(),
                "options": self.options.as_json(),
                "settings": self.settings.changed(),
                "journal": self.journal,
                "tokens": self.tokens.as_json(),
            }
        )

    def note(self, event: dict[str, Any]) -> None:
        """Remember something that changed rows, so that a restart can repeat it."""
        last = self.journal[-1] if self.journal else None
        if event["do"] == "advance" and last and last["do"] == "advance":
            last["days"] += event["days"]
        else:
            self.journal.append(event)
        self.save()

    def change_settings(self, wanted: dict[str, Any]) -> None:
        """Turn switches; ValueError names one that cannot be turned so."""
        with self.lock:
            self._change_settings(wanted)
            self.save()

    def reset(self, options: Options) -> None:
        """Forget everything and build the estate anew."""
        with self.lock:
            self.faults.clear()
            self.log.entries.clear()
            self._begin(options.dated())
            self.save()

    def advance(self, days: int) -> list[Change]:
        """Let that many days pass; every change of every dialect, in order."""
        with self.lock:
            changes = [change for _ in range(days) for change in self._live_a_day()]
            self.note({"do": "advance", "days": days})
        return changes

    def _live_a_day(self) -> list[Change]:
        self.clock.move()
        return [
            {"provider": slug} | change for slug, dialect in self.dialects.items() for change in dialect.live_a_day()
        ]
