"""What the tests of drops and of runs over files share."""

import pytest

from tests.integrations.files.nights import Nights, some_nights
from tests.integrations.files.s3 import store, store_server
from tests.integrations.files.sftp import host

__all__ = ["host", "store", "store_server"]


@pytest.fixture
def nights() -> Nights:
    """An agency with Property Tree's files."""
    return some_nights()
