"""Bad rows in plain words: which field, what is wrong with it, what to do."""

import re
from typing import Any

import msgspec

from providers.errors import RecordError
from providers.feeds import Feed
from providers.records import Rejected

MISSING = re.compile(r"missing required field `(?P<field>[^`]+)`")
PLACE = re.compile(r" - at `\$\.?(?P<place>[^`]*)`")
EXPECTED = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<got>[^`]+)`")
LONGEST_VALUE = 100

PLAIN = {
    "int": "a whole number",
    "float": "a number with decimals",
    "decimal": "a number",
    "str": "text",
    "bool": "true or false",
    "null": "empty",
    "array": "a list",
    "object": "a group of fields",
}


def reject(feed: Feed, raw: msgspec.Raw, error: Exception, row_number: int) -> Rejected:
    """The row as set aside. Its id is fished out where there is one."""
    row = _as_dict(raw)
    trouble = error if isinstance(error, RecordError) else explain(str(error), row)
    return Rejected(
        kind=feed.kind,
        external_id=_id_of(feed, row),
        code=trouble.code,
        message=trouble.message,
        action=trouble.action,
        field=trouble.field,
        value=trouble.value[:LONGEST_VALUE],
        row_number=row_number,
        raw=msgspec.json.encode(without(row, feed.private)) if row and feed.private else bytes(raw),
    )


def explain(words: str, row: dict[str, Any]) -> RecordError:
    """msgspec's finding about a row, said for people."""
    place = PLACE.search(words)
    inside = place["place"] if place else ""
    if missing := MISSING.search(words):
        field = f"{inside}.{missing['field']}" if inside else missing["field"]
        return RecordError(f"{field} is missing.", field=field, action=f"Fill in {field} at its source.")
    subject = inside or "The row"
    if expected := EXPECTED.search(words):
        wanted = " or ".join(PLAIN.get(word, word) for word in expected["wanted"].split(" | ") if word != "null")
        message = f"{subject} should be {wanted}, but it is {PLAIN.get(expected['got'], expected['got'])}."
    elif "decimal" in words:
        message = f"{subject} should be a number."
    else:
        message = f"{subject} cannot be read."
    value = row.get(inside)
    return RecordError(
        message,
        field=inside,
        value=value if isinstance(value, (str, int, float, bool)) else None,
        action=f"Correct {inside} at its source." if inside else "Tell support: the vendor sends something new here.",
    )


def id_name(reply: Any) -> str:
    """The vendor's name of a row's own id, as its reply struct declares it; "" where it declares none."""
    return next((field.encode_name for field in msgspec.structs.fields(reply) if field.name == "id"), "")


def without(value: Any, names: tuple[str, ...]) -> Any:
    """The value less the fields of these names, at any depth."""
    if isinstance(value, dict):
        return {name: without(inner, names) for name, inner in value.items() if name not in names}
    return [without(inner, names) for inner in value] if isinstance(value, list) else value


def _as_dict(raw: msgspec.Raw) -> dict[str, Any]:
    """The row without any expectation; empty where it is no object at all."""
    try:
        row = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return {}
    return row if isinstance(row, dict) else {}


def _id_of(feed: Feed, row: dict[str, Any]) -> str:
    """The row's own id under the vendor's name for it; "" where there is none that can be used."""
    found = row.get(id_name(feed.reply))
    return str(found) if isinstance(found, (str, int)) else ""
