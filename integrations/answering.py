"""The form of a sign-in, made from the provider's declaration. Pages show it, the API checks its bodies with it."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from integrations.vault.config import HOST_PART, address_names
from providers.base import FormField, FormSignIn, Provider

LONGEST = 2000
IN_ADDRESS = "Letters, digits and hyphens only: it becomes part of an address."
NO_TOKEN = "It holds a character that cannot be sent. Copy it once more."
# Neither browsers nor password managers are to keep or fill in what signs an agency in.
UNKEPT = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
UNKEPT_SECRET = UNKEPT | {"autocomplete": "new-password"}


class AnswersForm(forms.Form):
    """What a person types. Secrets are never shown again, also where another answer was wrong. `kept` is what a connection
    knows of its account already."""

    def __init__(
        self, data: Any, provider: type[Provider], kind: FormSignIn, kept: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data, initial={field.name: field.default for field in kind.fields} | dict(kept or {}))
        self.kind = kind
        self._in_address = address_names(provider)
        for field in kind.fields:
            self.fields[field.name] = _field(field, is_password=field.secret and kind.opens_session)

    def clean(self) -> dict[str, str]:
        """The answers, all of them text. Each that does not fit is named with what is wrong."""
        answers: dict[str, str] = super().clean() or {}
        for field in self.kind.fields:
            answer = answers.get(field.name)
            if answer is None:
                continue
            answers[field.name] = answer = answer or field.default
            if field.secret and not self.kind.opens_session and not (answer.isascii() and answer.isprintable()):
                self.add_error(field.name, NO_TOKEN)
            elif answer and field.pattern and not re.fullmatch(field.pattern, answer):
                self.add_error(field.name, field.wrong or "This does not look right.")
            elif answer and field.name in self._in_address:
                answers[field.name] = answer.lower()
                if not HOST_PART.fullmatch(answer.lower()):
                    self.add_error(field.name, IN_ADDRESS)
        return answers


def _field(field: FormField, *, is_password: bool) -> forms.CharField:
    """Passwords as they were typed, blanks at their ends included; of anything else these are dropped."""
    return forms.CharField(
        label=field.label,
        help_text=field.help_text,
        required=field.required and not field.default,
        strip=not is_password,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs=UNKEPT_SECRET) if field.secret else forms.TextInput(attrs=UNKEPT),
        error_messages={"required": f"{field.label} is missing."},
    )
