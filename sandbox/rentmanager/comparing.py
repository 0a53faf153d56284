"""The operators of a filter, for each kind of field."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sandbox.rentmanager.estate import EASTERN

ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "ltn": operator.lt,
    "len": operator.le,
    "gtn": operator.gt,
    "gen": operator.ge,
}
TEXTS: dict[str, Callable[[str, str], bool]] = {
    "ct": operator.contains,
    "sw": str.startswith,
    "ew": str.endswith,
}
LISTS = {"in", "ni", "bt"}
OPERATORS = {"eq", "ne", "hv"} | LISTS | set(ORDER) | set(TEXTS)
KINDS: dict[str, type | tuple[type, ...]] = {
    "i": (int, float),
    "d": (int, float),
    "b": bool,
    "t": str,
    "s": str,
    "e": str,
}
AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(.*)\Z", re.DOTALL)
Test = Callable[[Any], bool]


def comparison(letter: str, op: str, texts: list[str]) -> Test:
    """Whether a value of this kind passes. A value of another kind, or none, passes only where the operator says so;
    that `ne` and `ni` let nulls pass is a guess. ValueError for a text that is no value of the kind."""
    if op == "hv":
        return lambda value: value is not None and value != ""
    kind, fold = KINDS[letter], letter in "se"
    wanted = [read(letter, text) for text in texts]

    def known(value: Any) -> bool:
        return isinstance(value, kind) and (letter in "b" or not isinstance(value, bool))

    def plain(value: Any) -> Any:
        return value.casefold() if fold else value

    first = wanted[0]
    if op in TEXTS:
        if not fold:
            raise ValueError(f"The operator {op} is not available for this field.")
        compare = TEXTS[op]
        return lambda value: known(value) and compare(plain(value), first)
    if op in ORDER:
        order, nulls = ORDER[op], op.endswith("n")
        if letter == "t":  # the field that every reader filters on: no detours
            return lambda value: order(value, first) if type(value) is str else nulls and value is None
        return lambda value: order(plain(value), first) if known(value) else nulls and value is None
    if op == "bt":
        if len(wanted) != 2:
            raise ValueError("Two values are expected.")
        low, high = wanted
        return lambda value: known(value) and low <= plain(value) <= high
    chosen = set(wanted)
    if op in ("eq", "in"):
        return lambda value: known(value) and plain(value) in chosen
    return lambda value: not (known(value) and plain(value) in chosen)


def read(letter: str, text: str) -> Any:
    """The value that a text in a filter stands for."""
    if letter in "id":
        return float(text)
    if letter == "b":
        if text.lower() not in ("true", "false"):
            raise ValueError("true or false is expected.")
        return text.lower() == "true"
    return moment(text) if letter == "t" else text.casefold()


def moment(text: str) -> str:
    """`2026-01-01`, `01/02/2020` or a full time as rows write it; one with a zone is taken to the server's."""
    american = AMERICAN.match(text)
    if american:
        month, day, year, rest = american.groups()
        text = f"{year}-{month:>02}-{day:>02}{rest}"
    at = datetime.fromisoformat(text)
    if at.tzinfo is not None:
        at = at.astimezone(EASTERN)
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def is_time(text: str) -> bool:
    """Whether a text is a time as rows write it."""
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def is_of_kind(letter: str, value: Any) -> bool:
    """Whether a value is one that a field of this letter may hold."""
    return isinstance(value, KINDS[letter]) and (letter != "t" or is_time(str(value)))
