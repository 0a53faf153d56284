"""Field mappings: which kinds have rules, and the rules of one kind: changed, tried on live rows, saved, taken back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.pages.access import AgencyRequest
from agencies.pages.showing import show
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations.adjusting import kinds_of
from integrations.field_mapping import putting, versions
from integrations.field_mapping.trying import Trial, try_rules
from integrations.field_mapping.writing import Kept, WrongRules, checked, kinds_with_rules
from integrations.pages import field_rows
from integrations.pages.access import provider_page, sentence
from integrations.pages.finding import Place, place
from integrations.pages.words import column_words, plain
from providers.choices import Kind
from providers.errors import ProviderError
from providers.field_targets import has_custom

VERSIONS_SHOWN = 20


@require_safe
@provider_page(Permission.MAP)
def fields(request: AgencyRequest, provider: str) -> HttpResponse:
    """The kinds that this provider brings, and what the rules of each set."""
    here = place(request, provider)
    current = {row.kind: row for row in versions.in_force(request.membership.agency_id, here.provider.slug)}
    rows = [(kind, plain(kind), current.get(kind.value), _sets(current.get(kind.value))) for kind in _kinds(here)]
    return show(request, "integrations/fields.html", rows=rows, **here.context())


@require_http_methods(["GET", "POST"])
@provider_page(Permission.MAP)
def field_kind(request: AgencyRequest, provider: str, kind: str) -> HttpResponse:
    """The rules of one kind. Posted, they are tried; with `action` save they are put in force, and with restore those of an
    old version are."""
    here = place(request, provider)
    wanted = _named(here, kind)
    history = list(versions.history(request.membership.agency, here.provider.slug, wanted)[:VERSIONS_SHOWN])
    rules: list[Kept] = next((version.rules for version in history if version.is_active), [])
    if request.method == "GET":
        return _page(request, here, wanted, history, field_rows.rows_of_rules(rules))
    action = request.POST.get("action", "")
    if action == "restore":
        rules = _of_version(history, request.POST.get("version", ""))
    else:
        try:
            rules = field_rows.named_by_target(checked(wanted, field_rows.written_in(request.POST)))
        except WrongRules as wrong:
            sentence_of_all = wrong.errors.get("", {}).get("field_mappings", "Some fields cannot be mapped so.")
            problem = f"{sentence_of_all} Nothing was saved."
            rows = field_rows.rows_of_form(request.POST, wrong.errors)
            return _page(request, here, wanted, history, rows, problem=problem)
    try:
        if action in ("save", "restore"):
            return _save(request, here, wanted, rules)
        trial = try_rules(here.connection, wanted, rules, may_see=putting.may_see_values(request.membership))
    except (Refusal, ProviderError) as error:  # what was typed must not be lost
        rows = field_rows.rows_of_rules(rules)
        return _page(request, here, wanted, history, rows, problem=sentence(error))
    return _page(request, here, wanted, history, field_rows.rows_of_rules(rules, trial), trial=trial)


@require_POST
@provider_page(Permission.MAP)
def field_apply(request: AgencyRequest, provider: str, kind: str) -> HttpResponse:
    """Reads all rows of the kind anew, and goes to the run's page."""
    here = place(request, provider)
    log = putting.apply_now(here.connection, _named(here, kind), request.membership)
    messages.success(request, "All of them are read anew. This page follows it.")
    return redirect(here.url("job", log.pk))


def _save(request: AgencyRequest, here: Place, kind: Kind, rules: list[Kept]) -> HttpResponse:
    made, trial = putting.put_in_force(here.connection, kind, rules, request.membership)
    if made is None:
        messages.success(request, "Nothing was changed: it was so already.")
    else:
        turned_away = f" {trial.rejected} of the {len(trial.rows)} tried are turned away." if trial.rejected else ""
        messages.success(request, f"Saved as version {made.version}. The next sync goes by it.{turned_away}")
    return redirect(here.url("field_kind", kind.value))


def _page(
    request: AgencyRequest, here: Place, kind: Kind, history: list[Any], rows: list[field_rows.FieldRow],
    *, trial: Trial | None = None, problem: str = "",
) -> HttpResponse:  # fmt: skip
    return show(
        request,
        "integrations/field_kind.html",
        kind=kind,
        words=plain(kind),
        rows=rows,
        trial=trial,
        problem=problem,
        choices=field_rows.choices(),
        targets=field_rows.targets(kind),
        takes_own=has_custom(kind),
        versions=[(version, _sets(version)) for version in history],
        **here.context(),
    )


def _kinds(here: Place) -> list[Kind]:
    return kinds_with_rules(kinds_of(here.connection))


def _named(here: Place, word: str) -> Kind:
    found = next((kind for kind in _kinds(here) if kind.value == word), None)
    if found is None:
        raise Http404(f"There are no field mappings of {word} here.")
    return found


def _of_version(history: list[Any], number: str) -> list[Kept]:
    found = next((version for version in history if str(version.version) == number), None)
    if found is None:
        raise Http404("There is no such version.")
    rules: list[Kept] = found.rules
    return rules


def _sets(version: Any) -> str:
    """What a version sets, in words."""
    return ", ".join(column_words(rule["target"].removeprefix("custom.")) for rule in version.rules) if version else ""
