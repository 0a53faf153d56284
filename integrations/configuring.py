"""How a connection is set up: what it is for, what of it is synced, and how. The one function by which pages and API say so."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from agencies import audit
from integrations import adjusting, connecting, narrowing, suggesting
from integrations.hooks import receivers
from integrations.models import Connection
from integrations.run_options import BATCH_SIZE, WORKERS
from providers import registry

PRODUCT_TYPES = (
    "property_management",
    "asset_management",
    "compliance_management",
    "student_housing",
    "commercial_management",
    "hoa_management",
    "maintenance_management",
)
COMPLIANCE_PROGRAMS = ("lihtc", "section_8", "hud", "usda", "tax_exempt_bond", "state_local")
# What an agency says of its integration. Nothing is left out of a sync because of it.
TOLD: dict[str, Any] = {
    "integration_name": "",
    "product_types": [],
    "property_types": [],
    "compliance_programs": [],
    "compliance_validation": False,
}
HOW = {"batch_size": BATCH_SIZE, "max_workers": WORKERS}
FILTERS = "property_filters"
SETTINGS = (*TOLD, *HOW, FILTERS, "sync_enabled", "real_time_sync", "sync_entities", "excluded_entities")


def configuration_of(connection: Connection) -> dict[str, Any]:
    """How it is set up, by the names of the API. One query."""
    config, excluded = connection.config, connection.excluded_kinds
    receiver = receivers.receiver_of(connection)
    return {
        **{name: config.get("integration", {}).get(name, usual) for name, usual in TOLD.items()},
        **{name: config.get(name, usual) for name, usual in HOW.items()},
        "sync_enabled": connection.status != Connection.Status.PAUSED,
        "real_time_sync": receiver is not None and receiver.is_on,
        "sync_entities": [kind.value for kind in adjusting.kinds_of(connection) if kind not in excluded],
        "excluded_entities": sorted(excluded),
        FILTERS: config.get(FILTERS, {}),
    }


@transaction.atomic
def configure(connection: Connection, asked: Mapping[str, Any]) -> bool:
    """Set what was asked for, and leave the rest; whether that changed anything. The connection given is brought up to date.
    Refusal where the connection cannot be set so.

    What was outside of the filters lies behind the cursors, so letting it in starts the feeds over, as a mapping does."""
    row = Connection.objects.select_for_update(of=("self",)).select_related("agency").get(pk=connection.pk)
    before = configuration_of(row)
    config = row.config | {name: asked[name] for name in HOW if name in asked}
    told = {name: asked[name] for name in TOLD if name in asked}
    if told:
        config["integration"] = config.get("integration", {}) | told
    if asked.get(FILTERS, before[FILTERS]) != before[FILTERS]:
        config[FILTERS] = asked[FILTERS]
    if config != row.config:
        row.config = config
        Connection.objects.filter(pk=row.pk).update(config=config, updated_at=timezone.now())
    if config.get(FILTERS, {}) != before[FILTERS] and narrowing.narrow(row, narrowing.filters_from(config[FILTERS])):
        suggesting.suggest(row)
    _choose_kinds(row, asked)
    _switch(row, before, asked)
    connection.refresh_from_db(fields=["config", "status", "mapped_at", "next_sync_at", "updated_at"])
    return _note(connection, before, configuration_of(connection))


@transaction.atomic
def forget(connection: Connection) -> None:
    """Let go of all that was set up, as for a connection that is new."""
    plain = {name: value for name, value in connection.config.items() if name not in ("integration", *HOW)}
    Connection.objects.filter(pk=connection.pk).update(config=plain, updated_at=timezone.now())
    connection.config = plain
    configure(connection, {FILTERS: {}, "sync_entities": [], "excluded_entities": []})


def _choose_kinds(connection: Connection, asked: Mapping[str, Any]) -> None:
    """Sync these kinds alone, less those that are left out; all that are offered where none are named."""
    if "sync_entities" not in asked and "excluded_entities" not in asked:
        return
    wanted = asked.get("sync_entities") or adjusting.kinds_of(connection)
    kinds = [kind for kind in wanted if kind not in asked.get("excluded_entities", ())]
    adjusting.adjust(connection, registry.get(connection.provider), kinds, connection.unmapped)


def _switch(connection: Connection, before: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Nights on or off, and the vendor's events."""
    nights, events = asked.get("sync_enabled", before["sync_enabled"]), asked.get("real_time_sync")
    if nights != before["sync_enabled"]:
        (connecting.resume if nights else connecting.pause)(connection)
    if events is None or events == before["real_time_sync"]:
        return
    receivers.change(receivers.open_for(connection), is_on=events)


def _note(connection: Connection, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Enter in the trail what has changed beside what its own step has noted."""
    changed = {name: audit.change(before[name], after[name]) for name in after if before[name] != after[name]}
    noted: dict[str, Any] = {name: value for name, value in changed.items() if name in (*TOLD, *HOW, FILTERS)}
    if noted:
        action = audit.Action.CONNECTION_CHANGED
        audit.record(action, connection, agency=connection.agency, **noted)
    return bool(changed)
