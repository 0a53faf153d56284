"""Who keeps a row: the kind that it is of, the connection that brings it, and whether that takes changes of it."""

from dataclasses import dataclass, replace
from typing import Any

from agencies.refusals import Refusal
from integrations.models import Connection, OutgoingEdit
from integrations.sync.targets import TARGETS
from integrations.twoway.settings import hold, write_of, writes_of
from integrations.twoway.slots import CUSTOM, allows
from providers import registry
from providers.base import Write
from providers.choices import Kind


@dataclass(frozen=True)
class Keeper:
    """The system that a row is kept by. `write` is what may be written of its kind, None where nothing may."""

    connection: Connection
    kind: Kind
    write: Write | None

    @property
    def label(self) -> str:
        """What people call the system."""
        return registry.get(self.connection.provider).label

    def writable(self, row: Any) -> list[str]:
        """The fields of the row that may be edited here, each of the agency's own by its name."""
        names = self.write.fields if self.write is not None else ()
        own = [f"{CUSTOM}.{key}" for key in sorted(row.custom)] if CUSTOM in names else []
        return [*(name for name in names if name != CUSTOM), *own]

    def takes(self, field: str) -> bool:
        """Whether a field of such a row may be edited here."""
        return self.write is not None and allows(self.write.fields, field)

    def must_take(self, field: str) -> None:
        """Refusal where the field may not be edited here."""
        if self.takes(field):
            return
        words = field.removeprefix("custom.").removesuffix("_id").replace("_", " ")
        could = writes_of(self.connection).get(self.kind)
        if self.write is None and could is not None and allows(could.fields, field):
            message = f"{self.label} keeps this row, and its changes only come in."
            raise Refusal(
                "comes_in_only", message, "Change it there, or let the connection write back in its settings."
            )
        raise Refusal("kept_elsewhere", f"{self.label} keeps the {words} of this row.", "Change it there.")


def keeper_of(row: Any) -> Keeper | None:
    """The system that keeps the row; None for a row of the agency's own. Two queries at most. Refusal where the row cannot be
    told to the system any more."""
    kind = kind_of(row)
    making = _making(row)
    if making is not None:
        return Keeper(making.connection, kind, write_of(making.connection, kind))
    if not row.external_source:
        return None
    connection = (
        Connection.objects.for_page()
        .filter(
            agency_id=row.agency_id,
            provider=row.external_source,
            provider_user_id=row.external_account,
            status__in=Connection.IN_USE,
        )
        .first()
    )
    if connection is None:
        message = f"{row} is kept by an account that is not connected."
        raise Refusal("not_connected", message, "Reconnect the account, then edit the row.", conflict=True)
    if row.withdrawn_at is not None:
        raise Refusal("withdrawn", f"{connection} no longer has {row}.", "Nothing can be written to it.", conflict=True)
    return Keeper(connection, kind, write_of(connection, kind))


def held_keeper_of(row: Any) -> Keeper | None:
    """The same, for an edit: what may be written stays so until the transaction is through. A query more."""
    keeper = keeper_of(row)
    if keeper is None:
        return None
    hold(keeper.connection)
    return replace(keeper, write=write_of(keeper.connection, keeper.kind))


def kind_of(row: Any) -> Kind:
    """The kind that a row is of: one query where kinds share a table. Refusal for rows that are never edited, money above all."""
    targets = [target for target in TARGETS.values() if target.model is type(row) and target.keeps_natural_keys]
    its_own = type(row)._default_manager.filter(pk=row.pk)
    while len(targets) > 1 and not its_own.filter(targets[0].only).exists():
        targets.pop(0)
    if not targets:
        raise Refusal("never_edited", f"{row} cannot be edited here.", "Change it in the system that it comes from.")
    return targets[0].kind


def _making(row: Any) -> OutgoingEdit | None:
    """The edit that makes the row at a vendor, while that is not done."""
    if row.external_id:
        return None
    making = OutgoingEdit.objects.waiting().for_page().filter(row_id=row.pk, action=OutgoingEdit.Action.CREATE)
    return making.first()
