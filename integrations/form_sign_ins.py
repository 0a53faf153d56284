"""Signing in by what a person types into a form of ours: it is tried at the vendor before anything is kept."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db import transaction

from agencies import audit
from agencies.models import Agency, User
from agencies.refusals import Refusal
from integrations import keeping, vault
from integrations.models import Connection
from providers import registry
from providers.auth import Tokens
from providers.base import FormSignIn, Identity, Provider
from providers.errors import CredentialsError, ForbiddenError, NotFoundError, ProviderError

SetUp = Callable[[Connection], object]

CHECK = "Check what you typed, and that it is allowed to use the API."


@dataclass(frozen=True)
class Tried:
    """A sign-in that worked a moment ago. `tokens` are those of the session that was opened to try it, if one was."""

    signer: vault.Signer
    identity: Identity
    secrets: dict[str, str] = field(repr=False)
    tokens: Tokens | None = field(repr=False)

    @property
    def token(self) -> str:
        """That of the session, "" without one."""
        return self.tokens.access_token if self.tokens else ""


def connect(
    user: User,
    agency: Agency,
    provider: type[Provider],
    kind: FormSignIn,
    answers: Mapping[str, str],
    begun: Connection | None,
    set_up: SetUp | None = None,
) -> Connection:
    """The connection, signed in and active, with its first look under way; `begun` renewed where one is given. `set_up` is
    called with it in the same transaction, before that look. Refusal, in plain words, where the vendor does not take the
    answers, or for an account that may not be used: nothing is kept then."""
    with ExitStack() as undoing:
        tried = _try(agency, provider, kind, answers)
        undoing.callback(_close, tried.signer, tried.token)
        replaced: list[str] = []

        def store(connection: Connection) -> None:
            for row in [connection, *_others(tried.signer, connection)]:
                vault.store_secrets(row, tried.secrets)
            replaced.append(_adopt(tried))

        accepted = keeping.Accepted(user, provider, tried.identity, kind.slug, store, tried.signer.account)
        with transaction.atomic():
            connection = keeping.keep(agency, accepted, begun)
            if set_up is not None:
                set_up(connection)
        undoing.pop_all()
    _close(tried.signer, *replaced)
    keeping.look_first(connection, user)
    return connection


def change_secret(connection: Connection, answers: Mapping[str, str]) -> None:
    """Sign in with other secrets from now on. They are tried first; a run that is under way goes on. A key's or token's old
    one is kept until the new one has worked for a run. All connections that are `changed_with` it are changed at once."""
    before = signer_for(connection)
    if connection.status not in Connection.SIGNED_IN:
        raise Refusal("wrong_status", f"{connection} is not signed in.", "Reconnect it instead.", conflict=True)
    with ExitStack() as undoing:
        tried = _try(connection.agency, before.provider, before.kind, answers)
        undoing.callback(_close, tried.signer, tried.token)
        keeping.check_account(connection, tried.identity, before.provider, before.kind.slug)
        with transaction.atomic():
            replaced = _change(connection, before, tried)
        undoing.pop_all()
    _close(tried.signer, replaced)
    if tried.signer != before:
        vault.end_unless_used(before)


def changed_with(connection: Connection) -> list[Connection]:
    """The other connections whose secret is changed with this one's: they sign in as the same now, or by the very same secret
    at the same company where nothing else says who signs in."""
    signer = signer_for(connection)
    if signer.kind.shared_by:
        return _others(signer, connection)
    return [row for row in vault.holding_the_same(connection) if row.status in Connection.SIGNED_IN]


def forget_previous(connection: Connection) -> bool:
    """Forget the secret that was replaced, if it is kept still; whether it was."""
    signer = signer_for(connection)
    with transaction.atomic():
        is_dropped = vault.drop_previous(connection.pk)
        if is_dropped:
            _record(connection, signer, "previous forgotten")
    return is_dropped


def check_base_url(provider: type[Provider], base_url: str, answers: Mapping[str, str]) -> None:
    """Refusal for a host other than the operator's: whoever may connect must not choose where pmsync sends secrets."""
    ours = vault.config_of(provider, account=answers).api_url
    asked, known = urlsplit(base_url), urlsplit(ours)
    if (asked.scheme, asked.netloc.lower()) != (known.scheme, known.netloc.lower()):
        raise Refusal(
            "wrong_base_url",
            f"pmsync asks {provider.label} at {known.scheme}://{known.netloc} and nowhere else.",
            "Leave base_url out, or ask an operator to set another host.",
        )


