"""What every test run says of itself."""

from django.conf import settings


def pytest_report_header() -> list[str]:
    """The database and the broker of this run."""
    database = settings.DATABASES["default"]
    engine = database["ENGINE"].rpartition(".")[2]
    broker = "redis" if settings.REDIS_URL else "a folder"
    return [f"pmsync: {engine} ({database['TEST']['NAME']}), broker: {broker}"]
