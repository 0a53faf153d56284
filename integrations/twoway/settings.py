"""Which kinds of a connection go which way, and whose fields they are. Both stand in the connection's `config`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.models import User
from agencies.refusals import Refusal
from integrations.models import Connection, OutgoingEdit
from integrations.twoway.comparing import Owner
from providers import registry
from providers.base import Write
from providers.choices import Kind

DIRECTIONS, OWNERSHIP = "directions", "ownership"


class Direction(StrEnum):
    """Which way a kind goes. `push` takes new rows and fields that cannot be written, and no vendor's word on the others."""

    PULL = "pull"
    PUSH = "push"
    BOTH = "both"


def writes_of(connection: Connection) -> dict[Kind, Write]:
    """What the connection's provider can be told, by kind; nothing where rows come in by files."""
    writes = () if connection.takes_files else registry.get(connection.provider).writes
    return {write.kind: write for write in writes}


def direction_of(connection: Connection, kind: Kind) -> Direction:
    """Which way the kind goes: in alone, unless somebody has said otherwise."""
    return Direction(connection.config.get(DIRECTIONS, {}).get(kind.value, Direction.PULL))


def write_of(connection: Connection, kind: Kind) -> Write | None:
    """What may be written of the kind; None where nothing may, or nobody has allowed it."""
    if direction_of(connection, kind) == Direction.PULL:
        return None
    return writes_of(connection).get(kind)


def kinds_pushed(connection: Connection) -> list[Kind]:
    """The kinds whose edits go to the vendor."""
    return [kind for kind in writes_of(connection) if direction_of(connection, kind) != Direction.PULL]


def directions_of(connection: Connection) -> dict[Kind, Direction]:
    """Which way each kind goes that can be written at all."""
    return {kind: direction_of(connection, kind) for kind in writes_of(connection)}


def owners_of(connection: Connection, kind: Kind) -> dict[str, Owner]:
    """Whose each field is that can be written. Where a kind is only pushed, all of them are ours."""
    chosen = owners_chosen(connection, kind)
    return dict.fromkeys(chosen, Owner.US) if direction_of(connection, kind) == Direction.PUSH else chosen


def owners_chosen(connection: Connection, kind: Kind) -> dict[str, Owner]:
    """Whose somebody has said that each of these fields is, which holds where the kind goes both ways."""
    write = writes_of(connection).get(kind)
    kept = connection.config.get(OWNERSHIP, {}).get(kind.value, {})
    return {name: Owner(kept.get(name, Owner.ASK)) for name in (write.fields if write else ())}


def hold(connection: Connection) -> None:
    """Bring the connection's settings up to date, and keep them so until the transaction is through. Any number may hold them at
    once, beside syncs and whatever else writes to the connection; only whoever would change the settings waits."""
    lock = " FOR KEY SHARE" if database.vendor == "postgresql" else ""  # SQLite has one writer at a time
    meta = Connection._meta
    sql = f"SELECT {meta.pk.column}, config FROM {meta.db_table} WHERE {meta.pk.column} = %s{lock}"
    connection.config = Connection.objects.raw(sql, [meta.pk.get_db_prep_value(connection.pk, database)])[0].config


@transaction.atomic
def set_directions(connection: Connection, directions: Mapping[str, str], person: User | None) -> bool:
    """Let these kinds go these ways and leave the others; whether that changed anything. The connection given is brought up to
    date. Refusal where the provider takes no changes of a kind, or edits of one that shall go in alone are under way."""
    row = _held(connection)
    before = directions_of(row)
    _check_kinds(row, directions, before)
    asked = {Kind(kind): _choice(Direction, word) for kind, word in directions.items()}
    stopped = [kind for kind, way in asked.items() if way == Direction.PULL and before[kind] != way]
    under_way = OutgoingEdit.objects.waiting().filter(connection=row, kind__in=stopped).count()
    if under_way:
        raise Refusal(
            "edits_under_way",
            f"{under_way} {'edit waits' if under_way == 1 else 'edits wait'} to reach {_label(row)}.",
            "Let them be sent, or give them up; then change the direction.",
            conflict=True,
        )
    after = before | asked
    if after == before:
        return False
    _keep(connection, row, DIRECTIONS, {kind.value: way.value for kind, way in after.items()})
    _note(row, person, {kind: (before[kind], way) for kind, way in after.items()})
    return True


@transaction.atomic
def set_ownership(connection: Connection, kind: str, owners: Mapping[str, str], person: User | None) -> bool:
    """Let these fields of a kind be whose this says and leave the others; whether that changed anything. Refusal where the
    provider takes no changes of a field."""
    row = _held(connection)
    _check_kinds(row, [kind], writes_of(row))
    before = owners_chosen(row, Kind(kind))
    for name in owners:
        if name not in before:
            raise Refusal("unknown_field", f"{_label(row)} takes no changes of {name} in {_words(kind)}.")
    after = before | {name: _choice(Owner, word) for name, word in owners.items()}
    if after == before:
        return False
    chosen = {name: owner.value for name, owner in after.items() if owner != Owner.ASK}
    _keep(connection, row, OWNERSHIP, row.config.get(OWNERSHIP, {}) | {kind: chosen})
    _note(row, person, {f"{kind}.{name}": (before[name], owner) for name, owner in after.items()})
    return True


def _held(connection: Connection) -> Connection:
    return Connection.objects.select_for_update(of=("self",)).select_related("agency").get(pk=connection.pk)


def _check_kinds(connection: Connection, asked: Any, offered: Mapping[Kind, Any]) -> None:
    if not offered:
        message = f"Nothing can be written to {_label(connection)}: its rows only come in."
        raise Refusal("writes_nothing", message, "Change them there.")
    for kind in asked:
        if kind not in offered:
            raise Refusal("unknown_kind", f"{_label(connection)} takes no changes of {_words(kind)}.")


def _choice(words: type[StrEnum], word: str) -> Any:
    try:
        return words(word)
    except ValueError:
        raise Refusal("unknown_choice", f"“{word}” is none of {', '.join(words)}.") from None


def _keep(connection: Connection, row: Connection, name: str, value: Mapping[str, Any]) -> None:
    connection.config = row.config | {name: dict(value)}
    Connection.objects.filter(pk=row.pk).update(config=connection.config, updated_at=timezone.now())


def _note(row: Connection, person: User | None, pairs: Mapping[Any, tuple[Any, Any]]) -> None:
    changed = {str(name): audit.change(str(old), str(new)) for name, (old, new) in pairs.items() if old != new}
    action = audit.Action.CONNECTION_CHANGED
    audit.record(action, row, agency=row.agency, person=person, write_back=changed)


def _label(connection: Connection) -> str:
    return registry.get(connection.provider).label


def _words(kind: str) -> str:
    return str(kind).replace("_", " ")
