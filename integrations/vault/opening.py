"""Providers, ready to speak for a connection."""

from collections.abc import Callable

from integrations import limiting
from integrations.calls import OnCall
from integrations.models import Connection
from integrations.vault.config import address_names, config_of, house_of
from integrations.vault.sessions import SessionCredentials
from integrations.vault.signers import Signer, signer_of
from integrations.vault.tokens import StaticCredentials, StoredCredentials
from providers import registry
from providers.base import Call, Provider
from providers.config import Credentials, Limiter, ProviderConfig


def open_provider(
    connection: Connection,
    on_wait: Callable[[float, str], None] | None = None,
    on_call: OnCall | None = None,
) -> Provider:
    """The provider, ready to speak for this connection: with its credentials, and counting its calls where the vendor has a
    limit. `on_wait` is told of each wait, `on_call` of each call."""
    provider = registry.get(connection.provider)
    config, signer = config_of(provider, connection), signer_of(connection)
    credentials: Credentials
    if signer is None:
        credentials = StoredCredentials(connection.pk, provider, on_call)
    elif signer.kind.opens_session:
        credentials = SessionCredentials(connection.pk, signer, on_call)
    else:
        credentials = lasting = StaticCredentials(connection.pk, signer)
        on_call = _told(on_call, lasting)
    limiter = _limiter_of(provider, connection, config, signer)
    return provider(config, credentials, on_wait=on_wait, on_call=on_call, limiter=limiter)


def _told(on_call: OnCall | None, lasting: StaticCredentials) -> OnCall:
    """Tells the credentials, too, when a call went well."""

    def tell(call: Call) -> None:
        if on_call is not None:
            on_call(call)
        if call.status is not None and 200 <= call.status < 300:
            lasting.worked()

    return tell


def _limiter_of(
    provider: type[Provider], connection: Connection, config: ProviderConfig, signer: Signer | None
) -> Limiter | None:
    """Counts with all who count against the same limit: whoever asks one of the vendor's hosts, whatever its address here, or
    signs in as the same where there is one host for all."""
    if provider.limit is None or not config.paced:
        return None
    who = " ".join(house_of(provider, config.account))
    if not who and not address_names(provider):
        who = signer.key if signer else str(connection.pk)
    return limiting.limiter(provider.limit, provider.label, f"{provider.slug} {config.api_url} {who}")
