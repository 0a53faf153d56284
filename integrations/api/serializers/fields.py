"""Fields that take a value only as the type that the document names: DRF's own make text of numbers and numbers of text."""

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
