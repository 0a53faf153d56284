"""Taking a rule of data quality out of a connection's score, and back in."""

from django.db import transaction
from django.utils import timezone

from agencies import audit
from agencies.refusals import Refusal
from integrations.models import Connection
from integrations.quality import scoring
from integrations.quality.rules import BY_CODE


@transaction.atomic
def set_rule(connection: Connection, code: str, *, is_asked: bool) -> None:
    """Ask the rule of this connection's rows from now on, or no longer, and score them anew. Refusal where there is no such
    rule."""
    if code not in BY_CODE:
        raise Refusal("unknown_rule", "There is no such rule.", "Choose one of those on the page.")
    row = Connection.objects.select_for_update(of=("self",)).select_related("agency").get(pk=connection.pk)
    before = scoring.set_aside(row)
    after = before - {code} if is_asked else before | {code}
    if before == after:
        return
    config = row.config | {"quality_off": sorted(after)}
    Connection.objects.filter(pk=row.pk).update(config=config, updated_at=timezone.now())
    off = audit.change(sorted(before), sorted(after))
    audit.record(audit.Action.CONNECTION_CHANGED, row, agency=row.agency, quality_off=off)
    scoring.ask(row.pk)
