"""The settings of the test run: pmsync's own, with what the environment would say. The database is a SQLite file, or the
PostgreSQL that `tests.services` found or started; the broker a folder, or Redis. Worker processes that a test starts use
these settings too, with the test's own database and queue handed down."""

import atexit
import os
import shutil
import tempfile
import uuid

FOLDER = os.environ.get("PMSYNC_TEST_FOLDER")
if not FOLDER:
    # Made by the first process of a run, which also tidies up; those that it starts inherit the name.
    FOLDER = os.environ["PMSYNC_TEST_FOLDER"] = tempfile.mkdtemp(prefix="pmsync-test-")
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

# Of several pytest processes side by side, each has a folder, a queue and a part of the cache to itself.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if WORKER and not FOLDER.endswith(WORKER):
    FOLDER = os.environ["PMSYNC_TEST_FOLDER"] = f"{FOLDER}/{WORKER}"
    os.mkdir(FOLDER)
    os.environ.pop("PMSYNC_TEST_QUEUE", None)

os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="only for tests, and long enough to pass the deployment check: 0123456789abcdef",
    FIELD_ENCRYPTION_KEYS="key-of-the-test-run",
    SITE_URL="http://testserver",
    EMAIL_URL="memorymail://",
    DATABASE_URL=os.environ.get("PMSYNC_TEST_DATABASE_URL") or f"sqlite:///{FOLDER}/pmsync.sqlite3",
    REDIS_URL=os.environ.get("PMSYNC_TEST_REDIS_URL", ""),
    BROKER_DIR=f"{FOLDER}/broker",
    DROP_URL=f"file://{FOLDER}/drops/{{agency_id}}",
    PROPERTYME_CLIENT_ID="11111111-1111-4111-8111-111111111111",
    PROPERTYME_CLIENT_SECRET="22222222-2222-4222-8222-222222222222",
    PROVIDERS_PACED="0",
    PROVIDERS_BACKOFF_SECONDS="0.01",
    # Tests share people and addresses, and are quick. Those about rates set their own.
    **dict.fromkeys(("API_RATE_PERSON", "API_RATE_AGENCY", "API_RATE_SYNC_STARTS", "API_RATE_SIGN_IN"), "100000/min"),
)

from pmsync.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405

# A name of its own for each run, so that two runs may share one server; a file, so that processes may share one database.
is_sqlite = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"  # noqa: F405
NAME = f"{FOLDER}/test.sqlite3" if is_sqlite else f"test_pmsync_{uuid.uuid4().hex[:12]}"
DATABASES["default"]["TEST"] = {"NAME": NAME}  # noqa: F405
if not is_sqlite:
    DATABASES["default"]["ENGINE"] = "tests.postgresql"  # noqa: F405
CELERY_TASK_DEFAULT_QUEUE = os.environ.setdefault("PMSYNC_TEST_QUEUE", f"test-{uuid.uuid4().hex}")
LOGGING["loggers"]["mail.log"] = {"level": "WARNING"}  # noqa: F405
CACHES["default"]["KEY_PREFIX"] = CELERY_TASK_DEFAULT_QUEUE  # noqa: F405
