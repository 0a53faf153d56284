"""Assembly: settings, URLs, Celery, WSGI. No logic. Importing it makes the Celery app known to Django's tasks."""

from pmsync.celery import app as celery_app

__all__ = ["celery_app"]
