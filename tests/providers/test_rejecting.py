"""Bad rows in plain words."""

import msgspec
import pytest

from providers.records import Kind, Rejected
from providers.rejecting import reject
from tests.providers.given import CHANGED, Let


def rejected(raw):
    with pytest.raises((msgspec.MsgspecError, UnicodeDecodeError)) as caught:
        msgspec.json.decode(raw, type=Let)
    return reject(CHANGED, msgspec.Raw(raw), caught.value, 7)


@pytest.mark.parametrize(
    ("raw", "field", "message", "value"),
    [
        (b'{"Id":"a","Stamp":1}', "Rent", "Rent is missing.", ""),
        (
            b'{"Id":"a","Stamp":1.5,"Rent":2}',
            "Stamp",
            "Stamp should be a whole number, but it is a number with decimals.",
            "1.5",
        ),
        (b'{"Id":"a","Stamp":null,"Rent":2}', "Stamp", "Stamp should be a whole number, but it is empty.", ""),
        (b'{"Id":"a","Stamp":1,"Rent":"lots"}', "Rent", "Rent should be a number.", "lots"),
        (b'{"Id":"a","Stamp":1,"Rent":[]}', "Rent", "Rent should be a number, but it is a list.", ""),
        (
            b'{"Id":"a","Stamp":1,"Rent":2,"Period":5}',
            "Period",
            "Period should be text, but it is a whole number.",
            "5",
        ),
    ],
)
def test_a_field_of_another_shape_is_named(raw, field, message, value):
    action = "Fill in" if "missing" in message else "Correct"

    assert rejected(raw) == Rejected(
        kind=Kind.LEASE,
        external_id="a",
        code="malformed_row",
        message=message,
        action=f"{action} {field} at its source.",
        field=field,
        value=value,
        row_number=7,
        raw=raw,
    )


@pytest.mark.parametrize("raw", [b'"text"', b"[1]", b"null", b'{"Id":"\xff"}'])
def test_a_row_that_is_no_object_at_all_is_set_aside_too(raw):
    found = rejected(raw)

    assert found.external_id == ""
    assert found.message
    assert found.action.startswith("Tell support")
    assert found.raw == raw


def test_an_id_of_another_type_is_still_fished_out():
    assert rejected(b'{"Id":12,"Stamp":1,"Rent":2}').external_id == "12"
