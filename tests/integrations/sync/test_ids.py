"""Ids of new rows."""

from uuid import RFC_4122

from integrations.sync.ids import new_id


def test_ids_are_of_version_seven_none_twice_and_in_order_of_time() -> None:
    ids = [new_id() for _ in range(20_000)]

    assert {(each.version, each.variant) for each in ids} == {(7, RFC_4122)}
    assert len(set(ids)) == len(ids)
    moments = [each.int >> 80 for each in ids]
    assert moments == sorted(moments)
