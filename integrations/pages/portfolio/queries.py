"""What the portfolio's pages ask of the database beside the rows themselves. Each function says how many queries it makes."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from agencies.models import Agency
from integrations.models import Connection, PropertyMapping, RowChange
from integrations.models.connections import SECRETS_OF_CONNECTION
from integrations.pages.portfolio.origins import History, history_of
from integrations.pages.run_queries import known
from portfolio.models import Property

SECRETS_OF_RUN = tuple(f"sync_log__{column}" for column in SECRETS_OF_CONNECTION)
CHANGES = 200


def histories(agency: Agency, ids: Sequence[UUID], hidden: frozenset[str]) -> dict[UUID, History]:
    """What runs did to these rows, by row: one query, and those of `known`.

    Of all rows together the latest 200 changes, and whatever brought them."""
    rows = RowChange.objects.filter(row_id__in=ids, sync_log__connection__agency=agency)
    rows = rows.select_related("sync_log__connection").defer(*SECRETS_OF_RUN).order_by("-pk")
    latest = rows.exclude(action=RowChange.Action.CREATED).values("pk")[:CHANGES]
    found = list(rows.filter(Q(action=RowChange.Action.CREATED) | Q(pk__in=latest)))
    beside = known(found)
    by_row: dict[UUID, list[RowChange]] = defaultdict(list)
    for row in found:
        by_row[row.row_id].append(row)
    return {row_id: history_of(by_row[row_id], beside, hidden) for row_id in ids}


def mappings_to(house: Property) -> list[PropertyMapping]:
    """The vendors' properties that feed this one, with their connections: one query."""
    rows = PropertyMapping.objects.filter(property=house).select_related("connection")
    return list(rows.defer(*SECRETS_OF_CONNECTION))


def waiting(agency: Agency) -> Connection | None:
    """A connection of the agency with properties that wait to be mapped: one query."""
    open_ones = PropertyMapping.objects.open()
    return Connection.objects.syncing().filter(agency=agency, mappings__in=open_ones).first()
