"""Signing in: at the vendor, or by what is typed here; and changing a secret."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from agencies.pages.access import AgencyRequest
from agencies.pages.showing import show
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations import connecting, form_sign_ins, vault
from integrations.answering import AnswersForm
from integrations.api.finding import find_provider
from integrations.models import Connection
from integrations.pages.access import provider_page, sentence
from integrations.pages.callback import arrive
from integrations.pages.finding import place
from integrations.pages.words import service
from integrations.ways import Way, ways
from providers.base import FormSignIn, Provider
from providers.errors import ProviderError


@require_http_methods(["GET", "POST"])
@provider_page(Permission.CONNECT)
def connect(request: AgencyRequest, provider: str) -> HttpResponse:
    """On to the vendor's sign-in, or the form of the way that `?way=` names. With `?connection=`, to renew that connection.
    Asks which way where there are several."""
    found = find_provider(provider)
    begun = place(request, found.slug).connection if request.GET.get("connection") else None
    offered = ways(found)
    way = _chosen(request, offered, begun)
    if way is None and len(offered) > 1:
        return _ask_which(request, found, offered, begun)
    if way is None or way.kind is None:
        return _leave(request, found, begun)
    if "way" not in request.GET:
        return redirect(_address(found, begun, way))
    return _type(request, found, way.kind, begun)


@require_http_methods(["GET", "POST"])
@provider_page(Permission.CONNECT)
def secret(request: AgencyRequest, provider: str) -> HttpResponse:
    """Another password, token or key for a connection that goes on."""
    here = place(request, provider)
    signer = form_sign_ins.signer_for(here.connection)
    form = AnswersForm(request.POST or None, here.provider, signer.kind, signer.account)
    if request.method == "POST" and form.is_valid():
        try:
            form_sign_ins.change_secret(here.connection, form.cleaned_data)
        except (Refusal, ProviderError) as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, f"{here.connection} signs in with what you have typed from now on.")
            return redirect("integrations:provider", provider)
    context: dict[str, Any] = {
        "form": form,
        "kind": signer.kind,
        "changed_too": form_sign_ins.changed_with(here.connection),
        "previous_since": vault.previous_since(here.connection),
    }
    return show(request, "integrations/secret.html", **here.context(), **context)


@require_POST
@provider_page(Permission.CONNECT)
def forget_previous(request: AgencyRequest, provider: str) -> HttpResponse:
    """The secret that was replaced is not needed any more."""
    here = place(request, provider)
    is_dropped = form_sign_ins.forget_previous(here.connection)
    messages.success(request, "The previous secret is forgotten." if is_dropped else "It was forgotten already.")
    return redirect(here.url("secret"))


def _chosen(request: AgencyRequest, offered: list[Way], begun: Connection | None) -> Way | None:
    """The way that the address names, or the one that the connection was signed in by, or the only one."""
    named = request.GET.get("way")
    wanted = named or (begun.auth_type if begun else "") or (offered[0].auth_type if len(offered) == 1 else "")
    found = next((way for way in offered if way.auth_type == wanted), None)
    if named and found is None:
        raise Http404("There is no such way to sign in here.")
    return found


def _ask_which(
    request: AgencyRequest, provider: type[Provider], offered: list[Way], begun: Connection | None
) -> HttpResponse:
    if request.method == "POST":
        return redirect(_address(provider, begun))
    choices = [(way, _address(provider, begun, way)) for way in offered]
    context: dict[str, Any] = {"provider": service(provider), "choices": choices, "connection": begun}
    return show(request, "integrations/ways.html", leads_to=connecting.sign_in_hosts(provider), **context)


def _leave(request: AgencyRequest, provider: type[Provider], begun: Connection | None) -> HttpResponse:
    """On to the vendor."""
    address = request.build_absolute_uri(reverse("api:callback", args=[provider.slug]))
    agency, binding = request.membership.agency, connecting.binding_of(request)
    beginning = connecting.begin(request.user, agency, provider.slug, binding, address, connection=begun)
    assert beginning.authorization_url is not None  # this begins sign-ins alone
    return redirect(beginning.authorization_url)


def _type(request: AgencyRequest, provider: type[Provider], kind: FormSignIn, begun: Connection | None) -> HttpResponse:
    """The form, and what becomes of it."""
    signer = vault.signer_of(begun) if begun else None
    form = AnswersForm(request.POST or None, provider, kind, signer.account if signer else None)
    if request.method == "POST" and form.is_valid():
        try:
            agency = request.membership.agency
            connection = form_sign_ins.connect(request.user, agency, provider, kind, form.cleaned_data, begun)
        except (Refusal, ProviderError) as error:
            form.add_error(None, sentence(error))
        else:
            return arrive(request, connection)
    context: dict[str, Any] = {"provider": service(provider), "form": form, "kind": kind, "connection": begun}
    return show(request, "integrations/sign_in.html", **context)


def _address(provider: type[Provider], begun: Connection | None, way: Way | None = None) -> str:
    named = {"connection": str(begun.pk)} if begun else {}
    named |= {"way": way.auth_type} if way else {}
    return f"{reverse('integrations:connect', args=[provider.slug])}?{urlencode(named)}"
