"""A connection that rests: no nights until somebody resumes it."""

import pytest
from django.utils import timezone

from agencies.refusals import Refusal
from integrations import connecting
from integrations.models import Connection
from tests.factories import a_connection


def test_a_paused_connection_rests_until_it_is_resumed(db: None) -> None:
    connection = a_connection(next_sync_at=timezone.now())

    connecting.pause(connection)
    assert not Connection.objects.syncing().exists()
    with pytest.raises(Refusal) as twice:
        connecting.pause(connection)
    assert twice.value.code == "wrong_status"
    connecting.resume(connection)

    fresh = Connection.objects.get()
    assert fresh.status == "active"
    assert fresh.next_sync_at is not None and fresh.next_sync_at > timezone.now()
    with pytest.raises(Refusal) as again:
        connecting.resume(connection)
    assert again.value.code == "wrong_status"
