"""The settings of the site that the browser visits: the test run's, with an address of its own, and with the static files
served from where they lie."""

import os

from tests.settings import *  # noqa: F403

SITE_URL = os.environ["PMSYNC_TEST_SITE_URL"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
WHITENOISE_USE_FINDERS = True
