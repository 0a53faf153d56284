"""What every test run says of itself, and how many processes it goes on in."""

import os

from django.conf import settings


def pytest_report_header() -> list[str]:
    """The database and the broker of this run."""
    database = settings.DATABASES["default"]
    engine = database["ENGINE"].rpartition(".")[2]
    broker = "redis" if settings.REDIS_URL else "a folder"
    return [f"pmsync: {engine} ({database['TEST']['NAME']}), broker: {broker}"]


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: a third of their time, tests wait for sockets, clocks and other processes."""
    return (os.cpu_count() or 1) * 3 // 2
