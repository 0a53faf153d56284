"""Issues are kept with what is told of them, or not at all."""

from typing import Any

import pytest

from integrations.models import SyncIssue
from integrations.sync import issues
from providers.records import Kind
from tests.factories import a_sync_log

pytestmark = pytest.mark.django_db


def test_trouble_with_a_list_that_cannot_be_told_of_is_not_kept_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: Any) -> None:
        raise ValueError

    monkeypatch.setattr(issues, "tell_opened", fail)

    with pytest.raises(ValueError):
        issues.open_feed_issue(a_sync_log(), Kind.LEASE, "not_permitted", "It may not be read.", "Ask an operator.")

    assert not SyncIssue.objects.exists()
