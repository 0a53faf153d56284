"""Django's handle on the agencies app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "agencies"
