"""Where export files arrive, and each file that has arrived."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import badge, link, row_address, when
from agencies.permissions import Permission
from agencies.refusals import Refusal
from agencies.scoped_admin import OperatorAdmin, ReadOnlyAdmin
from integrations.files import drops
from integrations.files.provisioning import change as change_drop
from integrations.files.provisioning import provision
from integrations.models import Drop, ImportFile
from integrations.models.connections import SECRETS_OF_CONNECTION
from providers.errors import FileError

TONES = {
    "new": "info",
    "growing": "info",
    "imported": "success",
    "duplicate": "default",
    "superseded": "default",
    "refused": "warning",
    "unrecognised": "warning",
    "failed": "danger",
}


class DropForm(forms.ModelForm):
    """A drop's address, and what signs us in there. The latter is written and never shown."""

    # The form's names for what the vault keeps.
    KEPT = {
        "password": "password",
        "private_key": "private_key",
        "host_key": "host_key",
        "access_key": "access_key",
        "store_key": "secret_key",
    }

    password = forms.CharField(
        required=False, widget=UnfoldAdminTextInputWidget({"type": "password", "autocomplete": "new-password"})
    )
    private_key = forms.CharField(required=False, widget=UnfoldAdminTextareaWidget)
    host_key = forms.CharField(
        required=False, widget=UnfoldAdminTextareaWidget, help_text="The host's line from ssh-keyscan."
    )
    access_key = forms.CharField(required=False, widget=UnfoldAdminTextInputWidget, label="Access key ID")
    store_key = forms.CharField(
        required=False,
        label="The access key itself",
        widget=UnfoldAdminTextInputWidget({"type": "password", "autocomplete": "new-password"}),
    )

    class Meta:
        model = Drop
        fields = ("agency", "url")

    def secrets(self) -> dict[str, str] | None:
        """What was written, None where nothing was."""
        given = {kept: self.cleaned_data[name].strip() for name, kept in self.KEPT.items() if self.cleaned_data[name]}
        return given or None


@admin.register(Drop)
class DropAdmin(OperatorAdmin):
    """Agencies' drops. Whoever may point one elsewhere could read any place that this server can, so operators only."""

    change = Permission.CONNECT
    form = DropForm
    list_display = ("__str__", "place", "ready", "agency")
    list_filter = (AgencyFilter,)
    list_select_related = ("agency",)
    search_fields = ("agency__name", "url")
    fieldsets = (
        (None, {"fields": ("agency", "place", "url", "ready")}),
        (
            "Signing in at a place of its own",
            {
                "fields": tuple(DropForm.KEPT),
                "description": "What is stored is not shown. Left empty, it stays as it is, unless the address changes: "
                "then it is forgotten.",
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Drop | None = None) -> tuple[str, ...]:
        """Its agency stays."""
        return ("agency", "place", "ready") if obj else ("place", "ready")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: an empty address leads back to the usual place."""
        return False

    def save_model(self, request: HttpRequest, obj: Drop, form: DropForm, change: bool) -> None:
        """Through the step that checks the address and writes the trail."""
        change_drop(obj, form.cleaned_data["url"], form.secrets())

    def links(self, request: HttpRequest, row: Drop) -> list[tuple[str, str]]:
        """With the page that makes the place ready."""
        ready = [] if row.url else [("Make it ready", reverse("admin:integrations_drop_ready", args=[row.pk]))]
        return [*super().links(request, row), *ready]

    def get_urls(self) -> list[Any]:
        """With that page."""
        view = never_cache(self.admin_site.admin_view(self.ready_view))
        return [path("<uuid:drop_id>/ready/", view, name="integrations_drop_ready"), *super().get_urls()]

    def ready_view(self, request: HttpRequest, drop_id: object) -> HttpResponse:
        """Asks first; then makes the place ready and shows, this once, how to put files there."""
        drop = self.get_object(request, str(drop_id))
        if drop is None or not self.has_change_permission(request, drop):
            raise Http404
        context = {**self.admin_site.each_context(request), "title": "Make it ready", "opts": self.opts, "drop": drop}
        context |= {"back": row_address(drop), "address": drops.address_of(drop.agency)}
        if request.method == "POST":
            try:
                context["made"] = provision(drop.agency, request.user, presigned="presigned" in request.POST)  # type: ignore[arg-type]
            except (Refusal, FileError) as error:
                self.message_user(request, f"{error.message} {error.action}".strip(), messages.ERROR)
                return redirect(row_address(drop))
        return TemplateResponse(request, "admin/drop_ready.html", context)

    @display(description="Where")
    def place(self, row: Drop) -> str:
        """Its address, or where the usual place is."""
        return row.url or "the usual place"

    @display(description="Made ready", ordering="provisioned_at")
    def ready(self, row: Drop) -> str:
        """On the agency's clock."""
        return when(row.provisioned_at, row.agency) if row.pk and row.agency_id else "-"


@admin.register(ImportFile)
class ImportFileAdmin(ReadOnlyAdmin):
    """Each version of each file that arrived, and what became of it."""

    list_display = ("__str__", "standing", "message", "size", "origin", "account", "agency", "found")
    list_filter = (("status", ChoicesDropdownFilter), ("origin", ChoicesDropdownFilter), AgencyFilter)
    search_fields = ("drop_key", "agency__name")
    opened_by = ("agency", "connection", "sync_log")
    fieldsets = (
        (None, {"fields": ("drop_key", "standing", "message", "action", "parts")}),
        ("The file", {"fields": ("size", "version", "digest", "modified_at", "as_of", "found", "done_at")}),
        ("Whose", {"fields": ("agency", "account", "origin", "uploaded_by", "sync_log")}),
    )
    readonly_fields = tuple(name for _, part in fieldsets for name in part["fields"])

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the connection, its secrets unread: one query."""
        rows = super().get_queryset(request).select_related("agency", "connection", "uploaded_by")
        return rows.defer(*SECRETS_OF_CONNECTION)

    @display(description="Status", ordering="status")
    def standing(self, row: ImportFile) -> str:
        """How it stands."""
        return badge(TONES[row.status], row.get_status_display())

    @display(description="Connection")
    def account(self, row: ImportFile) -> str:
        """A link to the connection."""
        return link(row.connection)

    @display(description="Found", ordering="found_at")
    def found(self, row: ImportFile) -> str:
        """On the agency's clock."""
        return when(row.found_at, row.agency)
