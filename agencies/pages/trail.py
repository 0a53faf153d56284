"""The trail of an agency: who did what, when, from where."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from agencies.pages.access import AgencyRequest, agency_page
from agencies.pages.forms import TrailForm
from agencies.pages.showing import page_of, show
from agencies.permissions import Permission
from agencies.querysets import members, trail_matching

PAIR = {"old", "new"}  # as `audit.change` gives them


@require_safe
@agency_page(Permission.MANAGE_MEMBERS)
def audit(request: AgencyRequest) -> HttpResponse:
    """Its entries, the latest first."""
    agency = request.membership.agency
    people = list(members(agency).values_list("user__email", flat=True))
    form = TrailForm(request.GET, people=people)
    form.is_valid()  # a filter that cannot be read narrows nothing, and its field says so
    page = page_of(request, trail_matching(agency, form.cleaned_data))
    rows = [(entry, list(in_words(entry.details))) for entry in page]
    return show(
        request, "agencies/audit.html", page=page, rows=rows, form=form, narrowed=any(form.cleaned_data.values())
    )


def in_words(details: dict[str, Any]) -> Iterator[str]:
    """Each detail as people read it: `role: staff → viewer`. Empty ones are left out."""
    for name, value in _paired(details).items():
        told = _change(value) if isinstance(value, dict) and value.keys() == PAIR else _plain(value)
        if told:
            yield f"{name.replace('_', ' ')}: {told}"


def _paired(details: dict[str, Any]) -> dict[str, Any]:
    """The details, with two whole states, `old` and `new`, told as what differs between them."""
    old, new = details.get("old"), details.get("new")
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return details
    others = {name: value for name, value in details.items() if name not in PAIR}
    names = [name for name in old | new if old.get(name) != new.get(name)]
    return others | {name: {"old": old.get(name), "new": new.get(name)} for name in names}


def _change(value: dict[str, Any]) -> str:
    if value["old"] == value["new"]:
        return ""
    return f"{_plain(value['old']) or 'nothing'} → {_plain(value['new']) or 'nothing'}"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(inner)}" for name, inner in value.items())
    return "" if value is None else str(value)
