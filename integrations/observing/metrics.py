"""The numbers for Prometheus: counters that all processes add to, and gauges that are looked up when they are asked for."""

from collections.abc import Iterator

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from integrations.models import (
    Connection,
    EventDelivery,
    FieldConflict,
    OutgoingEdit,
    SyncIssue,
    SyncLog,
    WebhookEvent,
)
from integrations.observing import tallies

# Each counter's words and its labels.
COUNTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "runs": ("Runs that have ended.", ("provider", "status", "trigger")),
    "rows": ("Rows of runs, by what became of them.", ("provider", "kind", "outcome")),
    "run_seconds": ("Where the time of runs went.", ("provider", "phase")),
    "vendor_calls": ("Calls to vendors, by the status of their answer.", ("provider", "status")),
    "token_refreshes": ("Tokens renewed and sessions opened.", ("provider",)),
    "pushes": ("Edits pushed to vendors, by what became of them.", ("provider", "outcome")),
    "webhooks_received": ("Events that vendors posted.", ("provider",)),
    "webhooks_sent": ("Events sent to agencies' own systems, by what became of each try.", ("outcome",)),
}


class FromDatabase(Collector):
    """Everything, in a constant number of queries."""

    def collect(self) -> Iterator[Metric]:
        """Counters, then gauges."""
        counted = tallies.read()
        for name, (words, labels) in COUNTERS.items():
            family = CounterMetricFamily(f"pmsync_{name}", words, labels=labels)
            for values, value in counted.get(name, ()):
                family.add_metric([values.get(label, "") for label in labels], value)
            yield family
        yield from _gauges()

    def describe(self) -> list[Metric]:
        """Nothing: it is not known before the database is asked."""
        return []


def latest() -> bytes:
    """The text that Prometheus reads."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(FromDatabase())
    return generate_latest(registry)


def _gauges() -> Iterator[Metric]:
    depth = GaugeMetricFamily("pmsync_queue_depth", "What waits for a worker.", labels=["queue"])
    age = GaugeMetricFamily("pmsync_queue_oldest_seconds", "How long the oldest of it has waited.", labels=["queue"])
    for queue, rows, since in _queues():
        found = rows.order_by().aggregate(number=Count("pk"), oldest=Min(since))
        depth.add_metric([queue], found["number"])
        waited = (timezone.now() - found["oldest"]).total_seconds() if found["oldest"] else 0.0
        age.add_metric([queue], max(0.0, waited))
    yield depth
    yield age
    yield _by("pmsync_connections", "Connections by how they stand.", Connection.objects.all(), ("provider", "status"))
    running = SyncLog.objects.filter(status=SyncLog.Status.RUNNING)
    yield _by("pmsync_running", "Runs under way.", running, ("connection__provider",), ("provider",))
    issues = SyncIssue.objects.open()
    yield _by("pmsync_open_issues", "Rows that need a person.", issues, ("connection__provider",), ("provider",))
    conflicts = FieldConflict.objects.open()
    yield _by(
        "pmsync_open_conflicts", "Fields that both sides changed.", conflicts, ("connection__provider",), ("provider",)
    )


def _queues() -> Iterator[tuple[str, QuerySet, str | Coalesce]]:
    yield "runs", SyncLog.objects.filter(status=SyncLog.Status.QUEUED), "created_at"
    yield "outbox", OutgoingEdit.objects.filter(status=OutgoingEdit.Status.PENDING), "made_at"
    events = WebhookEvent.objects.filter(status=WebhookEvent.Status.WAITING)
    yield "webhook_events", events, Coalesce("waiting_since", "received_at")  # one that is replayed waits from then on
    yield "event_deliveries", EventDelivery.objects.filter(status=EventDelivery.Status.WAITING), "created_at"


def _by(
    name: str, words: str, rows: QuerySet, columns: tuple[str, ...], labels: tuple[str, ...] = ()
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=labels or columns)
    for *values, number in rows.order_by().values_list(*columns).annotate(Count("pk")):
        family.add_metric(values, number)
    return family
