"""The ways in which a provider can be connected here: those that it declares and the operator has made possible."""

from dataclasses import dataclass

from django.conf import settings

from integrations import vault
from integrations.models import Connection
from providers.base import FormField, FormSignIn, Provider, Status

OAUTH = Connection.AuthType.OAUTH2
AT_THE_VENDOR_SHORT = "Sign in at {label}"
AT_THE_VENDOR = "You sign in at {label} and agree to what pmsync may read. Your password stays there."


@dataclass(frozen=True)
class Way:
    """One kind of sign-in. `kind` is the form that is typed into, None for a sign-in at the vendor."""

    auth_type: str
    label: str
    help_text: str
    kind: FormSignIn | None = None
    scopes: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[FormField, ...]:
        """What is typed."""
        return self.kind.fields if self.kind else ()


def ways(provider: type[Provider]) -> list[Way]:
    """The ways, a sign-in at the vendor first."""
    if provider.status != Status.AVAILABLE:
        return []
    found = []
    config = vault.config_of(provider)
    if provider.sign_in is not None and config.client_id and config.auth_url:
        words = AT_THE_VENDOR.format(label=provider.label)
        found.append(
            Way(OAUTH, AT_THE_VENDOR_SHORT.format(label=provider.label), words, scopes=provider.sign_in.scopes)
        )
    has_host = bool(settings.PROVIDERS[provider.slug]["api_url"])
    kinds = (kind for kind in provider.form_sign_ins if has_host or not kind.needs_host)
    return found + [Way(kind.slug, kind.label, kind.help_text, kind) for kind in kinds]


def form_of(provider: type[Provider], auth_type: str) -> FormSignIn | None:
    """The form of that way; None where there is no such form here."""
    return next((way.kind for way in ways(provider) if way.auth_type == auth_type), None)
