"""What every page of the admin has in common: a person sees the rows of the agencies where they work, and of each row what
their role there allows. Superusers see everything; Django's own model permissions are not asked."""

from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from unfold.admin import ModelAdmin

from agencies.admin_links import list_address
from agencies.models import Agency
from agencies.permissions import Permission
from agencies.refusals import Refusal
from agencies.scope import scope_of

# How a list's address may narrow it, after the name of a filter, a date hierarchy or a link. Everything else is refused, so
# that nobody guesses a hidden column by asking for its values.
RANGES = ("_from", "_to", "_from_0", "_from_1", "_to_0", "_to_1")
SUFFIXES = ("", "__exact", "__id__exact", *RANGES, "__icontains", "__gte", "__lt", "__year", "__month", "__day")

YEARS = frozenset(map(str, range(1900, 2200)))
MOST_WORDS = 20  # of a search


class OneAgencyForm(ModelForm):
    """Refuses a row that points at another agency's."""

    def clean(self) -> dict[str, Any] | None:
        """As ever, with each chosen row checked against the agency."""
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("agency")
        agency_id = chosen.pk if chosen else getattr(self.instance, "agency_id", None)
        for name, value in list(cleaned.items()):
            rows = value if isinstance(value, QuerySet) else [value]
            if any(getattr(row, "agency_id", agency_id) != agency_id for row in rows if isinstance(row, Model)):
                self.add_error(name, ValidationError("This belongs to another agency."))
        return cleaned


