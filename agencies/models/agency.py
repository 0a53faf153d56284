"""Agencies."""

import uuid
import zoneinfo
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone


def validate_zone(name: str) -> None:
    """Refuse a name that the IANA time zone database does not hold."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            "%(name)s is not a time zone. Use a name such as Australia/Sydney.", params={"name": name}
        )


class Agency(models.Model):
    """A business that manages rental property. Everything else belongs to one."""

    class Locale(models.TextChoices):
        AUSTRALIA = "en-au", "Australia, New Zealand"
        BRITAIN = "en-gb", "Britain, Ireland"
        AMERICA = "en-us", "United States"
        CANADA = "en-ca", "Canada"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=64, default="Australia/Sydney", validators=[validate_zone])
    locale = models.CharField(
        max_length=8, choices=Locale.choices, default=Locale.AUSTRALIA, help_text="How days and numbers are written."
    )
    currency = models.CharField(max_length=3, default="AUD")
    sync_time = models.TimeField(
        default=time(2, 0), help_text="When the night's syncs begin, in the agency's time zone."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The agency's time zone."""
        return ZoneInfo(self.timezone)

    def local_day(self, moment: datetime | None = None) -> date:
        """The calendar day at the agency, now or at an aware moment."""
        return timezone.localdate(moment or timezone.now(), timezone=self.zone)
