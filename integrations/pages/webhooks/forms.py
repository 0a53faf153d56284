"""The form of a subscription."""

from typing import Any

from django import forms

from agencies.refusals import Refusal
from integrations import events
from integrations.models import EventSubscription
from integrations.subscriptions import addresses


class SubscriptionForm(forms.Form):
    """Where to, and which events. Ticking none means all, those of later versions too."""

    url = forms.CharField(
        label="Address",
        max_length=addresses.LONGEST,
        widget=forms.URLInput({"placeholder": "https://example.com/pmsync", "autocomplete": "off"}),
        help_text="Must begin with https:// and can be reached from the internet.",
    )
    description = forms.CharField(label="What it is for", max_length=200, required=False)
    events = forms.MultipleChoiceField(
        label="Events",
        choices=[(name, event.sentence) for name, event in events.TYPES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any, subscription: EventSubscription | None = None) -> None:
        initial = {}
        if subscription is not None:
            initial = {
                "url": subscription.url,
                "description": subscription.description,
                "events": subscription.events or list(events.TYPES),
            }
        super().__init__(data, initial=initial, label_suffix="")
        self.subscription = subscription

    def clean_url(self) -> str:
        """An address that may be told; the one that is kept already passes."""
        url: str = self.cleaned_data["url"].strip()
        if self.subscription is None or url != self.subscription.url:
            try:
                addresses.check(url)
            except Refusal as refusal:
                raise forms.ValidationError(refusal.sentence) from refusal
        return url