class ScopedAdmin(ModelAdmin):
    """A model whose rows belong to an agency, which `agency_path` leads to.

    `see` is what looking takes; `change` what adding, changing and removing takes, where None means that nobody may.
    `hidden` names the columns that take more to be seen. `opened_by` names the keys that other pages link by; `leads_to`
    are links on a row's page: their words, the model as `app_model`, and its key to this one."""

    agency_path: ClassVar[str] = "agency"
    see: ClassVar[tuple[Permission, ...]] = (Permission.VIEW,)
    change: ClassVar[Permission | None] = None
    hidden: ClassVar[dict[Permission, tuple[str, ...]]] = {}
    opened_by: ClassVar[tuple[str, ...]] = ()
    leads_to: ClassVar[tuple[tuple[str, str, str], ...]] = ()

    form: type[ModelForm] = OneAgencyForm
    list_filter_submit = True
    list_fullwidth = True
    list_per_page = 50
    show_facets = ShowFacets.NEVER  # each would count the whole table
    compressed_fields = True
    change_form_outer_before_template = "admin/row_bar.html"

    def agency_of(self, row: Any) -> UUID | None:
        """The id of the agency that the row belongs to."""
        *steps, last = self.agency_path.split("__")
        for step in steps:
            row = getattr(row, step)
        found: UUID | None = getattr(row, "agency_id" if last == "agency" else last)
        return found

    def clock(self, row: Any) -> ZoneInfo | None:
        """The time zone of the row's agency; None, which means UTC, where it has none."""
        found = self.agency_of(row)
        return Agency.objects.get(pk=found).zone if found else None

    def _allows(self, request: HttpRequest, row: Any, *permissions: Permission) -> bool:
        scope = scope_of(request)
        if row is None or isinstance(row, str):
            return scope.anywhere(*permissions)
        return all(scope.allows(permission, self.agency_of(row)) for permission in permissions)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether any of it may be seen."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who may see."""
        return self._allows(request, obj, *self.see)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who may change."""
        return self.change is not None and self._allows(request, None, *self.see, self.change)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who may change."""
        return self.change is not None and self._allows(request, obj, *self.see, self.change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who may change."""
        return self.has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows of the agencies where the person may see them."""
        rows, scope = super().get_queryset(request), scope_of(request)
        return rows if scope.whole else rows.filter(**{f"{self.agency_path}__in": scope.agencies(*self.see)})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No removing by the dozen: a row that goes, goes on its own page."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def concealed(self, request: HttpRequest, row: Any = None) -> set[str]:
        """The columns that stay hidden: of a row by the role at its agency, of a list by the least of the roles."""
        scope, found = scope_of(request), set[str]()
        for permission, names in self.hidden.items():
            if not (scope.everywhere(permission) if row is None else scope.allows(permission, self.agency_of(row))):
                found.update(names)
        return found

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Without hidden columns, and without the agency where there is but one."""
        out = self.concealed(request) | ({"agency_name", "agency"} if scope_of(request).is_one_agency else set())
        return [column for column in super().get_list_display(request) if column not in out]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Without hidden columns."""
        out = self.concealed(request)
        return [name for name in super().get_search_fields(request) if name.lstrip("=^@") not in out]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the first twenty words: each is a condition for each column, and SQLite takes no thousand of them."""
        return super().get_search_results(request, queryset, " ".join(search_term.split()[:MOST_WORDS]))

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Without hidden columns."""
        out = self.concealed(request)
        return [row for row in super().get_list_filter(request) if _name(row) not in out]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Without hidden columns."""
        out, shown = self.concealed(request, obj), []
        for title, options in super().get_fieldsets(request, obj):
            names = [name for name in options["fields"] if name not in out]
            if names:
                shown.append((title, {**options, "fields": names}))
        return shown

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What the list's own filters and other pages' links ask for, in years that have a next one."""
        if lookup.endswith("__year") and value not in YEARS:
            return False
        names = {_name(row) for row in self.get_list_filter(request)} | set(self.opened_by)
        if self.date_hierarchy:
            names.add(self.date_hierarchy)
        return any(lookup == f"{name}{suffix}" for name in names for suffix in SUFFIXES)

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """With those rows to choose from that the person sees."""
        kwargs.setdefault("queryset", self._choices(db_field.related_model, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        """With those rows to choose from that the person sees."""
        kwargs.setdefault("queryset", self._choices(db_field.related_model, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _choices(self, model: Any, request: HttpRequest) -> QuerySet[Any]:
        scope = scope_of(request)
        try:
            rows: QuerySet[Any] = self.admin_site.get_model_admin(model).get_queryset(request)
        except NotRegistered:
            return model._default_manager.all() if scope.whole else model._default_manager.none()
        if model is Agency and self.change and not scope.whole:
            rows = rows.filter(pk__in=scope.agencies(self.change))
        return rows

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """With the agency, where there is but one."""
        scope, given = scope_of(request), super().get_changeform_initial_data(request)
        return {"agency": next(iter(scope.roles)), **given} if scope.is_one_agency else given

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """The form on the clock of the row's agency, or where it leads. What a step refuses becomes a message."""
        row = self.get_object(request, unquote(object_id)) if object_id else None
        with timezone.override(self.clock(row) if row else None):
            try:
                page = super().changeform_view(request, object_id, *args, **kwargs)
            except Refusal as refusal:
                return self._refused(request, refusal)
            return page.render() if isinstance(page, TemplateResponse) else page

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The question, or where it leads. What a step refuses becomes a message."""
        try:
            return super().delete_view(request, *args, **kwargs)
        except Refusal as refusal:
            return self._refused(request, refusal)

    def _refused(self, request: HttpRequest, refusal: Refusal) -> HttpResponse:
        self.message_user(request, refusal.sentence, messages.ERROR)
        return redirect(request.path)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """With the links to what belongs to the row."""
        row = kwargs.get("obj")
        if row is not None:
            context["links"] = self.links(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    def links(self, request: HttpRequest, row: Any) -> list[tuple[str, str]]:
        """Words and addresses of the lists that belong to the row, as far as the person may see them."""
        found = ((words, list_address(request, model, key, row.pk)) for words, model, key in self.leads_to)
        return [(words, address) for words, address in found if address]


class ReadOnlyAdmin(ScopedAdmin):
    """For looking only: syncs and steps write these rows, and no one else, superusers included."""

    change = None


class OperatorAdmin(ScopedAdmin):
    """For superusers only: what belongs to no agency."""

    form = ModelForm

    def clock(self, row: Any) -> None:
        """UTC."""
        return

    def _allows(self, request: HttpRequest, row: Any, *permissions: Permission) -> bool:
        return scope_of(request).whole

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Everything or nothing."""
        rows = super(ScopedAdmin, self).get_queryset(request)
        return rows if scope_of(request).whole else rows.none()

    def concealed(self, request: HttpRequest, row: Any = None) -> set[str]:
        """Nothing: superusers see all."""
        return set()


def _name(row: Any) -> str:
    """What a filter is called in the address."""
    if isinstance(row, str):
        return row
    return row[0] if isinstance(row, tuple) else row.parameter_name
