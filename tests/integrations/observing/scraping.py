"""What a monitor reads."""

from django.test import Client, override_settings
from prometheus_client.parser import text_string_to_metric_families

TOKEN = "of-the-monitor"

Labels = tuple[tuple[str, str], ...]


def samples() -> dict[tuple[str, Labels], float]:
    """Every number that /metrics shows, by name and labels."""
    with override_settings(METRICS_TOKEN=TOKEN):
        answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def counted(name: str) -> dict[tuple[str, ...], float]:
    """One counter's numbers by the values of its labels, in the order of the labels' names."""
    return {
        tuple(value for _, value in labels): number
        for (found, labels), number in samples().items()
        if found == f"pmsync_{name}_total"
    }
