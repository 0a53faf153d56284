"""Numbers, lengths of time, and old and new values on the pages about runs."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime

from agencies.templatetags.formats import money
from integrations.pages.changes import Value
from integrations.pages.run_words import length_in_words

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """A whole number such as 12,340."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


@register.filter
def lasting(seconds: timedelta | float | None) -> str:
    """A length of time, given whole or in seconds; "" where there is none."""
    if seconds is None:
        return ""
    return length_in_words(seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds))


@register.simple_tag(takes_context=True)
def shown(context: dict[str, Any], value: Value) -> str:
    """A value as the agency writes it. `show()` sets the locale and the zone that this follows."""
    match value.form:
        case "day":
            return date_format(value.content)
        case "moment":
            moment = localtime(value.content)
            return f"{date_format(moment)}, {moment:%H:%M}"
        case "money":
            return money(context, value.content, value.currency)
        case "none":
            return "none"
    return str(value.content)
