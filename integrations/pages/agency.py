"""The agency's details: what it is called, its clock, and how it writes days and money."""

import zoneinfo
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from agencies.models import Agency
from agencies.pages.access import AgencyRequest, agency_page
from agencies.pages.showing import show
from agencies.permissions import Permission
from agencies.templatetags.formats import SYMBOLS
from integrations.agency import change

NOT_PLACES = {"Etc", "posix", "right", "SystemV", "US", "Brazil", "Canada", "Chile", "Mexico"}


class AgencyForm(forms.ModelForm):
    """The details."""

    timezone = forms.ChoiceField(label="Time zone")
    currency = forms.ChoiceField(label="Currency")

    class Meta:
        model = Agency
        fields = ("name", "timezone", "sync_time", "locale", "currency")
        labels = {"locale": "Country", "sync_time": "Nightly sync at"}
        widgets = {"sync_time": forms.TimeInput({"type": "time"}, "%H:%M")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["timezone"].choices = zones(self.instance.timezone)
        fields["currency"].choices = [(code, code) for code in sorted({*SYMBOLS, self.instance.currency})]

    def clean_name(self) -> str:
        """A name that no other agency bears, as for new ones."""
        name: str = self.cleaned_data["name"]
        if name != self.instance.name and Agency.objects.filter(name=name).exists():
            raise forms.ValidationError("Another agency is called so already. Please choose a name of your own.")
        return name


@require_http_methods(["GET", "POST"])
@agency_page(Permission.MANAGE_MEMBERS, back="integrations:agency")
def agency(request: AgencyRequest) -> HttpResponse:
    """Shows them, and stores what was changed."""
    # A copy of its own: a form that is not valid leaves its values on the row, and the page's head shows the real one.
    form = AgencyForm(request.POST or None, instance=Agency.objects.get(pk=request.membership.agency_id))
    if not form.is_valid():
        return show(request, "integrations/agency.html", form=form)
    if change(request.membership.agency, form.cleaned_data):
        messages.success(request, "Saved. The coming syncs keep to it.")
    return redirect("integrations:agency")


def zones(current: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The zones of the world by continent, to choose from; the current one is always there."""
    names = {name for name in zoneinfo.available_timezones() if "/" in name and name.split("/")[0] not in NOT_PLACES}
    by_continent = groupby(sorted(names | {current}), key=lambda name: name.partition("/")[0])
    return [(continent, [(name, _city(name)) for name in group]) for continent, group in by_continent]


def _city(name: str) -> str:
    return name.partition("/")[2].replace("_", " ").replace("/", ", ") or name
