"""Sign-ins that are typed into a form of ours: their fields, as a provider declares them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FormField:
    """One thing to type. A `secret` one is kept encrypted and never shown again; others are kept in the connection's config.
    `pattern` is a regular expression that the whole answer must match, `wrong` what to say where it does not; `default` is
    taken where nothing was typed."""

    name: str
    label: str
    help_text: str = ""
    secret: bool = False
    required: bool = True
    pattern: str = ""
    wrong: str = ""
    default: str = ""


@dataclass(frozen=True)
class FormSignIn:
    """A sign-in by what a person types. `slug` is the connection's `auth_type`. One that `opens_session` trades the answers
    for a token by the provider's `open_session`; another's token is what `token_of` makes of the answers. `shared_by` names
    the fields that say who signs in: an agency's connections that agree in them share a session and their secrets."""

    slug: str
    label: str
    fields: tuple[FormField, ...]
    opens_session: bool = False
    token: str = ""  # of one that opens no session: the names of its secrets, as "{api_key}:{api_secret}"
    help_text: str = ""
    needs_host: bool = False  # offered only where the operator has named a host for it
    shared_by: tuple[str, ...] = ()  # empty: all fields that are no secret

    @property
    def secrets(self) -> tuple[FormField, ...]:
        """Those that are kept encrypted."""
        return tuple(field for field in self.fields if field.secret)

    def token_of(self, answers: dict[str, str]) -> str:
        """The lasting token that these answers make."""
        return self.token.format(**answers)
