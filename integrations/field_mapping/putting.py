"""Putting rules in force: tried first, saved then, and read anew by a run where somebody asks for it."""

from collections.abc import Sequence

from agencies.models import Membership
from agencies.permissions import Permission
from integrations import runs
from integrations.field_mapping.trying import Trial, refuse_if_useless, try_rules
from integrations.field_mapping.versions import save
from integrations.field_mapping.writing import Kept
from integrations.models import Connection, FieldMapping, SyncLog
from providers.choices import Kind


def may_see_values(member: Membership) -> bool:
    """Whether this person may see what the source's fields hold: it may be anybody's details, or money."""
    return member.allows(Permission.SEE_CONTACTS) and member.allows(Permission.SEE_MONEY)


def put_in_force(
    connection: Connection, kind: Kind, rules: Sequence[Kept], member: Membership
) -> tuple[FieldMapping | None, Trial]:
    """The new version, None where these rules are in force already, and what they were tried on. Refusal for rules that were
    tried on nothing, or that would turn every row away."""
    trial = try_rules(connection, kind, rules, may_see=may_see_values(member))
    refuse_if_useless(kind, rules, trial)
    made = save(connection.agency, connection.provider, kind, rules, member.user, len(trial.rows))
    return made, trial


def apply_now(connection: Connection, kind: Kind, member: Membership) -> SyncLog:
    """A queued run that reads all rows of the kind anew. Refusal where the connection cannot sync now."""
    return runs.request_sync(connection, SyncLog.Type.FULL, SyncLog.Trigger.PERSON, user=member.user, kinds=[kind])
