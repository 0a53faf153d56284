"""What the tests of drops share."""

from tests.integrations.files.s3 import store, store_server
from tests.integrations.files.sftp import host

__all__ = ["host", "store", "store_server"]
