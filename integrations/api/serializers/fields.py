"""Fields that take a value only as the type that the document names: DRF's own make text of numbers and numbers of text."""

from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers


class TextField(serializers.CharField):
    """Text."""

    default_error_messages = {"invalid": "Must be text."}

    def to_internal_value(self, data: Any) -> str:
        """The text. ValidationError for a number."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class FlagField(serializers.BooleanField):
    """True or false."""

    default_error_messages = {"invalid": "Must be true or false."}

    def to_internal_value(self, data: Any) -> bool:
        """The flag. ValidationError for words and numbers that stand for one."""
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class WholeNumberField(serializers.IntegerField):
    """A whole number."""

    default_error_messages = {"invalid": "Must be a whole number."}

    def to_internal_value(self, data: Any) -> int:
        """The number. ValidationError for text, true and false."""
        if not isinstance(data, (int, float)) or isinstance(data, bool) or data % 1 != 0:
            self.fail("invalid")
        return super().to_internal_value(int(data))


class InstantField(serializers.DateTimeField):
    """An instant, with its zone."""

    default_error_messages = {"no_zone": "Must name its zone, as 2026-07-03T02:14:00Z does."}

    def to_internal_value(self, value: Any) -> datetime:
        """The instant in UTC. ValidationError for a time whose zone nobody knows, and for one beyond the calendar."""
        try:
            if isinstance(value, str) and datetime.fromisoformat(value).tzinfo is None:
                self.fail("no_zone")
            return super().to_internal_value(value).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail("invalid", format="2026-07-03T02:14:00Z")
