"""Changing an agency's details. It lives here and not with the agency, because its clock decides when the nights are."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from agencies import audit
from agencies.models import Agency
from integrations import schedule

CLOCK = {"timezone", "sync_time"}


@transaction.atomic
def change(agency: Agency, values: Mapping[str, object]) -> set[str]:
    """The names of what has changed. Where that is the zone or the hour, the coming nights are planned anew."""
    row = Agency.objects.select_for_update().get(pk=agency.pk)
    old = {name: getattr(row, name) for name in values}
    changed = {name for name, value in values.items() if old[name] != value}
    if not changed:
        return changed
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=[*sorted(changed), "updated_at"])
    if changed & CLOCK:
        schedule.replan(row)
    told: dict[str, Any] = {name: audit.change(_plain(old[name]), _plain(values[name])) for name in sorted(changed)}
    audit.record(audit.Action.AGENCY_CHANGED, row, agency=row, **told)
    return changed


def _plain(value: object) -> str:
    """An hour without its seconds; anything else as it is."""
    return str(value).removesuffix(":00") if hasattr(value, "hour") else str(value)
