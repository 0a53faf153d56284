"""The catalogue, a provider's page, and the steps of a connection's life."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.pages.access import AgencyRequest, agency_page
from agencies.pages.showing import show
from agencies.permissions import Permission
from integrations import connecting
from integrations.api.finding import find_provider
from integrations.pages.access import provider_page
from integrations.pages.finding import place
from integrations.pages.settings_form import SettingsForm
from integrations.pages.standing import card, catalogue, glance, standings
from integrations.pages.words import synced_kinds


@require_safe
@agency_page()
def catalogue_page(request: AgencyRequest) -> HttpResponse:
    """All services in their groups, and how each one stands."""
    found = standings(request.membership.agency)
    return show(request, "integrations/catalogue.html", groups=catalogue(found), **glance(found))


@require_safe
@provider_page()
def one_provider(request: AgencyRequest, provider: str) -> HttpResponse:
    """One provider: every connection to it, and what is synced."""
    found = find_provider(provider)
    shown = card(found, standings(request.membership.agency, found.slug))
    has_files = any(row.connection.takes_files for row in shown.standings)
    known = {"card": shown, "provider": shown.service, "kinds": synced_kinds(found), "has_files": has_files}
    return show(request, "integrations/provider.html", leads_to=connecting.sign_in_hosts(found), **known)


@require_http_methods(["GET", "POST"])
@provider_page(Permission.CONNECT)
def disconnect(request: AgencyRequest, provider: str) -> HttpResponse:
    """Asks first, saying what is kept and what is forgotten; then disconnects."""
    here = place(request, provider)
    if request.method == "GET":
        return show(request, "integrations/disconnect.html", **here.context())
    connecting.disconnect(here.connection)
    messages.success(request, f"{here.connection} is disconnected. Everything that it brought is still here.")
    return redirect("integrations:provider", provider)


@require_http_methods(["GET", "POST"])
@provider_page(Permission.CONNECT)
def settings(request: AgencyRequest, provider: str) -> HttpResponse:
    """What a connection syncs, and what happens to properties that nobody has mapped."""
    here = place(request, provider)
    form = SettingsForm(request.POST or None, provider=here.provider, connection=here.connection)
    if request.method == "GET":
        return show(request, "integrations/settings.html", form=form, **here.context())
    messages.success(request, form.carry_out())
    return redirect(here.url("settings"))


@require_POST
@provider_page(Permission.CONNECT)
def pause(request: AgencyRequest, provider: str) -> HttpResponse:
    """No more nights until it is resumed."""
    here = place(request, provider)
    connecting.pause(here.connection)
    messages.success(request, f"{here.connection} is paused. Nothing is synced until you resume it.")
    return redirect("integrations:provider", provider)


@require_POST
@provider_page(Permission.CONNECT)
def resume(request: AgencyRequest, provider: str) -> HttpResponse:
    """Nights again."""
    here = place(request, provider)
    connecting.resume(here.connection)
    messages.success(request, f"{here.connection} syncs again every night.")
    return redirect("integrations:provider", provider)
