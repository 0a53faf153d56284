"""Where a provider lives and who we are to it: the operator's settings, filled with what a connection knows of its account."""

import re
from collections.abc import Mapping

from django.conf import settings

from integrations.models import Connection
from providers.base import Provider, ProviderConfig
from providers.errors import ClientError

# What may stand in a host's name. An account is typed by people: nothing of it may lead to another host or path.
HOST_PART = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
NAMED = re.compile(r"\{(\w+)\}")
NAMING_PART = re.compile(r"\{\w+\}\.|(?<!/)/\{\w+\}")
PRODUCTION = "production"


def config_of(
    provider: type[Provider],
    connection: Connection | None = None,
    *,
    sign_in: str = Connection.AuthType.OAUTH2,
    account: Mapping[str, str] | None = None,
) -> ProviderConfig:
    """A connection's config; without one, that of a sign-in of this kind to this account. An address that names the account
    is left as it is where no account is known. Where only the operator's own address is named, people sign in there, too, at
    what all accounts have in common. ClientError where what is known cannot stand in an address."""
    if connection is not None:
        sign_in, account = connection.auth_type, account_of(connection)
    ours = settings.PROVIDERS[provider.slug]
    api_url = ours["api_url"] or provider.default_api_url
    shared = NAMING_PART.sub("", ours["api_url"]) if ours["client_id"] else ""
    return ProviderConfig(
        auth_url=ours["auth_url"] or provider.default_auth_url or shared,
        api_url=_filled(provider, api_url, account) if account else api_url,
        client_id=ours["client_id"],
        client_secret=ours["client_secret"],
        paced=settings.PROVIDERS_PACED,
        backoff_seconds=settings.PROVIDERS_BACKOFF_SECONDS,
        timeout_seconds=settings.PROVIDERS_TIMEOUT_SECONDS,
        sign_in=sign_in,
        account=dict(account or {}),
    )


def account_of(connection: Connection) -> dict[str, str]:
    """What a connection knows of its account that is no secret, by the names of its sign-in's fields."""
    found: dict[str, str] = connection.config.get("account", {})
    return found


def address_names(provider: type[Provider]) -> frozenset[str]:
    """The facts of an account that stand in the provider's address."""
    return frozenset(NAMED.findall(settings.PROVIDERS[provider.slug]["api_url"] or provider.default_api_url))


def house_of(provider: type[Provider], account: Mapping[str, str]) -> tuple[str, ...]:
    """Which of the vendor's own hosts is meant, by what its address names of the account, such as a company: the same behind
    a gateway that has one address for all. Empty where the vendor has one host, or the account does not say."""
    named = sorted(set(NAMED.findall(provider.default_api_url)))
    found = tuple(account.get(name, "").lower() for name in named)
    return found if all(found) else ()


def environment_of(provider: type[Provider]) -> str:
    """`production`, or `sandbox` where the operator has said that this is not the vendor itself."""
    found: str = settings.PROVIDERS[provider.slug].get("environment") or PRODUCTION
    return found


def _filled(provider: type[Provider], address: str, account: Mapping[str, str]) -> str:
    def value(name: re.Match[str]) -> str:
        part = account.get(name[1], "").lower()
        if not HOST_PART.fullmatch(part):
            raise ClientError(
                f"{provider.label} cannot be asked: its address needs a {name[1]} of letters, digits and hyphens.",
                provider=provider.slug,
            )
        return part

    return NAMED.sub(value, address)
