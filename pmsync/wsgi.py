"""The WSGI entry point. Checks the encryption keys before the first request."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmsync.settings")
site = get_wsgi_application()

from integrations.hooks.door import with_hooks  # noqa: E402  (models can be imported only after Django is set up)
from integrations.vault import check_keys  # noqa: E402

check_keys()
application = with_hooks(site)
