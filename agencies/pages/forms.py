"""The forms about an agency and its people."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from agencies.models import AuditEntry, User
from agencies.permissions import Role

DAY = forms.DateInput({"type": "date"}, "%Y-%m-%d")
# The calendar's own first and last day have no midnight in some zones.
SANE_DAYS = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31)))


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    role = forms.ChoiceField(choices=Role.choices, initial=Role.STAFF)

    def clean_role(self) -> Role:
        """The role itself."""
        return Role(self.cleaned_data["role"])


class RoleForm(forms.Form):
    """A member's new role."""

    role = forms.ChoiceField(choices=Role.choices)

    def clean_role(self) -> Role:
        """The role itself."""
        return Role(self.cleaned_data["role"])


class NewPersonForm(forms.Form):
    """The name and the password that an invited person chooses."""

    first_name = forms.CharField(label="First name", max_length=150)
    last_name = forms.CharField(label="Last name", max_length=150, required=False)
    password = forms.CharField(label="Password", strip=False, widget=forms.PasswordInput)
    again = forms.CharField(label="The same password again", strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Both passwords are one, and it is a good one."""
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", "The two passwords are not the same.")
        elif password:
            names = {name: data.get(name, "") for name in ("first_name", "last_name")}
            try:
                validate_password(password, User(email=self.email, **names))
            except ValidationError as error:
                self.add_error("password", error)
        return data


class TrailForm(forms.Form):
    """Which entries of the trail to show."""

    search = forms.CharField(required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    person = forms.ChoiceField(required=False)
    action = forms.ChoiceField(
        required=False,
        choices=[("", "Everything"), *((value, label.capitalize()) for value, label in AuditEntry.Action.choices)],
        label="What",
    )
    since = forms.DateField(required=False, label="From", widget=DAY, validators=SANE_DAYS)
    until = forms.DateField(required=False, label="To", widget=DAY, validators=SANE_DAYS)

    def __init__(self, *args: Any, people: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Everybody"), *((email, email) for email in people)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
