"""Where a connection begins for programs: the way that a body names, and what it says for it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.serializers import ValidationError

from agencies.models import Agency
from integrations import connecting, form_sign_ins
from integrations.answering import AnswersForm
from integrations.api.asker import person
from integrations.connecting import Beginning
from integrations.form_sign_ins import SetUp
from integrations.models import Connection
from integrations.ways import form_of, ways
from providers.base import FormSignIn, Provider

AuthType = Connection.AuthType
# Other names for a kind of sign-in.
SYNONYMS = {"api_key": AuthType.KEY.value}


def begin(
    request: Request,
    body: Mapping[str, Any],
    provider: type[Provider],
    agency: Agency,
    renewed: Connection | None,
    set_up: SetUp | None = None,
) -> Beginning:
    """A sign-in under way at the vendor, or a connection that is signed in already. `body` is what NewConnectionSerializer
    made of the request's. `set_up` is called with the connection in the transaction that makes it."""
    auth_type = _auth_type(body, provider, renewed)
    if auth_type == AuthType.FILES:
        with transaction.atomic():
            begun = Beginning(connecting.take_files(person(request), agency, provider.slug), None)
            if set_up is not None:
                set_up(begun.connection)
        return begun
    if auth_type != AuthType.OAUTH2:
        kind = _form_of(provider, auth_type)
        typed = answers(provider, kind, request.data)
        _check_base_url(body, provider, kind, typed)
        made = form_sign_ins.connect(person(request), agency, provider, kind, typed, renewed, set_up)
        return Beginning(made, None)
    if base_url := body.get("base_url"):
        form_sign_ins.check_base_url(provider, base_url, {})
    address = body.get("redirect_uri") or callback_address(request, provider.slug)
    binding, scopes = connecting.binding_of(request), body.get("custom_scopes", ())
    with transaction.atomic():
        begun = connecting.begin(person(request), agency, provider.slug, binding, address, renewed, scopes)
        if set_up is not None:
            set_up(begun.connection)
    return begun


def answers(
    provider: type[Provider], kind: FormSignIn, sent: Any, kept: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What a body says for the form's fields; `kept` for what it leaves out. ValidationError names each that does not fit."""
    names = [field.name for field in kind.fields]
    if not isinstance(sent, Mapping):
        raise ValidationError("Send an object with the fields of the sign-in.", "invalid")
    typed = {**(kept or {}), **{name: sent[name] for name in names if name in sent}}
    wrong = [name for name, value in typed.items() if not isinstance(value, str | int) or isinstance(value, bool)]
    if wrong:
        raise ValidationError(dict.fromkeys(wrong, "Must be text."), "invalid")
    form = AnswersForm({name: str(value) for name, value in typed.items()}, provider, kind)
    if not form.is_valid():
        raise ValidationError({name: [str(words) for words in found] for name, found in form.errors.items()})
    return form.cleaned_data


def callback_address(request: Any, slug: str) -> str:
    """Where the vendor sends the browser back to, on the host that it is looking at now."""
    return request.build_absolute_uri(reverse("api:callback", args=[slug]))


def _auth_type(body: Mapping[str, Any], provider: type[Provider], renewed: Connection | None) -> str:
    """The kind of sign-in that the body names, or means."""
    if named := body.get("auth_type"):
        return SYNONYMS.get(named, named)
    if method := body.get("method"):
        return AuthType.FILES if method == "files" else AuthType.OAUTH2
    if renewed is not None and renewed.auth_type != AuthType.FILES:
        return renewed.auth_type
    offered = [way.auth_type for way in ways(provider)]
    if len(offered) == 1:
        return offered[0]
    if provider.takes_files and provider.sign_in is None and not offered:
        return AuthType.FILES
    if provider.form_sign_ins and AuthType.OAUTH2 not in offered:
        raise ValidationError({"auth_type": f"Say how it signs in: {', '.join(offered)}."}, "required")
    return AuthType.OAUTH2


def _form_of(provider: type[Provider], auth_type: str) -> FormSignIn:
    kind = form_of(provider, auth_type)
    if kind is None:
        offered = ", ".join(way.auth_type for way in ways(provider)) or "none"
        sentence = f"{provider.label} cannot be signed in to in this way here. Possible: {offered}."
        raise ValidationError({"auth_type": sentence}, "not_offered")
    return kind


def _check_base_url(
    body: Mapping[str, Any], provider: type[Provider], kind: FormSignIn, typed: Mapping[str, str]
) -> None:
    if base_url := body.get("base_url"):
        account = {field.name: typed[field.name] for field in kind.fields if not field.secret}
        form_sign_ins.check_base_url(provider, base_url, account)
