"""The mapping bench: which of the agency's own properties each vendor property is.

With htmx a button's answer is its own row, and beside it the numbers and a sentence for screen readers; without, the page."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.models import Agency
from agencies.pages.access import AgencyRequest
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from agencies.refusals import Refusal
from integrations import suggesting
from integrations.api.filters import mappings_matching
from integrations.matching import how_alike
from integrations.models import PropertyMapping
from integrations.pages.access import provider_page
from integrations.pages.bench import ChangeForm, accept_all, last_step, take_all_back
from integrations.pages.finding import Place, place
from integrations.pages.forms import AutoForm
from integrations.pages.querysets import acceptable, candidates, mapping_counts, narrowed, shared_properties, takers

FILTERS = {
    "": "All",
    "unmapped": "Not mapped",
    "suggested": "Suggested",
    "mapped": "Mapped",
    "left_out": "Left out",
    "shared": "Two on one",
}
SCORES = (100, 95, 90, 85, 80, 70, 60)
CHOICES = 8
LOOKED_AT = 200
POSTCODE = re.compile(r"\b\d{4,5}\b(?=\D*$)")


@require_safe
@provider_page()
def mappings(request: AgencyRequest, provider: str) -> HttpResponse:
    """A page of the vendor's properties, by state and words."""
    here = place(request, provider)
    around = around_the_rows(here, request.GET)
    page = page_of(request, wanted(here, around["state"], around["search"]))
    shared = shared_properties(here.connection, page)
    rows: dict[str, Any] = {"page": page, "shared": shared, "back": request.get_full_path()}
    last = last_step(request.session, here.connection)
    return show(request, "integrations/mappings.html", last=last, **rows, **around, **here.context())


@require_http_methods(["GET", "POST"])
@provider_page(Permission.MAP, back="integrations:mappings")
def change(request: AgencyRequest, provider: str, mapping_id: str) -> HttpResponse:
    """Carries out one change, and returns to where the person was. A GET is one row as it stands, for htmx."""
    here = place(request, provider)
    row = the_row(here, mapping_id)
    if request.method == "GET":
        return answer(request, here, row) if request.htmx else redirect(here.coming_from(request, "mappings"))
    form = ChangeForm(request.POST, row=row, session=request.session)
    other = form.shares_with() if form.is_valid() else None
    if other:
        return ask(request, here, row, asking={"own": form.chosen(), "other": other})
    try:
        said, tone = form.carry_out(), "success"
    except Refusal as refusal:
        said, tone = refusal.sentence, "error"
    if request.htmx:
        can_take_back = tone == "success" and form.cleaned_data["action"] != "take_back"
        told = {"said": said, "said_here": said.removeprefix(f"{row}: "), "tone": tone, "can_take_back": can_take_back}
        return answer(request, here, the_row(here, mapping_id), **told)
    if tone == "error" or form.cleaned_data["action"] == "take_back":
        getattr(messages, tone)(request, said)
    return redirect(here.coming_from(request, "mappings"))


def answer(request: AgencyRequest, here: Place, row: PropertyMapping, **more: Any) -> HttpResponse:
    """One row for htmx, with the numbers around it as they are now."""
    back = here.coming_from(request, "mappings")
    around = around_the_rows(here, QueryDict(urlsplit(back).query), request.POST.get("minimum_score", ""))
    shared = shared_properties(here.connection, [row])
    known: dict[str, Any] = {"mapping": row, "shared": shared, "back": back, "is_fragment": True}
    return show(request, "integrations/mapping_answer.html", **known, **around, **more, **here.context())


def ask(request: AgencyRequest, here: Place, row: PropertyMapping, **more: Any) -> HttpResponse:
    """The row again, asking whether two may be mapped to one; on a page of its own without htmx."""
    if request.htmx:
        return answer(request, here, row, **more)
    back = here.coming_from(request, "mappings")
    return show(request, "integrations/shared.html", mapping=row, back=back, **more, **here.context())


