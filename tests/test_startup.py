"""What must stop pmsync before it takes work: a missing key, and one that does not fit what is stored."""

import shutil
import socket
from pathlib import Path

import pytest

from tests.processes import run

WORKER = ["-m", "celery", "--app", "pmsync", "worker", "--pool", "threads", "--without-gossip", "--without-mingle"]
BEAT = ["-m", "celery", "--app", "pmsync", "beat"]
CANNOT_READ = "A stored sign-in cannot be read with the keys in FIELD_ENCRYPTION_KEYS."
STORE_A_SIGN_IN = """
from agencies.models import Agency
from integrations.models import Connection
Connection.objects.create(agency=Agency.objects.create(name="One"), provider="propertyme", access_token="token")
"""


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one stored sign-in."""
    folder = tmp_path_factory.mktemp("stored")
    for command in (["migrate", "--verbosity", "0"], ["shell", "--verbosity", "0", "--command", STORE_A_SIGN_IN]):
        done = run(["manage.py", *command], environment_in(folder))
        assert done.returncode == 0, done.stderr
    return folder / "site.sqlite3"


@pytest.fixture
def site(stored: Path, tmp_path: Path) -> dict[str, str]:
    """The environment of a small site with one stored sign-in."""
    shutil.copy(stored, tmp_path)
    return environment_in(tmp_path)


def environment_in(folder: Path) -> dict[str, str]:
    return {
        "SECRET_KEY": "secret",
        "FIELD_ENCRYPTION_KEYS": "first-key",
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "BROKER_DIR": str(folder / "broker"),
    }


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("SECRET_KEY", {}),
        ("SECRET_KEY", {"SECRET_KEY": ""}),
        ("FIELD_ENCRYPTION_KEYS", {}),
        ("FIELD_ENCRYPTION_KEYS", {"FIELD_ENCRYPTION_KEYS": ""}),
        ("FIELD_ENCRYPTION_KEYS", {"FIELD_ENCRYPTION_KEYS": ","}),
    ],
)
def test_a_missing_key_is_named_at_start_up(name: str, given: dict[str, str]) -> None:
    others = {"SECRET_KEY": "secret", "FIELD_ENCRYPTION_KEYS": "key"}
    others.pop(name)

    done = run(["manage.py", "check"], others | given)

    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("command", [WORKER, BEAT], ids=["worker", "beat"])
def test_a_wrong_key_stops_workers_and_beat(site: dict[str, str], command: list[str]) -> None:
    done = run(command, site | {"FIELD_ENCRYPTION_KEYS": "another-key"})

    assert done.returncode != 0
    assert CANNOT_READ in done.stdout + done.stderr


def test_a_wrong_key_stops_the_site(site: dict[str, str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    done = run(
        ["-m", "gunicorn", "--no-control-socket", "--bind", f"127.0.0.1:{port}", "pmsync.wsgi"],
        site | {"FIELD_ENCRYPTION_KEYS": "another-key"},
    )

    assert done.returncode != 0
    assert CANNOT_READ in done.stdout + done.stderr


def test_an_old_key_behind_a_new_one_lets_it_start_and_can_go_after_rotation(site: dict[str, str]) -> None:
    code = "from integrations.vault import check_keys; check_keys()"
    check = ["manage.py", "shell", "--verbosity", "0", "--command", code]

    before = run(check, site | {"FIELD_ENCRYPTION_KEYS": "new-key"})
    rotation = run(["manage.py", "rotate_keys"], site | {"FIELD_ENCRYPTION_KEYS": "new-key,first-key"})
    after = run(check, site | {"FIELD_ENCRYPTION_KEYS": "new-key"})

    assert before.returncode == 1
    assert rotation.stdout == "Encrypted anew with the first key: the secrets of 1 connection.\n", rotation.stderr
    assert after.returncode == 0, after.stderr
