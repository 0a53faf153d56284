"""`python -m tests.deployment`: Django's own deployment check, with the settings of a real site."""

import os
import subprocess
import sys
import tempfile

SITE = {
    "SECRET_KEY": "of-this-check-alone-and-longer-than-fifty-characters-0123456789",
    "FIELD_ENCRYPTION_KEYS": "of-this-check-alone",
    "SITE_URL": "https://pmsync.example",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ENV_FILE": os.devnull,
    "DEBUG": "0",
}


def main() -> int:
    """The check's exit code. Any warning fails it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | SITE | {"DATABASE_URL": f"sqlite:///{folder}/pmsync.sqlite3"}
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