@require_POST
@provider_page(Permission.MAP, back="integrations:mappings")
def auto(request: AgencyRequest, provider: str) -> HttpResponse:
    """Accepts every suggestion at or above a score, or takes that back."""
    here = place(request, provider)
    if request.POST.get("action") == "take_back":
        messages.success(request, take_all_back(here.connection, request.session))
        return redirect(here.coming_from(request, "mappings"))
    form = AutoForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The score must be a whole number from 0 to 100.")
        return redirect(here.coming_from(request, "mappings"))
    accept_all(here.connection, request.session, **form.cleaned_data)
    return redirect(here.coming_from(request, "mappings"))


@require_safe
@provider_page(Permission.MAP)
def choose(request: AgencyRequest, provider: str, mapping_id: str) -> HttpResponse:
    """The agency's own properties, searched, to choose one from: a page, or with htmx a part of the row."""
    here = place(request, provider)
    row, agency = the_row(here, mapping_id), request.membership.agency
    known = {"mapping": row, "back": here.coming_from(request, "mappings"), **here.context()}
    if request.htmx:
        words = request.GET.get("search", "").strip()
        part = "candidates" if "search" in request.GET else "mapping_chooser"
        found = choices(here, row, words)
        return show(request, f"components/{part}.html", choices=found, most=CHOICES, search=words, **known)
    words = request.GET.get("search", first_guess(agency, row))
    return show(
        request, "integrations/choose.html", page=page_of(request, candidates(agency, words)), search=words, **known
    )


def choices(here: Place, row: PropertyMapping, words: str) -> list[dict[str, Any]]:
    """Own properties to choose from, each with why it may be meant and which row has it already: those that hold the words;
    without words, those that are like the row's address."""
    agency = here.connection.agency
    scores = {one.pk: one for one in suggesting.likely(row)}
    rows = candidates(agency, words)
    if words:
        found = sorted(rows[:LOOKED_AT], key=lambda own: -how_alike(words, own.address))[:CHOICES]
    else:
        found = sorted(rows.filter(pk__in=list(scores)[:CHOICES]), key=lambda own: -scores[own.pk].score)
    taken = takers(here.connection, [own.pk for own in found])
    return [{"own": own, "likely": scores.get(own.pk), "taken": taken.get(own.pk, "")} for own in found]


def first_guess(agency: Agency, row: PropertyMapping) -> str:
    """The postcode of the vendor's address, where the agency has properties there; else nothing, which finds all."""
    postcode = POSTCODE.search(row.provider_property_address)
    return postcode.group() if postcode and candidates(agency, postcode.group()).exists() else ""


def around_the_rows(here: Place, asked: QueryDict, score: str = "") -> dict[str, Any]:
    """What stands around the rows: the filters with their numbers, and how many each score would accept. Two queries."""
    state, words = asked.get("state", ""), asked.get("search", "")
    counts = mapping_counts(here.connection)
    waiting = counts["suggested"] + counts["unmapped"]
    chosen = int(score) if score.isdecimal() and len(score) <= 3 else 90
    auto_form = AutoForm(
        numbers=acceptable(here.connection, SCORES), waiting=waiting, initial={"minimum_score": chosen}
    )
    filters = [(key, label, counts[key or "all"]) for key, label in FILTERS.items()]
    return {"state": state, "search": words, "filters": filters, "auto": auto_form, "waiting": waiting}


def wanted(here: Place, state: str, words: str) -> QuerySet[PropertyMapping]:
    """The connection's mappings in that state, if any is asked for, whose address holds every word."""
    return mappings_matching(narrowed(here.connection, state), words)


def the_row(here: Place, mapping_id: str) -> PropertyMapping:
    """The connection's row with that id. Http404 where there is none."""
    row: PropertyMapping = get_object_or_404(
        PropertyMapping.objects.for_page(), connection=here.connection, pk=mapping_id
    )
    row.connection = here.connection
    return row
