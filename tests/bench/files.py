"""One measurement in a process of its own: a list of properties brought in by a run over exported files, as JSON on stdout.

All is on that a night has: the file is fetched, hashed and recognised, each cell checked, rows compared, issues, changes,
counts and mappings kept. BENCH_ROWS says how many rows, BENCH_STEPS which of the steps below. Run by `python -m tests.bench`
with the environment of one database, which it empties first."""

import json
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.files.uploadedfile import UploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402

from agencies.models import Agency, User  # noqa: E402
from integrations import connecting, runs  # noqa: E402
from integrations.files import receiving  # noqa: E402
from integrations.models import Connection, ImportFile, SyncLog  # noqa: E402
from integrations.sync import engine  # noqa: E402
from portfolio.models import Property  # noqa: E402
from tests.bench.lists import write_csv, write_xlsx  # noqa: E402

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
STEPS = os.environ.get("BENCH_STEPS", "first unchanged changed same_file").split()


class Bench:
    """An agency that takes a system's files, and the list as each step wants it."""

    def __init__(self, folder: Path) -> None:
        call_command("migrate", verbosity=0)
        call_command("flush", interactive=False, verbosity=0)
        agency = Agency.objects.create(name="Bench")
        self.user = User.objects.create_user("bench@example.com")
        agency.memberships.create(user=self.user, role="admin")
        self.connection: Connection = connecting.take_files(self.user, agency, "console")
        self.folder = folder

    def hand_in(self, path: Path) -> ImportFile:
        """The file as if uploaded."""
        with path.open("rb") as content:
            return receiving.receive(self.connection, UploadedFile(content, path.name), self.user)

    def first(self) -> ImportFile:
        """All rows are new."""
        return self.hand_in(write_csv(self.folder / "first.csv", ROWS))

    def unchanged(self) -> ImportFile:
        """The same file, read again on purpose: that its content is known does not count."""
        file = ImportFile.objects.get(drop_key__endswith="first.csv")
        return receiving.reopen(self.connection.agency, self.connection.provider, str(file.pk))

    def changed(self) -> ImportFile:
        """One row of a hundred says something else, one of a thousand cannot be read."""
        return self.hand_in(write_csv(self.folder / "changed.csv", ROWS, changed=True, malformed=True))

    def same_file(self) -> ImportFile:
        """The last file again under another name: its content is known, so that nothing of it is read."""
        return self.hand_in((self.folder / "changed.csv").rename(self.folder / "same.csv"))

    def workbook(self) -> ImportFile:
        """All rows are new, out of a spreadsheet."""
        return self.hand_in(write_xlsx(self.folder / "first.xlsx", ROWS))

    def measure(self, step: str) -> dict[str, Any]:
        """Seconds of one run, in all and by part, its counts and the peak of memory so far."""
        file = getattr(self, step)()
        if step == "same_file":  # as the night does; a person who asks for a file has it read
            log = runs.request_sync(self.connection, SyncLog.Type.INCREMENTAL, SyncLog.Trigger.SCHEDULE)
        else:
            log = receiving.import_now(file, self.user)
        began = time.perf_counter()
        run = engine.execute(log.pk)
        seconds = time.perf_counter() - began
        log.refresh_from_db()
        file.refresh_from_db()
        assert run is not None and log.status == SyncLog.Status.COMPLETED, (log.errors, file.status, file.message)
        return {
            "seconds": seconds,
            "parts": run.seconds,
            "status": file.status,
            "counts": log.counts.get("properties", {}),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="pmsync-bench-") as folder:
        bench = Bench(Path(folder))
        found = {step: bench.measure(step) for step in STEPS}
        assert Property.objects.count() == ROWS
    print(json.dumps(found))


if __name__ == "__main__":
    main()
