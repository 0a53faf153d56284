"""Values as `RowChange` keeps them in JSON, and as rows hold them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models


def from_json(field: models.Field, stored: Any) -> Any:
    """The value that stood in the field. Moments come back to the millisecond, which is what JSON kept of them."""
    return stored if isinstance(field, models.JSONField) else field.to_python(stored)


def is_still(field: models.Field, stored: Any, current: Any) -> bool:
    """Whether the field holds what was kept in JSON."""
    kept = from_json(field, stored)
    if isinstance(kept, datetime) and isinstance(current, datetime):
        return _to_the_millisecond(kept) == _to_the_millisecond(current)
    return bool(kept == current)


def _to_the_millisecond(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def ids_in(stored: Any) -> list[UUID]:
    """The rows that a many-to-many field pointed at."""
    return [UUID(value) for value in stored or ()]
