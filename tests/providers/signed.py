"""The credentials of a real sign-in at a sandbox."""

from collections.abc import Mapping

from providers import auth
from providers.auth import Tokens
from providers.base import Provider, ProviderConfig
from providers.errors import CredentialsError


class Signed:
    """The credentials of one sign-in. `renew` refreshes, or opens another session with the form's answers, as the application
    would."""

    def __init__(
        self, provider: type[Provider], config: ProviderConfig, tokens: Tokens, answers: Mapping[str, str] | None = None
    ) -> None:
        self._provider, self._config, self._tokens, self._answers = provider, config, tokens, answers
        self.renewals = 0

    def token(self) -> str:
        return self._tokens.access_token

    def renew(self, refused: str) -> str:
        assert refused == self._tokens.access_token
        self.renewals += 1
        if self._answers:
            self._tokens = self._provider.open_session(self._config, self._answers)
        else:
            assert self._provider.sign_in is not None
            self._tokens = auth.refresh(self._provider.sign_in, self._config, self._tokens.refresh_token or "")
        return self._tokens.access_token

    def held(self) -> tuple[str, ...]:
        return tuple(filter(None, (self._tokens.refresh_token, self._tokens.access_token)))


class Spent:
    """A token that cannot be renewed."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self) -> str:
        return self._token

    def renew(self, refused: str) -> str:
        raise CredentialsError("There is no other token.")

    def held(self) -> tuple[str, ...]:
        return (self._token,)
