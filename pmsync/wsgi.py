"""The WSGI entry point. Checks the encryption keys before the first request."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmsync.settings")
application = get_wsgi_application()

from integrations.vault import check_keys  # noqa: E402  (models can be imported only after Django is set up)

check_keys()
