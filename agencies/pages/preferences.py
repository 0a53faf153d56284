"""Where each person says which summaries they want by mail."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from agencies import preferences
from agencies.models import Membership
from agencies.pages.access import AgencyRequest, agency_page
from agencies.pages.showing import show
from agencies.permissions import Role


class PreferencesForm(forms.Form):
    """The choice for one agency."""

    summaries = forms.ChoiceField(
        choices=Membership.Summaries.choices, widget=forms.RadioSelect, label="Which nights to mail me about"
    )
    quiet_nights = forms.BooleanField(required=False, label="A mail even where nothing came in and nothing went wrong")

    def __init__(self, data: Any, member: Membership) -> None:
        initial = {"summaries": member.summaries, "quiet_nights": member.quiet_nights}
        super().__init__(data, prefix=f"at-{member.pk}", initial=initial)
        self.member = member
        self.gets_mail = member.role == Role.ADMIN

    def carry_out(self) -> bool:
        """Do it; whether that changed anything."""
        return preferences.choose(self.member, **self.cleaned_data)


@require_http_methods(["GET", "POST"])
@agency_page()
def notifications(request: AgencyRequest) -> HttpResponse:
    """The person's choice for every agency where they work."""
    found = [PreferencesForm(request.POST or None, member) for member in request.memberships]
    if request.method == "GET" or not all(form.is_valid() for form in found):
        return show(request, "agencies/notifications.html", forms=found)
    changed = [form for form in found if form.carry_out()]
    messages.success(request, "Saved." if changed else "Nothing was changed: it was so already.")
    return redirect("agencies:notifications")
