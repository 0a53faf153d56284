"""Money and days as the agency writes them. `show()` sets the locale and the zone that these follow."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format

register = template.Library()

SYMBOLS = {"AUD": "$", "NZD": "$", "USD": "$", "CAD": "$", "GBP": "£", "EUR": "€"}


@register.simple_tag(takes_context=True)
def money(context: dict[str, Any], amount: Decimal | None, currency: str = "") -> str:
    """An amount such as $1,234.50; NZD 1,234.50 where it is not in the agency's own currency; "" where there is none."""
    if amount is None:
        return ""
    own = context["agency"].currency
    number = number_format(abs(amount), decimal_pos=2, use_l10n=True, force_grouping=True)
    sign = "\N{MINUS SIGN}" if amount < 0 else ""
    if currency and currency != own:
        return f"{sign}{currency} {number}"
    return f"{sign}{SYMBOLS.get(own, own + ' ')}{number}"
