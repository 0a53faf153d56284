"""Django's handle on the agencies app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "agencies"

    def ready(self) -> None:
        """Listens for log-ins, after django-axes, which counts them first."""
        from django.contrib.auth import signals

        from agencies import signing_in

        signals.user_logged_in.connect(signing_in.logged_in)
        signals.user_logged_out.connect(signing_in.logged_out)
        signals.user_login_failed.connect(signing_in.failed)
