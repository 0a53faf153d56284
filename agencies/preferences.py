"""Which summaries of the nights a person gets by mail, at each agency where they work."""

from typing import Any

from django.db import transaction

from agencies import audit
from agencies.models import Membership


@transaction.atomic
def choose(member: Membership, summaries: str, *, quiet_nights: bool) -> bool:
    """Whether that changed anything. Everybody chooses for themselves alone."""
    row = Membership.objects.select_for_update(of=("self",)).select_related("agency", "user").get(pk=member.pk)
    before = {"summaries": row.summaries, "quiet_nights": row.quiet_nights}
    after = {"summaries": summaries, "quiet_nights": quiet_nights}
    if before == after:
        return False
    row.summaries, row.quiet_nights = summaries, quiet_nights
    row.save(update_fields=["summaries", "quiet_nights"])
    told: dict[str, Any] = {
        name: audit.change(before[name], after[name]) for name in after if before[name] != after[name]
    }
    audit.record(audit.Action.SUMMARIES_CHANGED, row.user.email, agency=row.agency, **told)
    return True
