"""One connection's state as a file to send to somebody who helps: facts and counts, no rows, nothing secret, no addresses."""

import json
import platform
import re
from datetime import timedelta
from typing import Any

import django
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection as database
from django.db.models import Count
from django.utils import timezone

from agencies import audit
from agencies.logs import HIDDEN, SECRET_KEYS, redacted
from integrations.models import CallStats, Connection, Cursor, HealthCheck, OutgoingEdit, SyncLog, WebhookEvent
from integrations.observing.readiness import readiness
from providers import registry
from providers.records import NATURAL

RUNS = 20
CHECKS = 50
LATELY = timedelta(days=2)
LONGEST_DEBUG = timedelta(hours=24)
ABOUT = "provider", "status", "auth_type", "unmapped", "token_expires_at", "last_sync_at", "next_sync_at"
NO_SECRETS = {"token_expires_at"}  # whatever its name looks like
# Files without ids: a row's key is made of its name or address, and messages quote what a cell says.
NAMES = re.compile(rf"{NATURAL}\w[\w-]*|(?<=“)[^”]*(?=”)")
OF_A_RUN = (
    "id",
    "sync_type",
    "status",
    "trigger",
    "kinds",
    "options",
    "counts",
    "seconds",
    "summary",
    "errors",
    "created_at",
    "started_at",
    "completed_at",
)


def diagnostics(connection: Connection) -> bytes:
    """The file, as JSON for people and programs. A constant number of queries."""
    now = timezone.now()
    provider = registry.get(connection.provider)
    found = {
        "made_at": now,
        "software": {"python": platform.python_version(), "django": django.__version__, "database": database.vendor},
        "readiness": vars(readiness()),
        "connection": {"id": connection.pk} | {name: getattr(connection, name) for name in ABOUT},
        "settings": connection.config,
        "error": connection.error,
        "capabilities": {row.kind: row.how for row in provider.capabilities()},
        "cursors": list(
            Cursor.objects.filter(connection=connection).values(
                "feed", "kind", "value", "whole_at", "started_over_at", "updated_at"
            )
        ),
        "runs": list(SyncLog.objects.filter(connection=connection).values(*OF_A_RUN)[:RUNS]),
        "mappings": _counted(connection.mappings, "auto_sync", "left_out", "is_filtered"),
        "issues": _counted(connection.issues, "kind", "code", "status"),
        "outbox": _counted(OutgoingEdit.objects.filter(connection=connection), "kind", "status"),
        "webhook_events": _counted(WebhookEvent.objects.filter(connection=connection), "event_type", "status"),
        "calls": list(
            CallStats.objects.filter(connection=connection, hour__gte=now - LATELY)
            .order_by("hour", "endpoint")
            .values("hour", "endpoint", "calls", "errors", "total_ms", "statuses")
        ),
        "checks": list(
            HealthCheck.objects.filter(connection=connection).values("checked_at", "is_up", "latency_ms", "code")[
                :CHECKS
            ]
        ),
    }
    audit.record(audit.Action.DIAGNOSTICS_TAKEN, connection, agency=connection.agency)
    plain = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return json.dumps(_without_secrets(plain), indent=2).encode()


def debug(connection: Connection, hours: int) -> None:
    """Write every detail of the connection's runs into the log for so many hours, at most 24; 0 ends it."""
    until = timezone.now() + min(timedelta(hours=hours), LONGEST_DEBUG) if hours else None
    before = connection.debug_until
    Connection.objects.filter(pk=connection.pk).update(debug_until=until, updated_at=timezone.now())
    connection.debug_until = until
    shown = audit.change(before and before.isoformat(), until and until.isoformat())
    audit.record(audit.Action.CONNECTION_CHANGED, connection, agency=connection.agency, debug_until=shown)


def _counted(rows: Any, *columns: str) -> list[dict[str, Any]]:
    return list(rows.order_by(*columns).values(*columns).annotate(number=Count("pk")))


def _without_secrets(value: Any) -> Any:
    """The same value with every text redacted, and without names and whatever stands under a secret's name."""
    if isinstance(value, dict):
        return {
            key: HIDDEN if _names_a_secret(key) and isinstance(one, str) else _without_secrets(one)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_without_secrets(one) for one in value]
    return NAMES.sub(HIDDEN, redacted(value)) if isinstance(value, str) else value


def _names_a_secret(key: str) -> bool:
    return key not in NO_SECRETS and SECRET_KEYS.search(key) is not None
