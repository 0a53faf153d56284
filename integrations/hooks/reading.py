"""What stored events are about: each body is read by its provider, once, in a worker. Bodies are opened here and nowhere
else."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from integrations import vault
from integrations.models import Connection, WebhookEvent
from integrations.sync.limits import LONGEST_ID
from providers.base import Provider, Touched
from providers.errors import ProviderError, UnsupportedError

logger = logging.getLogger(__name__)

MOST_RECORDS = 1000  # that one event may name
LATER = "The next sync brings what has changed."
LONGEST_TYPE = WebhookEvent._meta.get_field("event_type").max_length or 80


@dataclass
class Told:
    """What a number of events came to: the ids to read by kind, those that were called gone, and the events in words."""

    rows: dict[str, dict[str, bool]] = field(default_factory=dict)
    events: list[WebhookEvent] = field(default_factory=list)

    def only(self) -> dict[str, dict[str, list[str]]]:
        """As a SyncLog keeps it."""
        gone = {kind: sorted(key for key, is_gone in ids.items() if is_gone) for kind, ids in self.rows.items()}
        return {
            "rows": {kind: sorted(ids) for kind, ids in self.rows.items()},
            "gone": {kind: ids for kind, ids in gone.items() if ids},
        }


def read(connection: Connection, events: Iterable[WebhookEvent]) -> Told:
    """The events, each with its type and records, and with the reason where it leads to no read. Of several about one record
    the last says whether it is gone: which is only a hint, because it is read again whatever they say."""
    provider = vault.open_provider(connection)
    told = Told(events=list(events))
    bodies = dict(vault.opened(WebhookEvent.objects.filter(pk__in=[event.pk for event in told.events]), "body"))
    readable = frozenset(kind.value for kind in provider.event_kinds) - connection.excluded_kinds
    for event in told.events:
        try:
            event_type, touched = provider.touched(provider.config, bodies.get(event.pk, "").encode())
        except UnsupportedError as error:
            _settle(event, WebhookEvent.Status.IGNORED, error.message)
        except ProviderError as error:
            _settle(event, WebhookEvent.Status.FAILED, error.message)
        except Exception as error:  # anybody may have sent it, and the others wait behind it
            logger.error("Event %s cannot be read: %s", event.pk, type(error).__name__)
            _settle(event, WebhookEvent.Status.FAILED, f"It cannot be read. {LATER}")
        else:
            event.event_type = _clean(event_type)[:LONGEST_TYPE]
            _note(told, event, touched, readable, provider, connection)
    return told


def _note(
    told: Told,
    event: WebhookEvent,
    touched: tuple[Touched, ...],
    readable: frozenset[str],
    provider: Provider,
    connection: Connection,
) -> None:
    event.records = [[row.kind.value, _clean(row.external_id)[:200], row.is_gone] for row in touched[:MOST_RECORDS]]
    wanted = [row for row in touched if row.kind in readable]
    if not touched:
        _settle(event, WebhookEvent.Status.IGNORED, "pmsync syncs nothing that events of this type tell of.")
    elif len(touched) > MOST_RECORDS:
        _settle(
            event, WebhookEvent.Status.FAILED, f"It names more than {MOST_RECORDS} records. The next sync reads them."
        )
    elif not all(_may_be_an_id(row.external_id) for row in touched):
        _settle(event, WebhookEvent.Status.FAILED, f"It names a record by what cannot be an id. {LATER}")
    elif not wanted:
        words = ", ".join(sorted({row.kind.replace("_", " ") for row in touched}))
        is_off = any(row.kind in connection.excluded_kinds for row in touched)
        why = "are switched off for this connection" if is_off else f"cannot be read one by one from {provider.label}"
        _settle(event, WebhookEvent.Status.IGNORED, f"It is about {words}, which {why}.")
    for row in wanted if event.status == WebhookEvent.Status.WAITING else ():
        told.rows.setdefault(row.kind.value, {})[_scoped(row.external_id, provider.id_prefix)] = row.is_gone


def _may_be_an_id(external_id: str) -> bool:
    return len(external_id) <= LONGEST_ID and "\x00" not in external_id


def _scoped(external_id: str, prefix: str) -> str:
    """The id as our rows bear it."""
    return external_id if external_id.startswith(prefix) else prefix + external_id


def _settle(event: WebhookEvent, status: str, message: str) -> None:
    event.status, event.message = status, _clean(message)[:300]


def _clean(text: str) -> str:
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
