"""Syncs one connection, here and now."""

import contextlib
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from agencies.refusals import Refusal
from integrations import runs
from integrations.management.following import a_connection, await_worker, follow
from integrations.models import SyncLog
from integrations.sync.engine import execute
from providers.records import Kind

ERRORS_SHOWN = 20
COLUMNS = ("read", "created", "updated", "unchanged", "held", "rejected", "withdrawn", "duplicates")


class Command(BaseCommand):
    """Prints the run's summary, its transactions and its counts."""

    help = (
        "Syncs one connection in this process and shows its progress. Ctrl-C stops it at its next page; what is stored "
        "stays. Exit code 0: completed. 1: failed, cancelled or refused. 2: the arguments are wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which connection, and how much of it."""
        parser.add_argument("connection", type=a_connection, metavar="CONNECTION_ID", help="The connection's id.")
        parser.add_argument("--full", action="store_true", help="Read everything anew, not only what has changed.")
        parser.add_argument(
            "--kinds", nargs="+", type=Kind, default=[], metavar="KIND", help=f"Only these: {', '.join(Kind)}."
        )
        parser.add_argument("--worker", action="store_true", help="Leave the work to a Celery worker, and follow it.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it and report."""
        sync_type = SyncLog.Type.FULL if options["full"] else SyncLog.Type.INCREMENTAL
        to_worker = options["worker"]
        try:
            log = runs.request_sync(
                options["connection"], sync_type, SyncLog.Trigger.COMMAND, kinds=options["kinds"], to_worker=to_worker
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        if to_worker:
            await_worker(log)
        else:
            self._carry_out(log)
        self._report(log, options["verbosity"])

    def _carry_out(self, log: SyncLog) -> None:
        """Run it in a thread, so that this one can show progress and hear Ctrl-C."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            run = pool.submit(_execute, log.pk)
            try:
                follow(log, lambda _: run.done())
            except KeyboardInterrupt:
                self.stderr.write("Stopping at the next page ...")
                with contextlib.suppress(Refusal):
                    runs.cancel(log)
        log.refresh_from_db()
        trouble = run.exception()
        if trouble is not None:
            raise CommandError(f"{log.summary} ({type(trouble).__name__}: {trouble})") from trouble

    def _report(self, log: SyncLog, verbosity: int) -> None:
        for error in log.errors[:ERRORS_SHOWN]:
            self.stderr.write(" ".join(filter(None, (error["kind"], error["external_id"], error["message"]))))
        if len(log.errors) > ERRORS_SHOWN:
            self.stderr.write("More errors are on the run's page.")
        if log.status == SyncLog.Status.QUEUED:
            raise CommandError(f"{log.activity} A worker goes on at {log.not_before:%H:%M} UTC.")
        if log.status != SyncLog.Status.COMPLETED:
            raise CommandError(log.summary)
        self.stdout.write(log.summary)
        created = log.transactions_created
        self.stdout.write("1 transaction" if created == 1 else f"{created} transactions")
        if verbosity > 0:
            self.stdout.write(table(log))


def _execute(log_id: UUID) -> None:
    try:
        execute(log_id)
    finally:
        connections.close_all()


def table(log: SyncLog) -> str:
    """The run's counts, a line for each kind."""
    heading = [f"{name:>12}" for name in COLUMNS]
    lines = [f"{'':20}{''.join(heading)}"]
    for kind, count in log.counts.items():
        cells = [f"{count[name]:>12}" for name in COLUMNS]
        lines.append(f"{kind.replace('_', ' '):20}{''.join(cells)}")
    return "\n".join(lines)