def signer_for(connection: Connection) -> vault.Signer:
    """Who signs in for it. Refusal where that is not typed into a form."""
    signer = vault.signer_of(connection)
    if signer is None:
        label = registry.get(connection.provider).label
        raise Refusal("no_secret", f"No secret of {connection} is kept here.", f"Sign in at {label} again instead.")
    return signer


def _try(agency: Agency, provider: type[Provider], kind: FormSignIn, answers: Mapping[str, str]) -> Tried:
    """What the vendor says to the answers."""
    typed = {one.name: answers.get(one.name, "") for one in kind.fields}
    secrets = {one.name: typed[one.name] for one in kind.secrets}
    account = {name: answer for name, answer in typed.items() if name not in secrets}
    signer = vault.Signer(agency.pk, provider, kind, account)
    config = vault.config_of(provider, sign_in=kind.slug, account=account)
    tokens = None
    try:
        tokens = provider.open_session(config, typed) if kind.opens_session else None
        token = tokens.access_token if tokens else kind.token_of(typed)
        return Tried(signer, provider(config, vault.HeldCredentials(token)).identify(), secrets, tokens)
    except ProviderError as problem:
        _close(signer, tokens.access_token if tokens else "")
        raise _refusal(provider, problem) from problem


def _refusal(provider: type[Provider], problem: ProviderError) -> Exception:
    """What a person is told; the vendor's trouble as it is."""
    if isinstance(problem, CredentialsError):
        return Refusal("sign_in_refused", problem.message, CHECK)
    if isinstance(problem, ForbiddenError):
        return Refusal("account_not_allowed", f"{provider.label} does not let this in there. {problem.message}", CHECK)
    if isinstance(problem, NotFoundError):
        return Refusal("no_such_account", f"{provider.label} knows no such account.", CHECK)
    return problem


def _change(connection: Connection, before: vault.Signer, tried: Tried) -> str:
    """The token of the session that was replaced. A connection that is to sign in as somebody else changes alone."""
    others = changed_with(connection) if tried.signer == before else []
    for row in sorted([connection, *others], key=lambda row: row.pk):  # in one order, so that no two wait in a circle
        account = tried.signer.account if row.pk == connection.pk else None
        vault.store_secrets(row, tried.secrets, account=account, keep_previous=not before.kind.opens_session)
        _record(row, before, "changed")
    return _adopt(tried)


def _others(signer: vault.Signer, connection: Connection) -> list[Connection]:
    """The other connections that sign in as the same, and do so now."""
    return [row for row in signer.connections() if row.pk != connection.pk and row.status in Connection.SIGNED_IN]


def _adopt(tried: Tried) -> str:
    """Go on with the session that was opened to try the sign-in; the token of the one that it replaces."""
    return vault.adopt(tried.signer, tried.tokens) if tried.tokens else ""


def _record(connection: Connection, signer: vault.Signer, what: str) -> None:
    named = [one.name for one in signer.kind.secrets]
    agency, action = connection.agency, audit.Action.CREDENTIALS_CHANGED
    audit.record(action, connection, agency=agency, sign_in=signer.kind.label, what=what, fields=named)


def _close(signer: vault.Signer, *tokens: str) -> None:
    for token in tokens:
        vault.close(signer, token)
