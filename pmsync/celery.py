"""The Celery app. Workers and beat check the encryption keys before they take work."""

import os
import sys

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmsync.settings")

app = Celery("pmsync")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def check_keys(**_: object) -> None:
    """Stop at start-up where stored secrets cannot be read. Celery lets no error but SystemExit out of a signal."""
    from django.core.exceptions import ImproperlyConfigured

    from integrations.vault import check_keys as check

    try:
        check()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
