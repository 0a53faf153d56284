"""Many edits at once, as programs ask for them: rows are found by kind and id, and each edit stands alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from agencies.models import Membership, User
from agencies.refusals import Refusal
from integrations.models import Connection
from integrations.sync.targets import TARGETS
from integrations.twoway.creating import create
from integrations.twoway.editing import Edited, edit_many
from integrations.twoway.settings import write_of
from providers.choices import Kind


@dataclass
class Result:
    """What became of one of them: `status` is queued, saved where it changed and nothing has to be sent, unchanged or refused."""

    id: UUID | None
    status: str
    edit_id: int | None = None
    error: dict[str, str] | None = None


def carry_out(
    member: Membership, asked: Sequence[Mapping[str, Any]], person: User, connection_id: UUID | None = None
) -> list[Result]:
    """What became of each, in their order. Those with an id change that row of the agency; those without make a new one, over
    the connection given or the only one that takes such rows. One that is refused keeps no other back."""
    results: dict[int, Result] = {}
    rows = _rows(member, asked)
    found = [(number, rows[one["kind"], one["id"]]) for number, one in enumerate(asked) if _is_known(rows, one)]
    edited = edit_many([(row, asked[number]["values"]) for number, row in found], person)
    for (number, row), done in zip(found, edited, strict=True):
        results[number] = _refused(done.refusal, row.pk) if done.refusal else _edited(done)
    for number, one in enumerate(asked):
        if number not in results:
            results[number] = _unknown(one) if one.get("id") else _made(member, one, person, connection_id)
    return [results[number] for number in range(len(asked))]


def _rows(member: Membership, asked: Sequence[Mapping[str, Any]]) -> dict[tuple[str, UUID], Any]:
    """The agency's rows that are asked for, by kind and id: one query for each kind."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for one in asked:
        if one.get("id"):
            wanted[one["kind"]].add(one["id"])
    found = {}
    for kind, ids in wanted.items():
        target = TARGETS.get(Kind(kind))
        if target is not None and target.keeps_natural_keys:
            for row in target.model._default_manager.filter(target.only, agency=member.agency, pk__in=ids):
                found[kind, row.pk] = row
    return found


def _is_known(rows: Mapping[tuple[str, UUID], Any], one: Mapping[str, Any]) -> bool:
    return bool(one.get("id")) and (one["kind"], one["id"]) in rows


def _made(member: Membership, one: Mapping[str, Any], person: User, connection_id: UUID | None) -> Result:
    kind = Kind(one["kind"])
    try:
        row = create(kind, one["values"], person, _taker(member, kind, connection_id))
    except Refusal as refusal:
        return _refused(refusal, None)
    return Result(row.pk, "queued")


def _taker(member: Membership, kind: Kind, connection_id: UUID | None) -> Connection:
    """The connection that takes new rows of the kind."""
    rows = Connection.objects.for_page().filter(agency=member.agency, status__in=Connection.IN_USE)
    if connection_id is not None:
        rows = rows.filter(pk=connection_id)
    takers = [row for row in rows if (write := write_of(row, kind)) is not None and write.create_fields]
    if len(takers) == 1:
        return takers[0]
    words = kind.replace("_", " ")
    if takers:
        raise Refusal("several_connections", f"Several connections take new {words}.", "Say which one: connection_id.")
    raise Refusal("takes_no_new_rows", f"No connection takes new {words} from here.", "Make the row where it is kept.")


def _unknown(one: Mapping[str, Any]) -> Result:
    words = one["kind"].replace("_", " ")
    return _refused(
        Refusal("not_found", f"There is no such row among the agency's {words}.", "Check the id."), one["id"]
    )


def _refused(refusal: Refusal, pk: UUID | None) -> Result:
    error = {"code": refusal.code, "message": refusal.message, "action": refusal.action}
    return Result(pk, "refused", error=error)


def _edited(done: Edited) -> Result:
    if done.edit is not None:
        return Result(done.row_id, "queued", done.edit.pk)
    return Result(done.row_id, "saved" if done.is_changed else "unchanged")
