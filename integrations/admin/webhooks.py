"""Events that vendors send in, and those that agencies' own systems are sent."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from agencies.admin_filters import AgencyFilter
from agencies.admin_links import badge, link, when
from agencies.admin_steps import ReadOnlySteppingAdmin, Step
from agencies.permissions import Permission
from integrations.admin.base import TONES, OfConnectionAdmin
from integrations.hooks import replaying
from integrations.models import EventDelivery, EventSubscription, WebhookEvent, WebhookReceiver
from integrations.pages.webhooks.receiving import STATES as EVENT_STATES
from integrations.pages.webhooks.subscriptions import STATES as DELIVERY_STATES
from integrations.pages.webhooks.subscriptions import state_of, tries_of
from integrations.subscriptions import subscribing


@admin.register(WebhookReceiver)
class WebhookReceiverAdmin(OfConnectionAdmin):
    """Where vendors post their events. Addresses and secrets are shown on the settings pages alone."""

    see = (Permission.VIEW, Permission.CONNECT)
    list_display = ("account", "agency_name", "is_on", "is_signed", "networks", "changed")
    list_filter = ("is_on", AgencyFilter)
    search_fields = ("connection__account_name",)
    ordering = ("connection",)
    fields = readonly_fields = (
        "account",
        "agency_name",
        "is_on",
        "is_signed",
        "networks",
        "created_at",
        "changed",
    )

    @display(description="Signed", boolean=True)
    def is_signed(self, row: WebhookReceiver) -> bool:
        """Whether events must be signed."""
        return row.has_secret

    @display(description="Changed", ordering="updated_at")
    def changed(self, row: WebhookReceiver) -> str:
        """On the agency's clock."""
        return when(row.updated_at, row.connection.agency)


@admin.register(WebhookEvent)
class WebhookEventAdmin(OfConnectionAdmin, ReadOnlySteppingAdmin):
    """Events as they came. What they said is encrypted and not shown. The list counts nothing: it may be long."""

    list_display = ("came", "event_type", "standing", "message", "account", "agency_name", "sync_log")
    list_filter = (("status", ChoicesDropdownFilter), ("received_at", RangeDateTimeFilter), AgencyFilter)
    search_fields = ("event_type", "connection__account_name")
    opened_by = ("connection", "sync_log")
    paginator = InfinitePaginator
    show_full_result_count = False
    fields = readonly_fields = (
        "event_type",
        "standing",
        "message",
        "records",
        "account",
        "agency_name",
        "address",
        "sync_log",
        "replays",
        "came",
        "done_at",
    )
    steps = (
        Step(
            "replay",
            "Replay",
            Permission.SYNC,
            lambda row, request: replaying.replay(row, request.user),  # type: ignore[arg-type]
            "{row} is read again within seconds.",
            fits=lambda row: row.status != WebhookEvent.Status.WAITING,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the run."""
        return super().get_queryset(request).select_related("sync_log")

    @display(description="Came", ordering="received_at")
    def came(self, row: WebhookEvent) -> str:
        """On the agency's clock."""
        return when(row.received_at, row.connection.agency)

    @display(description="Status", ordering="status")
    def standing(self, row: WebhookEvent) -> str:
        """What became of it."""
        state = EVENT_STATES[WebhookEvent.Status(row.status)]
        return badge(TONES[state.tone], state.words)


@admin.register(EventSubscription)
class EventSubscriptionAdmin(ReadOnlySteppingAdmin):
    """Agencies' own systems that are told of events. They are added on the settings pages, where the secret is shown."""

    see = (Permission.VIEW, Permission.CONNECT)
    list_display = ("host", "description", "standing", "events", "agency", "failing_since")
    list_filter = ("is_on", AgencyFilter)
    list_select_related = ("agency",)
    search_fields = ("url", "description", "agency__name")
    opened_by = ("agency",)
    fields = readonly_fields = (
        "host",
        "description",
        "standing",
        "disabled_because",
        "events",
        "agency",
        "made_by",
        "failing_since",
        "disabled_at",
        "created_at",
        "updated_at",
    )
    leads_to = (("Messages", "integrations_eventdelivery", "subscription__id__exact"),)
    steps = (
        Step(
            "switch_off",
            "Switch off",
            Permission.CONNECT,
            lambda row, request: subscribing.switch(row, on=False),
            "{row} is told of nothing any more.",
            asks="What is on its way is given up.",
            fits=lambda row: row.is_on,
        ),
        Step(
            "switch_on",
            "Switch on",
            Permission.CONNECT,
            lambda row, request: subscribing.switch(row, on=True),
            "{row} is told of events again.",
            fits=lambda row: not row.is_on,
        ),
    )

    @display(description="Address", ordering="url")
    def host(self, row: EventSubscription) -> str:
        """Its host: the whole address may hold a key."""
        return subscribing.host_of(row)

    @display(description="Status", ordering="is_on")
    def standing(self, row: EventSubscription) -> str:
        """How it stands."""
        state = state_of(row)
        return badge(TONES[state.tone], state.words)


@admin.register(EventDelivery)
class EventDeliveryAdmin(ReadOnlySteppingAdmin):
    """Messages to agencies' own systems, and each try. The list counts nothing: it may be long."""

    agency_path = "subscription__agency"
    see = (Permission.VIEW, Permission.CONNECT)
    list_display = ("made", "event_type", "standing", "target", "agency_name", "number_of_tries")
    list_filter = (("status", ChoicesDropdownFilter), ("created_at", RangeDateTimeFilter), AgencyFilter)
    search_fields = ("event_type", "=id")
    opened_by = ("subscription",)
    paginator = InfinitePaginator
    show_full_result_count = False
    fields = readonly_fields = (
        "id",
        "event_type",
        "standing",
        "target",
        "agency_name",
        "payload",
        "all_tries",
        "next_try_at",
        "resends",
        "made",
        "done_at",
    )
    steps = (
        Step(
            "resend",
            "Send again",
            Permission.CONNECT,
            lambda row, request: subscribing.resend(row, request.user),  # type: ignore[arg-type]
            "{row}: it is sent again within seconds.",
            fits=lambda row: row.status != EventDelivery.Status.WAITING and row.subscription.is_on,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """With subscription and agency, secrets unread: one query."""
        rows = super().get_queryset(request).select_related("subscription__agency")
        return rows.defer("subscription__secret", "subscription__old_secret")

    @display(description="Made", ordering="created_at")
    def made(self, row: EventDelivery) -> str:
        """On the agency's clock."""
        return when(row.created_at, row.subscription.agency)

    @display(description="Status", ordering="status")
    def standing(self, row: EventDelivery) -> str:
        """What became of it."""
        state = DELIVERY_STATES[EventDelivery.Status(row.status)]
        return badge(TONES[state.tone], state.words)

    @display(description="To")
    def target(self, row: EventDelivery) -> str:
        """A link to the subscription."""
        return link(row.subscription)

    @display(description="Agency")
    def agency_name(self, row: EventDelivery) -> str:
        """Whose it is."""
        return str(row.subscription.agency)

    @display(description="Tries")
    def number_of_tries(self, row: EventDelivery) -> int:
        """How often it was posted."""
        return len(row.tries)

    @display(description="Tries")
    def all_tries(self, row: EventDelivery) -> str:
        """Each try in words."""
        return " \N{MIDDLE DOT} ".join(tries_of(row)) or "-"
