"""Steps that people take from the admin, by the dozen in a list or one by one on a row's page. Each goes through the same
function as the settings pages; what that refuses becomes a message."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from agencies.admin_links import row_address
from agencies.permissions import Permission
from agencies.refusals import Refusal
from agencies.scope import scope_of
from agencies.scoped_admin import ReadOnlyAdmin, ScopedAdmin

FROM_ROW = "from_row"


@dataclass(frozen=True)
class Step:
    """One step. `run` takes the row and the request; `done` is what the person is told, with {row} in it. `asks` is the
    question before a step that cannot be taken back. `fits` says on which rows' pages it is offered."""

    name: str
    label: str
    permission: Permission
    run: Callable[[Any, HttpRequest], object]
    done: str
    asks: str = ""
    fits: Callable[[Any], bool] = lambda row: True


class SteppingAdmin(ScopedAdmin):
    """A model with steps."""

    steps: ClassVar[tuple[Step, ...]] = ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The steps that the person may take anywhere."""
        scope = scope_of(request)
        allowed = (step for step in self.steps if scope.anywhere(*self.see, step.permission))
        return {step.name: (partial(_take, step), step.name, step.label) for step in allowed}

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With a button for each step that fits the row."""
        row, scope = kwargs.get("obj"), scope_of(request)
        if row is not None:
            agency_id = self.agency_of(row)
            context["steps"] = [
                step for step in self.steps if scope.allows(step.permission, agency_id) and step.fits(row)
            ]
            context["action_field"] = ACTION_CHECKBOX_NAME
        return super().render_change_form(request, context, *args, **kwargs)


class ReadOnlySteppingAdmin(SteppingAdmin, ReadOnlyAdmin):
    """Rows that nobody edits, with steps."""


def _take(step: Step, model_admin: SteppingAdmin, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
    """Takes the step for each row, or asks first; the page to show instead of the list, if any."""
    if step.asks and "confirmed" not in request.POST:
        return _ask(step, model_admin, request, rows)
    for row in rows:
        _take_one(step, model_admin, request, row)
    return redirect(row_address(row)) if FROM_ROW in request.POST and len(rows) == 1 else None


def _take_one(step: Step, model_admin: SteppingAdmin, request: HttpRequest, row: Any) -> None:
    if not scope_of(request).allows(step.permission, model_admin.agency_of(row)):
        words = f"{row}: your role at that agency does not allow this. Ask one of its admins."
        return model_admin.message_user(request, words, messages.ERROR)
    try:
        step.run(row, request)
    except Refusal as refusal:
        return model_admin.message_user(request, f"{row}: {refusal.sentence}", messages.WARNING)
    return model_admin.message_user(request, step.done.format(row=row), messages.SUCCESS)


def _ask(step: Step, model_admin: SteppingAdmin, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": step.label,
        "opts": model_admin.opts,
        "step": step,
        "rows": rows,
        "action_field": ACTION_CHECKBOX_NAME,
        "from_row": FROM_ROW in request.POST,
        "back": row_address(rows[0]) if FROM_ROW in request.POST and rows else request.get_full_path(),
    }
    return TemplateResponse(request, "admin/confirm_step.html", context)
