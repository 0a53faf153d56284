"""The credentials of a real sign-in at a sandbox."""

from providers import auth
from providers.auth import Tokens
from providers.base import Provider, ProviderConfig


class Signed:
    """The credentials of one sign-in. `renew` refreshes, as the application would."""

    def __init__(self, provider: type[Provider], config: ProviderConfig, tokens: Tokens) -> None:
        self._provider, self._config, self._tokens = provider, config, tokens
        self.renewals = 0

    def token(self) -> str:
        return self._tokens.access_token

    def renew(self, refused: str) -> str:
        assert refused == self._tokens.access_token
        assert self._provider.sign_in is not None
        self.renewals += 1
        self._tokens = auth.refresh(self._provider.sign_in, self._config, self._tokens.refresh_token or "")
        return self._tokens.access_token
