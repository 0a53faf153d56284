"""The query of a request. Names count without regard to case, for the vendor's clients send them in every way."""

from __future__ import annotations

from flask import request


def asked(name: str) -> str | None:
    """A query parameter."""
    for key, value in request.args.items():
        if key.lower() == name.lower():
            return value.strip()
    return None


def names(name: str) -> list[str]:
    """The members of a list between commas."""
    return [part.strip() for part in (asked(name) or "").split(",") if part.strip()]


def save_options() -> frozenset[str]:
    """The options switched on by `saveOptions=IgnoreHardClose` or `SaveOptions=IgnoreHardClose,true;Other,false`."""
    parts = [part.strip().partition(",") for part in (asked("saveOptions") or "").split(";")]
    return frozenset(name for name, _, said in parts if name and said.strip().lower() != "false")
