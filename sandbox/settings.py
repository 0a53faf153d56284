"""Switches: how the stand-ins behave, changed while they run."""

from __future__ import annotations

from typing import Any

SHARED: dict[str, Any] = {"delay": 0.0}  # seconds before every vendor reply


class Settings:
    """A flat set of named switches with their defaults. A dialect declares its own beside the shared ones."""

    def __init__(self, declared: dict[str, Any]) -> None:
        self.defaults = SHARED | declared
        self.values = dict(self.defaults)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def change(self, wanted: dict[str, Any]) -> None:
        """Set several switches, or none: ValueError names the first that is unknown or of another type."""
        for name, value in wanted.items():
            if name not in self.defaults:
                raise ValueError(f"unknown setting: {name}")
            default = self.defaults[name]
            numeric = isinstance(default, int | float) and not isinstance(default, bool)
            fits = (
                isinstance(value, int | float) and not isinstance(value, bool)
                if numeric
                else isinstance(value, type(default))
            )
            if not fits:
                raise ValueError(f"{name} must be of the type of {default!r}")
        self.values.update(wanted)

    def changed(self) -> dict[str, Any]:
        """Only the switches that stand elsewhere than their default."""
        return {name: value for name, value in self.values.items() if value != self.defaults[name]}
