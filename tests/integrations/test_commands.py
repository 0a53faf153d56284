"""The commands that operators give, on a real sandbox; the exit codes are those of `manage.py`."""

import io
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, ManagementUtility, call_command
from pytest_django.live_server_helper import LiveServer

from agencies.models import Agency, Membership
from integrations import connecting
from integrations.models import Connection, PropertyMapping, SyncLog
from portfolio.models import Property
from providers.errors import CredentialsError
from tests.factories import a_connection, a_property, a_sync_log
from tests.integrations.office import Office
from tests.processes import Worker
from tests.sandbox_server import SandboxServer

# `sync` works in a thread of its own, which sees only what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "long-enough-for-anybody"


def told(*words: Any, **options: Any) -> tuple[str, str]:
    """What a command that succeeded wrote to the two streams."""
    out, err = io.StringIO(), io.StringIO()
    call_command(*words, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def refused(*words: Any) -> tuple[int, str, str]:
    """Exit code, sentence, and what was written to the error stream before it."""
    err = io.StringIO()
    with pytest.raises(CommandError) as raised:
        call_command(*words, stdout=io.StringIO(), stderr=err)
    return raised.value.returncode, str(raised.value), err.getvalue()


def test_sync_prints_summary_transactions_and_counts(office: Office) -> None:
    office.sync()
    count = office.map_all().created

    out, err = told("sync", str(office.connection.pk))

    log = SyncLog.objects.latest("created_at")
    lines = out.splitlines()
    assert err == ""
    assert lines[0] == f"{count} properties synced, {count} new, 0 updated, 0 errors"
    assert lines[1] == (
        "1 transaction" if log.transactions_created == 1 else f"{log.transactions_created} transactions"
    )
    assert lines[2].split() == "read created updated unchanged held rejected withdrawn duplicates".split()
    assert [line[:20].strip().replace(" ", "_") for line in lines[3:]] == list(log.counts)
    numbers = log.counts["properties"]
    assert lines[3 + list(log.counts).index("properties")].split()[1:3] == [str(numbers["read"]), str(count)]
    assert (log.trigger, log.sync_type, log.status, log.sent_at) == ("command", "incremental", "completed", None)


def test_sync_reads_everything_or_only_some_kinds_when_told(mapped: Office) -> None:
    told("sync", str(mapped.connection.pk), "--full", "--kinds", "members", "leases")

    log = SyncLog.objects.latest("created_at")
    assert (log.sync_type, log.kinds, sorted(log.counts)) == ("full", ["members", "leases"], ["leases", "members"])


def test_sync_names_the_rows_that_could_not_be_read(mapped: Office) -> None:
    mapped.vendor.fault("v1/tenancies", "malformed_row")

    out, err = told("sync", str(mapped.connection.pk))

    [error] = SyncLog.objects.latest("created_at").errors
    assert out.splitlines()[0].endswith(", 1 error")
    assert err == f"{error['kind']} {error['external_id']} {error['message']}\n"


def test_a_sync_that_fails_exits_with_1_and_says_why(mapped: Office) -> None:
    mapped.vendor.fault("*", "500", times=None)

    code, sentence, _ = refused("sync", str(mapped.connection.pk))

    log = SyncLog.objects.latest("created_at")
    assert (code, sentence, log.status) == (1, log.summary, "failed")


def test_a_sync_that_is_cancelled_exits_with_1(mapped: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(log: SyncLog, is_over: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("integrations.management.commands.sync.follow", interrupted)
    mapped.vendor.control("PATCH", "settings", {"delay": 0.3})

    code, _, err = refused("sync", str(mapped.connection.pk))

    mapped.vendor.control("PATCH", "settings", {"delay": 0.0})
    assert (code, err) == (1, "Stopping at the next page ...\n")
    assert SyncLog.objects.latest("created_at").status == "cancelled"


def test_sync_is_refused_while_another_runs_and_without_a_sign_in() -> None:
    busy, lost = a_connection(), a_connection()
    a_sync_log(busy, status=SyncLog.Status.RUNNING)
    connecting.lose(lost, CredentialsError("It ran out."))

    assert refused("sync", str(busy.pk))[:2] == (
        1,
        f"{busy} is being synced already (job {busy.sync_logs.get().pk}). Wait for it to end, or cancel it.",
    )
    assert refused("sync", str(lost.pk))[:2] == (1, f"{lost} is not connected (sign-in ran out). Reconnect it first.")


@pytest.mark.parametrize("words", [["nonsense"], [str(uuid.uuid4())], []])
def test_arguments_of_sync_that_mean_nothing_exit_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        ManagementUtility(["manage.py", "sync", *words]).execute()

    assert ended.value.code == 2
    assert "connection" in capsys.readouterr().err.splitlines()[-1].lower()


def test_an_unknown_kind_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        ManagementUtility(["manage.py", "sync", str(a_connection().pk), "--kinds", "unicorns"]).execute()

    assert ended.value.code == 2
    assert "unicorns" in capsys.readouterr().err


def test_sync_leaves_the_work_to_a_worker_when_told(mapped: Office, vendor: SandboxServer, tmp_path: Path) -> None:
    with Worker(vendor, tmp_path):
        out, _ = told("sync", str(mapped.connection.pk), "--worker", verbosity=0)

    log = SyncLog.objects.latest("created_at")
    assert out == f"{log.summary}\n0 transactions\n"
    assert log.sent_at is not None


def test_sync_says_so_where_no_worker_takes_the_run_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.sync()
    monkeypatch.setattr("integrations.management.following.TAKEN_UP_WITHIN", timedelta(0))

    code, sentence, _ = refused("sync", str(office.connection.pk), "--worker")

    assert (code, sentence) == (1, "No worker has taken the run up. Is one running? The run stays queued.")
    assert SyncLog.objects.latest("created_at").status == "queued"


def test_map_properties_accepts_suggestions_and_creates_the_rest(office: Office) -> None:
    office.sync()
    first, *others = PropertyMapping.objects.open()
    own = a_property(office.agency, address=first.provider_property_address, suburb="", state="", postcode="")

    out, _ = told("map_properties", str(office.connection.pk), "--create-unmatched")

    first.refresh_from_db()
    assert out == f"1 properties mapped by suggestion, {len(others)} created, 0 left for a person\n"
    assert first.property == own


@pytest.fixture
def site(vendor: SandboxServer, live_server: LiveServer, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The site on a real socket, with a worker behind it and the sandbox before it."""
    settings.SITE_URL = live_server.url
    with Worker(vendor, tmp_path):
        yield live_server.url


def test_an_agency_from_the_sandbox_is_made_once(vendor: SandboxServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMSYNC_PASSWORD", PASSWORD)
    spreadsheet = f"{vendor.url}/_sandbox/propertyme/spreadsheet.csv"

    first, _ = told("sandbox_agency", "Wattle Park Rentals", spreadsheet)
    again, _ = told("sandbox_agency", "Wattle Park Rentals", spreadsheet)

    agency = Agency.objects.get()
    assert again == first
    assert first.splitlines()[-1] == str(agency.pk)
    assert dict(Membership.objects.values_list("role", "user__email")) == {
        "admin": "admin@example.com",
        "staff": "staff@example.com",
        "viewer": "viewer@example.com",
    }
    assert Property.objects.filter(agency=agency, address="17 Nowhere Lane", suburb="Toowong", bedrooms=3).exists()


def test_an_agency_from_the_sandbox_may_be_in_america(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMSYNC_PASSWORD", PASSWORD)
    where = ("--timezone", "America/New_York", "--locale", "en-us", "--currency", "USD")

    told("sandbox_agency", "Harbor Oak Management", *where)
    nowhere = refused("sandbox_agency", "Harbor Oak Management", "--timezone", "Nowhere/Here")

    agency = Agency.objects.get()
    assert (agency.timezone, agency.locale, agency.currency) == ("America/New_York", "en-us", "USD")
    assert nowhere[0] and "Nowhere/Here is not a time zone." in nowhere[1]


def test_sandbox_agency_needs_a_password_and_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = "http://127.0.0.1:1/list.csv"
    monkeypatch.delenv("PMSYNC_PASSWORD", raising=False)
    without = refused("sandbox_agency", "One", nowhere)[:2]
    monkeypatch.setenv("PMSYNC_PASSWORD", PASSWORD)

    assert without == (1, "Set PMSYNC_PASSWORD to the password that its people shall have.")
    assert refused("sandbox_agency", "One", nowhere)[:2] == (1, f"The property list at {nowhere} cannot be read.")
    assert not Agency.objects.exists()


def test_sandbox_connect_signs_in_once_and_again_after_the_sign_in_was_lost(
    site: str, vendor: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PMSYNC_PASSWORD", PASSWORD)
    told("sandbox_agency", "One", f"{vendor.url}/_sandbox/propertyme/spreadsheet.csv")
    agency = Agency.objects.get()
    words = ("sandbox_connect", "propertyme", str(agency.pk), "--email", "admin@example.com")

    first, _ = told(*words)
    again, _ = told(*words)
    connection = Connection.objects.get()
    connecting.lose(connection, CredentialsError("It ran out."))
    renewed, _ = told(*words)

    assert first == again == renewed == f"{connection} is connected.\n{connection.pk}\n"
    assert Connection.objects.get().status == "active"
    logs = SyncLog.objects.order_by("created_at").values_list("trigger", "status")
    assert list(logs) == [("connect", "completed"), ("connect", "completed")]


def test_sandbox_connect_fills_in_the_form_of_a_sign_in_that_is_typed(
    site: str, companies: SandboxServer, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("PMSYNC_PASSWORD", PASSWORD)
    told("sandbox_agency", "One")
    agency = str(Agency.objects.get().pk)

    def words(password: str) -> list[str]:
        answers = ["company=samplehomes", "username=api.sync", f"password={password}"]
        told_form = [word for answer in answers for word in ("--answer", answer)]
        return ["sandbox_connect", "rentmanager", agency, "--email", "admin@example.com", *told_form]

    wrong = refused(*words("wrong"))[:2]
    out, _ = told(*words("sandbox-password"))
    connection = Connection.objects.get()
    connecting.lose(connection, CredentialsError("It ran out."))
    renewed, _ = told(*words("sandbox-password"))
    settings.PROVIDERS["rentmanager"]["api_url"] = "https://{company}.api.rentmanager.com"

    assert wrong == (1, "The site did not take these answers. Its form tells why.")
    assert out == renewed == f"{connection} is connected.\n{connection.pk}\n"
    assert (connection.auth_type, connection.provider_user_id) == ("login", "samplehomes/1")
    sentence = "https://samplehomes.api.rentmanager.com is not a sandbox on this machine. Set RENTMANAGER_API_URL."
    assert refused(*words("sandbox-password"))[:2] == (1, sentence)
    assert "'wrong' is not like company=samplehomes." in refused(*words("")[:5], "--answer", "wrong")[1]


def test_sandbox_connect_tells_why_it_could_not(
    site: str, vendor: SandboxServer, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("PMSYNC_PASSWORD", PASSWORD)
    told("sandbox_agency", "One", f"{vendor.url}/_sandbox/propertyme/spreadsheet.csv")
    agency = str(Agency.objects.get().pk)

    def connect(provider: str = "propertyme", email: str = "admin@example.com") -> tuple[int, str]:
        return refused("sandbox_connect", provider, agency, "--email", email)[:2]

    assert connect("nobody") == (1, "pmsync knows no provider called 'nobody'.")
    refusal = "The site answered /settings/integrations/propertyme/connect with 403. Its log tells why."
    assert connect(email="viewer@example.com") == (1, refusal)
    monkeypatch.setenv("PMSYNC_PASSWORD", "wrong")
    assert connect() == (1, "The site did not let admin@example.com in. Is the password right?")
    settings.PROVIDERS = json.loads(json.dumps(settings.PROVIDERS))
    settings.PROVIDERS["propertyme"]["auth_url"] = "https://login.propertyme.com"
    sentence = "https://login.propertyme.com is not a sandbox on this machine. Set PROPERTYME_AUTH_URL."
    assert connect() == (1, sentence)
