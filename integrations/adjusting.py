"""What a connection syncs, and what happens to properties that nobody has mapped."""

from collections.abc import Collection
from datetime import time

from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.refusals import Refusal
from integrations.models import Connection
from providers import registry
from providers.base import Provider
from providers.records import Kind

# Everything else hangs on properties: without them nothing finds its place.
ALWAYS = Kind.PROPERTY


def kinds_of(connection: Connection) -> tuple[Kind, ...]:
    """The kinds that this connection can bring, in the order of `Kind`: in its files, else over its provider's interface."""
    provider = registry.get(connection.provider)
    return provider.file_kinds() if connection.takes_files else provider.synced_kinds()


def kinds_of_any(provider: type[Provider]) -> tuple[Kind, ...]:
    """The kinds that one connection or another to the provider can bring, in the order of `Kind`."""
    return tuple(kind for kind in Kind if kind in (*provider.synced_kinds(), *provider.file_kinds()))


@transaction.atomic
def adjust(connection: Connection, provider: type[Provider], kinds: Collection[str], unmapped: str) -> bool:
    """Sync these kinds from now on, and treat unmapped properties so; whether that changed anything.

    What was switched off lies behind the cursors, so switching it on starts the feeds over, as a mapping does."""
    offered = {kind.value for kind in kinds_of(connection)}
    if unknown := set(kinds) - offered:
        raise Refusal("unknown_kind", f"{provider.label} does not offer {', '.join(sorted(unknown))}.")
    row = Connection.objects.select_for_update(of=("self",)).select_related("agency").get(pk=connection.pk)
    before, excluded = row.excluded_kinds, offered - set(kinds) - {ALWAYS.value}
    if before == excluded and row.unmapped == unmapped:
        return False
    columns = {"config": row.config | {"excluded_kinds": sorted(excluded)}, "unmapped": unmapped}
    if before - excluded or (unmapped == Connection.Unmapped.CREATE and row.unmapped != unmapped):
        columns["mapped_at"] = timezone.now()
    Connection.objects.filter(pk=row.pk).update(**columns, updated_at=timezone.now())
    audit.record(
        audit.Action.CONNECTION_CHANGED,
        row,
        agency=row.agency,
        excluded_kinds=audit.change(sorted(before), sorted(excluded)),
        unmapped=audit.change(row.unmapped, unmapped),
    )
    return True


@transaction.atomic
def expect_by(connection: Connection, hour: time | None) -> bool:
    """Expect a file each day by this hour, in the agency's time zone, or not at all; whether that changed anything. What was
    noted as late is looked at anew."""
    row = Connection.objects.select_for_update(of=("self",)).select_related("agency").get(pk=connection.pk)
    if row.expected_by == hour:
        return False
    Connection.objects.filter(pk=row.pk).update(expected_by=hour, missed_on=None, updated_at=timezone.now())
    old, new = (f"{at:%H:%M}" if at else None for at in (row.expected_by, hour))
    audit.record(audit.Action.CONNECTION_CHANGED, row, agency=row.agency, expected_by=audit.change(old, new))
    return True
