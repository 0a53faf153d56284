"""What operators say of each provider, from the environment; `.env.example` explains it."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from providers.registry import all_providers

ENVIRONMENTS = ("production", "sandbox")


def provider_settings(env: Any) -> dict[str, dict[str, str]]:
    """By provider: who we are to it, where it lives if not at its own address (a sandbox, a test server, a proxy), and whether
    that is the vendor itself. ImproperlyConfigured where the environment is neither."""
    return {provider.slug: _of(env, provider.slug.upper()) for provider in all_providers()}


def _of(env: Any, prefix: str) -> dict[str, str]:
    found = {
        name: env.str(f"{prefix}_{name.upper()}", default="")
        for name in ("client_id", "client_secret", "auth_url", "api_url", "environment")
    }
    found["api_url"] = (found["api_url"] or env.str(f"{prefix}_BASE_URL", default="")).rstrip("/")
    if found["environment"] not in ("", *ENVIRONMENTS):
        raise ImproperlyConfigured(f"{prefix}_ENVIRONMENT must be production or sandbox, not {found['environment']!r}.")
    return found
