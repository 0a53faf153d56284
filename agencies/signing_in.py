"""Log-ins in the trail. Django tells of them by signals and in no other way; `agencies/apps.py` connects these."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest

from agencies import audit
from agencies.locking import name_of
from agencies.models import User


def logged_in(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note who came in. Without a request being answered nobody did: a test or a script made itself a session."""
    if audit.current_request.get() is not None:
        audit.record(audit.Action.LOGGED_IN, person=user)


def logged_out(sender: object, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Note who left."""
    if user is not None and audit.current_request.get() is not None:
        audit.record(audit.Action.LOGGED_OUT, person=user)


def failed(sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Note a wrong password, and the one that locked the name out. Further ones while it is locked are not noted, or
    anybody could fill the trail."""
    if request is None:
        return
    locked = getattr(request, "axes_locked_out", False)
    if locked and getattr(request, "axes_failures_since_start", None) is None:
        return
    name = name_of(request, credentials)
    user = User.objects.filter(email=name).first()
    action = audit.Action.LOCKED_OUT if locked else audit.Action.LOG_IN_FAILED
    audit.record(action, _tellable(name), person=user)


def _tellable(name: str) -> str:
    """The name as it was typed, unless it is no address: then it may be a password in the wrong field."""
    try:
        validate_email(name)
    except ValidationError:
        return "not an e-mail address"
    return name
