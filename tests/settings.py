"""The settings of the test run: pmsync's own, with what the environment would say. The database is SQLite, or the
PostgreSQL that `tests.services` found or started; the broker a folder, or Redis."""

import os
import tempfile

os.environ.update(
    SECRET_KEY="only for tests, and long enough to pass the deployment check: 0123456789abcdef",
    FIELD_ENCRYPTION_KEYS="key-of-the-test-run",
    SITE_URL="http://testserver",
    EMAIL_URL="memorymail://",
    DATABASE_URL=os.environ.get("PMSYNC_TEST_DATABASE_URL", f"sqlite:///{tempfile.gettempdir()}/pmsync-test.sqlite3"),
    REDIS_URL=os.environ.get("PMSYNC_TEST_REDIS_URL", ""),
    BROKER_DIR=os.environ.get("BROKER_DIR", tempfile.mkdtemp(prefix="pmsync-broker-")),
    PROPERTYME_CLIENT_ID="11111111-1111-4111-8111-111111111111",
    PROPERTYME_CLIENT_SECRET="22222222-2222-4222-8222-222222222222",
    PROVIDERS_PACED="0",
    PROVIDERS_BACKOFF_SECONDS="0.01",
)

from pmsync.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in use: threads and processes share it and take turns, which memory does not let them.
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/pmsync-test-{os.getpid()}.sqlite3"}  # noqa: F405
